"use strict";

const fs = require("node:fs");

const sizeLimit = 1024 * 1024;

/** Blocks this thread. For the moments in which a descriptor that does not block has nothing to give or take. */
function pause(milliseconds) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

/** Reads a descriptor to its end, at most 1 MiB, as text: `{undecodable: true}` where it is not UTF-8. */
function readAll(descriptor, options) {
  return decode(readBytes(descriptor, options));
}

/** Reads a descriptor to its end, at most 1 MiB; throws a RangeError where there is more. */
function readBytes(descriptor, { waits }) {
  const buffer = Buffer.allocUnsafe(sizeLimit + 1);
  let length = 0;
  for (;;) {
    const count = retried(waits, () => fs.readSync(descriptor, buffer, length, buffer.length - length, null));
    length += count;
    if (length > sizeLimit) throw new RangeError("longer than 1 MiB");
    if (count === 0) return buffer.subarray(0, length);
  }
}

/** Reads what is there, waiting for something to be there: at most so many bytes, none at the end. */
function readSome(descriptor, size) {
  const buffer = Buffer.allocUnsafe(size);
  return buffer.subarray(0, retried(true, () => fs.readSync(descriptor, buffer, 0, size, null)));
}

/** Writes all of a text to a descriptor. */
function writeAll(descriptor, text) {
  let rest = Buffer.from(text);
  while (rest.length > 0) rest = rest.subarray(retried(true, () => fs.writeSync(descriptor, rest)));
}

/** Decodes strictly. A byte order mark stays where it is: what to make of it is for the core to say. */
function decode(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return { undecodable: true };
  }
}

function retried(waits, action) {
  for (;;) {
    try {
      return action();
    } catch (error) {
      if (error.code === "EOF") return 0; // Windows says so at the end of a pipe.
      if (!(waits && error.code === "EAGAIN")) throw error;
      pause(5);
    }
  }
}

module.exports = { decode, pause, readAll, readBytes, readSome, sizeLimit, writeAll };
