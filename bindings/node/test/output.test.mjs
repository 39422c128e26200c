// The mode `standard_output`: a stream that nobody reads any more is no matter of the tool's.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";

import { bare } from "./support.mjs";

const library = new URL("../index.cjs", import.meta.url).pathname;
const contract = {
  contract: 1, tool: "example", schema_version: "1", consent_version: 1,
  consent: { sources: [{ env: "EXAMPLE_TELEMETRY" }], undecided: { interactive: "deny", unattended: "deny" } },
  payload: { event: { from: "event" } },
  events: { done: {} },
  delivery: { endpoint: { url: "https://telemetry.example.com/v1" }, mode: "standard_output" },
};
const script = `const tool = require(${JSON.stringify(library)}).open(${JSON.stringify(contract)});
  (async () => {
    if (process.argv[1] === "close") require("node:fs").closeSync(1);
    tool.send("done", {});
    await tool.send("done", {}, { wait: true });
    const buffer = tool.buffer();
    buffer.add("done", {});
    buffer.flush();
    await buffer.flush({ wait: true });
    process.stderr.write("went on");
  })();`;

/** Runs the script in a shell's command line, in which `"$@"` stands for it. */
function under(line, ...words) {
  const env = { ...bare, EXAMPLE_TELEMETRY: "yes" };
  const { stdout, stderr } = spawnSync("sh", ["-c", line, "sh", process.execPath, "-e", script, ...words], {
    encoding: "utf8", env,
  });
  return { output: stdout, problems: stderr };
}

test("events are printed", () => {
  assert.deepEqual(under('"$@"'), { output: '{"event":"done"}\n'.repeat(3), problems: "went on" });
});

test("a standard output that takes nothing throws nothing", () => {
  const silent = { output: "", problems: "went on" };
  // A reader that has gone, a stream that was closed before and one that the tool has closed, and a full disk.
  const lines = ['{ sleep 1; "$@"; } | true', '"$@" >&-', '"$@"', '"$@" >/dev/full'];
  for (const line of lines) assert.deepEqual(under(line, ...(line === '"$@"' ? ["close"] : [])), silent, line);
});
