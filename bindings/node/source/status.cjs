"use strict";

/**
 * Takes apart what `status --json` says. The id that stands beside the decision is no part of it, so that one may be
 * logged without it.
 */
function readStatus(output) {
  const { identity = null, ...decision } = JSON.parse(output);
  const retained = identity?.retained;
  if (retained) Object.freeze(retained).forEach(Object.freeze);
  return { decision, identity: Object.freeze(identity) };
}

module.exports = { readStatus };
