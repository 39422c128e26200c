// Does what the surface said meet what a vector expects?

import { isDeepStrictEqual } from "node:util";

/**
 * Whether `said` (`{result}` or `{error}`) meets every one of the expectations. All values come from `JSON.parse`, to
 * which 1 and 1.0 are the same number already.
 */
export function meets(said, { error, want, want_at: at = {}, want_missing: missing = [] }) {
  if (error !== undefined) {
    return said.error?.code === error.code && (error.at === undefined || said.error.at === error.at);
  }
  if (!("result" in said)) return false;
  return (
    (want === undefined || isDeepStrictEqual(said.result, want)) &&
    Object.entries(at).every(([pointer, value]) => {
      const found = resolve(said.result, pointer);
      return found.there && isDeepStrictEqual(found.value, value);
    }) &&
    missing.every((pointer) => !resolve(said.result, pointer).there)
  );
}

/** What a JSON pointer (RFC 6901) leads to. */
function resolve(value, pointer) {
  if (pointer === "") return { there: true, value };
  for (const escaped of pointer.slice(1).split("/")) {
    const name = escaped.replaceAll("~1", "/").replaceAll("~0", "~");
    const index = !Array.isArray(value) || /^(0|[1-9][0-9]*)$/.test(name);
    if (typeof value !== "object" || value === null || !index || !Object.hasOwn(value, name)) return { there: false };
    value = value[name];
  }
  return { there: true, value };
}
