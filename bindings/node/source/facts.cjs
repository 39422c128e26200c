"use strict";

const { toJson } = require("./json.cjs");

/**
 * Throws what is wrong with the facts that a tool's author hands in, which a command can only say on standard error.
 * The run that comes of it is thrown away, so that any random bytes will do.
 */
function checkFacts(parsed, facts) {
  const random = Array.from({ length: 48 }, (_, index) => index.toString(16).padStart(2, "0")).join("");
  parsed.call("begin", toJson({ facts: { ...facts, random } }));
}

/** The tool's features as words of a command line, which come before the command. */
function featureWords(features) {
  return Array.from(features, (name) => `--feature=${name}`);
}

module.exports = { checkFacts, featureWords };
