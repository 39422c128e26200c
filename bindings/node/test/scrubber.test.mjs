// Scrubbing for a tool's own texts.

import assert from "node:assert/strict";
import process from "node:process";
import { test } from "node:test";

import { AboveboardError, Scrubber } from "../index.mjs";

const contract = {
  contract: 1,
  tool: "t",
  schema_version: "1",
  consent_version: 1,
  consent: { sources: [{ env: "T" }], undecided: { interactive: "deny", unattended: "deny" } },
  payload: { event: { from: "event" } },
  events: { e: {} },
  delivery: { endpoint: { url: "https://example.com/" }, bearer: { env: "EXAMPLE_TOKEN" } },
};

Object.assign(process.env, { HOME: "/srv/kqz-home", USER: "kqz-user", EXAMPLE_TOKEN: "made-up-token" });

test("a text comes out without what must not leave", () => {
  const { scrubbed, findings } = new Scrubber().text("größe: kqz-user wrote to jane@acme.example from /srv/kqz-home/x");
  assert.equal(scrubbed, "größe: [user] wrote to [email] from [path]");
  assert.deepEqual(findings[1], { at: "/text", start: 25, end: 32, kind: "email", rule: "account-at-host" });
  const bytes = Buffer.from(scrubbed);
  const replacements = findings.map(({ start, end }) => bytes.subarray(start, end).toString());
  assert.deepEqual(replacements, ["[user]", "[email]", "[path]"]);
});

test("arguments and an environment are scrubbed by their names", () => {
  const scrubber = new Scrubber();
  const command = scrubber.arguments(["tool", "--token", "abc", "kqz-user"]);
  assert.deepEqual(command.scrubbed, ["tool", "--token", "[secret]", "[user]"]);
  assert.deepEqual(command.findings.map(({ at }) => at), ["/arguments/2", "/arguments/3"]);
  const environment = scrubber.environment({ API_KEY: "abc", LANG: "C" });
  assert.deepEqual(environment.scrubbed, { API_KEY: "[secret]", LANG: "C" });
  assert.equal(environment.findings[0].at, "/environment/API_KEY");
});

test("the token of a contract is kept out", () => {
  assert.equal(new Scrubber().text("it is made-up-token").scrubbed, "it is made-up-token");
  for (const given of [contract, JSON.stringify(contract)]) {
    assert.equal(new Scrubber({ contract: given }).text("it is made-up-token").scrubbed, "it is [secret]");
  }
  assert.throws(() => new Scrubber({ contract: "{}" }), { code: "missing_member" });
});

test("what is no text is refused", () => {
  const scrubber = new Scrubber();
  assert.throws(() => scrubber.text("a\ud800"), { code: "text_not_unicode", at: "/text" });
  assert.throws(() => scrubber.arguments(["a", 7]), (error) => {
    assert.ok(error instanceof AboveboardError);
    assert.deepEqual([error.code, error.at], ["wrong_type", "/arguments/1"]);
    return true;
  });
});
