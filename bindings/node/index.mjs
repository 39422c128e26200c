// The same module as for `require`, so that a program which loads it both ways has one AboveboardError. The default is
// what the declarations, those of a CommonJS module, promise to `import`.
import aboveboard from "./index.cjs";

export default aboveboard;
export const { AboveboardError, Contract, Scrubber, Tool, disable, enable, open, reset } = aboveboard;
export const { runCommand, runCommandSync, step, version } = aboveboard;
