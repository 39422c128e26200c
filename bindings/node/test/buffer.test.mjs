// Events that are gathered in memory: sent together, bounded, and never after a no.

import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";

import { disable, enable, open } from "../index.mjs";
import { atHome } from "./people.mjs";
import { receive } from "./support.mjs";

const contract = {
  contract: 1, tool: "example", schema_version: "1", consent_version: 1,
  consent: {
    sources: [{ env: "EXAMPLE_TELEMETRY" }, { stored: true }],
    undecided: { interactive: "deny", unattended: "deny" },
  },
  payload: { n: { integer: [0, 999_999], why: "tells events apart" } },
  events: { done: {} },
  delivery: { endpoint: { url: "https://telemetry.example.com/v1", env: "EXAMPLE_ENDPOINT" }, encoding: "array" },
};
const numbers = ({ requests }) => requests.map(({ body }) => JSON.parse(body).map(({ n }) => n));

test("what is gathered is sent together", async (t) => {
  const receiver = await receive(t);
  atHome(t, { EXAMPLE_TELEMETRY: "yes", EXAMPLE_ENDPOINT: receiver.url });
  const buffer = open(contract).buffer();
  for (const n of [0, 1, 2]) buffer.add("done", { n });
  assert.equal(buffer.length, 3);
  assert.equal(receiver.requests.length, 0);
  await buffer.flush({ wait: true });
  assert.deepEqual(numbers(receiver), [[0, 1, 2]]);
  assert.equal(buffer.length, 0);
  await buffer.flush({ wait: true });
  buffer.add("done", { n: 3 });
  buffer.discard();
  await buffer.flush({ wait: true });
  assert.deepEqual(numbers(receiver), [[0, 1, 2]], "there was nothing in it");
});

test("a full buffer is sent first, in the background", async (t) => {
  const receiver = await receive(t);
  atHome(t, { EXAMPLE_TELEMETRY: "yes", EXAMPLE_ENDPOINT: receiver.url });
  const buffer = open(contract).buffer();
  for (let n = 0; n <= 1000; n++) buffer.add("done", { n });
  assert.equal(buffer.length, 1);
  const [{ body }] = await receiver.first(1);
  assert.equal(JSON.parse(body).length, 1000);
});

test("what cannot be an event is not added", (t) => {
  atHome(t, {});
  const buffer = open(contract).buffer();
  buffer.add("done", { n: NaN });
  assert.equal(buffer.length, 0);
  buffer.add("\uD800", { "\uDC00": 1 });
  assert.equal(buffer.length, 1);
});

test("nothing that was gathered before a no is sent after it", async (t) => {
  const receiver = await receive(t);
  atHome(t, { EXAMPLE_ENDPOINT: receiver.url });
  assert.ok(enable(contract).saved);
  const tool = open(contract);
  const buffer = tool.buffer();
  buffer.add("done", { n: 1 });
  const flushed = [];
  // A no in the middle of several flushes and additions.
  for (let n = 2; n < 6; n++) {
    if (n === 4) disable(contract), enable(contract);
    flushed.push(buffer.flush({ wait: true }));
    buffer.add("done", { n });
  }
  await Promise.all(flushed);
  assert.equal(tool.explain().reason, "withdrawn");
  const sent = numbers(receiver).flat();
  assert.ok(sent.every((n) => n < 3), `${sent}`);
  await open(contract).send("done", { n: 9 }, { wait: true });
  assert.equal(numbers(receiver).flat().at(-1), 9, "a run that began after it");
});

test("a batch that becomes a large request is delivered, counted and gone", async (t) => {
  const receiver = await receive(t, (response, count) => response.writeHead(count === 1 ? 503 : 204).end());
  const home = atHome(t, { EXAMPLE_TELEMETRY: "yes", EXAMPLE_ENDPOINT: receiver.url });
  // As OTLP a leaf takes four times as much.
  const leaves = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`a${index}`, { constant: true }]));
  const tool = open({
    ...contract,
    payload: { ...contract.payload, ...leaves },
    delivery: { ...contract.delivery, encoding: "otlp", mode: "at_least_once", attempts: { value: 2 } },
  });
  const buffer = tool.buffer();
  for (let n = 0; n < 999; n++) buffer.add("done", { n });
  await buffer.flush({ wait: true });
  const [first, second] = receiver.requests;
  assert.ok(first.body.length > 2 * 1024 * 1024, `${first.body.length}`);
  assert.equal(second.body, first.body);
  assert.deepEqual(readdirSync(path.join(home, ".local/state/aboveboard/example.outbox")), []);
  assert.deepEqual(tool.counters, { sent: 1, errors: 1, dropped: 0, metrics: {} });
});
