// A program that `exec` runs gets the signals that are meant for it, and is waited for.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { test } from "node:test";

import effects from "../source/effects.cjs";
import { bare, cli, contractPath } from "./support.mjs";

const { answer, blocking, promising } = effects;
const library = new URL("../index.cjs", import.meta.url).pathname;
const exec = ["--contract", contractPath, "exec", "--"];

/** A program that cleans up at a signal, which takes a while, and then ends with this status. */
const cleaning = (signal, status = 7) => {
  const trap = `trap 'echo cleaning; sleep 0.5; echo clean; exit ${status}' ${signal}`;
  return ["sh", "-c", `${trap}; echo ready; while :; do sleep 0.1; done`];
};

/** Starts a program in a process group of its own and signals it once its child is ready; gives how all of it ended. */
async function signalled(program, words, signal, whole) {
  const started = spawn(program, words, { detached: true, env: bare, stdio: ["ignore", "pipe", "inherit"] });
  let output = "";
  const closed = once(started, "close");
  started.stdout.setEncoding("utf8").on("data", (text) => {
    output += text;
    if (text.includes("ready")) process.kill(whole ? -started.pid : started.pid, signal);
  });
  // A program that nobody ends would run on after the test.
  const late = setTimeout(() => process.kill(-started.pid, "SIGKILL"), 10_000);
  const [status, by] = await closed;
  clearTimeout(late);
  return { status, by, output };
}
const node = (words, ...rest) => signalled(process.execPath, [cli, ...exec, ...words], ...rest);
const clean = (status) => ({ status, by: null, output: "ready\ncleaning\nclean\n" });

test("what a terminal sends to all is left to the program", { timeout: 20_000 }, async () => {
  for (const [signal, name] of [["SIGINT", "INT"], ["SIGQUIT", "QUIT"]]) {
    assert.deepEqual(await node(cleaning(name), signal, true), clean(7), signal);
  }
});

test("what is sent to this process alone is passed on", { timeout: 20_000 }, async () => {
  for (const [signal, name] of [["SIGTERM", "TERM"], ["SIGHUP", "HUP"]]) {
    assert.deepEqual(await node(cleaning(name), signal, false), clean(7), signal);
  }
  const plain = ["sh", "-c", "echo ready; exec sleep 10"];
  assert.deepEqual(await node(plain, "SIGTERM", false), { status: 143, by: null, output: "ready\n" });
});

test("without a promise the program also has the terminal's signals", { timeout: 20_000 }, async () => {
  const script = `process.exitCode = require(${JSON.stringify(library)})
    .runCommandSync(${JSON.stringify([...exec, ...cleaning("INT")])}).status;`;
  assert.deepEqual(await signalled(process.execPath, ["-e", script], "SIGINT", true), clean(7));
});

test("a program to which no signal may be sent is waited for", { timeout: 20_000 }, async () => {
  // As with sudo: here, the call to the system is what fails.
  const words = [...exec, "sh", "-c", "echo ready; sleep 1; exit 7"];
  const script = `const { ChildProcess } = require("node:child_process");
    ChildProcess.prototype.kill = function () { this.emit("error", Object.assign(new Error(), { code: "EPERM" })); };
    require(${JSON.stringify(library)}).runCommand(${JSON.stringify(words)})
      .then(({ status }) => (process.exitCode = status));`;
  const ended = await signalled(process.execPath, ["-e", script], "SIGTERM", false);
  assert.deepEqual(ended, { status: 7, by: null, output: "ready\n" });
});

test("afterwards signals do what they did before, and failures are the same with and without a promise", async () => {
  const before = process.listenerCount("SIGTERM") + process.listenerCount("SIGINT");
  const cases = [
    [["sh", "-c", 'test "$A" = "b=c" && exit 7'], "7"],
    [["sh", "-c", "kill -9 $$"], "137"],
    [["/nonexistent/program"], { error: "absent" }],
    [[""], { error: "absent" }],
    [[contractPath], { error: "denied" }],
    [["true", "a\uFFFD"], { error: "unsupported" }],
    [["true", "a\0b"], { error: "other" }],
  ];
  for (const [words, expected] of cases) {
    const effect = { op: "exec", number: 1, text: ["A=b=c"] };
    assert.deepEqual(await answer(effect, ["--", ...words], promising), expected, words.join(" "));
    assert.deepEqual(answer(effect, ["--", ...words], blocking), expected, words.join(" "));
  }
  assert.equal(process.listenerCount("SIGTERM") + process.listenerCount("SIGINT"), before);
});
