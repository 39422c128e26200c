// A program in which something has put members into Object.prototype, or has frozen what all objects inherit from.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { bare, receive, run } from "./support.mjs";

const index = fileURLToPath(new URL("../index.cjs", import.meta.url));
const contract = JSON.stringify({
  contract: 1, tool: "t", schema_version: "1", consent_version: 1,
  consent: {
    sources: [{ flag: "telemetry" }, { env: "T_TELEMETRY" }, { stored: true }],
    undecided: { interactive: "ask", unattended: "deny" },
    question: { text: "Share?", default: "deny", remember: true },
  },
  payload: { event: { from: "event" }, at: { from: "time", precision: "second", why: "w" } },
  events: { e: {} },
  delivery: { endpoint: { url: "https://telemetry.example.org/v1", env: "T_ENDPOINT" } },
});

/** What a program does after `before`: what it prints is to be the same whatever that was. */
const program = (before) => `
  ${before}
  const aboveboard = require(${JSON.stringify(index)});
  const contract = ${JSON.stringify(contract)};
  const said = [];
  const attempt = (act) => {
    try {
      said.push(act());
    } catch ({ name, code, at, hint, message }) {
      said.push([name, code, at, hint, message].join(" "));
    }
  };
  const tool = aboveboard.open(contract);
  said.push(tool.decision.state);
  attempt(() => tool.preview("e", {}, { time: 1790000000 }).bytes);
  attempt(() => tool.payload("e", {}, { time: 1790000000 }).bytes);
  attempt(() => tool.preview("nope", {}, { time: 1790000000 }));
  attempt(() => tool.preview("e", { at: NaN }, { time: 1790000000 }));
  attempt(() => String(tool.send("e", {})));
  attempt(() => Object.keys(tool.childVariables()).join());
  attempt(() => new aboveboard.Scrubber().text("mail jane@acme.example").scrubbed);
  attempt(() => aboveboard.runCommandSync(["--version"]).status);
  const buffer = tool.buffer();
  buffer.add("e", { at: NaN });
  buffer.add("e", {});
  attempt(() => String(buffer.flush()));
  require("node:fs").writeSync(1, JSON.stringify(said));
`;

async function outcome(t, before, variables) {
  const home = mkdtempSync(path.join(tmpdir(), "aboveboard-"));
  t.after(() => rmSync(home, { recursive: true, force: true }));
  const env = { PATH: bare.PATH, HOME: home, ...variables };
  const { status, output, problems } = await run(process.execPath, ["-e", program(before)], { env });
  assert.equal(status, 0, `${before}: ${problems}`);
  return { output, problems };
}

const members = {
  flags: '{ telemetry: "enable" }', ask: '() => "y"', run: '"{}"', sender: "() => ({ status: 204 })", wait: "true",
  time: "5", features: '["x"]', toolVersion: '"9"', contract: '"{}"', input: '"x"', now: "5",
  done: "{ status: 3, output: '' }",
  perform: "[]", number: "1", text: '["/etc/passwd"]', op: '"exec"', code: '"x"', at: '"/x"', hint: '"x"',
  errorClass: '"full"', state: '"on"', decision: '{ state: "on" }',
};

test("what stands in Object.prototype decides and changes nothing", async (t) => {
  const { url, first, requests } = await receive(t);
  for (const variables of [{}, { T_TELEMETRY: "1", T_ENDPOINT: url }]) {
    const wanted = await outcome(t, "", variables);
    assert.match(wanted.output, variables.T_ENDPOINT ? /^\["on"/ : /^\["off"/);
    const befores = Object.entries(members).map(([name, value]) => `Object.prototype.${name} = ${value};`);
    const outcomes = await Promise.all(befores.map((before) => outcome(t, before, variables)));
    outcomes.forEach((given, index) => assert.deepEqual(given, wanted, befores[index]));
  }
  // An event and a buffer of each of those that were on, and of no others.
  const sent = 2 * (1 + Object.keys(members).length);
  await first(sent);
  assert.equal(requests.length, sent);
});

test("an answer that has an error of its own is told from one that inherits it", async (t) => {
  // Node's own calls fail where it is there for long.
  const around = `
    const { Contract } = require(${JSON.stringify(index)});
    const { parse } = JSON;
    JSON.parse = (text) => {
      delete Object.prototype.error;
      const value = parse(text);
      if (value?.bytes) Object.defineProperty(Object.prototype, "error", { value: {}, configurable: true });
      return value;
    };
  `;
  const on = { T_TELEMETRY: "1" };
  assert.deepEqual(await outcome(t, around, on), await outcome(t, "", on));
});

test("prototypes that are frozen, as hardened programs have them, are left alone", async (t) => {
  const frozen = `
    for (const made of [Object, Array, Error, Function, Promise, Map, Set, RegExp, String, Symbol, JSON, Reflect]) {
      Object.freeze(made);
      if (made.prototype) Object.freeze(made.prototype);
    }
  `;
  const on = { T_TELEMETRY: "1", T_ENDPOINT: "http://127.0.0.1:9/" };
  assert.deepEqual(await outcome(t, frozen, on), await outcome(t, "", on));
});

test("options that are made from others keep what these say", async (t) => {
  const { status, output } = await run(process.execPath, ["-e", `
    const { open } = require(${JSON.stringify(index)});
    const options = Object.create({ flags: { telemetry: "disable" } });
    process.stdout.write(open(${JSON.stringify(contract)}, options).decision.reason);
    class Options { get flags() { return { telemetry: "disable" }; } }
    process.stdout.write(" " + open(${JSON.stringify(contract)}, new Options()).decision.reason);
  `], { env: { ...bare, T_TELEMETRY: "1" } });
  assert.deepEqual([status, output], [0, "flag_denies flag_denies"]);
});
