import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";

import { version } from "../index.mjs";
import { aboveboard, bare, cli, contract, contractPath, fields, receive, run, started } from "./support.mjs";

const named = ["--contract", contractPath];
const fieldsText = JSON.stringify(fields);
const on = { ...bare, TELEMETRY_ENABLED: "1", TELEMETRY_ENDPOINT: "" };

test("it prints the outcome and exits with its status", async () => {
  const shown = await aboveboard(["--version"]);
  assert.deepEqual(shown, { status: 0, signal: null, output: `aboveboard ${version()}\n`, problems: "" });
  const status = await aboveboard([...named, "status"], { env: on });
  assert.equal(status.status, 0);
  assert.match(status.output, /telemetry: on/);
  for (const words of [[], ["nonsense"], ["begin", "--terminal", "perhaps"]]) {
    const refused = await aboveboard(words);
    assert.deepEqual({ status: refused.status, output: refused.output }, { status: 2, output: "" }, words.join(" "));
    assert.match(refused.problems, /^aboveboard: /);
  }
});

test("begin, payload and preview work together as in a script", async () => {
  const begun = await aboveboard([...named, "begin", "--tool-version", "1.4.0"], { env: on });
  assert.equal(begun.status, 0);
  assert.equal(begun.output.split("\n").length, 2);
  const event = [...named, "--run", begun.output.trim()];
  const words = [started, "--fields", fieldsText, "--time", "1790000000"];
  const payload = await aboveboard([...event, "payload", ...words], { env: on });
  assert.deepEqual(JSON.parse(payload.output).command, fields.command);
  const preview = await aboveboard([...event, "preview", ...words], { env: bare });
  assert.equal(preview.output, payload.output);
  const off = await aboveboard([...event, "payload", ...words], { env: { ...on, TELEMETRY_ENABLED: "no" } });
  assert.deepEqual({ status: off.status, output: off.output }, { status: 0, output: "" });
  assert.match(off.problems, /nothing may be sent/);
});

test("a contract that is not there or not sound never breaks begin, and is said", async (t) => {
  const directory = mkdtempSync(path.join(tmpdir(), "aboveboard-"));
  t.after(() => rmSync(directory, { recursive: true }));
  const broken = path.join(directory, "broken.json");
  writeFileSync(broken, "{");
  for (const file of [path.join(directory, "absent.json"), broken, directory]) {
    const { status, output, problems } = await aboveboard(["--contract", file, "begin"], { env: on });
    assert.deepEqual({ status, output }, { status: 0, output: "" });
    assert.match(problems, /^aboveboard: /);
    assert.ok(!problems.includes("    at "), "no stack trace");
  }
});

test("exec runs a program with its variables and ends as it does", async () => {
  const exec = (words, env = on) => aboveboard([...named, "exec", "--", ...words], { env });
  const shown = await exec(["sh", "-c", 'printf "%s %s" "$TELEMETRY_ENABLED" "$1"', "sh", "a b"]);
  assert.deepEqual(shown, { status: 0, signal: null, output: "true a b", problems: "" });
  assert.equal((await exec(["sh", "-c", 'printf "%s" "$TELEMETRY_ENABLED"'], bare)).output, "false");
  assert.equal((await exec(["sh", "-c", "exit 7"])).status, 7);
  assert.equal((await exec(["sh", "-c", "kill -15 $$"])).status, 143);
  assert.equal((await exec(["/nonexistent/program"])).status, 127);
  assert.equal((await exec([contractPath])).status, 126);
});

test("send delivers in the background, and with --wait before it returns", async (t) => {
  const receiver = await receive(t);
  const env = { ...on, TELEMETRY_ENDPOINT: receiver.url };
  const send = [...named, "send", started, "--fields", fieldsText];
  assert.deepEqual(await aboveboard(send, { env }), { status: 0, signal: null, output: "", problems: "" });
  await receiver.first(1);
  await aboveboard([...send, "--wait"], { env });
  assert.equal(receiver.requests.length, 2);
  const off = await aboveboard([...send, "--wait"], { env: bare });
  assert.deepEqual({ status: off.status, problems: off.problems, sent: receiver.requests.length }, { status: 0, problems: "", sent: 2 });
});

test("arguments and variables that are not UTF-8 are no crash and no consent", async () => {
  const words = `exec "$0" "$1" --contract "$2" status "$(printf 'a\\377')"`;
  const odd = await run("sh", ["-c", words, process.execPath, cli, contractPath]);
  assert.equal(odd.status, 2);
  assert.match(odd.problems, /not valid UTF-8/);
  const enabled = `TELEMETRY_ENABLED=$(printf 'true\\377') exec "$0" "$1" --contract "$2" status`;
  const variable = await run("sh", ["-c", enabled, process.execPath, cli, contractPath]);
  assert.match(variable.output, /telemetry: off/);
});

/** Runs the program in a shell's command line, where `"$@"` stands for it; gives what that says on standard error. */
function said(line, ...words) {
  const all = ["-c", line, "sh", process.execPath, cli, ...words];
  return spawnSync("sh", all, { encoding: "utf8", env: bare }).stderr;
}

test("output that has nowhere to go is an error, but a reader that has had enough is none", () => {
  const full = said('"$@" >/dev/full; echo "status $?" >&2', "--help");
  assert.match(full, /^aboveboard: the output could not be written: ENOSPC\nstatus 1\n$/);
  assert.equal(said('{ sleep 1; "$@"; echo "status $?" >&2; } | true', "--help"), "status 0\n");
  // Node has put the null device in the place of a stream that was closed, and nothing tells it from one that is meant.
  for (const to of [">&-", ">/dev/null"]) {
    assert.equal(said(`"$@" ${to}; echo "status $?" >&2`, "--help"), "status 0\n");
  }
});

test("deliver with nothing sound on its standard input sends nothing and says so", async () => {
  for (const input of ["", "{", "{}", `{"contract":${JSON.stringify(contract)}}`, Buffer.from([0xff])]) {
    const { status, output, problems } = await aboveboard(["deliver"], { input });
    assert.deepEqual({ status, output }, { status: 1, output: "" });
    assert.match(problems, /^aboveboard: /);
  }
});

const terminals = process.platform === "linux" && spawnSync("script", ["--version"]).status === 0;

test("the question is asked on the terminal, whatever standard output is", { skip: !terminals, timeout: 30_000 }, async () => {
  const begin = `${process.execPath} ${cli} --contract ${contractPath} begin --terminal yes | cat`;
  const asked = async (typed) => {
    const { output } = await run("script", ["--quiet", "--return", "--command", begin, "/dev/null"], { input: typed });
    assert.match(output, /Share anonymous telemetry/);
    return JSON.parse(output.slice(output.indexOf('{"format"'), output.lastIndexOf("}") + 1)).decision;
  };
  assert.deepEqual(await asked("y\n"), { state: "on", reason: "question_allows" });
  assert.deepEqual(await asked("\n"), { state: "on", reason: "question_allows" });
  assert.deepEqual(await asked("n\n"), { state: "off", reason: "question_denies" });
  assert.deepEqual(await asked("perhaps\n"), { state: "off", reason: "question_denies" });
  assert.deepEqual(await asked("\u0004"), { state: "off", reason: "question_denies" });
});

test("without a terminal nobody is asked", async () => {
  const program = ["--wait", process.execPath, cli, ...named, "begin", "--terminal", "yes"];
  const { output, problems } = await run("setsid", program);
  assert.equal(JSON.parse(output).decision.state, "off");
  assert.ok(!problems.includes("Share"));
});
