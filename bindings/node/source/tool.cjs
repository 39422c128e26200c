"use strict";

const { runCommand, runCommandSync } = require("./command.cjs");
const { Contract } = require("./core.cjs");
const { AboveboardError } = require("./error.cjs");
const { toJson } = require("./json.cjs");

/** One run of a tool under its contract; made by `open`. See index.d.ts. */
class Tool {
  #contract;
  #parsed;
  #run;
  #decision;
  #closed = false;

  constructor(contract, parsed, run) {
    this.#contract = contract;
    this.#parsed = parsed;
    this.#run = run;
    this.#decision = this.#read();
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

  send(name, fields, { time, wait = false } = {}) {
    const words = ["send", name, "--fields", toJson(fields, "/event/fields")];
    if (time !== undefined) words.push("--time", String(time));
    if (!wait) {
      this.#command(words);
      return undefined;
    }
    const { line, options } = this.#prepared([...words, "--wait"]);
    return runCommand(line, options).then((outcome) => void outputOf(outcome));
  }

  childVariables() {
    return JSON.parse(this.#command(["child"]));
  }

  status() {
    return this.#command(["status"]);
  }

  close() {
    this.#closed = true;
    this.#parsed.free();
  }

  #read() {
    if (this.#run === "") return Object.freeze({ state: "off", reason: "run_not_begun" });
    // The core reads the run first, so that what comes after it can rely on its form.
    this.#parsed.call("resolve", `{"run":${this.#run},"facts":{}}`);
    return Object.freeze(JSON.parse(this.#run).decision);
  }

  #build(operation, name, fields, { time = Math.floor(Date.now() / 1000) } = {}) {
    if (this.#run === "") {
      const message = "telemetry is off: the run could not be begun";
      throw new AboveboardError({ code: "consent_not_given", message, hint: "standard error said why" });
    }
    const event = toJson({ event: { name, time, fields } });
    return JSON.parse(this.#parsed.call(operation, `{"run":${this.#run},${event.slice(1)}`));
  }

  #command(words) {
    const { line, options } = this.#prepared(words);
    return outputOf(runCommandSync(line, options));
  }

  #prepared(words) {
    if (this.#closed) {
      throw new AboveboardError({ code: "closed", message: "the tool has been closed", hint: "open it again" });
    }
    return { line: ["--run", this.#run, ...words], options: { contract: this.#contract } };
  }
}

if (Symbol.dispose) Tool.prototype[Symbol.dispose] = Tool.prototype.close;

/** Begins a run under a contract. See index.d.ts. */
function open(contract, { flags = {}, toolVersion, run } = {}) {
  const text = typeof contract === "string" ? contract : toJson(contract);
  const parsed = new Contract(text);
  return new Tool(text, parsed, run ?? begin(text, parsed, flags, toolVersion));
}

function begin(contract, parsed, flags, toolVersion) {
  const facts = { flags, ...(toolVersion === undefined ? {} : { tool_version: toolVersion }) };
  // The function says by an error what the command can only say on standard error: what is wrong with these facts.
  // Its run is thrown away, so that any random bytes will do.
  const random = Array.from({ length: 48 }, (_, index) => index.toString(16).padStart(2, "0")).join("");
  parsed.call("begin", toJson({ facts: { ...facts, random } }));
  const line = ["begin", ...Object.entries(flags).map(([name, value]) => `--flag=${name}=${value}`)];
  if (toolVersion !== undefined) line.push(`--tool-version=${toolVersion}`);
  return outputOf(runCommandSync(line, { contract })).trimEnd();
}

function outputOf({ status, output }) {
  if (status === 0) return output;
  const message = "the core did not take this";
  throw new AboveboardError({ code: "command_refused", message, hint: "standard error says why" });
}

module.exports = { Tool, open };
