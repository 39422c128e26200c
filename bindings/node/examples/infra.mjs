#!/usr/bin/env node
// An infrastructure wrapper that reports its usage through Aboveboard: infra.mjs COMMAND [SCENARIO]
//
//     apply, destroy, profile   do their work, with an event before and one after it
//     list                      shows the scenarios; no event
//
// For demonstrations, which replay given facts, the program reads variables of its own:
//     EXAMPLE_RUN=JSON    the run to use instead of beginning one
//     EXAMPLE_TIME=N      the time of both events, in seconds since 1970
//     EXAMPLE_WAIT=1      wait until each event is delivered
//     EXAMPLE_SHOW=1      print for each event its name and the SHA-256 of its payload

import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import process, { argv, env, stderr, stdout } from "node:process";

import { open } from "../index.mjs";

const contract = readFileSync(new URL("../../../core/contracts/pk3s-infra.json", import.meta.url), "utf8");
const scenarios = ["multipass", "on-prem", "cloud"];
const commands = ["apply", "destroy", "profile"];

/** The work itself. Nested tools get the child variables, so that they share the decision and the session. */
function work(tool, command, scenario) {
  const nested = spawnSync("sh", ["-c", ":", "nested-tool", command, scenario], {
    stdio: "inherit",
    env: { ...env, ...tool.childVariables() },
  });
  return nested.status ?? 1;
}

async function report(tool, name, command, scenario, result) {
  const fields = { command: { name: command, scenario: scenario || null, result }, client: { script: "infra" } };
  const time = env.EXAMPLE_TIME ? { time: Number(env.EXAMPLE_TIME) } : {};
  if (env.EXAMPLE_SHOW && tool.decision.state === "on") {
    stdout.write(`${name} ${tool.payload(name, fields, time).digest}\n`);
  }
  await tool.send(name, fields, { ...time, wait: Boolean(env.EXAMPLE_WAIT) });
}

async function main([command, scenario = "", ...rest]) {
  if (command === "list" && rest.length === 0) {
    stdout.write(`${scenarios.join("\n")}\n`);
    return 0;
  }
  if (!commands.includes(command) || rest.length > 0) {
    stderr.write("usage: infra.mjs apply|destroy|profile|list [SCENARIO]\n");
    return 2;
  }
  const run = env.EXAMPLE_RUN ? { run: env.EXAMPLE_RUN } : {};
  const tool = open(contract, { toolVersion: "1.4.0", ...run });
  await report(tool, "infra.command.started", command, scenario, "started");
  const status = work(tool, command, scenario);
  await report(tool, "infra.command.completed", command, scenario, status === 0 ? "success" : "failed");
  tool.close();
  return status;
}

process.exitCode = await main(argv.slice(2));
