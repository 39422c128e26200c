// Never run: tsc fails where the declarations do not say what this needs, or allow what it must not do.
import { AboveboardError, Contract, open, runCommand, runCommandSync, step, version } from "aboveboard";
import type { Decision, FieldValue, Fields, Outcome, Payload, Tool } from "aboveboard";

const tool: Tool = open({ contract: 1 }, { flags: { telemetry: "enable" }, toolVersion: "1.4.0" });
open('{"contract":1}', { run: tool.run });

const fields: Fields = { command: { name: "apply", attempts: 3n, tags: ["a", null], dry: true } };
const payload: Payload = tool.payload("infra.command.started", fields, { time: 1790000000 });
const preview: Payload = tool.preview("infra.command.started", fields);
const texts: readonly string[] = [payload.bytes, payload.digest, preview.event, ...payload.replaced];
const decision: Decision = tool.decision;
const source: string | undefined = decision.source;

const nothing: void = tool.send("infra.command.started", fields);
const delivered: Promise<void> = tool.send("infra.command.completed", fields, { wait: true, time: 1790000000 });
declare const perhaps: boolean;
await tool.send("infra.command.completed", fields, { wait: perhaps });
const variables: Record<string, string> = tool.childVariables();
tool.close();

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
// @ts-expect-error: a flag's value is a text
open("{}", { flags: { telemetry: true } });
// @ts-expect-error: a date is no field value
const date: FieldValue = new Date();
// @ts-expect-error: undefined is no field value
tool.payload("e", { a: undefined });
// @ts-expect-error: what is decided stays decided
tool.decision.state = "on";
// @ts-expect-error: without wait there is no promise
const promised: Promise<void> = tool.send("e", {});
// @ts-expect-error: only Aboveboard makes its errors
new AboveboardError("code");

export { date, next, nothing, outcome, promised, result, same, source, texts, variables };
