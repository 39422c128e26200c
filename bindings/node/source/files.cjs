"use strict";

// The effects that change files, so that nothing is lost: others see the old content or the new one. Each throws a
// system error, or an error of the protocol's classes, and has changed nothing then.

const crypto = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");

const { decode, readBytes, writeAll } = require("./descriptor.cjs");
const { Lock } = require("./lock.cjs");

const { O_APPEND, O_CREAT, O_DIRECTORY = 0, O_NOCTTY = 0, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = fs.constants;
const { O_RDONLY, O_WRONLY } = fs.constants;
const windows = process.platform === "win32";
const separators = windows ? /[/\\]/ : "/";
const mostLinks = 40;
const permissionBits = 0o777;
const ownersAlone = 0o600;
const readableByOthers = 0o004;
const writableByOthers = 0o002;
// How file systems and containers refuse a hard link that they do not have.
const withoutLinks = ["EPERM", "EOPNOTSUPP", "ENOTSUP", "ENOSYS", "EMLINK"];

/** Makes a text the whole content of a file; docs/protocol.md says what the mode and `expected` are. */
function write(named, content, expected, mode) {
  if (!(mode >= 0 && mode <= permissionBits)) throw failed("unsupported");
  const file = locate(named, mode);
  const lock = Lock.take(file);
  try {
    const present = look(file);
    if (!isAsExpected(file, present, expected)) throw failed("changed");
    replace(file, content, present, mode, lock);
  } finally {
    lock.release();
  }
}

/** Writes a text at the end of a file, with one call. */
function append(named, content) {
  const file = locate(named, ownersAlone);
  const isNew = look(file) === undefined;
  const descriptor = fs.openSync(file, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY, ownersAlone);
  try {
    if (isNew) giveToOwnerOfDirectory(descriptor, file);
    const before = fs.fstatSync(descriptor);
    if (!before.isFile()) throw failed("other");
    const bytes = Buffer.from(content);
    const written = fs.writeSync(descriptor, bytes);
    if (written === bytes.length) return;
    // Takes back a part, unless somebody has written after it.
    if (fs.fstatSync(descriptor).size === before.size + written) fs.ftruncateSync(descriptor, before.size);
    throw failed("full");
  } finally {
    fs.closeSync(descriptor);
  }
}

/** Gives a file another name, where nothing has that name. */
function rename(old, name) {
  checkRegular(old);
  try {
    // A rename would replace what is there; a second name is refused, and for a moment the file has both.
    fs.linkSync(old, name);
  } catch (error) {
    if (!withoutLinks.includes(error.code)) throw error;
    renameByLooking(old, name);
    return;
  }
  try {
    fs.unlinkSync(old);
  } catch (error) {
    fs.unlinkSync(name);
    throw error;
  }
  bringDirectoryToDisk(name);
}

/** Renames where a file can have one name only. Of two who rename the same file still only one finds it. */
function renameByLooking(old, name) {
  if (fs.lstatSync(name, { throwIfNoEntry: false }) !== undefined) throw failed("exists");
  fs.renameSync(old, name);
  bringDirectoryToDisk(name);
}

/** Deletes a file. */
function remove(name) {
  checkRegular(name);
  fs.unlinkSync(name);
  bringDirectoryToDisk(name);
}

/** An error of one of the protocol's classes. */
function failed(errorClass) {
  return Object.assign(new Error(errorClass), { errorClass });
}

function checkRegular(name) {
  if (!fs.lstatSync(name).isFile()) throw failed("other");
}

/**
 * Finds the file that a text names, behind links at its end, and makes the directories that are missing, for all who may
 * read a file of this mode.
 */
function locate(named, mode) {
  const file = followLinks(named);
  // Not `path.basename`, which passes over a slash at the end.
  if (["", ".", ".."].includes(file.split(separators).at(-1))) throw failed("other");
  if (look(file) === undefined) makeDirectory(path.dirname(file), mode & readableByOthers ? 0o755 : 0o700);
  return file;
}

function followLinks(named) {
  let file = named;
  for (let links = 0; links < mostLinks; links += 1) {
    let target;
    try {
      target = decode(fs.readlinkSync(file, "buffer"));
    } catch {
      // It is no link, or not there. Where something else is wrong, that shows when it is looked at.
      return file;
    }
    // Node would put U+FFFD in the place of bytes that are not UTF-8, which is the name of another file.
    if (typeof target !== "string") throw failed("other");
    file = path.isAbsolute(target) ? target : `${path.dirname(file)}/${target}`;
  }
  throw failed("other");
}

/** Makes a directory, and those above it that are missing. */
function makeDirectory(directory, mode) {
  const above = path.dirname(directory);
  try {
    ensureDirectory(directory, mode);
  } catch (error) {
    if (error.code !== "ENOENT" || above === directory) throw error;
    makeDirectory(above, mode);
    ensureDirectory(directory, mode);
  }
}

function ensureDirectory(directory, mode) {
  try {
    fs.mkdirSync(directory, mode);
  } catch (error) {
    if (error.code !== "EEXIST") throw error;
    return;
  }
  if (windows) return;
  try {
    // By what is open, which cannot have become something else meanwhile.
    const descriptor = fs.openSync(directory, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
    try {
      giveToOwnerOfDirectory(descriptor, directory);
    } finally {
      fs.closeSync(descriptor);
    }
  } catch {
    // It stays root's.
  }
}

/**
 * What root makes in the directory of somebody else (`sudo -E`) is theirs, who could not change it otherwise. Of a path
 * that is open for this. Nothing fails here.
 */
function giveToOwnerOfDirectory(descriptor, made) {
  if (windows || process.geteuid() !== 0) return;
  try {
    const above = fs.statSync(path.dirname(made));
    if (above.uid !== 0) fs.fchownSync(descriptor, above.uid, above.gid);
  } catch {
    // It stays root's.
  }
}

/** What is there: a regular file, or nothing (`undefined`). */
function look(file) {
  const present = fs.lstatSync(file, { throwIfNoEntry: false });
  if (present?.isFile() === false) throw failed("other");
  return present;
}

function isAsExpected(file, present, expected) {
  if (expected === "") return true;
  if (expected === "absent" || present === undefined) return expected === "absent" && present === undefined;
  return digest(file) === expected;
}

function digest(file) {
  const descriptor = fs.openSync(file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY);
  try {
    return crypto.createHash("sha256").update(readBytes(descriptor, { waits: false })).digest("hex");
  } catch (error) {
    // More than a command can have seen of it.
    if (error instanceof RangeError) return undefined;
    throw error;
  } finally {
    fs.closeSync(descriptor);
  }
}

/** Writes a file beside the other and puts it in its place. */
function replace(file, content, present, mode, lock) {
  const temporary = `${file}.${crypto.randomBytes(8).toString("hex")}.tmp`;
  const descriptor = fs.openSync(temporary, "wx", ownersAlone);
  try {
    try {
      if (!windows) dress(descriptor, file, present, mode);
      writeAll(descriptor, content);
      fs.fsyncSync(descriptor);
    } finally {
      fs.closeSync(descriptor);
    }
    if (!lock.isHeld()) throw failed("timeout");
    fs.renameSync(temporary, file);
  } catch (error) {
    fs.unlinkSync(temporary);
    throw error;
  }
  bringDirectoryToDisk(file);
}

/** Gives a new file the owner that the old one had, and its permission bits. Neither depends on the umask. */
function dress(descriptor, file, present, mode) {
  const made = fs.fstatSync(descriptor);
  if (present === undefined) {
    giveToOwnerOfDirectory(descriptor, file);
  } else if (made.uid !== present.uid || made.gid !== present.gid) {
    fs.fchownSync(descriptor, present.uid, present.gid);
  }
  const kept = present === undefined ? ownersAlone : present.mode & permissionBits & ~writableByOthers;
  fs.fchmodSync(descriptor, mode === 0 ? kept : mode);
}

/**
 * Makes a change of names in the file's directory last. Not every directory can be opened, nor every file system do it,
 * and the change is made: nothing fails here.
 */
function bringDirectoryToDisk(file) {
  try {
    const descriptor = fs.openSync(path.dirname(file), O_RDONLY);
    try {
      fs.fsyncSync(descriptor);
    } finally {
      fs.closeSync(descriptor);
    }
  } catch {
    // The next write to the directory brings it along.
  }
}

module.exports = { append, remove, rename, write };
