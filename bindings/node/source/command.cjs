"use strict";

const core = require("./core.cjs");
const { answer, blocking, promising } = require("./effects.cjs");
const { toJson } = require("./json.cjs");
const { checkOptions } = require("./options.cjs");

/** Runs a command to its end. See index.d.ts. */
async function runCommand(commandArguments, options = {}) {
  checkOptions(options, ["contract", "input", "sender"]);
  const { contract, input, sender } = options;
  const patience = sender === undefined ? promising : new (require("./sender.cjs").Deliveries)(sender).promising;
  return perform(commandArguments, { contract }, { ...patience, ...readingFrom(input) });
}

/** Runs a command to its end without a promise. See index.d.ts. */
function runCommandSync(commandArguments, options = {}) {
  checkOptions(options, ["contract", "input"]);
  const { contract, input } = options;
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
  checkOptions(options, ["contract"]);
  const { contract } = options;
  const command = { arguments: commandArguments, ...(contract === undefined ? {} : { contract }) };
  const replies = [];
  let attempt = 1;
  for (;;) {
    const { done, perform } = JSON.parse(core.step(toJson({ ...command, replies })));
    if (done) return done;
    for (const effect of perform) {
      const began = performance.now();
      const answered = yield effect;
      replies.push({ index: effect.index, digest: effect.digest, answer: answered });
      if (effect.op === "send") attempt = tally?.count(effect.text[0], attempt, answered, performance.now() - began);
      if (effect.stops && typeof answered !== "string") break;
    }
  }
}

module.exports = { perform, performSync, replayed, runCommand, runCommandSync };
