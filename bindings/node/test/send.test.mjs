import assert from "node:assert/strict";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { beforeEach, test } from "node:test";

import { open } from "../index.mjs";
import { bare, contract, contractPath, decideBy, fields, receive, run, started, time } from "./support.mjs";

const library = new URL("../index.cjs", import.meta.url).pathname;
const settings = (url, more = {}) => ({ TELEMETRY_ENABLED: "true", TELEMETRY_ENDPOINT: url, ...more });
beforeEach(() => decideBy({}));

/** A program that sends one event and then does what `rest` says. */
const sender = (rest, from = library) => `
  const { open } = require(${JSON.stringify(from)});
  const contract = require("node:fs").readFileSync(${JSON.stringify(contractPath)}, "utf8");
  const tool = open(contract, { toolVersion: "1.4.0" });
  tool.send(${JSON.stringify(started)}, ${JSON.stringify(fields)}, { time: ${time} });
  ${rest}`;

test("with wait, the promise is fulfilled once the exact bytes have arrived", async (t) => {
  const receiver = await receive(t);
  decideBy(settings(receiver.url, { TELEMETRY_BEARER_TOKEN: "private-token" }));
  const tool = open(contract, { toolVersion: "1.4.0" });
  await tool.send(started, fields, { time, wait: true });
  const [{ method, url, headers, body }] = receiver.requests;
  assert.equal(receiver.requests.length, 1);
  assert.equal(`${method} ${url}`, "POST /telemetry");
  assert.equal(body, tool.payload(started, fields, { time }).bytes);
  assert.deepEqual([...headers.keys()].sort(), [
    "Authorization", "Connection", "Content-Length", "Content-Type", "Host", "User-Agent", "X-Productive-K3S-Telemetry",
  ]);
  assert.equal(headers.get("Authorization"), "Bearer private-token");
  assert.equal(headers.get("Content-Type"), "application/json");
  assert.equal(headers.get("User-Agent"), "productive-k3s-infra/1.4.0");
  assert.equal(headers.get("X-Productive-K3S-Telemetry"), "pk3s-public-v1");
});

test("without a token there is no Authorization", async (t) => {
  const receiver = await receive(t);
  decideBy(settings(receiver.url));
  await open(contract).send(started, fields, { wait: true });
  assert.equal(receiver.requests[0].headers.has("Authorization"), false);
});

test("an event outlives a tool that exits at once", async (t) => {
  const receiver = await receive(t);
  const env = { ...bare, ...settings(receiver.url) };
  const { status, output, problems } = await run(process.execPath, ["-e", sender("process.exit(0);")], { env });
  assert.deepEqual({ status, output, problems }, { status: 0, output: "", problems: "" });
  const [{ body }] = await receiver.first(1);
  assert.deepEqual(JSON.parse(body).command, fields.command);
});

test("an event outlives a tool that is killed, and leaves before one that works without a pause", async (t) => {
  const receiver = await receive(t);
  const env = { ...bare, ...settings(receiver.url) };
  const killed = await run(process.execPath, ["-e", sender('process.kill(process.pid, "SIGKILL");')], { env });
  assert.equal(killed.signal, "SIGKILL");
  await receiver.first(1);
  const busy = run(process.execPath, ["-e", sender("for (const end = Date.now() + 4000; Date.now() < end; );")], { env });
  const first = await Promise.race([receiver.first(2).then(() => "event"), busy.then(() => "tool")]);
  assert.equal(first, "event");
  assert.equal((await busy).status, 0);
});

test("a tool is not kept waiting for a receiver that stalls", async (t) => {
  const receiver = await receive(t, () => {});
  const env = { ...bare, ...settings(receiver.url, { TELEMETRY_MAX_RETRIES: "1", TELEMETRY_REQUEST_TIMEOUT_SECONDS: "5" }) };
  const begun = Date.now();
  const { status, problems } = await run(process.execPath, ["-e", sender("")], { env });
  assert.deepEqual({ status, problems }, { status: 0, problems: "" });
  assert.ok(Date.now() - begun < 3000);
  await receiver.first(1);
});

test("the working directory may be gone, and options for the tool's own Node are not the deliverer's", async (t) => {
  const receiver = await receive(t);
  const directory = mkdtempSync(path.join(tmpdir(), "aboveboard-"));
  t.after(() => rmSync(directory, { recursive: true }));
  const preloaded = path.join(directory, "preloaded.cjs");
  writeFileSync(preloaded, 'if (process.argv.includes("deliver")) process.exit(1);');
  const env = { ...bare, ...settings(receiver.url), NODE_OPTIONS: `--require=${preloaded}` };
  const gone = `const below = ${JSON.stringify(path.join(directory, "below"))}; const fs = require("node:fs");
    fs.mkdirSync(below); process.chdir(below); fs.rmdirSync(below);`;
  const { status, problems } = await run(process.execPath, ["-e", gone + sender("")], { env });
  assert.deepEqual({ status, problems }, { status: 0, problems: "" });
  await receiver.first(1);
});

