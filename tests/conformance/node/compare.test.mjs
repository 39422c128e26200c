// A comparison that accepted too much would make every vector pass.

import assert from "node:assert/strict";
import { test } from "node:test";

import { meets } from "./compare.mjs";

const result = JSON.parse('{"a":{"b":[1.0,null],"~/":"x"},"__proto__":2}');

test("expectations that hold are met", () => {
  const held = [
    { want: JSON.parse('{"__proto__":2,"a":{"~/":"x","b":[1,null]}}') },
    { want_at: { "": result, "/a/b/0": 1, "/a/b/1": null, "/a/~0~1": "x", "/__proto__": 2 } },
    { want_missing: ["/b", "/a/b/2", "/a/b/00", "/a/b/length", "/a/constructor", "/a/b/0/c"] },
    { want_at: { "/a/b/0": 1 }, want_missing: ["/c"] },
  ];
  for (const expected of held) assert.ok(meets({ result }, expected), JSON.stringify(expected));
});

test("expectations that do not hold are not", () => {
  const broken = [
    { want: { a: { b: [1, null], "~/": "x" } } },
    { want: {} },
    { want_at: { "/a/b/0": true } },
    { want_at: { "/a/b/0": "1" } },
    { want_at: { "/a/c": null } },
    { want_missing: ["/a/b/1"] },
    { want_at: { "/a/b/0": 1 }, want_missing: [""] },
    { error: { code: "wrong_type" } },
  ];
  for (const expected of broken) assert.ok(!meets({ result }, expected), JSON.stringify(expected));
});

test("an error is compared by its code and, where it is given, its place", () => {
  const said = { error: { code: "wrong_type", at: "/a" } };
  assert.ok(meets(said, { error: { code: "wrong_type" } }));
  assert.ok(meets(said, { error: { code: "wrong_type", at: "/a" } }));
  assert.ok(!meets(said, { error: { code: "wrong_type", at: "" } }));
  assert.ok(!meets(said, { error: { code: "wrong_name", at: "/a" } }));
  assert.ok(!meets(said, { want: {} }));
  assert.ok(!meets(said, { want_missing: ["/a"] }));
});
