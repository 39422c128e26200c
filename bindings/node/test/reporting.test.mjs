// Records, and what programs that keep running need.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";

import { Contract, open } from "../index.mjs";
import counting from "../source/tally.cjs";
import { atHome, features, people } from "./people.mjs";
import { contract, receive, refusal, run } from "./support.mjs";

const { Tally } = counting;
const library = new URL("../index.cjs", import.meta.url).pathname;

test("a record is written whatever the decision", (t) => {
  const home = atHome(t);
  for (const options of [{}, { run: "" }]) {
    const tool = open(people, options);
    assert.equal(tool.decision.state, "off");
    const to = path.join(home, "new", "manifest.json");
    assert.equal(tool.record("manifest", to, { result: "pass" }, { time: 0 }), true);
    assert.equal(readFileSync(to, "utf8"), '{"result":"pass"}\n');
  }
});

test("a record that cannot be is thrown", (t) => {
  const home = atHome(t);
  const tool = open(people);
  const to = path.join(home, "manifest.json");
  const cases = [
    [() => tool.record("nonsense", to, {}), "record_unknown", "/record/name"],
    [() => tool.record("manifest", to, { result: "perhaps" }), "not_in_enum", "/record/fields/result"],
    [() => tool.record("manifest", to, { result: "pass", host: "x" }), "undeclared_field", "/record/fields"],
    [() => tool.record("manifest", to, { result: undefined }), "value_not_json", "/record/fields"],
    [() => tool.record("manifest", 1, { result: "pass" }), "wrong_type", "/to"],
    [() => tool.record("manifest", undefined, { result: "pass" }), "value_not_json", "/to"],
    [() => tool.record("manifest", "\uD800", { result: "pass" }), "text_not_unicode", "/to"],
  ];
  for (const [action, code, at] of cases) assert.throws(action, refusal(code, at), `${code} ${at}`);
  assert.deepEqual(readdirSync(home), []);
});

test("a file that takes no record is told, and throws nothing", async (t) => {
  const home = atHome(t);
  const paths = [home, "", "/proc/nope/x", "/dev/full", "a\0b", path.join(home, "x".repeat(300))];
  const script = `const tool = require(${JSON.stringify(library)}).open(${JSON.stringify(people)});
    for (const to of ${JSON.stringify(paths)}) console.log(tool.record("manifest", to, { result: "pass" }));`;
  const { status, output, problems } = await run(process.execPath, ["-e", script], { env: process.env });
  assert.deepEqual([status, output], [0, "false\n".repeat(paths.length)], problems);
  assert.equal(problems.match(/^aboveboard: /gm).length, paths.length);
  assert.match(problems, /\/proc\/nope\/x could not be written/);
  assert.deepEqual(readdirSync(home), []);
});

test("reports are due as often as the contract says", () => {
  const tool = open(people);
  assert.deepEqual(tool.due(null), { due: true });
  assert.deepEqual(tool.due(1000, { now: 4599 }), { due: false, inSeconds: 1 });
  assert.deepEqual(tool.due(1000, { now: 4600 }), { due: true });
  const now = Math.floor(Date.now() / 1000);
  assert.ok(tool.due(now).inSeconds > 3590);
  assert.throws(() => tool.due(undefined), refusal("value_not_json", "/last"));
  assert.throws(() => open(contract).due(null), refusal("no_interval"));
});

test("a program that starts says so in its log", (t) => {
  atHome(t, { EXAMPLE_TELEMETRY: "yes", EXAMPLE_ENDPOINT: "https://elsewhere.example.org/v1" });
  const how = "to turn it on: aboveboard --contract FILE enable";
  const off = `example telemetry is off: the tool's feature telemetry is off; ${how}`;
  assert.equal(open(people).startupLine(), off);
  assert.equal(open(people, { run: "" }).startupLine(), "example telemetry is off: there is no run");
  assert.equal(
    open(people, { features }).startupLine("http://localhost:8080/preview"),
    "example telemetry is on: the variable EXAMPLE_TELEMETRY says yes; endpoint https://elsewhere.example.org/v1; " +
      "preview http://localhost:8080/preview; to turn it off: aboveboard --contract FILE disable",
  );
});

