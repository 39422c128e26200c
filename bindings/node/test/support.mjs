// What several tests need: the contract, an environment to decide in, and a receiver on loopback.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";

export const contractPath = fileURLToPath(new URL("../../../core/contracts/pk3s-infra.json", import.meta.url));
export const contract = readFileSync(contractPath, "utf8");
export const cli = fileURLToPath(new URL("../cli.cjs", import.meta.url));
export const started = "infra.command.started";
export const fields = { command: { name: "apply", scenario: "on-prem", result: "started" }, client: { script: "infra" } };
export const time = 1_790_000_000;

/** Nothing but what a program needs to be found, so that the machine's own settings decide nothing. */
export const bare = { PATH: process.env.PATH, HOME: "/nonexistent", TELEMETRY_OUTBOX_DIR: "/nonexistent/outbox" };

/** Lets these variables, and no others of the contract, decide in this process. */
export function decideBy(variables) {
  for (const name of Object.keys(process.env)) {
    if (/^(TELEMETRY_|DO_NOT_TRACK$)/.test(name)) delete process.env[name];
  }
  // Attempts that fail would leave their files in the working directory.
  Object.assign(process.env, { TELEMETRY_OUTBOX_DIR: bare.TELEMETRY_OUTBOX_DIR }, variables);
}

/** Listens on loopback, keeps each request as `{method, url, headers, body}`, and then lets `respond` answer. */
export async function receive(t, respond = (response) => response.writeHead(204).end()) {
  const requests = [];
  const server = createServer(async (request, response) => {
    const { method, url, rawHeaders } = request;
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const headers = new Map();
    for (let index = 0; index < rawHeaders.length; index += 2) headers.set(rawHeaders[index], rawHeaders[index + 1]);
    requests.push({ method, url, headers, body: Buffer.concat(chunks).toString() });
    server.emit("received");
    respond(response, requests.length);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${server.address().port}/telemetry`,
    requests,
    /** Waits until this many requests have come. */
    async first(count) {
      const signal = AbortSignal.timeout(15_000);
      while (requests.length < count) await once(server, "received", { signal });
      return requests;
    },
  };
}

/** Runs a program to its end; gives `{status, signal, output, problems}`. */
export async function run(program, words, { input = "", ...options } = {}) {
  const child = spawn(program, words, { env: bare, ...options });
  const streams = { output: "", problems: "" };
  child.stdout.setEncoding("utf8").on("data", (text) => (streams.output += text));
  child.stderr.setEncoding("utf8").on("data", (text) => (streams.problems += text));
  child.stdin.on("error", () => {});
  child.stdin.end(input);
  const [status, signal] = await once(child, "close");
  return { status, signal, ...streams };
}

/** Runs this package's program. */
export function aboveboard(words, options) {
  return run(process.execPath, [cli, ...words], options);
}

/** For `assert.throws`: an AboveboardError with this code and place. */
export function refusal(code, at) {
  return (error) => error.name === "AboveboardError" && error.code === code && (at === undefined || error.at === at);
}
