"use strict";

const { StringDecoder } = require("node:string_decoder");

const core = require("./core.cjs");
const { readSome, writeAll } = require("./descriptor.cjs");
const { toJson } = require("./json.cjs");

/** How much is read at once, in bytes; text that needs escapes is six times as long in JSON. */
const pieceSize = 64 * 1024;

/**
 * Copies what is read to standard output without what must not leave, and tells on standard error what that was.
 * `privateFacts` is JSON text, and `read` stands in for standard input. Throws where a stream fails; whoever reads the
 * output may have had enough, which is no failure.
 */
function scrubStreams(privateFacts, report, read = readStandardInput) {
  const decoder = new StringDecoder("utf8");
  const constant = `{"private":${privateFacts || "[]"},"report":${report},`;
  let state = "";
  for (;;) {
    const bytes = read(pieceSize);
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

function readStandardInput(size) {
  return readSome(0, size);
}

module.exports = { scrubStreams };
