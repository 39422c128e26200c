"use strict";

// A process of its own, for a command that is run without a promise and has to send: takes the request on its standard
// input and prints the answer as JSON.

const { readSome, writeAll } = require("./descriptor.cjs");
const { answer, promising } = require("./effects.cjs");

const pieceSize = 64 * 1024;

/** All of standard input, however long it is. */
function request() {
  const pieces = [];
  for (let piece = readSome(0, pieceSize); piece.length > 0; piece = readSome(0, pieceSize)) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

answer({ op: "send", text: [request()] }, [], promising).then((answered) => writeAll(1, JSON.stringify(answered)));
