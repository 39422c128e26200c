// Runs vectors on the Node surface: node tests/conformance/node/run.mjs FILE...
// The form of the files and of the output is in tests/README.md.

import process, { argv, stderr, stdout } from "node:process";

import { AboveboardError, Contract, step } from "../../../bindings/node/index.mjs";
import core from "../../../bindings/node/source/core.cjs";
import { meets } from "./compare.mjs";
import { readVectors, UnusableFile } from "./vectors.mjs";

/** What the surface says to one vector: `{result}`, or `{error}` with the stable part of an error. */
function perform({ contracts }, { operation, contract, arguments: text }) {
  try {
    if (operation === "step") return { result: JSON.parse(step(text)) };
    if (operation === "scrub") return { result: JSON.parse(core.scrub(text)) };
    const opened = new Contract(contracts.get(contract));
    try {
      return { result: operation === "open" ? {} : JSON.parse(opened.call(operation, text)) };
    } finally {
      opened.free();
    }
  } catch (error) {
    if (!(error instanceof AboveboardError)) throw error;
    return { error: { code: error.code, at: error.at } };
  }
}

function main(paths) {
  if (paths.length === 0) throw new UnusableFile("usage: node tests/conformance/node/run.mjs FILE...");
  let total = 0;
  let passed = 0;
  for (const file of paths.map(readVectors)) {
    for (const vector of file.vectors) {
      const said = perform(file, vector);
      const ok = meets(said, vector.expected);
      total += 1;
      passed += Number(ok);
      const line = { id: vector.id, ok, ...said, ...(ok ? {} : { expected: vector.expected }) };
      stdout.write(`${JSON.stringify(line)}\n`);
    }
  }
  stdout.write(`${JSON.stringify({ surface: "node", total, passed, failed: total - passed })}\n`);
  return passed === total ? 0 : 1;
}

try {
  process.exitCode = main(argv.slice(2));
} catch (error) {
  if (!(error instanceof UnusableFile)) throw error;
  stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
