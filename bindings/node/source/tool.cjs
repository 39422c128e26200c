"use strict";

const { perform, performSync } = require("./command.cjs");
const { Contract } = require("./core.cjs");
const { blocking, promising } = require("./effects.cjs");
const { AboveboardError, told } = require("./error.cjs");
const { checkFacts, featureWords } = require("./facts.cjs");
const { checkText, contractText, eventToJson, toJson } = require("./json.cjs");
const { checkOptions } = require("./options.cjs");
const { readStatus } = require("./status.cjs");
const { Tally } = require("./tally.cjs");

/** One run of a tool under its contract; made by `open`. See index.d.ts. */
class Tool {
  #contract;
  #parsed;
  #run;
  #decision;
  #tally;
  #deliveries;
  #closed = false;

  constructor(contract, parsed, run, sender) {
    this.#contract = contract;
    this.#parsed = parsed;
    this.#run = run;
    this.#decision = this.#read();
    this.#tally = new Tally(parsed);
    this.#deliveries = deliveriesWith(sender, this.#tally);
  }

  get run() {
    return this.#run;
  }

  get decision() {
    return this.#decision;
  }

  payload(name, fields, options) {
    return this.#build("payload", name, fields, options);
  }

  preview(name, fields, options) {
    return this.#build("preview", name, fields, options);
  }

  send(name, fields, options = {}) {
    const { time = now(), wait = false } = checkOptions(options, ["time", "wait"]);
    let event;
    try {
      event = eventToJson({ name, time, fields }, "/event");
    } catch (error) {
      this.#refuse(error);
      return wait ? Promise.resolve() : undefined;
    }
    return this.#send(event, wait);
  }

