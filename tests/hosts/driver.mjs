// Performs effects of the Node host for the tests; README.md says what it reads and writes.

import { readSync } from "node:fs";

import descriptor from "../../bindings/node/source/descriptor.cjs";
import effects from "../../bindings/node/source/effects.cjs";

/** Reads so many bytes; fewer at the end of the input. */
function read(count) {
  const bytes = Buffer.alloc(count);
  let length = 0;
  while (length < count) {
    const got = readSync(0, bytes, length, count - length, null);
    if (got === 0) break;
    length += got;
  }
  return bytes.toString("utf8", 0, length);
}

function readLine() {
  let line = "";
  for (;;) {
    const letter = read(1);
    if (letter === "" || letter === "\n") return line;
    line += letter;
  }
}

for (let line = readLine(); line !== ""; line = readLine()) {
  const [op, number, ...lengths] = line.split(" ");
  const text = lengths.map((length) => read(Number(length)));
  const answer = effects.answer({ op, number: Number(number), text }, [], effects.blocking);
  const said = typeof answer === "string" ? answer : "";
  const error = typeof answer === "string" ? "ok" : (answer.error ?? "undecodable");
  descriptor.writeAll(1, `${error} ${Buffer.byteLength(said)}\n${said}`);
}
