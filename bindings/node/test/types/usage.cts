// Never run: the same declarations serve `require`.
import aboveboard = require("aboveboard");

const tool: aboveboard.Tool = aboveboard.open("{}");
export const state: aboveboard.State = tool.decision.state;
