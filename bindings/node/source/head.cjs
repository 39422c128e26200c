"use strict";

// Longer than any number of seconds, and any date.
const longestRetryAfter = 128;

/**
 * An answer as the core reads it. A receiver may say anything in `Retry-After`: of what is no visible ASCII the core
 * could make nothing, and a line feed would begin a line of the receiver's own making.
 */
function head(status, retryAfter) {
  const told = typeof retryAfter === "string" ? retryAfter.replace(/^[ \t]+|[ \t]+$/g, "") : "";
  const visible = told.length <= longestRetryAfter && /^[ -~]+$/.test(told);
  return `HTTP/1.1 ${String(status).padStart(3, "0")}\n${visible ? `Retry-After: ${told}\n` : ""}`;
}

module.exports = { head };
