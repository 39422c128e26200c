"use strict";

const { AboveboardError } = require("./error.cjs");
const { below } = require("./json.cjs");

/**
 * Refuses options that are not known. Passed over, `{flag: {telemetry: "disable"}}` in the place of `flags` would be a
 * person's no of which nobody heard.
 */
function checkOptions(options, known) {
  const hint = `known here: ${known.join(", ")}`;
  if (typeof options !== "object" || options === null) {
    throw new AboveboardError({ code: "wrong_type", message: "options are an object", hint });
  }
  const odd = Object.keys(options).find((name) => !known.includes(name));
  if (odd === undefined) return;
  const at = below("", odd);
  throw new AboveboardError({ code: "unknown_member", message: "this option is not known here", at, hint });
}

module.exports = { checkOptions };
