"use strict";

const { AboveboardError } = require("./error.cjs");

// The core's own bound: it would refuse the text as well, but a cycle has no text.
const depthLimit = 32;
const largestInteger = BigInt(Number.MAX_SAFE_INTEGER);
const hints = {
  number_not_finite: "leave the value out, or hand over an integer",
  text_not_unicode: "leave the value out, or cut the text between characters",
  too_deep: "hand over a flatter value",
  value_not_json: "hand over texts, booleans, integers, null, arrays and plain objects",
  wrong_type: "hand over a text",
};

/** Whether a text is free of lone surrogates, which no UTF-8 can hold. */
function isUnicode(text) {
  return !/\p{Surrogate}/u.test(text);
}

/** A text with U+FFFD for each lone surrogate, as Node itself has it for bytes that were not UTF-8. */
function withReplacements(text) {
  return text.replace(/\p{Surrogate}/gu, "\uFFFD");
}

/**
 * Writes a value as JSON text, or throws an AboveboardError whose `at` points to what JSON cannot hold. `JSON.stringify`
 * would leave such a value out, or put `null` in its place, and the event would then be another one. `at` is where the
 * value stands in a larger one.
 */
function toJson(value, at = "") {
  return write(value, at, 0, strict);
}

/** Writes an event or record. */
function eventToJson({ name, time, fields }, at) {
  const told = Object.entries({ name, time, fields });
  return `{${told.map(([member, value]) => `"${member}":${write(value, `${at}/${member}`, 1, data)}`).join(",")}}`;
}

/** How a value is written: where a member of it stands, and what becomes of a text. */
const strict = { below, text: checkText };
/**
 * The names in an event or record may be somebody's data, and only the core knows which of them are declared: a pointer
 * to one ends at the fields. Texts are as the other hosts would have them.
 */
const data = { below: (at) => at, text: withReplacements };

function write(value, at, depth, how) {
  if (depth > depthLimit) {
    throw refusal("too_deep", `a value is nested more than ${depthLimit} levels deep, or contains itself`, at);
  }
  switch (typeof value) {
    case "string":
      return JSON.stringify(how.text(value, at));
    case "boolean":
      return String(value);
    case "number":
      if (!Number.isFinite(value)) throw refusal("number_not_finite", "a number is infinite or not a number", at);
      return JSON.stringify(value);
    case "bigint":
      // The core refuses what is beyond, as it does a number: any integer as far out gets the same answer.
      return String(value > largestInteger || value < -largestInteger ? largestInteger + 1n : value);
    case "object":
      if (value === null) return "null";
      return Array.isArray(value) ? array(value, at, depth + 1, how) : object(value, at, depth + 1, how);
    default:
      throw refusal("value_not_json", `JSON cannot hold a value of type ${typeof value}`, at);
  }
}

function array(value, at, depth, how) {
  // Not `map`, which skips the holes of a sparse array.
  return `[${Array.from(value, (item, index) => write(item, how.below(at, String(index)), depth, how)).join(",")}]`;
}

function object(value, at, depth, how) {
  if (!isPlain(value)) throw refusal("value_not_json", "JSON cannot hold an object that is not a plain one", at);
  const members = Object.keys(value).map((name) => {
    const place = how.below(at, name);
    return `${JSON.stringify(how.text(name, place))}:${write(value[name], place, depth, how)}`;
  });
  return `{${members.join(",")}}`;
}

/** The JSON pointer to a member. A name that is not Unicode cannot be part of one. */
function below(at, name) {
  return isUnicode(name) ? `${at}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}` : at;
}

/** Gives a text back; refuses what is none, or has no UTF-8 form. */
function checkText(value, at) {
  if (typeof value !== "string") {
    // Refuses what JSON cannot hold by a code of its own.
    toJson(value, at);
    throw refusal("wrong_type", "a text is wanted here", at);
  }
  if (!isUnicode(value)) throw refusal("text_not_unicode", "a text holds a lone surrogate", at);
  return value;
}

/** Gives the text of a contract, which may also be the plain object that it parses to. */
function contractText(contract) {
  if (typeof contract === "string") return contract;
  if (typeof contract === "object" && contract !== null && isPlain(contract)) return toJson(contract);
  throw new AboveboardError({
    code: "wrong_type",
    message: "a contract is a text or a plain object",
    hint: 'hand over the text that its file holds, as readFileSync(path, "utf8") gives it',
  });
}

/** An object literal, one without a prototype, or either of them from another realm. */
function isPlain(value) {
  const prototype = Object.getPrototypeOf(value);
  const plain = prototype === null || Object.getPrototypeOf(prototype) === null;
  return plain && Object.getOwnPropertySymbols(value).length === 0;
}

function refusal(code, message, at) {
  return new AboveboardError({ code, message, at, hint: hints[code] });
}

module.exports = { below, checkText, contractText, eventToJson, isUnicode, toJson };
