"use strict";

const fs = require("node:fs");

const { pause } = require("./descriptor.cjs");

const suffix = ".lock";
const leftBehindMilliseconds = 10_000;
// Clocks differ a little. A lock from further ahead would be waited for until its time has come.
const aheadMilliseconds = 5_000;
const patienceMilliseconds = 2_000;
const pauseMilliseconds = 10;

/** The lock beside a file: a file called as it, with `.lock` after that. Whoever has made it holds it. */
class Lock {
  #path;
  #descriptor;

  /** Makes the lock file; throws EEXIST where somebody else has. */
  constructor(path) {
    this.#path = path;
    this.#descriptor = fs.openSync(path, "wx", 0o600);
  }

  /** Takes the lock of the file at this path; throws ETIMEDOUT where somebody else holds it for 2 seconds. */
  static take(path) {
    const deadline = performance.now() + patienceMilliseconds;
    for (;;) {
      try {
        return new Lock(path + suffix);
      } catch (error) {
        if (error.code !== "EEXIST") throw error;
      }
      clear(path + suffix);
      if (performance.now() >= deadline) throw Object.assign(new Error("the file is locked"), { code: "ETIMEDOUT" });
      pause(pauseMilliseconds);
    }
  }

  /** Is it still ours? Who holds it for too long loses it. */
  isHeld() {
    try {
      const ours = fs.fstatSync(this.#descriptor, { bigint: true });
      const there = fs.lstatSync(this.#path, { bigint: true });
      return ours.dev === there.dev && ours.ino === there.ino;
    } catch {
      return false;
    }
  }

  /** When it was made, by the clock of the file system, which may be another machine's. */
  madeAt() {
    return fs.fstatSync(this.#descriptor).mtimeMs;
  }

  /** Lets go of it. Where that fails nobody could help it, and before long the lock is taken for left behind. */
  release() {
    const ours = this.isHeld();
    fs.closeSync(this.#descriptor);
    if (ours) unlink(this.#path);
  }
}

function isLeftBehind(path, now) {
  const about = fs.lstatSync(path, { throwIfNoEntry: false });
  if (about === undefined) return false;
  const age = now - about.mtimeMs;
  return age > leftBehindMilliseconds || age < -aheadMilliseconds;
}

/**
 * Removes a lock that was left behind. That is done under a lock of its own, so that of several who have seen the old
 * one none removes the new one that another has made meanwhile. And since that lock may be left behind as well, it is
 * treated the same.
 */
function clear(path) {
  if (!isLeftBehind(path, Date.now())) return;
  let guard;
  try {
    guard = new Lock(path + suffix);
  } catch {
    clear(path + suffix);
    return;
  }
  if (isLeftBehind(path, guard.madeAt())) unlink(path);
  guard.release();
}

function unlink(path) {
  try {
    fs.unlinkSync(path);
  } catch {
    // Whoever wants the lock then waits in vain, and says so.
  }
}

module.exports = { Lock };
