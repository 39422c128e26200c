"use strict";

/** Counts what becomes of the attempts of one tool to deliver in this process. */
class Tally {
  #contract;
  #closed = false;
  #counters = '{"sent":0,"errors":0,"dropped":0,"metrics":{}}';

  constructor(contract) {
    this.#contract = contract;
  }

  /**
   * Counts attempt number `attempt` to send a request, given as JSON text, by the answer after so many milliseconds.
   * Gives the number of the next one, which is the first one of another request unless this one is tried again.
   */
  count(request, attempt, answered, elapsed) {
    if (this.#closed) return 1;
    const made = `"attempt":${attempt},"elapsed_milliseconds":${Math.max(0, Math.round(elapsed))}`;
    const outcome = JSON.stringify(outcomeOf(answered));
    const next = this.#contract.call("after", `{"request":${request},${made},"outcome":${outcome}}`);
    this.#counters = this.#contract.call("count", `{"counters":${this.#counters},"next":${next}}`);
    return JSON.parse(next).next === "wait" ? attempt + 1 : 1;
  }

  /** Counts no more: the contract is going to be freed. */
  close() {
    this.#closed = true;
  }

  get counters() {
    return JSON.parse(this.#counters);
  }
}

/** The answer to a `send` as the core takes an outcome. A status that no receiver may give is no answer to it. */
function outcomeOf(answered) {
  if (typeof answered !== "string") return { failure: answered.error };
  const [, status, retryAfter] = /^\S+ (\d+)\n(?:Retry-After: (.*)\n)?$/.exec(answered);
  if (status < 200) return { failure: "other" };
  return { status: Number(status), ...(retryAfter === undefined ? {} : { retry_after: retryAfter }) };
}

module.exports = { Tally };
