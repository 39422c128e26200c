// Senders of a tool's own: in this process, waited for and in the background.

import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";

import { open, runCommand } from "../index.mjs";
import { atHome, features, people } from "./people.mjs";
import { receive, refusal, run } from "./support.mjs";

const library = new URL("../index.cjs", import.meta.url).pathname;
const on = { EXAMPLE_TELEMETRY: "yes" };

/** A sender that gives one answer after the other, and keeps what it was asked. */
function telling(...answers) {
  const asked = [];
  const sender = (request) => {
    asked.push(request);
    const next = answers.shift();
    if (next instanceof Error) throw next;
    return next;
  };
  return { asked, sender };
}

test("a request is handed over as the core has composed it", async (t) => {
  atHome(t, on);
  const { asked, sender } = telling({ status: 204 });
  const tool = open(people, { features, sender });
  await tool.send("done", { note: "well" }, { time: 0, wait: true });
  const [{ method, url, headers, body, connectTimeoutSeconds, timeoutSeconds }] = asked;
  assert.deepEqual([method, url, asked.length], ["POST", "https://telemetry.example.org/v1", 1]);
  assert.equal(body, tool.payload("done", { note: "well" }, { time: 0 }).bytes);
  assert.ok(headers.some(([name, value]) => name === "Content-Type" && value === "application/json"));
  assert.ok(connectTimeoutSeconds > 0 && timeoutSeconds >= connectTimeoutSeconds);
  assert.throws(() => (asked[0].url = "elsewhere"), TypeError);
});

test("what a sender does is an answer, whatever it is, and reaches nobody", async (t) => {
  atHome(t, on);
  const odd = [204, undefined, null, "204", {}, { status: "204" }, { status: -1 }, { status: 1e9 }, new Error("no")];
  const late = Object.assign(new Error("late"), { code: "ETIMEDOUT" });
  const cases = [
    [[{ status: 200 }], [1, 0, 0]],
    [[{ status: 429, retryAfter: "61" }], [0, 1, 1]],
    [[{ status: 503, retryAfter: "0" }, Promise.resolve({ status: 204, retryAfter: null })], [1, 1, 0]],
    [[{ status: 503, retryAfter: "0\nx" }, late], [0, 2, 1]],
    [[{ status: 302 }], [0, 1, 1]],
    ...odd.map((answer) => [[answer, { status: 204 }], [1, 1, 0]]),
  ];
  // Attempts that failed are waited after: all at once, then.
  await Promise.all(
    cases.map(async ([answers, [sent, errors, dropped]]) => {
      const { asked, sender } = telling(...answers);
      const tool = open(people, { features, sender });
      assert.equal(await tool.send("done", {}, { wait: true }), undefined);
      assert.equal(asked.length, answers.length);
      assert.deepEqual(tool.counters, { sent, errors, dropped, metrics: { example_errors_total: errors } });
    }),
  );
});

test("nobody waits for a sender that takes too long", async (t) => {
  atHome(t, on);
  const second = { value: 1 };
  const quick = { ...people.delivery, attempts: second, timeout_seconds: second, connect_timeout_seconds: second };
  const tool = open({ ...people, delivery: quick }, { features, sender: () => new Promise(() => {}) });
  const begun = Date.now();
  await tool.send("done", {}, { wait: true });
  assert.ok(Date.now() - begun < 5000);
  assert.deepEqual([tool.counters.errors, tool.counters.dropped], [1, 1]);
});

test("the background is this process, and counted", async (t) => {
  atHome(t, on);
  const { asked, sender } = telling({ status: 204 }, { status: 400 });
  const tool = open(people, { features, sender });
  assert.equal(tool.send("done", { note: "one" }), undefined);
  const buffer = tool.buffer();
  buffer.add("done", { note: "two" });
  buffer.flush();
  assert.equal(asked.length, 0, "the tool's own work comes first");
  for (let round = 0; round < 100 && tool.counters.errors === 0; round++) await pause(20);
  assert.deepEqual(asked.map(({ body }) => JSON.parse(body).note).sort(), ["one", "two"]);
  assert.deepEqual([tool.counters.sent, tool.counters.errors, tool.counters.dropped], [1, 1, 1]);
});

