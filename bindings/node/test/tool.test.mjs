import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { beforeEach, test } from "node:test";

import {
  AboveboardError, Contract, Scrubber, enable, open, runCommand, runCommandSync, step, version,
} from "../index.mjs";
import { contract, decideBy, fields, refusal, started, time } from "./support.mjs";

const on = { TELEMETRY_ENABLED: "true", TELEMETRY_ENDPOINT: "" };
beforeEach(() => decideBy(on));

test("a payload is what a preview shows, and its digest is that of its bytes", () => {
  const tool = open(contract, { toolVersion: "1.4.0" });
  assert.deepEqual(tool.decision, { state: "on", reason: "variable_allows", source: "TELEMETRY_ENABLED" });
  const payload = tool.payload(started, fields, { time });
  assert.equal(payload.event, started);
  assert.equal(payload.preview, false);
  assert.equal(payload.digest, createHash("sha256").update(payload.bytes).digest("hex"));
  assert.deepEqual(JSON.parse(payload.bytes).command, fields.command);
  assert.equal(JSON.parse(payload.bytes).sent_at, "2026-09-21T14:13:20Z");
  const preview = tool.preview(started, fields, { time });
  assert.deepEqual({ ...preview, preview: false }, payload);
  assert.equal(preview.preview, true);
});

test("without consent there is a preview but no payload", () => {
  for (const variables of [{}, { TELEMETRY_ENABLED: "no" }, { DO_NOT_TRACK: "1" }, { TELEMETRY_ENABLED: "a\uFFFDb" }]) {
    decideBy(variables);
    const tool = open(contract);
    assert.equal(tool.decision.state, "off");
    assert.throws(() => tool.payload(started, fields), refusal("consent_not_given"));
    assert.equal(JSON.parse(tool.preview(started, fields).bytes).event_name, started);
    assert.equal(tool.send(started, fields), undefined);
  }
});

test("an event's time is now by default, in whole seconds", () => {
  const before = Math.floor(Date.now() / 1000) * 1000;
  const sent = Date.parse(JSON.parse(open(contract).payload(started, fields).bytes).sent_at);
  assert.ok(before <= sent && sent <= before + 5000);
});

test("a contract is text or the object that it parses to", () => {
  const run = open(contract).run;
  const bytes = [contract, JSON.parse(contract)].map((each) => open(each, { run }).payload(started, fields, { time }).bytes);
  assert.equal(bytes[0], bytes[1]);
});

test("what the tool's author got wrong is thrown, with its place", () => {
  const changed = (change) => JSON.stringify({ ...JSON.parse(contract), ...change });
  const cases = [
    [() => open("{"), "invalid_json", ""],
    [() => open(changed({ tool: 1 })), "wrong_type", "/tool"],
    [() => open({ contract: 1, tool: undefined }), "value_not_json", "/tool"],
    [() => open(7), "wrong_type", ""],
    [() => open("\uD800"), "text_not_unicode", ""],
    [() => open(contract, { flags: { telemetry: "enable" } }), "flag_unknown"],
    [() => open(contract, { flags: { telemetry: 1 } }), "wrong_type", "/facts/flags/telemetry"],
    [() => open(contract, { run: "{}" }), "missing_member", "/run/format"],
    [() => open(contract, { run: "nonsense" }), "invalid_json", ""],
    [() => open(contract, { run: 1 }), "wrong_type", "/run"],
  ];
  for (const [action, code, at] of cases) assert.throws(action, refusal(code, at), `${code} ${at}`);
});

test("what is wrong with an event is thrown, with its place", () => {
  const tool = open(contract);
  const event = (change) => () => tool.payload(started, { ...fields, ...change });
  const cases = [
    [() => tool.payload("nonsense", fields), "event_unknown", "/event/name"],
    [() => tool.payload("\uD800", fields), "event_unknown", "/event/name"],
    [() => tool.payload(1, fields), "wrong_type", "/event/name"],
    [() => tool.payload(started, []), "wrong_type", "/event/fields"],
    [() => tool.payload(started, undefined), "value_not_json", "/event/fields"],
    [() => tool.payload(started, fields, { time: NaN }), "number_not_finite", "/event/time"],
    [() => tool.payload(started, fields, { time: 1.5 }), "number_not_integer", "/event/time"],
    [event({ user: "x" }), "undeclared_field", "/event/fields"],
    [event({ __proto__: null, ["__proto__"]: 1 }), "undeclared_field", "/event/fields"],
    [event({ client: { script: NaN } }), "number_not_finite", "/event/fields"],
    [event({ client: { script: 1 } }), "wrong_type", "/event/fields/client/script"],
    [event({ command: { name: "apply", result: "x" } }), "not_in_enum", "/event/fields/command/result"],
    // An integer is refused by one code, whichever of the two types it has.
    [event({ client: { script: 2 ** 53 } }), "number_out_of_range", "/event/fields/client/script"],
    [event({ client: { script: 2n ** 53n } }), "number_out_of_range", "/event/fields/client/script"],
    [event({ client: { script: -(10n ** 400n) } }), "number_out_of_range", "/event/fields/client/script"],
    [event({ client: { script: undefined } }), "value_not_json", "/event/fields"],
  ];
  for (const [action, code, at] of cases) assert.throws(action, refusal(code, at), `${code} ${at}`);
});

