// Never run: tsc fails where the declarations do not say what this needs, or allow what it must not do.
import { AboveboardError, Contract, disable, enable, open, reset } from "aboveboard";
import { runCommand, runCommandSync, step, version } from "aboveboard";
import aboveboard from "aboveboard";
import type { Choice, Counters, Decision, Due, Ephemeral, Explanation, Identity, Reason, State } from "aboveboard";
import type { FieldValue, Fields, OpenOptions, Outcome, Payload, Sender, Tool } from "aboveboard";

const options: OpenOptions = { flags: { telemetry: "enable" }, features: ["telemetry"], toolVersion: "1.4.0" };
const tool: Tool = open({ contract: 1 }, options);
open('{"contract":1}', { run: tool.run });
aboveboard.open("{}").close();

const fields: Fields = { command: { name: "apply", attempts: 3n, tags: ["a", null], dry: true } };
const payload: Payload = tool.payload("infra.command.started", fields, { time: 1790000000 });
const preview: Payload = tool.preview("infra.command.started", fields);
const texts: readonly string[] = [payload.bytes, payload.digest, preview.event, ...payload.replaced];
const decision: Decision = tool.decision;
const source: string | undefined = decision.source;
const why: Ephemeral | undefined = preview.ephemeral;
const scrubbed: readonly string[] | undefined = payload.scrubbed?.flatMap(({ at, kinds }) => [at, ...kinds]);

const chosen: Choice = enable("{}", { features: ["telemetry"] });
const state: State = disable({ contract: 1 }).decision.state;
const explained: Explanation = tool.explain();
const because: readonly (string | undefined)[] | undefined = explained.trail?.map((trace) => trace.because);
const reason: Reason = chosen.saved ? "stored_allows" : explained.reason;
const forgotten: string = reset("{}", { features: ["telemetry"] }).message;
const identity: Identity | null = tool.identity();
const missing: Ephemeral | undefined = identity?.id === null ? identity.ephemeral : undefined;
const first: string | undefined = identity?.retained?.[0]?.from;
const due: Due = tool.due(null, { now: 1790000000 });
const seconds: number = due.due ? 0 : due.inSeconds;
const counters: Counters = tool.counters;
const errors: number | undefined = counters.metrics["example_errors_total"];
const written: boolean = tool.record("manifest", "manifest.json", { result: "pass" }, { time: 1790000000 });
console.log(tool.status(), tool.why(), chosen.message);

const nothing: void = tool.send("infra.command.started", fields);
const delivered: Promise<void> = tool.send("infra.command.completed", fields, { wait: true, time: 1790000000 });
declare const perhaps: boolean;
await tool.send("infra.command.completed", fields, { wait: perhaps });
const variables: Record<string, string> = tool.childVariables();
tool.close();
{
  using brief = open("{}");
  using buffer = brief.buffer();
  using parsed = new Contract("{}");
  parsed.call("needs", '{"purpose":"begin"}');
  buffer.add("e", {});
}

// As `resolveJsonModule` sees the text of a contract.
const imported = { contract: 1, consent: { sources: [{ env: "A" }, { env: "B", means: "deny" }] }, events: {} };
const sender: Sender = async ({ url, headers, body }) => ({ status: url + headers.join() + body === "" ? 204 : 503 });
open(imported, { sender }).close();
open("{}", { sender: () => ({ status: 429, retryAfter: "7" }) }).close();
await runCommand(["flush"], { contract: "{}", sender });
open("{}", { ask: (question) => (question.endsWith("[y/N] ") ? "y" : "") }).close();
await runCommand(["token", "set"], { contract: "{}", input: "of-an-argument" });
runCommandSync(["scrub"], { input: Buffer.from("mail jane@acme.example") });

const result: string = new Contract("{}").call("needs", '{"purpose":"begin"}');
const outcome: Outcome = await runCommand(["--version"]);
const same: Outcome = runCommandSync(["status"], { contract: "{}" });
const next: string = step('{"arguments":[]}');
if (version() === "") throw new Error();

try {
  await delivered;
} catch (error) {
  if (error instanceof AboveboardError) console.error(error.code, error.message, error.at, error.hint);
}

// @ts-expect-error: a contract is no number
open(1);
// @ts-expect-error: a contract is no list
open([{ contract: 1 }]);
// @ts-expect-error: nor a function
open(() => "{}");
// @ts-expect-error: nor what somebody has parsed to something else
enable(new Date());
// @ts-expect-error: a sender gives a response
open("{}", { sender: () => 204 });
// @ts-expect-error: an answer is no promise
open("{}", { ask: async () => "y" });
// @ts-expect-error: what a command reads is there
runCommandSync(["scrub"], { input: process.stdin });
// @ts-expect-error: what is not waited for cannot be sent by a function
runCommandSync(["flush"], { sender });
// @ts-expect-error: a flag's value is a text
open("{}", { flags: { telemetry: true } });
// @ts-expect-error: a date is no field value
const date: FieldValue = new Date();
// @ts-expect-error: no decision has this reason
const impossible: Reason = "flag_perhaps";
// @ts-expect-error: a time is a number
tool.due("yesterday");
// @ts-expect-error: undefined is no field value
tool.payload("e", { a: undefined });
// @ts-expect-error: what is decided stays decided
tool.decision.state = "on";
// @ts-expect-error: there may be no id
const certain: string = tool.identity().id;
// @ts-expect-error: without wait there is no promise
const promised: Promise<void> = tool.send("e", {});
// @ts-expect-error: only Aboveboard makes its errors
new AboveboardError("code");

export { because, certain, date, errors, first, forgotten, impossible, missing, next, nothing, outcome, promised };
export { reason, result, same };
export { scrubbed, seconds, source, state, texts, variables, why, written };
