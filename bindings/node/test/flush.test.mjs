// What waits on disk is sent by `flush`, with a promise and without.

import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";

import { open } from "../index.mjs";
import { atHome } from "./people.mjs";
import { receive, run } from "./support.mjs";

const library = new URL("../index.cjs", import.meta.url).pathname;
const contract = {
  contract: 1, tool: "example", schema_version: "1", consent_version: 1,
  consent: { sources: [{ env: "EXAMPLE_TELEMETRY" }], undecided: { interactive: "deny", unattended: "deny" } },
  payload: { note: { text: 64, why: "tells events apart" } },
  events: { done: {} },
  delivery: {
    endpoint: { url: "https://telemetry.example.com/v1", env: "EXAMPLE_ENDPOINT" }, encoding: "array", mode: "at_least_once",
    attempts: { value: 1 },
  },
};

/** Has events wait on disk, since nobody listens; gives what waits, and `flush` in another process. */
async function waiting(t, notes) {
  const home = atHome(t, { EXAMPLE_TELEMETRY: "yes", EXAMPLE_ENDPOINT: "http://127.0.0.1:9/" });
  const buffer = open(contract).buffer();
  for (const note of notes) buffer.add("done", { note });
  await buffer.flush({ wait: true });
  const left = () => readdirSync(path.join(home, ".local/state/aboveboard/example.outbox"));
  assert.equal(left().length, 1);
  const script = `console.log(JSON.stringify(require(${JSON.stringify(library)})
    .runCommandSync(["flush"], { contract: ${JSON.stringify(JSON.stringify(contract))} })));`;
  // This process is the receiver, so that another one has to wait.
  const flush = (url) => run(process.execPath, ["-e", script], { env: { ...process.env, EXAMPLE_ENDPOINT: url } });
  return { left, flush };
}

test("without a promise, what waits is sent from a process that is waited for", async (t) => {
  const receiver = await receive(t);
  const { left, flush } = await waiting(t, ["a", "b"]);
  const { output, problems } = await flush(receiver.url);
  assert.deepEqual([JSON.parse(output), problems], [{ status: 0, output: "" }, ""]);
  assert.deepEqual(receiver.requests.map(({ body }) => JSON.parse(body)), [[{ note: "a" }, { note: "b" }]]);
  assert.deepEqual(left(), []);
});