test("no error repeats a name of an event, which may be data", () => {
  const tool = open(contract);
  const name = "jane@acme.example";
  let deep = 1;
  for (let level = 0; level < 40; level += 1) deep = { [name]: deep };
  const wrong = [
    { [name]: NaN }, { command: { [name]: undefined } }, { [name]: { a: ["\uD800", NaN] } }, { [`${name}\uD800`]: NaN },
    { a: [{ [name]: Infinity }] }, { a: { [name]: new Map([[name, 1]]) } }, deep,
  ];
  const acts = [
    (fields) => tool.payload(started, fields), (fields) => tool.preview(started, fields),
    (fields) => tool.record("manifest", "/nonexistent/x", fields),
  ];
  for (const fields of wrong) {
    for (const act of acts) {
      assert.throws(() => act(fields), ({ code, message, at, hint }) =>
        code !== undefined && /^\/(event|record)\/fields$/.test(at) && !`${message}${hint}`.includes("jane"));
    }
  }
});

test("options that are not known are refused, and so is what holds none", async () => {
  const tool = open(contract);
  const buffer = tool.buffer();
  const acts = {
    flag: [(options) => open(contract, options), { flag: { telemetry: "disable" } }],
    tool_version: [(options) => open(contract, options), { tool_version: "1.4.0" }],
    feature: [(options) => enable(contract, options), { feature: ["telemetry"] }],
    at: [(options) => tool.payload(started, fields, options), { at: time }],
    Time: [(options) => tool.preview(started, fields, options), { Time: time }],
    "a/b": [(options) => tool.send(started, fields, options), { wait: true, "a/b": 1 }, "/a~1b"],
    mode: [(options) => tool.record("manifest", "/nonexistent/x", {}, options), { mode: 0o600 }],
    last: [(options) => tool.due(0, options), { last: 0 }],
    wait: [(options) => buffer.add(started, fields, options), { wait: true }],
    time: [(options) => buffer.flush(options), { time }],
    contracts: [(options) => new Scrubber(options), { contracts: contract }],
    run: [(options) => runCommandSync(["--version"], options), { run: "" }],
  };
  for (const [name, [act, options, at = `/${name}`]] of Object.entries(acts)) {
    assert.throws(() => act(options), refusal("unknown_member", at), name);
    for (const none of [null, "wait", 1]) assert.throws(() => act(none), refusal("wrong_type", ""), name);
    assert.throws(() => act(options), ({ hint }) => hint.startsWith("known here: "));
  }
  await assert.rejects(runCommand(["--version"], { run: "" }), refusal("unknown_member", "/run"));
  assert.equal(buffer.length, 0);
});

test("hostile values are bounded or refused, never a crash", () => {
  const tool = open(contract);
  const script = (text) => JSON.parse(tool.payload(started, { ...fields, client: { script: text } }).bytes).client.script;
  assert.equal(script("x".repeat(1024 * 1024)), "other");
  assert.equal(script("a\0b"), "other");
  assert.equal(script("a\uFFFDb"), "other");
  assert.equal(script("\u{10FFFF}"), "other");
  const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
  const parsed = new Contract(contract);
  for (const text of [deep, `{"run":${deep}}`, "", "\0", "[]", "null", `{"a":1,"a":2}`, "x".repeat(3 * 1024 * 1024)]) {
    assert.throws(() => parsed.call("payload", text), AboveboardError);
    assert.throws(() => step(text), AboveboardError);
    assert.throws(() => new Contract(text), AboveboardError);
  }
  for (const operation of ["", "\0", "constructor", "x".repeat(1024 * 1024)]) {
    assert.throws(() => parsed.call(operation, "{}"), refusal("operation_unknown"));
  }
  assert.throws(() => parsed.call("payload", "\uDC00"), refusal("text_not_unicode"));
  assert.throws(() => parsed.call("payload"), refusal("value_not_json"));
  assert.equal(JSON.parse(parsed.call("needs", '{"purpose":"begin"}')).random, 48);
});

