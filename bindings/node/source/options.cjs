"use strict";

const { AboveboardError } = require("./error.cjs");
const { below } = require("./json.cjs");

/**
 * Gives the options that are known, and refuses others. Passed over, `{flag: {telemetry: "disable"}}` in the place of
 * `flags` would be a person's no of which nobody heard.
 */
function checkOptions(options, known) {
  const hint = `known here: ${known.join(", ")}`;
  if (typeof options !== "object" || options === null) {
    throw new AboveboardError({ code: "wrong_type", message: "options are an object", hint });
  }
  const odd = Object.keys(options).find((name) => !known.includes(name));
  if (odd !== undefined) {
    const at = below("", odd);
    throw new AboveboardError({ code: "unknown_member", message: "this option is not known here", at, hint });
  }
  const given = Object.create(null);
  for (const name of known) if (isGiven(options, name)) given[name] = options[name];
  return given;
}

/**
 * Whether it is there, and not only because something has put it where all objects inherit from: `flags` there would be
 * a yes that nobody has said.
 */
function isGiven(options, name) {
  for (let part = options; part !== null; part = Object.getPrototypeOf(part)) {
    if (Object.hasOwn(part, name)) return part === options || Object.getPrototypeOf(part) !== null;
  }
  return false;
}

module.exports = { checkOptions };
