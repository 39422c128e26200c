"use strict";

/**
 * Whatever Aboveboard refuses. `code` is stable, `message` is for people, `at` is a JSON pointer into the input that
 * was wrong ("" is the whole of it), `hint` says what to do. No field repeats a value of the input.
 */
class AboveboardError extends Error {
  // Declared, since an assignment fails where what is inherited has been frozen.
  name = "AboveboardError";
  code;
  at;
  hint;

  constructor({ code, message, at = "", hint = "" }) {
    super(message);
    this.code = code;
    this.at = at;
    this.hint = hint;
  }
}

/** Turns what the WebAssembly module threw into an AboveboardError: the core throws its errors as JSON text. */
function fromCore(thrown) {
  if (typeof thrown === "string") return new AboveboardError(JSON.parse(thrown));
  return new AboveboardError({
    code: "internal",
    message: "the WebAssembly module stopped unexpectedly",
    hint: "please report this, with what was called; the values are not needed",
  });
}

/** What commands say of an error to people: all but its code. */
function told({ message, at, hint }) {
  return `${message}${at && ` (at ${at})`}${hint && `; ${hint}`}`;
}

module.exports = { AboveboardError, fromCore, told };
