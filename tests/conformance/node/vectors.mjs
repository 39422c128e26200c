// Reads a file of vectors, strictly: a misspelt member would make a vector say less than it means.

import { readFileSync } from "node:fs";

/** A file that cannot be read or is not of the form; the message says which one, and where. */
export class UnusableFile extends Error {}

/** Refuses what is not UTF-8, and leaves a byte order mark for JSON to refuse. */
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
/** The operations that have no contract. */
const alone = ["step", "scrub"];
const expectations = ["want", "want_at", "want_missing", "error"];

/** Gives `{contracts, vectors}`: a map from name to text, and a list of `{id, operation, contract, arguments, expected}`. */
export function readVectors(path) {
  try {
    return read(JSON.parse(utf8.decode(readFileSync(path))));
  } catch (error) {
    throw new UnusableFile(`${path}: ${error.message}`);
  }
}

function read(file) {
  demand(isObject(file), "the file is not an object");
  const contracts = new Map(Object.entries(file.contracts ?? {}).map(([name, value]) => [name, contractText(value)]));
  demand(Array.isArray(file.vectors), "vectors is not a list");
  const vectors = file.vectors.map((members, index) => vector(members, contracts, `/vectors/${index}`));
  demand(new Set(vectors.map(({ id }) => id)).size === vectors.length, "an id is there twice");
  return { contracts, vectors };
}

function contractText(value) {
  if (typeof value === "string") return value;
  demand(isObject(value), "a contract is neither an object nor a text");
  if (typeof value.bundled !== "string" || Object.keys(value).length !== 1) return JSON.stringify(value);
  demand(/^[A-Za-z0-9-]+$/.test(value.bundled), "a bundled contract's name is made of letters, digits and `-`");
  return readFileSync(new URL(`../../../core/contracts/${value.bundled}.json`, import.meta.url), "utf8");
}

function vector(members, contracts, at) {
  demand(isObject(members), `${at} is not an object`);
  // Other members are notes, but an expectation with a slip in its name would never fail.
  const slip = Object.keys(members).find((name) => name.startsWith("want") && !expectations.includes(name));
  demand(slip === undefined, `${at} has an unknown expectation ${slip}`);
  const { id, operation, contract, arguments: given = {} } = members;
  demand(typeof id === "string" && typeof operation === "string", `${at}: id or operation is not a text`);
  demand(alone.includes(operation) === (contract === undefined), `${at}: all but step and scrub have a contract`);
  demand(contract === undefined || contracts.has(contract), `${at}: there is no such contract`);
  demand(typeof given === "string" || isObject(given), `${at}: arguments is neither an object nor a text`);
  return {
    id,
    operation,
    contract,
    arguments: typeof given === "string" ? given : JSON.stringify(given),
    expected: expected(members, at),
  };
}

function expected(members, at) {
  const wanted = Object.fromEntries(Object.entries(members).filter(([name]) => expectations.includes(name)));
  if ("error" in wanted) {
    only(wanted.error, ["code", "at"], `${at}/error`);
    demand(Object.keys(wanted).length === 1, `${at}: error stands alone`);
    demand(typeof wanted.error.code === "string", `${at}: error has no code`);
  }
  const { want_at: places = {}, want_missing: missing = [] } = wanted;
  demand(isObject(places), `${at}: want_at is not an object`);
  demand(Array.isArray(missing), `${at}: want_missing is not a list`);
  const pointers = [...Object.keys(places), ...missing];
  demand("want" in wanted || "error" in wanted || pointers.length > 0, `${at}: there is no expectation`);
  demand(pointers.every(isPointer), `${at}: what is wanted stands at no JSON pointer`);
  return wanted;
}

function only(members, known, what) {
  demand(isObject(members), `${what} is not an object`);
  const unknown = Object.keys(members).find((name) => !known.includes(name));
  demand(unknown === undefined, `${what} has an unknown member ${unknown}`);
}

/** At anything but a JSON pointer there is never anything. */
function isPointer(value) {
  return typeof value === "string" && /^(\/|$)/.test(value);
}

function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function demand(condition, message) {
  if (!condition) throw new UnusableFile(message);
}
