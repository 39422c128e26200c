// What a person decides: stored, explained, and never wider than what the tool's author has turned on.

import assert from "node:assert/strict";
import { mkdirSync, readFileSync, readdirSync } from "node:fs";
import { hostname } from "node:os";
import path from "node:path";
import { test } from "node:test";

import { Contract, disable, enable, open, reset } from "../index.mjs";
import { atHome, features, people } from "./people.mjs";
import { contract, refusal } from "./support.mjs";

const types = readFileSync(new URL("../index.d.ts", import.meta.url), "utf8");

test("a choice is stored and holds for runs that begin later", (t) => {
  const home = atHome(t);
  const yes = enable(people, { features });
  assert.deepEqual([yes.saved, yes.decision.state, yes.decision.reason], [true, "on", "stored_allows"]);
  assert.match(yes.message, /^example telemetry: on\n/);
  const stored = JSON.parse(readFileSync(path.join(home, ".local/state/aboveboard/example.json"), "utf8"));
  assert.equal(stored.consent.allow, true);
  assert.equal(open(people, { features }).decision.reason, "stored_allows");
  const no = disable(JSON.stringify(people), { features });
  assert.deepEqual([no.saved, no.decision.state, no.decision.reason], [true, "off", "stored_denies"]);
  assert.equal(open(people, { features }).decision.reason, "stored_denies");
});

test("what stands above a choice is told", (t) => {
  atHome(t, { EXAMPLE_TELEMETRY: "no" });
  const { saved, decision, message } = enable(people, { features });
  assert.deepEqual([saved, decision.state, decision.source], [true, "off", "EXAMPLE_TELEMETRY"]);
  assert.match(message, /^saved, but still off, because the variable EXAMPLE_TELEMETRY says no\n/);
});

test("a choice that cannot be stored is no yes", (t) => {
  mkdirSync(path.join(atHome(t), ".local/state/aboveboard/example.json"), { recursive: true });
  const { saved, decision, message } = enable(people, { features });
  assert.deepEqual([saved, decision.state, message], [false, "off", ""]);
  assert.equal(disable(contract).saved, false, "a contract that stores no choice");
});

test("what the author got wrong is thrown and changes nothing", (t) => {
  const home = atHome(t);
  for (const act of [enable, disable, reset, open]) {
    assert.throws(() => act(people, { features: ["nonsense"] }), refusal("feature_unknown", "/facts/features/0"));
    assert.throws(() => act(people, { features: "telemetry" }), refusal("wrong_type", "/facts/features"));
    assert.throws(() => act("{"), refusal("invalid_json"));
  }
  assert.deepEqual(readdirSync(home), []);
});

test("a feature that is off turns everything off", (t) => {
  atHome(t, { EXAMPLE_TELEMETRY: "yes" });
  assert.equal(open(people).decision.reason, "feature_off");
  const { run, decision } = open(people, { features });
  assert.equal(decision.state, "on");
  assert.equal(open(people, { run }).explain().state, "on", "the run keeps what it was begun with");
});

test("a decision is explained afresh", (t) => {
  atHome(t, { EXAMPLE_TELEMETRY: "yes" });
  const tool = open(people, { features });
  assert.deepEqual(tool.explain().trail.slice(0, 2), [
    { kind: "feature", name: "telemetry", class: "true", says: "nothing", decided: false },
    { kind: "variable", name: "EXAMPLE_TELEMETRY", class: "true", says: "allow", decided: true },
  ]);
  assert.match(tool.why(), /variable EXAMPLE_TELEMETRY: says yes, and decides: yes\n/);
  assert.doesNotMatch(tool.status(), /and decides/);
  process.env.EXAMPLE_TELEMETRY = "perhaps";
  assert.equal(tool.explain().reason, "variable_invalid");
  assert.equal(tool.decision.reason, "variable_allows");
  assert.deepEqual(open(people, { run: "" }).explain(), { state: "off", reason: "run_not_begun" });
});

