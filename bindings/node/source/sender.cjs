"use strict";

const { blocking, failure, promising } = require("./effects.cjs");
const { AboveboardError } = require("./error.cjs");
const { head } = require("./head.cjs");

// As with the other hosts: a program that sends faster than its receiver answers loses the rest.
const mostAtOnce = 64;

/**
 * The effects of a tool that brings a sender of its own. Such a function cannot be handed to another process, so that
 * what is delivered in the background is delivered in this one, while the tool goes on.
 */
class Deliveries {
  #sender;
  #tally;
  #underWay = 0;

  constructor(sender, tally) {
    if (typeof sender !== "function") {
      const hint = "hand over a function that takes a request and gives a response";
      throw new AboveboardError({ code: "wrong_type", message: "a sender is a function", at: "/sender", hint });
    }
    this.#sender = sender;
    this.#tally = tally;
  }

  /** For a command whose end is waited for. */
  get promising() {
    return { ...promising, send: (request) => this.#send(request), detach: (text, heard) => this.#start(text, heard) };
  }

  /** For a command that is run without a promise: it can hand over, and cannot wait for a sender. */
  get blocking() {
    return {
      ...blocking,
      send: () => ({ error: "unsupported" }),
      detach: (text, heard) => this.#start(text, heard),
    };
  }

  /** Answers at once; what is handed over is delivered as soon as the tool lets other work be done. */
  #start(text, heard) {
    if (this.#underWay >= mostAtOnce) return { error: "full" };
    this.#underWay += 1;
    setImmediate(() => {
      // Telemetry that fails is no matter of the tool's.
      this.#deliver(text, heard).catch(() => {}).finally(() => (this.#underWay -= 1));
    });
    return "";
  }

  #deliver(text, heard) {
    const { perform } = require("./command.cjs");
    const patience = {
      ...this.promising,
      stdin: () => text,
      // A tool that has nothing else to do is not kept from ending by what only waits to be tried again.
      wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds, "").unref()),
      ...(heard ? {} : { print: () => ({ error: "absent" }) }),
    };
    return perform(["deliver"], {}, patience, this.#tally);
  }

  /** Has the sender send a request, given as JSON text. It may do anything; the answer is a head or a failure. */
  async #send(text) {
    const { method, url, headers, body, ...times } = JSON.parse(text);
    const { connect_timeout_seconds: connectTimeoutSeconds, timeout_seconds: timeoutSeconds } = times;
    const request = Object.freeze({ method, url, headers, body, connectTimeoutSeconds, timeoutSeconds });
    const response = await inTime(timeoutSeconds, async () => this.#sender(request));
    return answerOf(response);
  }
}

/** What work comes to, where that is not too late. The work may go on, but nobody waits for it. */
async function inTime(seconds, work) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(Object.assign(new Error("too slow"), { code: "ETIMEDOUT" })), seconds * 1000);
  });
  try {
    return await Promise.race([work(), late]);
  } catch (error) {
    // As `AbortSignal.timeout` ends what it is given to.
    return error?.name === "TimeoutError" ? { error: "timeout" } : failure(error);
  } finally {
    clearTimeout(timer);
  }
}

function answerOf(response) {
  if (response?.error !== undefined) return response;
  const { status, retryAfter } = response ?? {};
  return Number.isInteger(status) && status >= 0 && status <= 999 ? head(status, retryAfter) : { error: "other" };
}

module.exports = { Deliveries };
