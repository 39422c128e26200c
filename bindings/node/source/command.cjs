"use strict";

const core = require("./core.cjs");
const { answer, blocking, promising } = require("./effects.cjs");
const { toJson } = require("./json.cjs");
const { checkOptions } = require("./options.cjs");

/** Runs a command to its end. See index.d.ts. */
async function runCommand(commandArguments, options = {}) {
  const { contract, input, sender } = checkOptions(options, ["contract", "input", "sender"]);
  const patience = sender === undefined ? promising : new (require("./sender.cjs").Deliveries)(sender).promising;
  return perform(commandArguments, { contract }, { ...patience, ...readingFrom(input) });
}

/** Runs a command to its end without a promise. See index.d.ts. */
function runCommandSync(commandArguments, options = {}) {
  const { contract, input } = checkOptions(options, ["contract", "input"]);
  return performSync(commandArguments, { contract }, { ...blocking, ...readingFrom(input) });
}

/** What reads standard input otherwise reads what the tool has in its place. */
function readingFrom(input) {
  return input === undefined ? {} : require("./input.cjs").reading(input);
}

/** The same with effects of the caller's choice, and perhaps a `tally` that counts its attempts to send. */
async function perform(commandArguments, options, patience, tally) {
  const replay = replayed(commandArguments, options, tally);
  let next = replay.next();
  while (!next.done) next = replay.next(await answer(next.value, commandArguments, patience));
  return next.value;
}

function performSync(commandArguments, options, patience) {
  const replay = replayed(commandArguments, options);
  let next = replay.next();
  while (!next.done) next = replay.next(answer(next.value, commandArguments, patience));
  return next.value;
}

/** Yields the effects of a command one by one, takes their answers, and returns the outcome. */
function* replayed(commandArguments, options = {}, tally) {
  const { contract } = checkOptions(options, ["contract"]);
  const command = { arguments: commandArguments, ...(contract === undefined ? {} : { contract }) };
  const replies = [];
  let attempt = 1;
  for (;;) {
    const next = JSON.parse(core.step(toJson({ ...command, replies })));
    if (Object.hasOwn(next, "done")) return next.done;
    for (const effect of next.perform) {
      const began = performance.now();
      const answered = yield effect;
      replies.push({ index: effect.index, digest: effect.digest, answer: answered });
      if (effect.op === "send") attempt = tally?.count(effect.text[0], attempt, answered, performance.now() - began);
      if (effect.stops && typeof answered !== "string") break;
    }
  }
}

module.exports = { perform, performSync, replayed, runCommand, runCommandSync };