test("a yes that does not count says because", (t) => {
  atHome(t);
  enable(people, { features });
  const stored = (tool) => tool.explain().trail.find(({ kind }) => kind === "stored").because;
  assert.equal(stored(open({ ...people, consent_version: 2 }, { features })), "superseded");
  process.env.CI = "true";
  assert.equal(stored(open(people, { features })), "unattended");
  delete process.env.CI;
});

test("in local mode events stay here", (t) => {
  const home = atHome(t, { EXAMPLE_TELEMETRY: "yes", EXAMPLE_LOCAL: "yes" });
  const tool = open(people, { features });
  assert.deepEqual(tool.decision, { state: "local", reason: "local_only", source: "EXAMPLE_LOCAL" });
  tool.send("done", {});
  assert.equal(readFileSync(path.join(home, ".local/state/example/events.log"), "utf8"), '{"event":"done"}\n');
});

/** The words of a union type of the declarations. */
function declared(name) {
  const [, body] = new RegExp(`export type ${name} =([^;]*);`).exec(types);
  return [...body.matchAll(/"(\w+)"/g)].map(([, word]) => word).sort();
}

test("the declared words of decisions are those of the core", (t) => {
  atHome(t);
  const parsed = new Contract(JSON.stringify(people));
  const run = JSON.parse(open(people).run);
  const known = (member) => {
    const odd = { ...run, decision: { ...run.decision, [member]: "nonsense" } };
    try {
      parsed.call("resolve", JSON.stringify({ run: odd, facts: {} }));
    } catch ({ hint }) {
      return hint.replace("known here: ", "").split(", ");
    }
    return assert.fail("the core took a word that is none");
  };
  assert.deepEqual(declared("State"), known("state").sort());
  assert.deepEqual(declared("Reason"), [...known("reason"), "run_not_begun", "run_told"].sort());
});

test("the declared words of trails are those of the document", () => {
  const page = readFileSync(new URL("../../../docs/contract.md", import.meta.url), "utf8");
  const described = page.slice(page.indexOf("the whole `trail`"), page.indexOf("Values are never told."));
  const listed = (after, end = "),") => {
    const [text] = described.slice(described.indexOf(after) + after.length).split(end);
    return [...text.matchAll(/`([a-z_]+)`/g)].map(([, word]) => word).sort();
  };
  assert.deepEqual(declared("Kind"), listed("its `kind`"));
  assert.deepEqual(declared("Class"), listed("the `class` of its value"));
  assert.deepEqual(declared("Says"), listed("what it `says`"));
  assert.deepEqual(declared("Because"), listed("`because`", "Values"));
});

test("what the machine knows stays out", (t) => {
  const home = atHome(t, { USER: "quorvex" });
  const fields = { note: `quorvex in ${home} on ${hostname()}.` };
  const wanted = '{"event":"done","note":"[user] in [path] on [host]."}';
  const tool = open(people, { features });
  assert.equal(tool.preview("done", fields).bytes.replace(hostname(), "[host]"), wanted, "a common name may stay");
  assert.throws(() => tool.payload("done", fields), refusal("consent_not_given"));
  process.env.EXAMPLE_TELEMETRY = "yes";
  const allowed = open(people, { features });
  assert.equal(allowed.payload("done", fields).bytes, tool.preview("done", fields).bytes);
  assert.deepEqual(allowed.payload("done", fields).scrubbed[0].kinds.slice(0, 2), ["user", "path"]);
  // Nothing is read any more once a no has been said.
  process.env.EXAMPLE_TELEMETRY = "no";
  const asked = t.mock.method(process, "cwd");
  assert.throws(() => allowed.payload("done", fields), refusal("consent_not_given"));
  allowed.send("done", fields);
  assert.equal(asked.mock.callCount(), 0);
  allowed.preview("done", fields);
  assert.equal(asked.mock.callCount(), 1);
});
