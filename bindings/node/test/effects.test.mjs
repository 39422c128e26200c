import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { constants, tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";

import command from "../source/command.cjs";
import core from "../source/core.cjs";
import effects from "../source/effects.cjs";
import { receive, run } from "./support.mjs";

const { answer, blocking, promising } = effects;
const { runCommandSync } = command;
const directory = mkdtempSync(path.join(tmpdir(), "aboveboard-"));
after(() => rmSync(directory, { recursive: true }));

const perform = (op, { number = 0, text = [], words = [] } = {}) => answer({ op, number, text }, words, blocking);
const file = (name) => perform("file", { text: [path.join(directory, name)] });
const written = (name, content) => {
  writeFileSync(path.join(directory, name), content);
  return file(name);
};

test("a variable is its text, and only a variable", () => {
  process.env.ABOVEBOARD_TEST = "a\uFFFDb";
  assert.equal(perform("variable", { text: ["ABOVEBOARD_TEST"] }), "a\uFFFDb");
  process.env.ABOVEBOARD_TEST = "";
  assert.equal(perform("variable", { text: ["ABOVEBOARD_TEST"] }), "");
  for (const name of ["ABOVEBOARD_TEST_ABSENT", "constructor", "__proto__", "toString", ""]) {
    assert.deepEqual(perform("variable", { text: [name] }), { error: "absent" }, name);
  }
});

test("a file is its text, up to 1 MiB of UTF-8", () => {
  assert.equal(written("text", "\uFEFFü\0\n"), "\uFEFFü\0\n");
  assert.equal(written("empty", ""), "");
  assert.equal(written("largest", "x".repeat(1024 * 1024)).length, 1024 * 1024);
  assert.deepEqual(written("too-large", "x".repeat(1024 * 1024 + 1)), { error: "other" });
  for (const bytes of [[0xff], [0xc3], [0xed, 0xa0, 0x80]]) {
    assert.deepEqual(written("bytes", Buffer.from(bytes)), { undecodable: true });
  }
});

test("what is no readable file is an error class", { timeout: 10_000 }, () => {
  mkdirSync(path.join(directory, "below"));
  assert.deepEqual(file("absent"), { error: "absent" });
  assert.deepEqual(file("text/below-a-file"), { error: "absent" });
  assert.deepEqual(file("with\0nul"), { error: "absent" });
  assert.deepEqual(file("below"), { error: "other" });
  assert.deepEqual(perform("file", { text: [""] }), { error: "absent" });
  assert.deepEqual(perform("file", { text: ["/dev/zero"] }), { error: "other" });
});

test("a file that may not be read is denied", { skip: process.getuid?.() === 0 && "root may read it" }, () => {
  written("private", "x");
  chmodSync(path.join(directory, "private"), 0);
  assert.deepEqual(file("private"), { error: "denied" });
});

test("a named pipe is no file, and is not waited for", { timeout: 10_000 }, () => {
  assert.equal(spawnSync("mkfifo", [path.join(directory, "pipe")]).status, 0);
  assert.deepEqual(file("pipe"), { error: "other" });
});

test("a directory is its names", () => {
  mkdirSync(path.join(directory, "names"));
  for (const name of ["ü", ".hidden", "a\nb", Buffer.from([0xff])]) {
    writeFileSync(Buffer.concat([Buffer.from(path.join(directory, "names/")), Buffer.from(name)]), "");
  }
  const list = (name) => perform("list", { text: [path.join(directory, name)] });
  assert.deepEqual(list("names").split("\n").sort(), ["", ".hidden", "ü"]);
  for (const name of ["nothing", "names/.hidden", "names\0"]) assert.deepEqual(list(name), { error: "absent" }, name);
});

test("the system is what uname says", () => {
  const words = { host_name: "-n", system: "-s", release: "-r", machine: "-m" };
  for (const [word, flag] of Object.entries(words)) {
    const { stdout } = spawnSync("uname", [flag], { encoding: "utf8" });
    assert.equal(perform("platform", { text: [word] }), stdout.trimEnd(), word);
  }
  assert.deepEqual(perform("platform", { text: ["nodename"] }), { error: "unsupported" });
  assert.deepEqual(perform("program", { text: ["ver"] }), { error: "unsupported" });
});

test("Windows tells by variables what it is", async () => {
  const source = new URL("../source/effects.cjs", import.meta.url).pathname;
  const script = `Object.defineProperty(process, "platform", { value: "win32" });
    const { answer, blocking } = require(${JSON.stringify(source)});
    const say = (word) => answer({ op: "platform", text: [word] }, [], blocking);
    console.log(JSON.stringify(["host_name", "release", "machine"].map(say)));`;
  const say = async (env) => JSON.parse((await run(process.execPath, ["-e", script], { env })).output);
  const variables = { COMPUTERNAME: "DESK", PROCESSOR_ARCHITECTURE: "x86" };
  assert.deepEqual(await say(variables), ["DESK", { error: "unsupported" }, "x86"]);
  assert.equal((await say({ ...variables, PROCESSOR_ARCHITEW6432: "AMD64" }))[2], "AMD64");
});

test("errors have classes, never numbers", () => {
  const classes = {
    ENOENT: "absent", ENOTDIR: "absent", EACCES: "denied", EPERM: "denied", EROFS: "read_only", ENOSPC: "full",
    EFBIG: "full", EEXIST: "exists", ETIMEDOUT: "timeout", EINTR: "interrupted", ECONNREFUSED: "other", E: "other",
    "Unknown system error -122": "full",
  };
  for (const [code, expected] of Object.entries(classes)) {
    const failing = {
      wait() {
        // What Node does not know has a number only.
        const errno = code.startsWith("Unknown") ? -constants.errno.EDQUOT : undefined;
        throw Object.assign(new Error("private"), { code, errno });
      },
    };
    assert.deepEqual(answer({ op: "wait", number: 1, text: [] }, [], failing), { error: expected }, code);
  }
});

test("clock, generator and streams", async () => {
  const before = Math.floor(Date.now() / 1000);
  const seconds = Number(perform("time"));
  assert.ok(before <= seconds && seconds <= before + 5);
  const random = perform("random", { number: 48 });
  assert.match(random, /^[0-9a-f]{96}$/);
  assert.notEqual(random, perform("random", { number: 48 }));
  assert.deepEqual(perform("random", { number: -1 }), { error: "other" });
  assert.match(perform("terminal", { number: 1 }), /^(yes|no)$/);
  assert.deepEqual(perform("print", { number: 1, text: ["x"] }), { error: "unsupported" });
  const begun = Date.now();
  assert.equal(perform("wait", { number: 60 }), "");
  assert.equal(await answer({ op: "wait", number: 60, text: [] }, [], promising), "");
  assert.ok(Date.now() - begun >= 110);
});

test("an operation that is not known is unsupported", () => {
  for (const op of ["unlink", "constructor", ""]) assert.deepEqual(perform(op), { error: "unsupported" }, op);
});

/** Sends a request without a promise from a process of its own, since this one is the receiver. */
function sendFromElsewhere(op, request) {
  const source = JSON.stringify(new URL("../source/effects.cjs", import.meta.url).pathname);
  const patient = { method: "POST", headers: [], connect_timeout_seconds: 5, timeout_seconds: 20, ...request };
  const script = `const { answer, blocking } = require(${source});
    const request = require("node:fs").readFileSync(0, "utf8");
    console.log(JSON.stringify(answer({ op: "${op}", text: [request] }, [], blocking)));`;
  return run(process.execPath, ["-e", script], { input: JSON.stringify(patient) });
}

test("without a promise a request is sent from another process, which is waited for", async (t) => {
  const receiver = await receive(t, (response) => response.writeHead(503, { "Retry-After": "7" }).end());
  // A file of the outbox holds 1 MiB, and the body of a request may be many times as long as its events.
  const body = "x".repeat(4 * 1024 * 1024);
  for (const op of ["send", "send_deletion"]) {
    const asked = await sendFromElsewhere(op, { url: receiver.url, body });
    assert.deepEqual([asked.output, asked.problems], ['"HTTP/1.1 503\\nRetry-After: 7\\n"\n', ""]);
    assert.equal(receiver.requests.pop().body, body);
    const refused = await sendFromElsewhere(op, { url: "http://127.0.0.1:1/", body });
    assert.deepEqual([refused.output, refused.problems], ['{"error":"other"}\n', ""]);
  }
});

test("a request is sent", async (t) => {
  const receiver = await receive(t);
  const request = {
    method: "POST",
    url: receiver.url,
    headers: [["Content-Type", "application/json"]],
    body: '{"a":1}',
    connect_timeout_seconds: 5,
    timeout_seconds: 5,
  };
  for (const [count, op] of ["send", "send_deletion"].entries()) {
    const answered = await answer({ op, text: [JSON.stringify(request)] }, [], promising);
    assert.equal(answered, "HTTP/1.1 204\n");
    assert.equal(receiver.requests.length, count + 1);
    assert.equal(receiver.requests[count].body, '{"a":1}');
  }
});

test("a batch ends where what stops it has failed", (t) => {
  for (const [stops, answers] of [[true, 1], [false, 2]]) {
    const perform = [
      { index: 0, digest: "", op: "remove", stops, number: 0, text: [path.join(directory, "absent")] },
      { index: 1, digest: "", op: "time", stops: false, number: 0, text: [] },
    ];
    const told = [{ perform }, { done: { status: 0, output: "" } }];
    const step = t.mock.method(core, "step", () => JSON.stringify(told.shift()));
    runCommandSync([]);
    const { replies } = JSON.parse(step.mock.calls[1].arguments[0]);
    assert.deepEqual(replies.map(({ index }) => index), [0, 1].slice(0, answers));
    assert.deepEqual(replies[0].answer, { error: "absent" });
    step.mock.restore();
  }
});

test("a program runs with its variables and gives its status", () => {
  const status = (words, text = "") => perform("exec", { number: 1, text: [text], words: ["--", ...words] });
  assert.equal(status(["sh", "-c", 'test "$A" = "b=c" && test "$B" = "" && exit 7'], "A=b=c\0B="), "7");
  assert.equal(status(["sh", "-c", "kill -9 $$"]), "137");
  assert.deepEqual(status([path.join(directory, "absent")]), { error: "absent" });
  assert.deepEqual(status(["true", "a\uFFFD"]), { error: "unsupported" });
  assert.deepEqual(status(["true", "a\0b"]), { error: "other" });
  writeFileSync(path.join(directory, "plain"), "");
  chmodSync(path.join(directory, "plain"), 0o644);
  assert.deepEqual(status([path.join(directory, "plain")]), { error: "denied" });
});

test("standard input is read to its end, up to 1 MiB", async () => {
  const source = new URL("../source/effects.cjs", import.meta.url).pathname;
  const script = `const { answer, blocking } = require(${JSON.stringify(source)});
    const said = answer({ op: "stdin", text: [] }, [], blocking);
    console.log(typeof said === "string" ? said.length : JSON.stringify(said));`;
  const say = async (input) => (await run(process.execPath, ["-e", script], { input })).output.trim();
  assert.equal(await say(""), "0");
  assert.equal(await say("x".repeat(1024 * 1024)), "1048576");
  assert.equal(await say("x".repeat(1024 * 1024 + 1)), '{"error":"other"}');
  assert.equal(await say(Buffer.from([0xff])), '{"undecodable":true}');
});
