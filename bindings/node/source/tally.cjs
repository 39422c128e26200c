"use strict";

const none = '{"sent":0,"errors":0,"dropped":0,"metrics":{}}';

/** Counts what becomes of the attempts of one tool to deliver in this process. */
class Tally {
  #contract;
  #closed = false;
  #counters;

  constructor(contract) {
    this.#contract = contract;
  }

  /**
   * Counts attempt number `attempt` to send a request, given as JSON text, by the answer after so many milliseconds.
   * Gives the number of the next one, which is the first one of another request unless this one is tried again.
   */
  count(request, attempt, answered, elapsed) {
    if (this.#closed) return 1;
    try {
      const next = this.#after(request, attempt, answered, elapsed);
      this.#counters = this.#contract.call("count", `{"counters":${this.#counters ?? none},"next":${next}}`);
      return JSON.parse(next).next === "wait" ? attempt + 1 : 1;
    } catch {
      // A count may be wrong, but what is being delivered goes on: its file on disk has to be removed, for one.
      return 1;
    }
  }

  /** What the core says after an attempt, as JSON text. It gets no more of the request than it reads. */
  #after(request, attempt, answered, elapsed) {
    const { attempts, mode, refused, encoding, left_seconds } = JSON.parse(request);
    return this.#contract.call(
      "after",
      JSON.stringify({
        request: { attempts, mode, refused, encoding, left_seconds },
        attempt,
        elapsed_milliseconds: Math.max(0, Math.round(elapsed)),
        outcome: outcomeOf(answered),
      }),
    );
  }

  /** Counts no more: the contract is going to be freed. */
  close() {
    this.#closed = true;
  }

  /** With the contract's own names from the beginning, since a metric has to be there before it counts anything. */
  get counters() {
    if (!this.#closed) this.#counters ??= this.#contract.call("count", `{"counters":${none},"next":null}`);
    return JSON.parse(this.#counters ?? none);
  }
}

/** The answer to a `send` as the core takes an outcome. A status that no receiver may give is no answer to it. */
function outcomeOf(answered) {
  const head = /^\S+ (\d+)\n(?:Retry-After: (.*)\n)?$/.exec(typeof answered === "string" ? answered : "");
  if (head === null || head[1] < 200) return { failure: answered?.error ?? "other" };
  const [, status, retryAfter] = head;
  return { status: Number(status), ...(retryAfter === undefined ? {} : { retry_after: retryAfter }) };
}

module.exports = { Tally };
