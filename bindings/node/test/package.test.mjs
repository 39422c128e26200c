// The package as its users get it: packed, installed elsewhere, loaded in every way.

import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";

import * as modern from "../index.mjs";
import { bare, contract, contractPath, receive, run } from "./support.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const consumer = mkdtempSync(path.join(tmpdir(), "aboveboard-"));
const env = { ...process.env, npm_config_offline: "true", npm_config_audit: "false", npm_config_fund: "false" };
const classic = createRequire(import.meta.url)("../index.cjs");
let packed;

before(async () => {
  const { output } = await run("npm", ["pack", "--json", "--pack-destination", consumer], { cwd: root, env });
  [packed] = JSON.parse(output);
  writeFileSync(path.join(consumer, "package.json"), '{"private":true}');
  const installed = await run("npm", ["install", "--no-save", `./${packed.filename}`], { cwd: consumer, env });
  assert.equal(installed.status, 0, installed.problems);
});
after(() => rmSync(consumer, { recursive: true }));

/** Runs a program in the consumer's directory. */
async function consume(name, text, variables = bare) {
  writeFileSync(path.join(consumer, name), text);
  const { status, output, problems } = await run(process.execPath, [name], { cwd: consumer, env: variables });
  assert.equal(status, 0, problems);
  return output.trim();
}

test("import and require give the same module", () => {
  assert.deepEqual(Object.keys(modern).sort(), [...Object.keys(classic), "default"].sort());
  assert.equal(modern.default, classic);
  for (const name of Object.keys(classic)) assert.equal(modern[name], classic[name], name);
});

test("the tarball holds what is needed and nothing else, within its budget", () => {
  assert.deepEqual(packed.files.map((file) => file.path).sort(), [
    "LICENSE-APACHE", "LICENSE-MIT", "README.md", "cli.cjs", "index.cjs", "index.d.ts", "index.mjs", "package.json",
    "source/buffer.cjs", "source/child.cjs", "source/choice.cjs", "source/command.cjs", "source/core.cjs",
    "source/descriptor.cjs", "source/effects.cjs", "source/error.cjs", "source/exchange.cjs", "source/facts.cjs",
    "source/files.cjs", "source/filter.cjs", "source/head.cjs", "source/input.cjs", "source/json.cjs",
    "source/lock.cjs", "source/options.cjs", "source/process.cjs", "source/programs.cjs", "source/question.cjs",
    "source/scrubber.cjs", "source/sender.cjs", "source/status.cjs", "source/tally.cjs", "source/terminal.cjs",
    "source/tool.cjs", "source/transport.cjs",
    "wasm/aboveboard_wasm.js", "wasm/aboveboard_wasm_bg.wasm",
    "wasm/aboveboard_wasm_review.js", "wasm/aboveboard_wasm_review_bg.wasm.gz",
  ]);
  const budgets = JSON.parse(readFileSync(path.join(root, "..", "..", "tests", "budgets", "budgets.json"), "utf8"));
  assert.ok(packed.unpackedSize <= budgets.sizes["npm tarball, unpacked"].bytes, `${packed.unpackedSize} bytes`);
});

test("the tarball holds both licences, word for word", () => {
  for (const name of ["LICENSE-APACHE", "LICENSE-MIT"]) {
    const installed = readFileSync(path.join(consumer, "node_modules", "aboveboard", name), "utf8");
    assert.equal(installed, readFileSync(path.join(root, "..", "..", name), "utf8"));
  }
});

test("an installed package loads at once, with import and with require", async () => {
  const use = `console.log(open(${JSON.stringify(contract)}).decision.state, version());`;
  const expected = `off ${modern.version()}`;
  const ways = {
    "modern.mjs": 'import { open, version } from "aboveboard";',
    "whole.mjs": 'import * as a from "aboveboard";\nconst { open, version } = a;',
    "default.mjs": 'import a from "aboveboard";\nconst { open, version } = a;',
    "classic.cjs": 'const { open, version } = require("aboveboard");',
  };
  for (const [name, way] of Object.entries(ways)) assert.equal(await consume(name, `${way}\n${use}`), expected, name);
});

test("an installed package brings its program", async () => {
  const program = path.join(consumer, "node_modules", ".bin", "aboveboard");
  const { output } = await run(program, ["--version"]);
  assert.equal(output, `aboveboard ${modern.version()}\n`);
  const checked = await run(program, ["--contract", contractPath, "check"]);
  assert.equal(checked.status, 0, checked.problems);
});

test("an installed package brings its types", { timeout: 120_000 }, async () => {
  const types = path.join(consumer, "types");
  mkdirSync(types);
  for (const name of ["usage.mts", "usage.cts"]) {
    writeFileSync(path.join(types, name), readFileSync(path.join(root, "test", "types", name)));
  }
  // Neither more nor less than there is at run time, whichever way it is imported.
  const exact = (module, whole) => {
    const names = Object.keys(module).map((name) => `${name}: null`).join(", ");
    return `export const names: Record<keyof typeof ${whole}, null> = { ${names} };\n`;
  };
  writeFileSync(path.join(types, "all.mts"), `import * as all from "aboveboard";\n${exact(modern, "all")}`);
  writeFileSync(path.join(types, "default.mts"), `import all from "aboveboard";\n${exact(modern.default, "all")}`);
  writeFileSync(path.join(types, "all.cts"), `import all = require("aboveboard");\n${exact(classic, "all")}`);
  const settings = JSON.parse(readFileSync(path.join(root, "test", "types", "tsconfig.json"), "utf8"));
  settings.include = ["*.mts", "*.cts"];
  settings.compilerOptions.typeRoots = [path.join(root, "node_modules", "@types")];
  writeFileSync(path.join(types, "tsconfig.json"), JSON.stringify(settings));
  const compiler = path.join(root, "node_modules", "typescript", "bin", "tsc");
  const { status, output } = await run(process.execPath, [compiler, "--project", types]);
  assert.equal(status, 0, output);
});

test("the example of the README is a sound contract and a sound event", () => {
  const [, example] = /```json\n([^]*?)```/.exec(readFileSync(path.join(root, "README.md"), "utf8"));
  const tool = modern.open(example, { flags: { telemetry: "enable" }, toolVersion: "1.4.0" });
  assert.equal(tool.decision.state, "on");
  const { bytes } = tool.payload("command.started", { command: "apply", result: "started" }, { time: 0 });
  assert.equal(bytes, '{"at":"1970-01-01T00:00:00Z","command":"apply","event":"command.started","result":"started"}');
});

test("the program of the README runs as it is, under the name that it has there", async (t) => {
  const text = readFileSync(path.join(root, "README.md"), "utf8");
  const [, example] = /```json\n([^]*?)```/.exec(text);
  const [, name, program] = /in a file `(.*?)`[^]*?```js\n([^]*?)```/.exec(text);
  writeFileSync(path.join(consumer, "telemetry.json"), example);
  const receiver = await receive(t);
  const variables = { ...bare, EXAMPLE_TELEMETRY: "yes", EXAMPLE_ENDPOINT: receiver.url };
  assert.equal(await consume(name, program, variables), "");
  const [{ body }] = await receiver.first(1);
  assert.equal(JSON.parse(body).command, "apply");
});
