"use strict";

const { StringDecoder } = require("node:string_decoder");

const core = require("./core.cjs");
const { readSome, writeAll } = require("./descriptor.cjs");
const { toJson } = require("./json.cjs");

/** How much is read at once, in bytes; text that needs escapes is six times as long in JSON. */
const pieceSize = 64 * 1024;

/**
 * Copies standard input to standard output without what must not leave, and tells on standard error what that was.
 * `privateFacts` is JSON text. Throws where a stream fails; a reader that has had enough is no failure.
 */
function scrubStreams(privateFacts, report) {
  const decoder = new StringDecoder("utf8");
  const constant = `{"private":${privateFacts || "[]"},"report":${report},`;
  let state = "";
  for (;;) {
    const bytes = readSome(0, pieceSize);
    const end = bytes.length === 0;
    const piece = end ? decoder.end() : decoder.write(bytes);
    const { text, report: told, state: next } = JSON.parse(
      core.scrub(`${constant}"piece":${toJson(piece)},"end":${end}${state}}`),
    );
    try {
      writeAll(1, text);
    } catch (error) {
      if (error.code === "EPIPE") return;
      throw error;
    }
    writeAll(2, told);
    if (end) return;
    state = `,"state":${toJson(next)}`;
  }
}

module.exports = { scrubStreams };
