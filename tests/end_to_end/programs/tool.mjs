#!/usr/bin/env node
// A tool at the head of a chain: tool.mjs NESTED-TOOL [ARGUMENT]...
//     EXAMPLE_WAIT=1   wait until each event is delivered
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import process, { argv, env } from "node:process";

import { open } from "../../../bindings/node/index.mjs";

const contract = readFileSync(new URL("../../../core/contracts/pk3s-infra.json", import.meta.url), "utf8");
const tool = open(contract, { toolVersion: "1.4.0" });

async function report(event, result) {
  const fields = { command: { name: "apply", result }, client: { script: "chain" } };
  await tool.send(event, fields, { wait: Boolean(env.EXAMPLE_WAIT) });
}

const [program, ...rest] = argv.slice(2);
await report("infra.command.started", "started");
const nested = spawnSync(program, rest, { stdio: "inherit", env: { ...env, ...tool.childVariables() } });
await report("infra.command.completed", nested.status === 0 ? "success" : "failed");
tool.close();
process.exitCode = nested.status ?? 1;
