// Nothing leaves for a receiver whose certificate nobody vouches for, whatever the environment says.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:https";
import path from "node:path";
import { test } from "node:test";

import { home } from "./people.mjs";
import { bare, cli, contractPath, fields, run, started } from "./support.mjs";

/** A certificate for loopback that only who is told to trusts, and its key, as paths; `undefined` without openssl. */
function certificate(directory) {
  const [key, cert] = ["key.pem", "cert.pem"].map((name) => path.join(directory, name));
  const kind = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"];
  const called = ["-subj", "/CN=receiver", "-addext", "subjectAltName=IP:127.0.0.1"];
  const { status } = spawnSync("openssl", ["req", ...kind, ...called, "-keyout", key, "-out", cert]);
  return status === 0 ? { key, cert } : undefined;
}

test("a certificate is checked, also where Node is told not to", async (t) => {
  const files = certificate(home(t));
  if (files === undefined) {
    console.error("openssl makes no certificate here: TLS is not tested");
    return t.skip("needs openssl");
  }
  const tokens = [];
  const server = createServer({ key: readFileSync(files.key), cert: readFileSync(files.cert) }, (request, response) => {
    tokens.push(request.headers.authorization);
    request.resume().on("end", () => response.writeHead(204).end());
  });
  t.after(() => server.close());
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const variables = {
    ...bare, TELEMETRY_ENABLED: "true", TELEMETRY_ENDPOINT: `https://127.0.0.1:${server.address().port}/`,
    TELEMETRY_BEARER_TOKEN: "private-token", TELEMETRY_MAX_RETRIES: "1",
  };
  const words = [cli, "--contract", contractPath, "send", started, "--fields", JSON.stringify(fields), "--wait"];
  const send = (more) => run(process.execPath, words, { env: { ...variables, ...more } });
  assert.equal((await send({ NODE_TLS_REJECT_UNAUTHORIZED: "0" })).status, 0);
  assert.deepEqual(tokens, []);
  assert.equal((await send({ NODE_EXTRA_CA_CERTS: files.cert })).status, 0);
  assert.deepEqual(tokens, ["Bearer private-token"], "with a certificate that is trusted it would have been sent");
});
