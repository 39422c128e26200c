import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";

import effects from "../source/effects.cjs";
import programs from "../source/programs.cjs";

function shell(script, milliseconds = 5000) {
  try {
    return programs.run(["/bin/sh", "-c", script], milliseconds);
  } catch (error) {
    return effects.failure(error);
  }
}

test("a program is what it prints", () => {
  assert.equal(shell("echo ü; echo wrong >&2; cat"), "ü\n");
  assert.deepEqual(shell("printf '\\377'"), { undecodable: true });
  assert.deepEqual(shell("echo x; exit 1"), { error: "other" });
  assert.deepEqual(shell("kill -TERM $$"), { error: "other" });
  assert.throws(() => programs.run(["/nowhere/program"], 5000), { code: "ENOENT" });
});

test("too much is no answer", () => {
  assert.equal(shell("head -c 65536 /dev/zero").length, 65536);
  assert.deepEqual(shell("head -c 65537 /dev/zero"), { error: "other" });
  assert.deepEqual(shell("exec cat /dev/zero"), { error: "other" });
});

test("a program that takes too long is killed", (t) => {
  const directory = mkdtempSync(path.join(tmpdir(), "aboveboard-"));
  t.after(() => rmSync(directory, { recursive: true }));
  const begun = Date.now();
  assert.deepEqual(shell(`echo $$ > '${directory}/child'; trap '' TERM; exec sleep 60`, 300), { error: "timeout" });
  assert.deepEqual(shell("exec sleep 60 >&-", 300), { error: "timeout" });
  assert.deepEqual(shell("sleep 3 & echo x", 300), { error: "timeout" });
  assert.ok(Date.now() - begun < 3000);
  const child = Number(readFileSync(path.join(directory, "child"), "utf8"));
  assert.throws(() => process.kill(child, 0), { code: "ESRCH" });
});

test("only the programs of a system", () => {
  assert.equal(programs.find("Darwin", "sw_vers")[0], "/usr/bin/sw_vers");
  for (const [system, word] of [["Windows_NT", "sw_vers"], ["Linux", "ifconfig"], ["Darwin", ""]]) {
    assert.equal(programs.find(system, word), undefined);
    assert.deepEqual(programs.outputOf(system, word), { error: "unsupported" });
  }
});

test("programs of Windows lie where Windows is", (t) => {
  const before = process.env.SystemRoot;
  t.after(() => (before === undefined ? delete process.env.SystemRoot : (process.env.SystemRoot = before)));
  delete process.env.SystemRoot;
  assert.deepEqual(programs.outputOf("Windows_NT", "ver"), { error: "absent" });
  process.env.SystemRoot = "/nowhere/$&";
  assert.throws(() => programs.outputOf("Windows_NT", "ver"), { path: "/nowhere/$&\\System32\\cmd.exe" });
});