test("a reply that does not answer its effect is an error", () => {
  const command = { arguments: ["status"], contract };
  const { perform } = JSON.parse(step(JSON.stringify(command)));
  const [{ index, digest }] = perform;
  const replied = (reply) => () => step(JSON.stringify({ ...command, replies: [reply] }));
  assert.throws(replied({ index, digest: "0000000000000000", answer: null }), refusal("reply_mismatch", "/replies/0"));
  assert.throws(replied({ index: 1, digest, answer: null }), refusal("reply_mismatch", "/replies/0/index"));
  assert.equal(JSON.parse(replied({ index, digest, answer: null })()).perform[0].index, 1);
});

test("a run goes on in another tool object, and not under another contract", () => {
  const first = open(contract, { toolVersion: "1.4.0" });
  const second = open(contract, { run: first.run });
  assert.equal(second.run, first.run);
  assert.equal(second.payload(started, fields, { time }).bytes, first.payload(started, fields, { time }).bytes);
  const other = contract.replace('"tool": "productive-k3s-infra"', '"tool": "another"');
  assert.throws(() => open(other, { run: first.run }), refusal("run_mismatch", "/run/tool"));
});

test("an empty run means off", () => {
  const tool = open(contract, { run: "" });
  assert.deepEqual(tool.decision, { state: "off", reason: "run_not_begun" });
  assert.throws(() => tool.payload(started, fields), refusal("consent_not_given"));
  assert.equal(tool.send(started, fields), undefined);
  assert.equal(tool.childVariables().TELEMETRY_ENABLED, "false");
});

test("children hear of the decision and of their parent", () => {
  const tool = open(contract);
  const variables = tool.childVariables();
  assert.equal(variables.TELEMETRY_ENABLED, "true");
  assert.equal(variables.TELEMETRY_PARENT_RUN_ID, JSON.parse(tool.run).run);
  decideBy({ DO_NOT_TRACK: "1" });
  assert.equal(open(contract).childVariables().TELEMETRY_ENABLED, "false");
});

test("status says why, in words", () => {
  assert.match(open(contract).status(), /^productive-k3s-infra telemetry: on\n.*TELEMETRY_ENABLED says yes\n/);
});

test("what has been closed says so", () => {
  const tool = open(contract);
  tool.close();
  tool.close();
  assert.throws(() => tool.payload(started, fields), refusal("closed"));
  assert.throws(() => tool.send(started, fields), refusal("closed"));
  assert.throws(() => tool.childVariables(), refusal("closed"));
});

test("what is disposed of is closed, and a buffer flushed", () => {
  const tool = open(contract);
  const buffer = tool.buffer();
  buffer.add(started, fields);
  buffer[Symbol.dispose]();
  assert.equal(buffer.length, 0);
  tool[Symbol.dispose]();
  assert.throws(() => tool.status(), refusal("closed"));
  const parsed = new Contract(contract);
  parsed[Symbol.dispose]();
  assert.throws(() => parsed.call("needs", '{"purpose":"begin"}'), refusal("closed"));
});

test("commands run with and without a promise", async () => {
  const shown = { status: 0, output: `aboveboard ${version()}\n` };
  assert.deepEqual(runCommandSync(["--version"]), shown);
  assert.deepEqual(await runCommand(["--version"]), shown);
  await assert.rejects(runCommand(["\uD800"]), refusal("text_not_unicode", "/arguments/0"));
  await assert.rejects(runCommand("status"), refusal("wrong_type", "/arguments"));
});

test("a host that fails at everything gets to an outcome, without a consent and without an exception", () => {
  const commands = [["begin"], ["status"], ["send", started], ["send", started, "--wait"], ["payload", started], ["child"],
    ["deliver"], ["exec", "--", "true"], []];
  const answers = [null, "", "\0", { undecodable: true }, { error: "denied" }, { error: "unsupported" }, { error: "other" }];
  for (const words of commands) {
    for (const answer of answers) {
      const replies = [];
      let next = {};
      while (!next.done) {
        next = JSON.parse(step(JSON.stringify({ arguments: words, contract, replies })));
        for (const { op, index, digest } of next.perform ?? []) {
          assert.ok(!["send", "detach"].includes(op), `${words} must not ${op}`);
          replies.push({ index, digest, answer });
        }
      }
      assert.ok(Number.isInteger(next.done.status));
    }
  }
});
