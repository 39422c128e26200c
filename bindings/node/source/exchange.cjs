"use strict";

// A process of its own, for a command that is run without a promise and has to send: takes the request on its standard
// input and prints the answer as JSON.

const { readAll, writeAll } = require("./descriptor.cjs");
const { answer, promising } = require("./effects.cjs");

const request = readAll(0, { waits: true });
answer({ op: "send", text: [request] }, [], promising).then((answered) => writeAll(1, JSON.stringify(answered)));
