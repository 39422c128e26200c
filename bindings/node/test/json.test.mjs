import assert from "node:assert/strict";
import { test } from "node:test";
import { runInNewContext } from "node:vm";

import json from "../source/json.cjs";
import { refusal } from "./support.mjs";

const { toJson } = json;
const beneath = (levels, value) => (levels === 0 ? value : { a: beneath(levels - 1, value) });

test("what JSON can hold is written as JSON.stringify writes it", () => {
  const values = [
    null, true, false, 0, -0, 1.5, -1e300, 2 ** 53, "", "a\"\\\u0000\u2028\u{1F600}\uFFFD", [], {}, [[], {}],
    { b: 1, a: [null, { "": "x", "a/b~c": 2 }] }, Object.assign(Object.create(null), { x: 1 }),
    JSON.parse('{"__proto__":1}'), runInNewContext("({ a: [1] })"), beneath(32, 1),
  ];
  for (const value of values) assert.equal(toJson(value), JSON.stringify(value));
  assert.equal(toJson([2n ** 53n - 1n, -(2n ** 53n) + 1n]), "[9007199254740991,-9007199254740991]");
  assert.equal(toJson([2n ** 53n, -(2n ** 53n), 10n ** 9999n]), "[9007199254740992,9007199254740992,9007199254740992]");
});

test("what JSON cannot hold is refused, with its place", () => {
  const cyclic = {};
  cyclic.a = cyclic;
  const cases = [
    [NaN, "number_not_finite", ""],
    [{ a: [0, -Infinity] }, "number_not_finite", "/a/1"],
    [undefined, "value_not_json", ""],
    [{ "a/b": { "~": undefined } }, "value_not_json", "/a~1b/~0"],
    [[() => {}], "value_not_json", "/0"],
    [{ a: Symbol("s") }, "value_not_json", "/a"],
    [{ [Symbol("s")]: 1 }, "value_not_json", ""],
    // A hole: `map` would skip it.
    [[1, , 3], "value_not_json", "/1"],
    [{ a: new Date(0) }, "value_not_json", "/a"],
    [{ a: new Map() }, "value_not_json", "/a"],
    [{ a: new String("s") }, "value_not_json", "/a"],
    [{ a: Buffer.from("s") }, "value_not_json", "/a"],
    [{ a: new (class Thing {})() }, "value_not_json", "/a"],
    [{ toJSON: () => 1 }, "value_not_json", "/toJSON"],
    ["\uD800", "text_not_unicode", ""],
    [{ a: ["\uDC00\uD800"] }, "text_not_unicode", "/a/0"],
    [{ a: { "\uDFFF": 1 } }, "text_not_unicode", "/a"],
    [beneath(33, 1), "too_deep", "/a".repeat(33)],
    [cyclic, "too_deep", "/a".repeat(33)],
  ];
  for (const [value, code, at] of cases) assert.throws(() => toJson(value), refusal(code, at), `${code} ${at}`);
});

test("a refusal says where and what to do, and never repeats the value", () => {
  try {
    toJson({ token: "secret-value\uD800" });
    assert.fail("nothing was refused");
  } catch (error) {
    assert.ok(error.message !== "" && error.hint !== "");
    assert.ok(!`${error.message}${error.hint}${error.at}`.includes("secret-value"));
  }
});

test("a number that is none is refused in the words of the other hosts", () => {
  const [message, hint] = ["a number is infinite or not a number", "leave the value out, or hand over an integer"];
  assert.throws(() => toJson(NaN), { message, hint });
});

test("a refusal's hint fits what was refused", () => {
  const hints = { number_not_finite: [NaN, /integer/], text_not_unicode: ["\uD800", /between characters/] };
  for (const [code, [value, hint]] of Object.entries({ ...hints, value_not_json: [undefined, /plain objects/] })) {
    assert.throws(() => toJson(value), (error) => error.code === code && hint.test(error.hint));
  }
  assert.throws(() => toJson(beneath(33, 1)), ({ hint }) => /flatter/.test(hint));
});

test("deep and long values end quickly", () => {
  let deep = 1;
  for (let level = 0; level < 200_000; level += 1) deep = [deep];
  assert.throws(() => toJson(deep), refusal("too_deep"));
  const long = "x".repeat(1024 * 1024);
  assert.equal(toJson({ long }).length, long.length + 11);
});
