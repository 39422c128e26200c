// Performs effects of the Node host for the tests; README.md says what it reads and writes.

import { readSync } from "node:fs";

import descriptor from "../../bindings/node/source/descriptor.cjs";
import effects from "../../bindings/node/source/effects.cjs";
import programs from "../../bindings/node/source/programs.cjs";

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

function run(command, milliseconds) {
  try {
    return programs.run(command, milliseconds);
  } catch (error) {
    return effects.failure(error);
  }
}

function perform(op, number, text) {
  if (op === "run") return run(text, number || programs.longestRun);
  if (op === "command") return programs.find(...text)?.map((word) => `${word}\n`).join("") ?? { error: "unsupported" };
  const words = op === "exec" ? text.splice(1) : [];
  return effects.answer({ op, number, text }, words, effects.blocking);
}

for (let line = readLine(); line !== ""; line = readLine()) {
  const [op, number, ...lengths] = line.split(" ");
  const text = lengths.map((length) => read(Number(length)));
  const answer = perform(op, Number(number), text);
  const said = typeof answer === "string" ? answer : "";
  const error = typeof answer === "string" ? "ok" : (answer.error ?? "undecodable");
  descriptor.writeAll(1, `${error} ${Buffer.byteLength(said)}\n${said}`);
}
