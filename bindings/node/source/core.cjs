"use strict";

const { AboveboardError, fromCore } = require("./error.cjs");
// Keeps out what the module's glue would turn into something else without a word.
const { checkText: checked } = require("./json.cjs");

/** The module, compiled with the first call: a program that prints its help only does not wait for it. */
const surface = () => require("../wasm/aboveboard_wasm.js");

/** A parsed contract: immutable. The low-level surface, in JSON text. */
class Contract {
  #handle;

  /** Reads a contract from JSON text. */
  constructor(text) {
    this.#handle = guarded(() => new (surface().Contract)(checked(text)));
  }

  /** Performs one operation: its name, its arguments as JSON text; gives its result as JSON text. */
  call(operation, argumentsText) {
    if (this.#handle === undefined) {
      throw new AboveboardError({ code: "closed", message: "the contract has been freed", hint: "open it again" });
    }
    return guarded(() => this.#handle.call(checked(operation), checked(argumentsText)));
  }

  /** Gives the contract's memory back at once; without it, the garbage collector does so. May be called again. */
  free() {
    this.#handle?.free();
    this.#handle = undefined;
  }
}

Contract.prototype[Symbol.dispose] = Contract.prototype.free;

/** Advances a command by one step: JSON text in, JSON text out. See docs/protocol.md. */
function step(input) {
  const text = checked(input);
  try {
    return guarded(() => surface().step(text));
  } catch (error) {
    if (error.code !== "command_elsewhere") throw error;
    // The commands for whoever writes a contract; hardly any program comes here, and the others do not load it.
    const review = require("../wasm/aboveboard_wasm_review.js");
    return guarded(() => review.step(text));
  }
}

/** Scrubs a text, arguments, an environment or a piece of a stream: JSON text in, JSON text out. See docs/protocol.md. */
function scrub(argumentsText) {
  return guarded(() => surface().scrub(checked(argumentsText)));
}

/** The version of the core. */
function version() {
  return surface().version();
}

function guarded(action) {
  try {
    return action();
  } catch (thrown) {
    throw thrown instanceof AboveboardError ? thrown : fromCore(thrown);
  }
}

module.exports = { Contract, scrub, step, version };
