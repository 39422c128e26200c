// The question, put in a way of the tool's own.

import assert from "node:assert/strict";
import { test } from "node:test";

import { open } from "../index.mjs";
import { atHome, people } from "./people.mjs";
import { refusal } from "./support.mjs";

const asking = structuredClone(people);
Object.assign(asking.consent, {
  gates: [],
  undecided: { interactive: "ask", unattended: "deny" },
  question: { text: "Share which commands you use?", default: "deny", remember: true },
});

/** A way to ask that is answered like this, and notes what it has been given. */
function answering(answer) {
  const asked = [];
  const ask = (question) => {
    asked.push(question);
    return answer();
  };
  return { ask, asked };
}

function failing() {
  throw Object.assign(new Error("no terminal"), { code: "ENOENT" });
}

const cases = [
  [() => "y", "question_allows", "stored_allows"],
  [() => "YES\r\n", "question_allows", "stored_allows"],
  [() => "n\n", "question_denies", "stored_denies"],
  [() => "", "question_denies", "stored_denies"], // the default of the question
  [() => "perhaps", "question_denies", "unattended"],
  [() => "y".repeat(2_000_000), "question_denies", "unattended"],
  [() => "y\udc00", "question_denies", "unattended"],
  [() => undefined, "question_denies", "unattended"],
  [() => Buffer.from("y"), "question_denies", "unattended"],
  [async () => "y", "question_denies", "unattended"],
  [failing, "question_denies", "unattended"],
];

test("a tool's own way to ask", (t) => {
  for (const [answer, reason, later] of cases) {
    atHome(t);
    const { ask, asked } = answering(answer);
    assert.equal(open(asking, { ask }).decision.reason, reason, String(answer));
    assert.equal(asked.length, 1);
    assert.match(asked[0], /^Share which commands you use\?\n[^]*\[y\/N\] $/);
    assert.equal(open(asking).decision.reason, later, String(answer));
  }
});

test("nobody is asked what is decided, nor in a build", (t) => {
  for (const variable of ["EXAMPLE_TELEMETRY", "CI"]) {
    atHome(t, { [variable]: "1" });
    const { ask, asked } = answering(() => "y");
    const { run, decision } = open(asking, { ask });
    assert.deepEqual(open(asking, { run, ask }).decision, decision);
    assert.deepEqual(asked, []);
  }
});

test("a way to ask is a function", (t) => {
  atHome(t);
  for (const ask of ["y", {}, 5, false]) assert.throws(() => open(asking, { ask }), refusal("wrong_type", "/ask"));
});