test("where the package's own programs are not beside it, as in a bundle, that is said", async (t) => {
  const receiver = await receive(t);
  const directory = mkdtempSync(path.join(tmpdir(), "aboveboard-"));
  t.after(() => rmSync(directory, { recursive: true }));
  for (const part of ["index.cjs", "source", "wasm"]) {
    cpSync(new URL(`../${part}`, import.meta.url), path.join(directory, part), { recursive: true });
  }
  const script = sender("", path.join(directory, "index.cjs"));
  const env = { ...bare, ...settings(receiver.url) };
  const { status, problems } = await run(process.execPath, ["-e", script], { env });
  assert.equal(status, 0);
  assert.equal(problems, "aboveboard: the event could not be handed over: unsupported\n");
  assert.equal(receiver.requests.length, 0);
});

test("nothing is sent without consent", async (t) => {
  const receiver = await receive(t);
  decideBy({ TELEMETRY_ENDPOINT: receiver.url });
  await open(contract).send(started, fields, { wait: true });
  decideBy(settings(receiver.url));
  const tool = open(contract);
  // Withdrawn after the run began: each send takes the decision afresh.
  decideBy(settings(receiver.url, { TELEMETRY_ENABLED: "false" }));
  await tool.send(started, fields, { wait: true });
  tool.send(started, fields);
  decideBy(settings(receiver.url));
  await open(contract).send("infra.command.completed", fields, { wait: true });
  assert.deepEqual(receiver.requests.map(({ body }) => JSON.parse(body).event_name), ["infra.command.completed"]);
});

test("an event larger than anything is said, and ends nothing", async () => {
  const script = `${sender("")}
    const fields = { ...${JSON.stringify(fields)}, client: { script: "x".repeat(17 * 1024 * 1024) } };
    tool.send(${JSON.stringify(started)}, fields);
    tool.buffer().add(${JSON.stringify(started)}, fields);
    tool.send(${JSON.stringify(started)}, fields, { wait: true }).then(() => console.log("went on"));`;
  const env = { ...bare, ...settings("") };
  const { status, output, problems } = await run(process.execPath, ["-e", script], { env });
  assert.deepEqual({ status, output }, { status: 0, output: "went on\n" });
  assert.match(problems, /^(aboveboard: the event was not sent: .*\n){2}$/);
});

/** Sends 70 events in a row with another program in the place of the deliverer; gives what is said. */
async function seventy(deliverer) {
  const script = `const processes = require("node:child_process");
    const { spawn } = processes;
    processes.spawn = (_program, _words, options) => spawn(...${JSON.stringify(deliverer)}, options);
    ${sender("")}
    for (let count = 1; count <= 70; count += 1) tool.send(${JSON.stringify(started)}, ${JSON.stringify(fields)});
    process.exit();`;
  const env = { ...bare, ...settings("http://127.0.0.1:1") };
  const { status, problems } = await run(process.execPath, ["-e", script], { env });
  assert.equal(status, 0);
  return problems;
}

test("so many deliveries are under way at once, and no more", async () => {
  const full = "aboveboard: the event could not be handed over: full\n";
  assert.equal(await seventy(["sleep", ["10"]]), full.repeat(7));
});

test("deliveries that have ended count no more", { skip: process.platform !== "linux" }, async () => {
  // Nothing lets the event loop run, which would hear of it.
  assert.equal(await seventy(["true", []]), "");
});

test("a redirect is not followed", async (t) => {
  const elsewhere = await receive(t);
  for (const status of [301, 302, 303, 307, 308]) {
    const receiver = await receive(t, (response) => response.writeHead(status, { Location: elsewhere.url }).end());
    decideBy(settings(receiver.url));
    await open(contract).send(started, fields, { wait: true });
    assert.equal(receiver.requests.length, 1);
  }
  assert.equal(elsewhere.requests.length, 0);
});

test("a receiver that would rather speak something else has not answered", async (t) => {
  const switching = "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: h2c\r\n\r\n";
  const receiver = await receive(t, (response) => response.socket.write(switching));
  decideBy(settings(receiver.url, { TELEMETRY_MAX_RETRIES: "1", TELEMETRY_REQUEST_TIMEOUT_SECONDS: "2" }));
  const tool = open(contract);
  await tool.send(started, fields, { wait: true });
  assert.equal(receiver.requests.length, 1);
  const { sent, errors, dropped } = tool.counters;
  assert.deepEqual({ sent, errors, dropped }, { sent: 0, errors: 1, dropped: 1 });
});

