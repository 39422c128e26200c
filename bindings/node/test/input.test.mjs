// What a command reads where the tool has it already, in the place of standard input.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { runCommand, runCommandSync } from "../index.mjs";
import { atHome, people } from "./people.mjs";
import { refusal, run } from "./support.mjs";

const contract = JSON.stringify(people);
const setToken = (input) => runCommandSync(["token", "set"], { contract, input }).status;

test("a command reads what the tool has for it", async (t) => {
  const text = "of-an-argument\n";
  for (const input of [text, Buffer.from(text), new TextEncoder().encode(text)]) {
    const stored = path.join(atHome(t), "settings.json");
    assert.equal(setToken(input), 0);
    assert.deepEqual(JSON.parse(readFileSync(stored, "utf8")), { token: "of-an-argument" });
  }
  atHome(t);
  assert.equal((await runCommand(["token", "set"], { contract, input: "of-an-argument" })).status, 0);
});

test("what is no token is the command's status", (t) => {
  const home = atHome(t);
  const tooLong = Buffer.alloc(1024 * 1024 + 1, "x");
  for (const input of ["", new Uint8Array([0xff]), tooLong]) assert.equal(setToken(input), 1);
  assert.deepEqual(readdirSync(home), []);
});

test("a stream may come from the tool", async (t) => {
  const index = fileURLToPath(new URL("../index.cjs", import.meta.url));
  for (const call of ["runCommandSync", "runCommand"]) {
    const code = `require(${JSON.stringify(index)}).${call}(["scrub"], { input: "größe: mail jane@acme.example" })`;
    const done = await run(process.execPath, ["-e", code], { input: "nobody reads this" });
    assert.deepEqual(done, { status: 0, signal: null, output: "größe: mail [email]", problems: "" });
  }
  const input = '"mail jane@acme.example\\n".repeat(10_000)';
  const long = `require(${JSON.stringify(index)}).runCommandSync(["scrub"], { input: ${input} })`;
  assert.equal((await run(process.execPath, ["-e", long])).output, "mail [email]\n".repeat(10_000));
});

test("what is nothing to read is refused", async (t) => {
  atHome(t);
  for (const input of [5, null, ["x"], {}, new ArrayBuffer(1), () => "x"]) {
    assert.throws(() => setToken(input), refusal("wrong_type", "/input"));
  }
  assert.throws(() => setToken("hush\udc00"), refusal("text_not_unicode", "/input"));
  await assert.rejects(runCommand(["token", "set"], { contract, input: 5 }), refusal("wrong_type", "/input"));
});