test("without consent there is nothing to send", async (t) => {
  atHome(t, { EXAMPLE_TELEMETRY: "no" });
  const { asked, sender } = telling();
  const tool = open(people, { features, sender });
  tool.send("done", {});
  await tool.send("done", {}, { wait: true });
  // Taken back between the two: a delivery takes the decision afresh.
  process.env.EXAMPLE_TELEMETRY = "yes";
  const willing = open(people, { features, sender });
  willing.send("done", {});
  process.env.EXAMPLE_TELEMETRY = "no";
  await pause(100);
  assert.deepEqual(asked, []);
});

test("more than a receiver takes is lost and said, and not kept", async (t) => {
  const home = atHome(t, on);
  const script = `let asked = 0;
    const sender = () => {
      asked++;
      return new Promise((resolve) => setTimeout(resolve, 20, { status: 204 }));
    };
    const { open } = require(${JSON.stringify(library)});
    const tool = open(${JSON.stringify(people)}, { features: ["telemetry"], sender });
    for (let event = 0; event < 66; event++) tool.send("done", {});
    process.on("exit", () => console.log(asked, tool.counters.sent));`;
  const env = { ...process.env, HOME: home };
  const { status, output, problems } = await run(process.execPath, ["-e", script], { env });
  assert.deepEqual([status, output], [0, "64 64\n"], problems);
  assert.equal(problems, "aboveboard: the event could not be handed over: full\n".repeat(2));
});

test("a program ends where all that is left is to try again", async (t) => {
  const home = atHome(t, on);
  const script = `const sender = async () => ({ status: 503, retryAfter: "30" });
    const { open } = require(${JSON.stringify(library)});
    open(${JSON.stringify(people)}, { features: ["telemetry"], sender }).send("done", {});`;
  const begun = Date.now();
  const { status, problems } = await run(process.execPath, ["-e", script], { env: { ...process.env, HOME: home } });
  assert.deepEqual([status, problems], [0, ""]);
  assert.ok(Date.now() - begun < 10_000);
});

test("the example of the README sends with fetch", async (t) => {
  const receiver = await receive(t, (response) => response.writeHead(302, { Location: "/elsewhere" }).end());
  atHome(t, { ...on, EXAMPLE_ENDPOINT: receiver.url });
  const sender = async ({ method, url, headers, body, timeoutSeconds }) => {
    const signal = AbortSignal.timeout(timeoutSeconds * 1000);
    const response = await fetch(url, { method, headers, body, redirect: "manual", signal });
    return { status: response.status, retryAfter: response.headers.get("retry-after") };
  };
  const tool = open(people, { features, sender });
  await tool.send("done", {}, { wait: true });
  assert.equal(receiver.requests.length, 1, "no redirect is followed");
  assert.deepEqual([tool.counters.sent, tool.counters.errors, tool.counters.dropped], [0, 1, 1]);
});

test("commands send with it too", async (t) => {
  atHome(t, on);
  const { asked, sender } = telling({ status: 204 }, { status: 204 });
  const contract = JSON.stringify(people);
  const words = ["--feature", "telemetry", "send", "done"];
  assert.equal((await runCommand([...words, "--wait"], { contract, sender })).status, 0);
  assert.equal(asked.length, 1);
  assert.equal((await runCommand(words, { contract, sender })).status, 0);
  await pause(200);
  assert.equal(asked.length, 2);
});

test("a sender that is none is refused before anybody is asked", async (t) => {
  atHome(t, on);
  for (const sender of [1, "curl", {}]) {
    assert.throws(() => open(people, { features, sender }), refusal("wrong_type", "/sender"));
    await assert.rejects(runCommand(["--version"], { sender }), refusal("wrong_type", "/sender"));
  }
});
