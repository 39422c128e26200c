"use strict";

const { runCommandSync } = require("./command.cjs");
const { Contract } = require("./core.cjs");
const { contractText } = require("./json.cjs");
const { checkFacts, featureWords } = require("./facts.cjs");
const { checkOptions } = require("./options.cjs");
const { readStatus } = require("./status.cjs");

/** Turns telemetry on for this person and stores that. See index.d.ts. */
function enable(contract, options) {
  return choose("enable", contract, options);
}

/** Turns telemetry off for this person and stores that. See index.d.ts. */
function disable(contract, options) {
  return choose("disable", contract, options);
}

/** Turns telemetry off for this person and forgets what this machine knows of it. See index.d.ts. */
function reset(contract, options) {
  return choose("reset", contract, options);
}

function choose(command, contract, options = {}) {
  const { features = [] } = checkOptions(options, ["features"]);
  const text = contractText(contract);
  const parsed = new Contract(text);
  checkFacts(parsed, { features });
  parsed.free();
  const chosen = runCommandSync([...featureWords(features), command], { contract: text });
  const holds = runCommandSync([...featureWords(features), "status", "--json"], { contract: text });
  const { decision } = readStatus(holds.output);
  return Object.freeze({ saved: chosen.status === 0, decision, message: chosen.output });
}

module.exports = { disable, enable, reset };