  buffer() {
    const { EventBuffer } = require("./buffer.cjs");
    const send = (events, wait) => this.#send(events, wait);
    return new EventBuffer(send, (error) => this.#refuse(error));
  }

  childVariables() {
    return JSON.parse(this.#command(["child"]));
  }

  record(kind, to, fields, options = {}) {
    return this.#about("record", "/record", kind, fields, options, `--to=${checkText(to, "/to")}`) !== undefined;
  }

  status() {
    return this.#command(["status"]);
  }

  why() {
    return this.#command(["status", "--why"]);
  }

  explain() {
    return this.#run === "" ? this.#decision : readStatus(this.#command(["status", "--json"])).decision;
  }

  identity() {
    return readStatus(this.#command(["status", "--json"])).identity;
  }

  due(last, options = {}) {
    const { now: time = now() } = checkOptions(options, ["now"]);
    const { due, in_seconds: inSeconds } = JSON.parse(this.#parsed.call("due", toJson({ last, now: time })));
    return due ? { due } : { due, inSeconds };
  }

  startupLine(preview) {
    const given = preview === undefined ? [] : [`--preview=${checkText(preview, "/preview")}`];
    return this.#command(["startup", ...given]).trimEnd();
  }

  get counters() {
    return this.#tally.counters;
  }

  close() {
    this.#closed = true;
    this.#tally.close();
    this.#parsed.free();
  }

  #read() {
    if (this.#run === "") return Object.freeze({ state: "off", reason: "run_not_begun" });
    // The core reads the run first, so that what comes after it can rely on its form.
    this.#parsed.call("resolve", `{"run":${this.#run},"facts":{}}`);
    return Object.freeze(JSON.parse(this.#run).decision);
  }

  #build(operation, name, fields, options = {}) {
    if (this.#run === "") {
      const message = "telemetry is off: the run could not be begun";
      throw new AboveboardError({ code: "consent_not_given", message, hint: "standard error said why" });
    }
    const built = this.#about(operation, "/event", name, fields, options);
    if (built === undefined) throw refused();
    return built;
  }

  /**
   * Runs a command that builds something, by which the core also has read what must not be in it. Gives nothing where
   * that has come to nothing, and standard error has said why.
   */
  #about(command, at, name, fields, options, ...more) {
    const { time = now() } = checkOptions(options, ["time"]);
    const { output } = this.#perform([command, "--json", eventToJson({ name, time, fields }, at), ...more]);
    if (output === "") return undefined;
    const built = JSON.parse(output);
    if (Object.hasOwn(built, "error")) throw new AboveboardError(built.error);
    return built;
  }

  /** Sends an event, or a list of them, and prints what that gives: the events, where the contract's `mode` says so. */
  #send(events, wait) {
    const print = (outcome) => printed(1, outputOf(outcome));
    const refuse = (error) => this.#refuse(error);
    const { line, options } = this.#prepared(["send", "--json", events, ...(wait ? ["--wait"] : [])]);
    if (wait) return perform(line, options, this.#deliveries.promising, this.#tally).then(print).catch(refuse);
    try {
      return print(performSync(line, options, this.#deliveries.blocking));
    } catch (error) {
      return refuse(error);
    }
  }

  /**
   * Says what is wrong with an event, as the core does with one that it is given: while telemetry is on. What an event
   * holds often comes from elsewhere, and may not end the work. Anything else is thrown.
   */
  #refuse(error) {
    if (!(error instanceof AboveboardError)) throw error;
    if (!this.#isOff()) printed(2, `aboveboard: the event was not sent: ${told(error)}\n`);
  }

  #isOff() {
    try {
      return this.explain().state === "off";
    } catch {
      return true;
    }
  }

  #command(words) {
    return outputOf(this.#perform(words));
  }

  #perform(words) {
    const { line, options } = this.#prepared(words);
    return performSync(line, options, this.#deliveries.blocking);
  }

  #prepared(words) {
    if (this.#closed) {
      throw new AboveboardError({ code: "closed", message: "the tool has been closed", hint: "open it again" });
    }
    return { line: ["--run", this.#run, ...words], options: { contract: this.#contract } };
  }
}

Tool.prototype[Symbol.dispose] = Tool.prototype.close;

/** Begins a run under a contract. See index.d.ts. */
function open(contract, options = {}) {
  const known = ["flags", "features", "toolVersion", "run", "ask", "sender"];
  const { run, ask, sender, flags = {}, features = [], toolVersion } = checkOptions(options, known);
  const text = contractText(contract);
  const parsed = new Contract(text);
  // Refused before anybody is asked anything.
  deliveriesWith(sender);
  const asked = askedBy(ask);
  if (run !== undefined && run !== null) return new Tool(text, parsed, checkText(run, "/run"), sender);
  return new Tool(text, parsed, begin(text, parsed, { flags, features, toolVersion }, asked), sender);
}

/** How a tool delivers: by the package's own programs, or with a sender of the tool's own. */
function deliveriesWith(sender, tally) {
  if (sender === undefined || sender === null) return { blocking, promising };
  const { Deliveries } = require("./sender.cjs");
  return new Deliveries(sender, tally);
}

/** How the question is put: on the terminal, or in the tool's own way, by which it says that somebody is there. */
function askedBy(ask) {
  if (ask === undefined || ask === null) return { words: [], patience: blocking };
  const { asking } = require("./question.cjs");
  return { words: ["--terminal=yes"], patience: { ...blocking, ...asking(ask) } };
}

function begin(contract, parsed, { flags, features, toolVersion }, { words, patience }) {
  checkFacts(parsed, { flags, features, ...(toolVersion === undefined ? {} : { tool_version: toolVersion }) });
  const flagWords = Object.entries(flags).map(([name, value]) => `--flag=${name}=${value}`);
  const line = [...featureWords(features), "begin", ...flagWords, ...words];
  if (toolVersion !== undefined) line.push(`--tool-version=${toolVersion}`);
  return outputOf(performSync(line, { contract }, patience)).trimEnd();
}

/** Prints events, or a problem. Where nobody reads them any more, that is no matter of the tool's. */
function printed(descriptor, text) {
  if (text === "") return;
  try {
    require("./descriptor.cjs").writeAll(descriptor, text);
  } catch {
    // As with a delivery that fails.
  }
}

/** In whole seconds since 1970. */
function now() {
  return Math.floor(Date.now() / 1000);
}

function outputOf({ status, output }) {
  if (status === 0) return output;
  throw refused();
}

function refused() {
  const message = "the core did not take this";
  return new AboveboardError({ code: "command_refused", message, hint: "standard error says why" });
}

module.exports = { Tool, open };