test("what fails for now is tried again, as often as the contract says", async (t) => {
  const receiver = await receive(t, (response, count) => {
    if (count === 1) response.writeHead(503, { "Retry-After": "0" }).end();
    else response.writeHead(204).end();
  });
  decideBy(settings(receiver.url));
  await open(contract).send(started, fields, { wait: true });
  assert.equal(receiver.requests.length, 2);
  assert.equal(receiver.requests[0].body, receiver.requests[1].body);
});

test("a connection that is reset, refused or stalls ends in time and throws nothing", { timeout: 20_000 }, async (t) => {
  const once = { TELEMETRY_MAX_RETRIES: "1", TELEMETRY_REQUEST_TIMEOUT_SECONDS: "1" };
  const resetting = await receive(t, (response) => response.socket.resetAndDestroy());
  const stalling = await receive(t, () => {});
  const halting = await receive(t, (response) => response.writeHead(200, { "Content-Length": "9" }).write("x"));
  const cutting = await receive(t, (response) => {
    response.writeHead(200, { "Content-Length": "9" }).write("x", () => response.socket.destroy());
  });
  for (const { url, requests } of [resetting, stalling, halting, cutting]) {
    decideBy(settings(url, once));
    await open(contract).send(started, fields, { wait: true });
    assert.equal(requests.length, 1);
  }
  decideBy(settings("http://127.0.0.1:9/", once));
  await open(contract).send(started, fields, { wait: true });
});

test("of a response without end no more than 1 MiB is read", { timeout: 20_000 }, async (t) => {
  let closed;
  const ended = new Promise((resolve) => (closed = resolve));
  const receiver = await receive(t, (response) => {
    response.writeHead(200);
    const more = () => response.destroyed || response.write("x".repeat(65536), () => setImmediate(more));
    response.on("close", closed);
    more();
  });
  decideBy(settings(receiver.url));
  await open(contract).send(started, fields, { wait: true });
  await ended;
  assert.equal(receiver.requests.length, 1);
});

test("no value makes send throw: what is wrong is said where telemetry is on", async (t) => {
  const receiver = await receive(t);
  const off = sender("", library).replace(/tool\.send.*/, "");
  const program = `${off}
    const event = [${JSON.stringify(started)}, ${JSON.stringify(fields)}];
    const wrong = [
      [event[0], { ...event[1], client: { script: NaN } }], [event[0], { ...event[1], client: { script: Infinity } }],
      [event[0], { ...event[1], client: { script: undefined } }], [event[0], { a: new Map() }], [event[0], undefined],
      [...event, { time: NaN }], [...event, { time: 1.5 }], [...event, { time: "now" }], [1, event[1]], [, event[1]],
      ["--wait", event[1]], ["-", event[1]],
    ];
    const all = async () => {
      for (const [name, fields, options] of wrong) {
        tool.send(name, fields, options);
        await tool.send(name, fields, { ...options, wait: true });
        tool.buffer().add(name, fields, options);
        const buffer = tool.buffer();
        buffer.add(name, fields, options);
        await buffer.flush({ wait: true });
      }
    };
    all().then(() => console.log("ended"));`;
  for (const [said, variables] of [["", {}], ["aboveboard: ", settings(receiver.url)]]) {
    const env = { ...bare, ...variables };
    const { status, output, problems } = await run(process.execPath, ["-e", program], { env });
    assert.deepEqual({ status, output }, { status: 0, output: "ended\n" }, problems);
    const lines = problems.trimEnd().split("\n");
    assert.ok(lines.every((line) => (said === "" ? line === "" : line.startsWith(said))), problems);
    if (said === "") continue;
    // Twice by `send`; once by each of the buffers that are told at once, or by the one that is flushed.
    assert.ok(lines.length >= 12 * 3, problems);
    for (const part of ["infinite or not a number (at /event/fields)", "(at /event/time)", "(at /event/name)", "no event of this name"]) {
      assert.ok(problems.includes(part), `${part}: ${problems}`);
    }
  }
  assert.equal(receiver.requests.length, 0);
});

test("text that was not UTF-8 before Node read it is sent as other", async (t) => {
  const receiver = await receive(t);
  decideBy(settings(receiver.url));
  const tool = open(contract);
  const odd = { ...fields, client: { script: "a\uFFFDb" } };
  await tool.send(started, odd, { wait: true });
  tool.send(started, odd);
  // Half of a pair, which no text in UTF-8 can hold, is the same.
  await tool.send(started, { ...fields, client: { script: "a\uD800b" } }, { wait: true });
  for (const { body } of await receiver.first(3)) assert.equal(JSON.parse(body).client.script, "other");
});
