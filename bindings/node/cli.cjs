#!/usr/bin/env node
"use strict";

const { runCommand } = require("./source/command.cjs");
const { writeAll } = require("./source/descriptor.cjs");
const { AboveboardError } = require("./source/error.cjs");

async function main() {
  const { status, output } = await runCommand(process.argv.slice(2));
  writeAll(1, output);
  process.exitCode = status;
}

main().catch((error) => {
  process.exitCode = 1;
  const problem = error instanceof AboveboardError ? error.message : "standard output could not be written to";
  try {
    writeAll(2, `aboveboard: ${problem}\n`);
  } catch {
    // There is nobody left to tell.
  }
});
