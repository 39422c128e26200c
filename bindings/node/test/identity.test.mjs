// By what a receiver tells machines and installations apart: shown while telemetry is on, and forgotten on demand.

import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";

import { Contract, enable, open, reset } from "../index.mjs";
import status from "../source/status.cjs";
import { atHome, features, people } from "./people.mjs";

const types = readFileSync(new URL("../index.d.ts", import.meta.url), "utf8");
const payload = { ...people.payload, id: { from: "identity", why: "tells installations apart" } };
const installation = { ...people, identity: { kind: "installation" }, payload };
const machine = {
  ...installation,
  identity: { kind: "machine", application: "f03daaeb1c334b43a732172944bf772e", rotation: "month" },
  retention: { days: 60, then: "it is deleted" },
};
const stateFile = ".local/state/aboveboard/example.json";
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

const opened = (contract = installation) => open(contract, { features });

test("an installation has one id from the first yes until a reset", (t) => {
  const file = path.join(atHome(t), stateFile);
  assert.equal(opened().identity(), null);
  assert.equal(existsSync(file), false);
  enable(installation, { features });
  const first = opened().identity();
  assert.match(first.id, uuid);
  assert.deepEqual(first, { format: 1, kind: "installation", id: first.id });
  assert.ok(Object.isFrozen(first));
  assert.equal(JSON.parse(readFileSync(file, "utf8")).installation.id, first.id);
  const tool = opened();
  assert.deepEqual(tool.identity(), first);
  assert.equal(JSON.parse(tool.payload("done", {}).bytes).id, first.id);

  const { saved, decision, message } = reset(installation, { features });
  assert.deepEqual([saved, decision.state, decision.reason], [true, "off", "stored_denies"]);
  assert.equal(
    message,
    "example telemetry: turned off\n" +
      `nothing has been asked of the receiver; to have deleted what it has, name to it\n  ${first.id}\n` +
      "the id of this installation: forgotten\n",
  );
  assert.ok(!readFileSync(file, "utf8").includes(first.id));
  assert.equal(tool.identity(), null, "nor has the run that had said yes");
  enable(installation, { features });
  const later = opened().identity();
  assert.match(later.id, uuid);
  assert.notEqual(later.id, first.id);
});

test("a reset says what stands above it and deletes the local file", (t) => {
  const home = atHome(t, { EXAMPLE_TELEMETRY: "yes", EXAMPLE_LOCAL: "yes" });
  const log = path.join(home, ".local/state/example/events.log");
  opened(people).send("done", {});
  assert.ok(existsSync(log));
  const { saved, decision, message } = reset(JSON.stringify(people), { features });
  assert.deepEqual([saved, decision.state, decision.source], [true, "local", "EXAMPLE_LOCAL"]);
  assert.ok(message.startsWith("example telemetry: turned off\nstill, it is on, but EXAMPLE_LOCAL "), message);
  assert.ok(message.endsWith(`  change   change EXAMPLE_LOCAL\n${log}: deleted\n`), message);
  assert.equal(existsSync(log), false);
});

test("a reset that cannot be done is told", (t) => {
  mkdirSync(path.join(atHome(t), stateFile), { recursive: true });
  const { saved, decision, message } = reset(installation, { features });
  assert.deepEqual([saved, decision.state, message], [false, "off", ""]);
});

test("where there is no id it says why", (t) => {
  atHome(t, { EXAMPLE_TELEMETRY: "yes", container: "some" });
  t.after(() => delete process.env.container);
  const none = { format: 1, kind: "machine", id: null, ephemeral: "container", rotation: "month" };
  assert.deepEqual(opened(machine).identity(), none);
  assert.equal(opened(people).identity(), null, "the contract has none");
  assert.equal(open(installation, { run: "" }).identity(), null, "there is no run");
  assert.equal(open(installation).identity(), null, "the feature is off");
  const tool = opened();
  assert.match(tool.identity().id, uuid);
  process.env.EXAMPLE_TELEMETRY = "no";
  assert.equal(tool.identity(), null, "it is off meanwhile");
});

test("an id that changes comes with those that are kept, and nobody changes them", () => {
  const facts = { files: { "/etc/machine-id": "0123456789abcdef0123456789abcdef\n" } };
  const given = new Contract(JSON.stringify(machine)).call("identity", JSON.stringify({ facts, time: 1_790_000_000 }));
  const { decision, identity } = status.readStatus(`{"state":"on","reason":"stored_allows","identity":${given}}`);
  assert.deepEqual(decision, { state: "on", reason: "stored_allows" });
  const { id, rotation, retained } = identity;
  assert.equal(rotation, "month");
  assert.deepEqual(retained.map(({ from }) => from), ["2026-09-01", "2026-08-01", "2026-07-01"]);
  assert.equal(retained[0].id, id);
  for (const part of [identity, retained, ...retained]) assert.ok(Object.isFrozen(part));
});

test("the id is no part of the decision", (t) => {
  atHome(t, { EXAMPLE_TELEMETRY: "yes" });
  const tool = opened();
  const { id } = tool.identity();
  for (const decision of [tool.explain(), enable(installation, { features }).decision]) {
    assert.equal(decision.state, "on");
    assert.ok(!("identity" in decision) && !JSON.stringify(decision).includes(id));
  }
});

test("the declared words of ids are those of the core and its document", () => {
  const words = (text) => [...text.matchAll(/"(\w+)"/g)].map(([, word]) => word).sort();
  const known = (member) => {
    try {
      new Contract(JSON.stringify({ ...machine, identity: { ...machine.identity, [member]: "nonsense" } }));
    } catch ({ hint }) {
      return hint.replace("known here: ", "").split(", ").sort();
    }
    return assert.fail("the core took a word that is none");
  };
  const [, body] = /export interface Identity {([^]*?)\n}/.exec(types);
  assert.deepEqual(words(/ kind: (.*);/.exec(body)[1]), known("kind"));
  assert.deepEqual(words(/ rotation\?: (.*);/.exec(body)[1]), known("rotation"));
  const page = readFileSync(new URL("../../../docs/identity.md", import.meta.url), "utf8");
  const [described] = page.slice(page.indexOf("## Where there is none") + 3).split("\n## ");
  const listed = [...described.matchAll(/^\| `([a-z_]+)` \|/gm)].map(([, word]) => word).sort();
  assert.deepEqual(words(/export type Ephemeral =([^;]*);/.exec(types)[1]), listed);
});
