"use strict";

/**
 * Takes apart what `status --json` says. What stands beside the decision is no part of it, so that one may be
 * logged without.
 */
function readStatus(output) {
  const { identity = null, destination: _, ...decision } = JSON.parse(output);
  const retained = identity?.retained;
  if (retained) Object.freeze(retained).forEach(Object.freeze);
  return { decision, identity: Object.freeze(identity) };
}

module.exports = { readStatus };
