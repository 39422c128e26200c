"use strict";

const fs = require("node:fs");

const { decode, writeAll } = require("./descriptor.cjs");

// More than a terminal holds of a line, so that one read takes all of it.
const lineLimit = 8192;
// Longer than any answer to a question of yes or no.
const longestLine = 1024;

/**
 * Asks on the controlling terminal, whatever the standard streams are, and gives the line that was typed. Where there is
 * no terminal the answer is `absent`; where typing ended without a line (control-D) it is `interrupted`, because an
 * empty line would stand for the question's default. Control-C ends the tool, as it does at any other moment.
 */
function ask(prompt) {
  const terminal = openTerminal();
  if (terminal === undefined) return { error: "absent" };
  try {
    writeAll(terminal, prompt);
    const buffer = Buffer.alloc(lineLimit);
    const line = buffer.subarray(0, fs.readSync(terminal, buffer));
    if (line.at(-1) === 0x0a && line.length <= longestLine + 1) return decode(line.subarray(0, -1));
    writeAll(terminal, "\n"); // What is printed next begins a line.
    return { error: line.at(-1) === 0x0a ? "other" : "interrupted" };
  } finally {
    fs.closeSync(terminal);
  }
}

function openTerminal() {
  try {
    return isInBackground() ? undefined : fs.openSync("/dev/tty", fs.constants.O_RDWR | fs.constants.O_NOCTTY);
  } catch {
    return undefined;
  }
}

/** A job in the background that reads from its terminal is stopped, and would stay so. Only Linux lets Node find out. */
function isInBackground() {
  try {
    const status = fs.readFileSync("/proc/self/stat", "latin1");
    // After the program's name in parentheses: state, parent, process group, session, terminal, its foreground group.
    const [, , group, , , foreground] = status.slice(status.lastIndexOf(")") + 2).split(" ");
    return group !== foreground;
  } catch {
    return false;
  }
}

module.exports = { ask };
