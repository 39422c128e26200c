// The second WebAssembly module: loaded for the commands that are in it, and for no other.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";

import { runCommandSync, step } from "../index.mjs";
import { aboveboard, bare, contract, contractPath, fields, refusal, run, started } from "./support.mjs";

const require = createRequire(import.meta.url);
const named = ["--contract", contractPath];

/** Whether a process of its own has the second module after these commands. */
async function loadsReview(...commands) {
  const program = `
    const { runCommandSync } = require(${JSON.stringify(require.resolve("../index.cjs"))});
    const contract = ${JSON.stringify(contract)};
    for (const words of ${JSON.stringify(commands)}) runCommandSync(words, { contract });
    process.stderr.write(String(Object.keys(require.cache).some((path) => /aboveboard_wasm_review/.test(path))));
  `;
  const { status, problems } = await run(process.execPath, ["-e", program], { env: bare });
  assert.equal(status, 0, problems);
  return problems === "true";
}

test("what programs and scripts do at run time never loads it", async () => {
  const preview = ["preview", started, "--time", "1790000000", "--fields", JSON.stringify(fields)];
  const commands = [["--version"], ["begin"], ["status", "--why"], ["child"], preview, ["exec", "--", "true"]];
  assert.equal(await loadsReview(...commands), false);
});

test("each command for review loads it", async () => {
  for (const words of [["check"], ["lock"], ["docs"], ["help"]]) {
    assert.equal(await loadsReview(words), true, words[0]);
  }
});

test("its commands end as all others do", async () => {
  const checked = await aboveboard([...named, "check"]);
  assert.equal(checked.status, 0, checked.problems);
  const lock = runCommandSync(["lock"], { contract });
  assert.equal(lock.status, 0);
  assert.doesNotThrow(() => JSON.parse(lock.output));
  assert.match(runCommandSync(["help"]).output, /aboveboard/);
});

test("its refusals are the core's", () => {
  const reply = { index: 0, digest: "", answer: "" };
  const spare = JSON.stringify({ arguments: ["help"], replies: [reply] });
  assert.throws(() => step(spare), refusal("reply_mismatch", "/replies"));
});
