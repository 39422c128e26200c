// The same module as for `require`, so that a program which loads it both ways has one AboveboardError.
import aboveboard from "./index.cjs";

export const { AboveboardError, Contract, Scrubber, Tool, disable, enable, open, reset } = aboveboard;
export const { runCommand, runCommandSync, step, version } = aboveboard;
