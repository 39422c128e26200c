// A contract with everything that a person can say: a feature of the tool, a stored choice, local mode and records; and
// a home directory to say it in.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { Contract } from "../index.mjs";

export const people = {
  contract: 1,
  tool: "example",
  schema_version: "1",
  consent_version: 1,
  consent: {
    gates: [{ feature: "telemetry" }],
    sources: [{ env: "EXAMPLE_TELEMETRY" }, { stored: true }],
    undecided: { interactive: "deny", unattended: "deny" },
    local: { sources: [{ env: "EXAMPLE_LOCAL" }], file: "{state}/example/events.log" },
  },
  payload: { event: { from: "event" }, note: { text: 128, optional: true, why: "what went wrong" } },
  events: { done: {} },
  records: { manifest: { payload: { result: { enum: ["pass", "fail"], why: "how it ended" } } } },
  delivery: {
    endpoint: { url: "https://telemetry.example.org/v1", env: "EXAMPLE_ENDPOINT" },
    attempts: { value: 2 },
    bearer: { setting: "/token", file: "{home}/settings.json" },
    every_seconds: 3600,
    metrics: { errors: "example_errors_total" },
  },
};

export const features = ["telemetry"];

/** An empty home directory for one test. */
export function home(t) {
  const directory = mkdtempSync(path.join(tmpdir(), "aboveboard-"));
  t.after(() => rmSync(directory, { recursive: true }));
  return directory;
}

/** The same, for this process, in which these variables and no others decide. */
export function atHome(t, variables = {}) {
  const directory = home(t);
  // Where a build or a coding agent runs the tests, its variables would have a say.
  const { variables: asked } = JSON.parse(new Contract(JSON.stringify(people)).call("needs", '{"purpose":"begin"}'));
  for (const name of ["XDG_CONFIG_HOME", "XDG_STATE_HOME", ...asked]) delete process.env[name];
  Object.assign(process.env, { HOME: directory }, variables);
  return directory;
}
