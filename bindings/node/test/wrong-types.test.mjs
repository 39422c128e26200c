// Values of the wrong type: each is an error of this package's own, with the place that it was handed in at.

import assert from "node:assert/strict";
import { test } from "node:test";

import { AboveboardError, Contract, Scrubber, disable, enable, open, reset, runCommandSync } from "../index.mjs";
import { contract, fields, started } from "./support.mjs";

const noText = [
  5, true, 1.5, ["x"], { x: 1 }, NaN, 5n, Buffer.from("x"), new URL("file:///x"), new Set(["x"]), Symbol("s"),
  () => "x", new String("x"),
];
// What JSON has is of the wrong type here, and what it has not is no JSON.
const codes = ["wrong_type", "value_not_json", "number_not_finite", "number_not_integer"];

function refusedAt(act, value, allowed = codes) {
  try {
    act(value);
  } catch (error) {
    assert.ok(error instanceof AboveboardError, String(error));
    assert.ok(allowed.includes(error.code) && error.message !== "", error.code);
    return error.at;
  }
  return assert.fail(`${typeof value} was not refused`);
}

test("what is no text is refused where it was handed in", () => {
  const tool = open(contract);
  const acts = {
    "/run": (value) => open(contract, { run: value }),
    "/facts/tool_version": (value) => open(contract, { toolVersion: value }),
    "/facts/features/0": (value) => open(contract, { features: [value] }),
    "/event/name": (value) => tool.preview(value, fields),
    "/to": (value) => tool.record("manifest", value, {}),
    "/preview": (value) => tool.startupLine(value),
    "/arguments/0": (value) => runCommandSync([value]),
    "": (value) => new Contract(value),
  };
  for (const [at, act] of Object.entries(acts)) {
    for (const value of noText) assert.equal(refusedAt(act, value), at);
  }
});

test("a contract is a text or a plain object", () => {
  const wrong = [null, undefined, 5, ["x"], Buffer.from(contract), new URL("file:///c.json"), new Map()];
  for (const value of wrong) {
    for (const act of [open, enable, disable, reset]) assert.equal(refusedAt(act, value, ["wrong_type"]), "");
    if (value !== undefined) {
      assert.equal(refusedAt((given) => new Scrubber({ contract: given }), value, ["wrong_type"]), "");
    }
  }
  assert.throws(() => open(Buffer.from(contract)), ({ hint }) => hint.includes("utf8"));
});

test("a time that JSON cannot hold is refused where it was handed in", () => {
  const tool = open(contract);
  const acts = [
    (time) => tool.payload(started, fields, { time }), (time) => tool.preview(started, fields, { time }),
  ];
  for (const act of acts) {
    for (const time of [Symbol("s"), new Date(), Infinity, () => 5]) assert.equal(refusedAt(act, time), "/event/time");
  }
});
