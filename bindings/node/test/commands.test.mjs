// Every command through the program that the package brings, as `npx aboveboard` starts it.

import assert from "node:assert/strict";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";

import { home, people } from "./people.mjs";
import { aboveboard, bare } from "./support.mjs";

/** A home directory with a contract in it, and the program there. */
function prepared(t) {
  const directory = home(t);
  const file = path.join(directory, "contract.json");
  writeFileSync(file, JSON.stringify(people));
  const given = ["--contract", file, "--feature", "telemetry"];
  const env = { ...bare, HOME: directory };
  return { directory, file, run: (words, input = "") => aboveboard([...given, ...words], { env, input }) };
}

test("a choice and why", async (t) => {
  const { run } = prepared(t);
  assert.match((await run(["enable"])).output, /^example telemetry: on\n/);
  assert.match((await run(["status", "--why"])).output, /stored \/\S+: says yes, and decides: yes\n/);
  assert.equal(JSON.parse((await run(["status", "--json"])).output).reason, "stored_allows");
  assert.match((await run(["disable"])).output, /^example telemetry: off\n/);
});

test("a record", async (t) => {
  const { directory, run } = prepared(t);
  const to = path.join(directory, "manifest.json");
  const done = await run(["record", "manifest", "--to", to, "result=pass"]);
  assert.deepEqual(done, { status: 0, signal: null, output: "", problems: "" });
  assert.equal(readFileSync(to, "utf8"), '{"result":"pass"}\n');
});

test("a token", async (t) => {
  const { directory, run } = prepared(t);
  assert.equal((await run(["token", "set"], "hush\n")).output, "the token is stored\n");
  const settings = path.join(directory, "settings.json");
  assert.deepEqual(JSON.parse(readFileSync(settings, "utf8")), { token: "hush" });
  assert.equal(statSync(settings).mode & 0o777, 0o600);
  const status = await run(["token", "status"]);
  assert.match(status.output, /set, in \/\S+\/settings\.json/);
  assert.doesNotMatch(status.output + status.problems, /hush/);
  assert.equal((await run(["token", "clear"])).status, 0);
  assert.match((await run(["token", "status"])).output, /not set/);
  assert.equal((await run(["token", "set", "hush"])).status, 2);
});

test("what authors commit", async (t) => {
  const { directory, file, run } = prepared(t);
  const [lock, page] = ["lock", "page.md"].map((name) => path.join(directory, name));
  writeFileSync(lock, (await run(["lock"])).output);
  writeFileSync(page, (await run(["docs"])).output);
  assert.ok(JSON.parse((await run(["docs", "--schema"])).output));
  assert.equal((await run(["check", "--lock", lock, "--page", page])).status, 0);
  writeFileSync(file, JSON.stringify(people).replace("example.org", "example.net"));
  const { status, output } = await run(["check", "--lock", lock, "--page", page]);
  assert.equal(status, 1);
  assert.match(output, /page_stale/);
  assert.equal((await run(["docs", "--check", page])).status, 1);
});

test("each command has help", async () => {
  for (const command of ["status", "enable", "disable", "record", "token", "check", "lock", "docs"]) {
    const { status, output, problems } = await aboveboard([command, "--help"]);
    assert.deepEqual({ status, problems }, { status: 0, problems: "" });
    assert.ok(output.includes(`]... ${command}`), output);
  }
});
