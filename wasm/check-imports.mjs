// Fails where a WebAssembly module imports anything but the glue that wasm-bindgen generates for it.
//
// Usage: node check-imports.mjs [MODULE.wasm | MODULE.wasm.gz]...
//
// A module that imported a clock, a generator or a console would have a way out of the sandbox that the effect
// protocol does not show. The names are listed one by one, so that a new one is a change that somebody reads.

import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { argv, exit, stderr, stdout } from "node:process";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";

const allowed = new Set([
  "__wbg___wbindgen_throw", // throws the message of a misuse, such as a handle that has been freed
  "__wbindgen_generic_0000000000000001", // turns an error's text into a JavaScript string
  "__wbindgen_init_externref_table", // fills the table of JavaScript values with undefined, null, true and false
]);

/** The imports of a module, and those among them that it must not have. */
function inspect(path) {
  const bytes = readFileSync(path);
  const imports = WebAssembly.Module.imports(new WebAssembly.Module(path.endsWith(".gz") ? gunzipSync(bytes) : bytes));
  const glue = `./${basename(path).replace(/\.wasm(\.gz)?$/, "")}.js`;
  const foreign = imports.filter(({ module, name, kind }) => {
    // wasm-bindgen appends a digest, of its own version among other things, to the names of functions.
    const bare = name.startsWith("__wbg_") ? name.replace(/_[0-9a-f]{16}$/, "") : name;
    return module !== glue || kind !== "function" || !allowed.has(bare);
  });
  return { imports, foreign };
}

const built = ["aboveboard_wasm_bg.wasm", "aboveboard_wasm_review_bg.wasm.gz"].map((name) =>
  fileURLToPath(new URL(`../bindings/node/wasm/${name}`, import.meta.url)),
);
const paths = argv.length > 2 ? argv.slice(2) : built;
for (const path of paths) {
  const { imports, foreign } = inspect(path);
  if (foreign.length > 0) {
    stderr.write(`${path} imports what it must not:\n`);
    for (const { module, name, kind } of foreign) stderr.write(`  ${kind} ${name} from ${module}\n`);
    stderr.write("remove what needs it, or add it to the list in wasm/check-imports.mjs with a reason\n");
    exit(1);
  }
  stdout.write(`${basename(path)}: ${imports.length} imports, all from the module's own glue\n`);
}
