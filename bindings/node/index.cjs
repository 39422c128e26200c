"use strict";

const { disable, enable, reset } = require("./source/choice.cjs");
const { runCommand, runCommandSync } = require("./source/command.cjs");
const { Contract, step, version } = require("./source/core.cjs");
const { AboveboardError } = require("./source/error.cjs");
const { Scrubber } = require("./source/scrubber.cjs");
const { Tool, open } = require("./source/tool.cjs");

module.exports = {
  AboveboardError,
  Contract,
  Scrubber,
  Tool,
  disable,
  enable,
  open,
  reset,
  runCommand,
  runCommandSync,
  step,
  version,
};
