"use strict";

const { replayed } = require("./command.cjs");
const { Contract, scrub } = require("./core.cjs");
const { answer, blocking } = require("./effects.cjs");
const { contractText, toJson } = require("./json.cjs");
const { checkOptions } = require("./options.cjs");

/** Scrubs as payloads are scrubbed. See index.d.ts. */
class Scrubber {
  #privateFacts;

  constructor(options = {}) {
    const { contract } = checkOptions(options, ["contract"]);
    const text = contract === undefined ? undefined : contractText(contract);
    // Throws what is wrong with it.
    if (text !== undefined) new Contract(text).free();
    this.#privateFacts = privateFacts(text);
  }

  text(text) {
    return this.#scrub("text", text);
  }

  arguments(list) {
    return this.#scrub("arguments", list);
  }

  environment(variables) {
    return this.#scrub("environment", variables);
  }

  #scrub(what, value) {
    const given = toJson(value, `/${what}`);
    const { [what]: scrubbed, findings } = JSON.parse(
      scrub(`{"private":${this.#privateFacts},"${what}":${given}}`),
    );
    return { scrubbed, findings };
  }
}

/** What this machine knows of itself and of the person, as the command `scrub` reads it. */
function privateFacts(contract) {
  const replay = replayed(["scrub"], { contract });
  let known = "[]";
  let next = replay.next();
  while (!next.done) {
    const { op, text } = next.value;
    if (op === "filter") [known] = text;
    next = replay.next(op === "filter" ? "" : answer(next.value, [], blocking));
  }
  return known;
}

module.exports = { Scrubber };
