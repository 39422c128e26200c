"use strict";

const { head } = require("./head.cjs");

// Of the heads, and of the body.
const responseLimit = 1024 * 1024;

/**
 * Sends one request, given as JSON text, and resolves to the head of the response: the status and `Retry-After`, where
 * it is there. Follows no redirect, retries nothing, and throws the response's body away, of which it reads at most
 * 1 MiB. Rejects with a system error.
 *
 * Not `fetch`, which adds headers of its own, has no limit for connecting alone, refuses some ports and takes 30 ms to
 * load.
 */
function send(text) {
  const { method, url, headers, body, connect_timeout_seconds: connecting, timeout_seconds: whole } = JSON.parse(text);
  const secure = new URL(url).protocol === "https:";
  const { request } = secure ? require("node:https") : require("node:http");
  return new Promise((resolve, reject) => {
    const outgoing = request(url, {
      method,
      headers: Object.fromEntries(headers),
      agent: false,
      autoSelectFamily: true,
      // By itself Node takes no head of more than 16 KiB, nor one without carriage returns. Strictness is for those who
      // read another answer after this one, where one that ends elsewhere for somebody else could slip in.
      maxHeaderSize: responseLimit,
      insecureHTTPParser: true,
      // Said in so many words, since NODE_TLS_REJECT_UNAUTHORIZED would say otherwise for the whole program.
      rejectUnauthorized: true,
    });
    // As many as that takes: Node drops what comes after 2000 lines, and Retry-After may be there.
    outgoing.maxHeadersCount = 0;
    const giveUp = () => outgoing.destroy(Object.assign(new Error("too slow"), { code: "ETIMEDOUT" }));
    const connectTimer = setTimeout(giveUp, connecting * 1000);
    const wholeTimer = setTimeout(giveUp, whole * 1000);
    const end = (settle, value) => {
      clearTimeout(connectTimer);
      clearTimeout(wholeTimer);
      settle(value);
      outgoing.destroy();
    };
    outgoing.on("socket", (socket) => {
      socket.once(secure ? "secureConnect" : "connect", () => clearTimeout(connectTimer));
    });
    const fail = (error) => end(reject, error);
    outgoing.on("error", fail);
    // Where the receiver asks for another protocol there is neither a response nor an error.
    const failed = () => fail(new Error("there was no answer"));
    outgoing.on("close", failed);
    outgoing.on("response", (response) => {
      // Once the head is there, the receiver has answered, whatever becomes of the body.
      const answered = () => end(resolve, head(response.statusCode, retryAfter(response)));
      let length = 0;
      response.on("data", (chunk) => {
        length += chunk.length;
        if (length > responseLimit) answered();
      });
      response.on("end", answered);
      response.on("error", answered);
      outgoing.off("error", fail).on("error", answered).off("close", failed).on("close", answered);
    });
    outgoing.end(body);
  });
}

/** The last one counts, where Node's own table of a head's lines has the first one. */
function retryAfter({ rawHeaders }) {
  const isName = (text, index) => index % 2 === 0 && text.toLowerCase() === "retry-after";
  const index = rawHeaders.findLastIndex(isName);
  return index < 0 ? undefined : rawHeaders[index + 1];
}

module.exports = { send };
