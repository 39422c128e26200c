"use strict";

const { spawn, spawnSync } = require("node:child_process");
const { existsSync, readFileSync } = require("node:fs");
const path = require("node:path");

const program = path.join(__dirname, "..", "cli.cjs");
const exchange = path.join(__dirname, "exchange.cjs");

// As with the other hosts: a program that sends faster than its receiver answers loses the rest.
const mostAtOnce = 64;
const underWay = new Set();

/** Sends a request from a process of its own and waits for it; gives what `send` answers. */
function sendAndWait(text) {
  if (!mayStart(exchange)) return { error: "unsupported" };
  const { error, status, stdout } = spawnSync(process.execPath, [exchange], {
    input: text,
    encoding: "utf8",
    env: { ...process.env, NODE_OPTIONS: "" },
    stdio: ["pipe", "pipe", "ignore"],
    windowsHide: true,
  });
  if (error) throw error;
  return status === 0 ? JSON.parse(stdout) : { error: "other" };
}

/**
 * In a bundled executable the path is that of the tool itself, which would start itself again and again; and where this
 * module has been put into another file, the program is not beside it.
 */
function mayStart(script) {
  return /^node/i.test(path.basename(process.execPath)) && existsSync(script);
}

/**
 * Runs this package's `deliver` in a process of its own with a text on its standard input, and does not wait for it. It
 * has standard error only where somebody asks to have it `heard`.
 */
function detach(text, heard) {
  if (!mayStart(program)) return { error: "unsupported" };
  if (!hasRoom()) return { error: "full" };
  const child = spawn(process.execPath, [program, "deliver"], {
    // It outlives the tool: it may not hold the working directory, nor load what a debugger preloads into the tool.
    cwd: path.parse(process.execPath).root,
    detached: true,
    env: { ...process.env, NODE_OPTIONS: "" },
    stdio: ["pipe", "ignore", heard ? "inherit" : "ignore"],
    windowsHide: true,
  });
  child.on("error", ignore);
  child.stdin?.on("error", ignore);
  if (child.pid === undefined) return { error: "other" };
  underWay.add(child);
  child.on("exit", () => underWay.delete(child));
  handOver(child.stdin, text);
  child.unref();
  return "";
}

function hasRoom() {
  if (underWay.size < mostAtOnce) return true;
  for (const child of underWay) if (hasEnded(child)) underWay.delete(child);
  return underWay.size < mostAtOnce;
}

/** A program that never lets its event loop run does not hear that a process has ended; Linux tells. */
function hasEnded({ pid }) {
  try {
    const about = readFileSync(`/proc/${pid}/stat`, "latin1");
    return about[about.lastIndexOf(")") + 2] === "Z";
  } catch {
    return existsSync("/proc/self/stat");
  }
}

/**
 * Writes the text and closes the pipe before it returns, so that the tool may exit, or work without a pause, from then
 * on. Node has no public call for that; without the private one the event loop writes what the pipe does not take at once.
 */
function handOver(pipe, text) {
  pipe.unref?.();
  const blocking = pipe._handle?.setBlocking?.(true) === 0;
  pipe.end(text);
  if (blocking) pipe.destroy();
}

function ignore() {}

module.exports = { detach, sendAndWait };