test("deliveries of this process are counted", async (t) => {
  const answers = [];
  const receiver = await receive(t, (response) => response.writeHead(...answers.shift()).end());
  atHome(t, { EXAMPLE_TELEMETRY: "yes", EXAMPLE_ENDPOINT: receiver.url });
  const tool = open(people, { features });
  assert.deepEqual(tool.counters, { sent: 0, errors: 0, dropped: 0, metrics: { example_errors_total: 0 } });
  for (const [given, sent, errors, dropped] of [
    [[[204]], 1, 0, 0],
    [[[400]], 1, 1, 1],
    // Another attempt, which arrives.
    [[[503, { "Retry-After": "0" }], [200]], 2, 2, 1],
    [[[429, { "Retry-After": "61" }]], 2, 3, 2],
    [[[302, { Location: "/" }]], 2, 4, 3],
  ]) {
    answers.push(...given);
    await tool.send("done", {}, { wait: true });
    assert.deepEqual(answers, []);
    assert.deepEqual(tool.counters, { sent, errors, dropped, metrics: { example_errors_total: errors } });
  }
  process.env.EXAMPLE_ENDPOINT = "http://127.0.0.1:1/";
  await tool.send("done", {}, { wait: true });
  assert.deepEqual([tool.counters.errors, tool.counters.dropped], [6, 4], "both attempts failed");
});

test("every request has attempts of its own", () => {
  const tally = new Tally(new Contract(JSON.stringify(people)));
  const request = '{"attempts":2}';
  assert.equal(tally.count(request, 1, "HTTP/1.1 503\n", 0), 2);
  assert.equal(tally.count(request, 2, "HTTP/1.1 503\n", 0), 1);
  assert.equal(tally.count(request, 1, { error: "timeout" }, 0), 2);
  assert.equal(tally.count(request, 2, "HTTP/1.1 204\n", 0), 1);
  const { sent, errors, dropped } = tally.counters;
  assert.deepEqual([sent, errors, dropped], [1, 3, 1]);
  // What waits on disk is not given up.
  assert.equal(tally.count('{"attempts":1,"mode":"at_least_once"}', 1, "HTTP/1.1 503\n", 0), 1);
  assert.equal(tally.counters.dropped, 1);
  // Nor what is refused and kept. With OTLP a 500 is not tried again.
  const kept = '{"attempts":1,"mode":"at_least_once","refused":"keep"}';
  assert.equal(tally.count(kept, 1, "HTTP/1.1 404\n", 0), 1);
  assert.equal(tally.counters.dropped, 1);
  assert.equal(tally.count('{"attempts":2,"encoding":"otlp"}', 1, "HTTP/1.1 500\n", 0), 1);
  assert.equal(tally.counters.dropped, 2);
});

test("nothing that cannot be counted is thrown", () => {
  const tally = new Tally(new Contract(JSON.stringify(people)));
  const answers = ["", "HTTP/1.1 204", "SSH-2.0", "HTTP/1.1 99999\n", { undecodable: true }, null, undefined];
  for (const answered of answers) assert.equal(tally.count('{"attempts":1}', 1, answered, 0), 1, String(answered));
  for (const request of ["", "null", "{}", '{"attempts":0}', '{"attempts":1,"mode":"x"}']) {
    assert.equal(tally.count(request, 1, "HTTP/1.1 503\n", 0), 1, request);
  }
  assert.equal(tally.count('{"attempts":1}', 1, "HTTP/1.1 204\n", 0), 1);
  assert.equal(tally.counters.sent, 1, "it goes on counting");
});

test("what arrives after the tool was closed is not counted and no problem", async (t) => {
  const receiver = await receive(t);
  atHome(t, { EXAMPLE_TELEMETRY: "yes", EXAMPLE_ENDPOINT: receiver.url });
  const tool = open(people, { features });
  const delivered = tool.send("done", {}, { wait: true });
  tool.close();
  await delivered;
  assert.equal(receiver.requests.length, 1);
  assert.equal(tool.counters.sent, 0);
});
