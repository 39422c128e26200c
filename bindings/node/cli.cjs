#!/usr/bin/env node
"use strict";

const { runCommand } = require("./source/command.cjs");
const { writeAll } = require("./source/descriptor.cjs");
const { AboveboardError } = require("./source/error.cjs");

async function main() {
  const { status, output } = await runCommand(process.argv.slice(2));
  process.exitCode = status;
  try {
    writeAll(1, output);
  } catch (error) {
    // A reader that has had enough, such as `head`, is no failure.
    if (error.code === "EPIPE") return;
    process.exitCode = status || 1;
    say(`the output could not be written: ${error.code}`);
  }
}

function say(problem) {
  try {
    writeAll(2, `aboveboard: ${problem}\n`);
  } catch {
    // There is nobody left to tell.
  }
}

main().catch((error) => {
  process.exitCode = 1;
  say(error instanceof AboveboardError ? error.message : "the command stopped unexpectedly");
});
