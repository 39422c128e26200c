"use strict";

const { AboveboardError } = require("./error.cjs");
const { isUnicode } = require("./json.cjs");

/** The effect by which a tool puts the question in its own way. See index.d.ts. */
function asking(ask) {
  if (typeof ask !== "function") {
    const hint = "hand over a function that takes the question and gives the line that was typed";
    throw new AboveboardError({ code: "wrong_type", message: "a way to ask is a function", at: "/ask", hint });
  }
  return { ask: (prompt) => answerOf(ask, prompt) };
}

/** Whatever it throws says that nobody has answered, and so does whatever is no text, such as a promise of one. */
function answerOf(ask, prompt) {
  try {
    const line = ask(prompt);
    if (typeof line === "string" && isUnicode(line)) return line.replace(/[\r\n]+$/, "");
  } catch {
    // As below.
  }
  return { error: "interrupted" };
}

module.exports = { asking };
