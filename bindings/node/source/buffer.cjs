"use strict";

const { eventToJson } = require("./json.cjs");
const { checkOptions } = require("./options.cjs");

// The next event sends those that are there.
const most = 1000;
// So many characters of JSON; an event that is larger by itself is sent by itself.
const largest = 512 * 1024;

/** Events that are gathered in memory and sent together; made by `Tool.buffer`. See index.d.ts. */
class EventBuffer {
  #send;
  #refuse;
  #events = [];
  #size = 0;

  constructor(send, refuse) {
    this.#send = send;
    this.#refuse = refuse;
  }

  add(name, fields, options = {}) {
    const { time = Math.floor(Date.now() / 1000) } = checkOptions(options, ["time"]);
    let event;
    try {
      event = eventToJson({ name, time, fields }, "/event");
    } catch (error) {
      this.#refuse(error);
      return;
    }
    if (this.#events.length >= most || this.#size + event.length > largest) this.flush();
    this.#events.push(event);
    this.#size += event.length + 1;
  }

  flush(options = {}) {
    const { wait = false } = checkOptions(options, ["wait"]);
    const events = this.#events;
    this.discard();
    if (events.length > 0) return this.#send(`[${events.join(",")}]`, wait);
    return wait ? Promise.resolve() : undefined;
  }

  discard() {
    this.#events = [];
    this.#size = 0;
  }

  get length() {
    return this.#events.length;
  }
}

EventBuffer.prototype[Symbol.dispose] = EventBuffer.prototype.flush;

module.exports = { EventBuffer };
