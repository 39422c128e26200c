"use strict";

const fs = require("node:fs");

const { decode, pause, readAll, writeAll } = require("./descriptor.cjs");
const { isUnicode } = require("./json.cjs");

const { O_NOCTTY = 0, O_NONBLOCK = 0, O_RDONLY } = fs.constants;

const writableByOthers = 0o002;
// The most that the core takes from a directory.
const longestList = 1024 * 1024;
const onWindows = process.platform === "win32";
const classes = {
  ENOENT: "absent",
  ENOTDIR: "absent",
  EACCES: "denied",
  EPERM: "denied",
  EROFS: "read_only",
  ENOSPC: "full",
  // A limit on the size of files, which the caller has set.
  EFBIG: "full",
  EEXIST: "exists",
  ETIMEDOUT: "timeout",
  EINTR: "interrupted",
};

const always = {
  ask: (prompt) => require("./terminal.cjs").ask(prompt),
  detach: (text, heard) => require("./process.cjs").detach(text, heard),
  filter: (facts, report) => require("./filter.cjs").scrubStreams(facts, report),
  print,
  stdin: () => readAll(0, { waits: true }),
};

/**
 * The effects that are not everywhere the same, above all those that take time. A command that is run without a promise
 * waits for another process that sends.
 */
const blocking = {
  ...always,
  exec: (command, entries) => require("./child.cjs").executeAndWait(command, entries),
  send: (request) => require("./process.cjs").sendAndWait(request),
  wait: (milliseconds) => {
    pause(milliseconds);
    return "";
  },
};
const promising = {
  ...always,
  exec: (command, entries) => require("./child.cjs").execute(command, entries),
  send: (request) => require("./transport.cjs").send(request),
  wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds, "")),
};

/**
 * Performs one effect and gives its answer: a text, `{undecodable: true}` or `{error: CLASS}`. With `promising`, the
 * answer to `exec`, `send`, `send_deletion` and `wait` is a promise of one. Nothing is thrown.
 */
function answer(effect, commandArguments, patience) {
  try {
    const answered = perform(effect, commandArguments, patience);
    return answered instanceof Promise ? answered.catch(failure) : answered;
  } catch (error) {
    return failure(error);
  }
}

// What only some commands need is loaded where it is needed: every tool pays for what is loaded at its start.
function perform({ op, number = 0, text: [text = "", second = "", third = ""] = [] }, commandArguments, patience) {
  switch (op) {
    case "variable":
      return variable(text);
    case "file":
      return file(text, number);
    case "stdin":
      return patience.stdin();
    case "terminal":
      return require("node:tty").isatty(number) ? "yes" : "no";
    case "time":
      return String(Math.floor(Date.now() / 1000));
    case "random":
      return require("node:crypto").randomBytes(number).toString("hex");
    case "ask":
      return patience.ask(text);
    case "print":
      return patience.print(number, text);
    case "send":
    case "send_deletion":
      return patience.send(text);
    case "wait":
      return patience.wait(number);
    case "detach":
      return patience.detach(text, number === 1);
    case "exec":
      return patience.exec(commandArguments.slice(number), text);
    case "write":
      require("./files.cjs").write(text, second, third, number);
      return "";
    case "append":
      require("./files.cjs").append(text, second);
      return "";
    case "rename":
      require("./files.cjs").rename(text, second);
      return "";
    case "remove":
      require("./files.cjs").remove(text);
      return "";
    case "filter":
      patience.filter(text, number === 1);
      return "";
    case "platform":
      return platform(text);
    case "list":
      return list(text);
    case "program":
      return require("./programs.cjs").outputOf(platform("system"), text);
    default:
      return { error: "unsupported" };
  }
}

function print(stream, text) {
  if (stream !== 2) return { error: "unsupported" };
  if (leadsNowhere(stream)) return { error: "absent" };
  writeAll(stream, text);
  return "";
}

function variable(name) {
  // `process.env` inherits from Object: "constructor" is not a variable.
  if (!Object.hasOwn(process.env, name)) return { error: "absent" };
  const value = process.env[name];
  return isUnicode(value) ? value : { undecodable: true };
}

function file(path, number) {
  if (path.includes("\0")) return { error: "absent" };
  // Without O_NONBLOCK a named pipe that nobody writes to would be waited for, and without O_NOCTTY a terminal might
  // become that of this process.
  const descriptor = fs.openSync(path, O_RDONLY | O_NONBLOCK | O_NOCTTY);
  try {
    const about = fs.fstatSync(descriptor);
    // A named pipe that is not waited for would seem to be an empty file.
    if (about.isFIFO()) return { error: "other" };
    // On Windows the mode says nothing about others.
    const exposed = number === 1 && !onWindows && about.mode & writableByOthers;
    return exposed ? { error: "exposed" } : readAll(descriptor, { waits: false });
  } finally {
    fs.closeSync(descriptor);
  }
}

function list(path) {
  if (path.includes("\0")) return { error: "absent" };
  const directory = fs.opendirSync(path, { encoding: "buffer" });
  try {
    let names = "";
    let length = 0;
    for (let entry = directory.readSync(); entry !== null; entry = directory.readSync()) {
      const name = decode(entry.name);
      if (typeof name !== "string" || name.includes("\n")) continue;
      names += `${name}\n`;
      length += entry.name.length + 1;
      if (length > longestList) return { error: "other" };
    }
    return names;
  } finally {
    directory.closeSync();
  }
}

function platform(word) {
  const os = require("node:os");
  switch (word) {
    case "host_name":
      return onWindows ? variable("COMPUTERNAME") : os.hostname();
    case "system":
      return os.type();
    case "release":
      return onWindows ? { error: "unsupported" } : os.release();
    case "machine":
      return onWindows ? processor() : os.machine();
    case "directory":
      return process.cwd();
    case "user_id":
      return process.getuid ? String(process.getuid()) : { error: "unsupported" };
    default:
      return { error: "unsupported" };
  }
}

/** The first one is there in a program of 32 bits, for which the second one tells of what it is run on. */
function processor() {
  const outer = "PROCESSOR_ARCHITEW6432";
  return variable(outer in process.env ? outer : "PROCESSOR_ARCHITECTURE");
}

/** Can nobody ever see what is written there? Node opens the null device in the place of a stream that was closed. */
function leadsNowhere(descriptor) {
  if (onWindows) return false;
  const about = fs.fstatSync(descriptor);
  return about.isCharacterDevice() && about.rdev === fs.statSync("/dev/null", { throwIfNoEntry: false })?.rdev;
}

/** Node has no name for this error, but its number. */
function isOverQuota(error) {
  return error?.errno !== undefined && error.errno === -require("node:os").constants.errno.EDQUOT;
}

function failure(error) {
  const told = Object.hasOwn(Object(error), "errorClass") ? error.errorClass : classes[error?.code];
  return { error: told ?? (isOverQuota(error) ? "full" : "other") };
}

module.exports = { answer, blocking, failure, promising };
