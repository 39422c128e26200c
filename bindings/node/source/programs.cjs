"use strict";

const { spawnSync } = require("node:child_process");

const { decode } = require("./descriptor.cjs");

/** How many milliseconds a program may take. */
const longestRun = 5000;
/** The most that the core takes from a program. */
const longestOutput = 64 * 1024;

/** What `platform` calls the system, the word, and the command that it stands for there. */
const programs = [
  ["Darwin", "ioreg", ["/usr/sbin/ioreg", "-rd1", "-c", "IOPlatformExpertDevice"]],
  ["Darwin", "ifconfig", ["/sbin/ifconfig", "-a"]],
  ["Darwin", "sw_vers", ["/usr/bin/sw_vers", "-productVersion"]],
  [
    "Windows_NT",
    "machine_guid",
    ["%SystemRoot%\\System32\\reg.exe", "query", "HKLM\\SOFTWARE\\Microsoft\\Cryptography", "/v", "MachineGuid"],
  ],
  ["Windows_NT", "ver", ["%SystemRoot%\\System32\\cmd.exe", "/d", "/c", "ver"]],
];

function find(system, word) {
  return programs.find((program) => program[0] === system && program[1] === word)?.[2];
}

/** What a program of the system's prints. */
function outputOf(system, word) {
  const command = find(system, word);
  if (command === undefined) return { error: "unsupported" };
  const root = process.env.SystemRoot;
  if (command[0].startsWith("%") && root === undefined) return { error: "absent" };
  return run([command[0].replace("%SystemRoot%", () => root), ...command.slice(1)], longestRun);
}

/** Runs a program with nothing on its standard input, and gives what it prints. */
function run([program, ...rest], milliseconds) {
  const { error, status, stdout } = spawnSync(program, rest, {
    killSignal: "SIGKILL",
    maxBuffer: longestOutput,
    stdio: ["ignore", "pipe", "ignore"],
    timeout: milliseconds,
    windowsHide: true,
  });
  if (error) throw error;
  return status === 0 ? decode(stdout) : { error: "other" };
}

module.exports = { find, longestRun, outputOf, run };
