"use strict";

const { isUint8Array } = require("node:util").types;

const { decode, sizeLimit } = require("./descriptor.cjs");
const { AboveboardError } = require("./error.cjs");
const { checkText } = require("./json.cjs");

/** The effects of a command that reads this, a text or bytes, in the place of standard input. See index.d.ts. */
function reading(input) {
  const bytes = bytesOf(input);
  let next = 0;
  const readSome = (size) => bytes.subarray(next, (next += size));
  return {
    filter: (facts, report) => require("./filter.cjs").scrubStreams(facts, report, readSome),
    stdin: () => (bytes.length > sizeLimit ? { error: "other" } : decode(bytes)),
  };
}

function bytesOf(input) {
  // Also one from another realm, as Buffers are where tests run in one of their own.
  if (isUint8Array(input)) return input;
  if (typeof input === "string") return Buffer.from(checkText(input, "/input"));
  const hint = "hand over a text, a Buffer or another Uint8Array";
  throw new AboveboardError({ code: "wrong_type", message: "input is a text or bytes", at: "/input", hint });
}

module.exports = { reading };
