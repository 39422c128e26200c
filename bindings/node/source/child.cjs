"use strict";

// The effect `exec`. The program ought to stand in the place of this process, which Node cannot give up: so this one
// waits, and lets the program have what is meant for it.

const { spawn, spawnSync } = require("node:child_process");
const { constants } = require("node:os");

/** What a terminal sends to the program as well: it decides what becomes of the two. */
const shared = ["SIGINT", "SIGQUIT"];
/** What is sent to this process alone. */
const forwarded = ["SIGTERM", "SIGHUP"];

/** Runs a program with these variables added to the environment; gives a promise of its exit status in decimal. */
async function execute(command, entries) {
  const problem = objection(command);
  if (problem) return { error: problem };
  const [name, ...rest] = command;
  let child;
  const listening = [...listen(shared, () => {}), ...listen(forwarded, (signal) => child?.kill(signal))];
  try {
    child = spawn(name, rest, options(entries));
    return await ended(child);
  } finally {
    for (const stop of listening) stop();
  }
}

/** The same without a promise. What is sent to this process alone cannot be forwarded then, and ends it as ever. */
function executeAndWait(command, entries) {
  const problem = objection(command);
  if (problem) return { error: problem };
  const [name, ...rest] = command;
  const listening = listen(shared, () => {});
  try {
    const { error, status, signal } = spawnSync(name, rest, options(entries));
    if (error) throw error;
    return exitStatus(status, signal);
  } finally {
    for (const stop of listening) stop();
  }
}

/** Gives a promise of the exit status. A signal that may not be sent is an error of the child too, but not its end. */
function ended(child) {
  return new Promise((resolve, reject) => {
    child.on("error", (error) => child.pid === undefined && reject(error));
    child.on("exit", (status, signal) => resolve(exitStatus(status, signal)));
  });
}

/** What keeps a program from being run, where Node would say something else or do something else. */
function objection(command) {
  // It puts U+FFFD in the place of bytes that are not UTF-8: the program would get another argument.
  if (command.some((argument) => argument.includes("\uFFFD"))) return "unsupported";
  // There is none without a name, which Node takes for an error of its caller's.
  return command[0] === "" ? "absent" : undefined;
}

function options(entries) {
  const added = entries.split("\0").filter((entry) => entry !== "").map((entry) => {
    const equals = entry.indexOf("=");
    return [entry.slice(0, equals), entry.slice(equals + 1)];
  });
  return { stdio: "inherit", env: { ...process.env, ...Object.fromEntries(added) } };
}

/** As a shell has it. */
function exitStatus(status, signal) {
  return String(status ?? 128 + constants.signals[signal]);
}

/** Listens for signals; gives what stops that, one function a signal. */
function listen(signals, listener) {
  return signals.map((signal) => {
    process.on(signal, listener);
    return () => process.off(signal, listener);
  });
}

module.exports = { execute, executeAndWait };
