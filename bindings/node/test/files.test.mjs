// Files on systems that differ: without hard links, and with another clock. tests/hosts has the rest.

import assert from "node:assert/strict";
import fs, { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";

import effects from "../source/effects.cjs";

const perform = (op, ...text) => effects.answer({ op, number: 0, text }, [], effects.blocking);

/** Paths in a directory of the test's own. */
function prepared(t, ...names) {
  const directory = mkdtempSync(path.join(tmpdir(), "aboveboard-"));
  t.after(() => rmSync(directory, { recursive: true }));
  return names.map((name) => path.join(directory, name));
}

/** Lets every hard link fail. */
function refuseLinks(t, code) {
  t.mock.method(fs, "linkSync", () => {
    throw Object.assign(new Error(code), { code });
  });
}

for (const code of ["EPERM", "EOPNOTSUPP", "ENOTSUP", "ENOSYS", "EMLINK"]) {
  test(`a file is renamed where a hard link is ${code}`, (t) => {
    refuseLinks(t, code);
    const [old, name] = prepared(t, "old", "new");
    writeFileSync(old, "content");
    assert.equal(perform("rename", old, name), "");
    assert.deepEqual([existsSync(old), readFileSync(name, "utf8")], [false, "content"]);
    assert.deepEqual(perform("rename", old, name), { error: "absent" });
  });
}

test("nothing is replaced where there are no hard links", (t) => {
  refuseLinks(t, "EPERM");
  const [old, file, link] = prepared(t, "old", "file", "link");
  writeFileSync(old, "content");
  writeFileSync(file, "kept");
  symlinkSync("nothing", link);
  for (const name of [file, link, old]) assert.deepEqual(perform("rename", old, name), { error: "exists" });
  assert.deepEqual([readFileSync(old, "utf8"), readFileSync(file, "utf8")], ["content", "kept"]);
});

test("what else is wrong with a hard link is told", (t) => {
  const [old, name] = prepared(t, "old", "new");
  writeFileSync(old, "content");
  for (const [code, error] of Object.entries({ EROFS: "read_only", EXDEV: "other", ENOSPC: "full" })) {
    refuseLinks(t, code);
    assert.deepEqual(perform("rename", old, name), { error }, code);
    t.mock.restoreAll();
  }
  assert.ok(existsSync(old));
});

/** Has a lock that somebody made so many seconds from now, or before. */
function locked(t, seconds) {
  const [file] = prepared(t, "file");
  writeFileSync(`${file}.lock`, "");
  const then = Date.now() / 1000 + seconds;
  utimesSync(`${file}.lock`, then, then);
  return file;
}

test("a lock from the future was left behind, but clocks may differ a little", (t) => {
  for (const seconds of [8, 60, 1e9]) {
    const file = locked(t, seconds);
    assert.equal(perform("write", file, "content", ""), "", `${seconds}`);
    assert.equal(existsSync(`${file}.lock`), false);
  }
  assert.deepEqual(perform("write", locked(t, 4), "content", ""), { error: "timeout" });
});
