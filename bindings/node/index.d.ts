declare global {
  // For compilers and libraries from before `using`; every Node that the package runs on has it.
  interface SymbolConstructor {
    readonly dispose: unique symbol;
  }
}

/**
 * What holds: payloads are sent (`on`), kept in a file of this machine (`local`), or neither: `ask` is off until
 * somebody has answered the question, `notice` until the notice has been shown.
 */
export type State = "on" | "local" | "off" | "ask" | "notice";

/** Why it holds; docs/contract.md says what each word means. `run_not_begun`: there is no run. */
export type Reason =
  | "flag_allows"
  | "flag_denies"
  | "variable_allows"
  | "variable_denies"
  | "variable_invalid"
  | "setting_allows"
  | "setting_denies"
  | "setting_unreadable"
  | "stored_allows"
  | "stored_denies"
  | "state_unreadable"
  | "question_allows"
  | "question_denies"
  | "notice_shown"
  | "notice_due"
  | "undecided"
  | "unattended"
  | "nothing_decided"
  | "feature_off"
  | "policy_denies"
  | "policy_unreadable"
  | "parent_denies"
  | "local_only"
  | "run_denied"
  | "run_told"
  | "run_local"
  | "withdrawn"
  | "run_not_begun";

/** Whether telemetry is on, and why. */
export interface Decision {
  readonly state: State;
  readonly reason: Reason;
  /** The feature, flag, variable or file that decided, where one did. */
  readonly source?: string;
}

/** A decision with all who have a say in it. */
export interface Explanation extends Decision {
  /** Every gate, source and switch, in order; none where there is no run. */
  readonly trail?: readonly Trace[];
  /** What was odd, as stable codes with the name of the variable or file. */
  readonly warnings?: readonly { readonly code: string; readonly name: string }[];
}

/** One gate, source or switch on the way to a decision. */
export interface Trace {
  readonly kind: Kind;
  /** The name of the feature, flag, variable or file. */
  readonly name: string;
  /** What its value is, never the value. */
  readonly class: Class;
  readonly says: Says;
  /** Whether it is the one that decided. */
  readonly decided: boolean;
  /** Why a yes of it does not count. */
  readonly because?: Because;
}

/** What has a say in a decision. */
export type Kind = "feature" | "policy" | "parent" | "flag" | "variable" | "setting" | "stored";

/** What a value is, without the value. */
export type Class = "absent" | "true" | "false" | "invalid" | "undecodable" | "unreadable";

/** What is said with it. */
export type Says = "allow" | "deny" | "local" | "nothing";

/** Why a yes does not count. */
export type Because = "superseded" | "unbound" | "denied" | "state_unreadable" | "unattended";

/** By what the receiver tells this machine or installation from others, and for how long; see docs/identity.md. */
export interface Identity {
  /** The number of this form. */
  readonly format: number;
  /** The contract's kind of id. */
  readonly kind: "machine" | "installation" | "multi_signal";
  /** What an event of this moment tells; `null` where there is no id. */
  readonly id: string | null;
  /** Why there is none. */
  readonly ephemeral?: Ephemeral;
  /** How long it stays the same, where it changes. */
  readonly rotation?: "day" | "week" | "month";
  /**
   * Where it changes, the ids of all periods of which the receiver still keeps something, the present one first, each
   * with the first day of its period.
   */
  readonly retained?: readonly { readonly from: string; readonly id: string }[];
}

/** Why there is no id. */
export type Ephemeral =
  | "build"
  | "container"
  | "machine_id_absent"
  | "machine_id_unreadable"
  | "machine_id_unset"
  | "machine_id_invalid"
  | "machine_id_shared"
  | "not_stored";

/** A value of a field. Integers are within ±(2^53-1); a `bigint` within that range is one. */
export type FieldValue =
  | string
  | number
  | bigint
  | boolean
  | null
  | readonly FieldValue[]
  | { readonly [name: string]: FieldValue };

/** The fields of an event, in the shape of the contract's payload. */
export interface Fields {
  readonly [name: string]: FieldValue;
}

/** One built payload: exactly what would leave. */
export interface Payload {
  /** The number of this form. */
  readonly format: number;
  /** The name of the event. */
  readonly event: string;
  /** Canonical JSON (RFC 8785). What leaves is its UTF-8 form. */
  readonly bytes: string;
  /** The SHA-256 of the bytes, in lowercase hexadecimal digits. */
  readonly digest: string;
  /** Whether it was built to be looked at only. */
  readonly preview: boolean;
  /** JSON pointers to the leaves whose value became `other`, was clamped or cut, or lost an item. */
  readonly replaced: readonly string[];
  /** The texts in which something sensitive was replaced: a JSON pointer to each, and the kinds of that. */
  readonly scrubbed?: readonly { readonly at: string; readonly kinds: readonly string[] }[];
  /** Why there is no id of the machine or installation, where there should be one. */
  readonly ephemeral?: Ephemeral;
  /** JSON pointers to what a request adds by how often it has been tried; only a preview tells them. */
  readonly varying?: readonly string[];
}

/** Whether a report is due, and where it is not, when it will be. */
export type Due = { readonly due: true } | { readonly due: false; readonly inSeconds: number };

/** What has become of the deliveries of a tool. */
export interface Counters {
  /** Deliveries that have arrived. */
  readonly sent: number;
  /** Attempts that failed. */
  readonly errors: number;
  /** Deliveries that were given up. */
  readonly dropped: number;
  /** Those of the three for which the contract has a name, under that name; empty before the first attempt. */
  readonly metrics: Readonly<Record<string, number>>;
}

/** What came of `enable`, `disable` or `reset`. */
export interface Choice {
  /**
   * Whether the choice is stored. A no also counts as stored where it could not be written, but nothing that is stored
   * says yes. Of `reset`, whether all of it could be done. Where it is false, standard error says why.
   */
  readonly saved: boolean;
  /** What holds for runs that begin now: something else may stand above the choice. */
  readonly decision: Explanation;
  /** What was done, for people; empty where `saved` is false. */
  readonly message: string;
}

/** One HTTP request, exactly as the core has composed it. */
export interface Request {
  /** `POST`. */
  readonly method: string;
  /** The whole address. */
  readonly url: string;
  /** Every header to send, in order; one of them may hold a bearer token. */
  readonly headers: [name: string, value: string][];
  /** What is to arrive, byte for byte, in UTF-8. */
  readonly body: string;
  /** How long connecting may take. */
  readonly connectTimeoutSeconds: number;
  /** How long the whole exchange may take; nobody waits for it any longer. */
  readonly timeoutSeconds: number;
}

/** The head of the answer. */
export interface Response {
  /** The HTTP status. */
  readonly status: number;
  /** The header `Retry-After`, where the response had one. */
  readonly retryAfter?: string | null | undefined;
}

/**
 * Sends one request, once, and follows no redirect. Where it takes too long it fails with an error whose `code` is
 * `ETIMEDOUT` or whose `name` is `TimeoutError`, and for any other reason with any other error; none reaches the tool.
 */
export type Sender = (request: Request) => Response | Promise<Response>;

/** How a command ended. */
export interface Outcome {
  /** The exit status. */
  readonly status: number;
  /** What goes to standard output. */
  readonly output: string;
}

/** Options of `open`. */
export interface OpenOptions {
  /** The tool's own flags that the contract names as sources, by name. */
  readonly flags?: Readonly<Record<string, string>>;
  /** The tool's features that its author has turned on, of those that the contract names. */
  readonly features?: readonly string[];
  /** The tool's version: 1 to 64 letters, digits and `. _ + -`. */
  readonly toolVersion?: string;
  /** A run begun earlier (`Tool.run`), to be used instead of a new one. */
  readonly run?: string;
  /**
   * Puts the question in a way of the tool's own, and not on the terminal: it is given all that is to be shown, and
   * gives the line that was typed, at once and not as a promise, since `open` waits for nothing else either. A tool
   * that sets it says by that that somebody is there, whatever its standard streams are; in a build nobody is asked all
   * the same. Where it throws, or gives no text, nobody has answered, which is a no for this run.
   */
  readonly ask?: (question: string) => string;
  /**
   * How requests leave, in the place of the package's own HTTP. What is sent in the background is then sent in this
   * process, since a function cannot be handed to another one: it needs the event loop, and is lost where the program
   * ends by `process.exit` or a signal.
   */
  readonly sender?: Sender;
}

/** A contract that has been parsed: a plain object. */
export interface ContractObject {
  readonly [name: string]: unknown;
}

/** Options of an event and of a record. */
export interface EventOptions {
  /** When it happened, in whole seconds since 1970-01-01T00:00:00Z; now by default. */
  readonly time?: number;
}

/** Options of `Tool.send`. */
export interface SendOptions extends EventOptions {
  /** Deliver before the returned promise is fulfilled, instead of in the background. */
  readonly wait?: boolean;
}

/**
 * Events of one tool that are gathered in memory. What is in it is sent together, as far as the contract's `encoding`
 * puts several events into one request, and waits in one file with a `mode` that stores. The decision is taken when
 * they are sent, and what was gathered before a no is not sent at all. Nothing sends it when the program ends: flush
 * it.
 */
export interface EventBuffer {
  /**
   * Adds an event; takes what `Tool.payload` takes. A buffer that is full (1000 events, or 512 Ki characters) is sent
   * first. What the contract does not take is said on standard error when it is sent. One that JSON cannot hold is not
   * added, and said at once where telemetry is on.
   */
  add(name: string, fields: Fields, options?: EventOptions): void;
  /** Sends what is in it, in the background. */
  flush(options?: { readonly wait?: false }): void;
  /** The same, in this process; fulfilled once the events have arrived, wait again or have been given up. */
  flush(options: { readonly wait: true }): Promise<void>;
  /** Forgets what is in it. */
  discard(): void;
  /** How many events are in it. */
  readonly length: number;
  /** Sends what is in it, in the background, at the end of the block that is `using` it. */
  [Symbol.dispose](): void;
}

/** Options of `enable`, `disable` and `reset`. */
export interface ChoiceOptions {
  /** As in `OpenOptions`. */
  readonly features?: readonly string[];
}

/**
 * Begins a run under a contract, asking the person where the contract says so and somebody is there.
 *
 * @param contract The contract as JSON text, or as the plain object that it parses to.
 * @throws AboveboardError for what the tool's author got wrong: the contract, the flags, the features or the run. What
 * the machine or the person says never throws; where it makes a run impossible, telemetry is off.
 */
export function open(contract: string | ContractObject, options?: OpenOptions): Tool;

/**
 * Turns telemetry on for this person, and stores that where the contract says. No run is begun, so that nobody is
 * asked.
 *
 * @throws AboveboardError for a contract or features that the tool's author got wrong.
 */
export function enable(contract: string | ContractObject, options?: ChoiceOptions): Choice;

/** Turns telemetry off for this person, and stores that. */
export function disable(contract: string | ContractObject, options?: ChoiceOptions): Choice;

/**
 * Turns telemetry off for this person, and has this machine forget what it knows of it: the file of local mode is
 * deleted and the id of the installation forgotten, so that a later yes begins with a new one. Where the contract
 * says how, it asks the receiver to delete what it has. The message names the ids under which that may still have
 * something.
 */
export function reset(contract: string | ContractObject, options?: ChoiceOptions): Choice;

/** One run of a tool under its contract; made by `open`. */
export class Tool {
  private constructor();

  /** The run as one line of JSON; empty where it could not be begun. Not meant for other processes. */
  readonly run: string;

  /** The decision that was taken when the run began. Each send takes it afresh, and may only narrow it. */
  readonly decision: Decision;

  /**
   * Builds the payload of an event, for a transport of your own or to compare.
   *
   * @throws AboveboardError `consent_not_given` where telemetry is off, and for an event that the contract does not
   * declare like this; `at` leads into `{run, event: {name, time, fields}}`.
   */
  payload(name: string, fields: Fields, options?: EventOptions): Payload;

  /** Builds the same bytes whatever the decision, to show what would be sent. */
  preview(name: string, fields: Fields, options?: EventOptions): Payload;

  /**
   * Sends an event, if telemetry is on at this moment: in the background, in a process of its own, so that the tool may
   * exit at once. Where telemetry is off, nothing happens. What the contract does not take, or JSON cannot hold, is
   * said on standard error; a delivery that fails is no matter of the tool's. Nothing is thrown for any of this.
   */
  send(name: string, fields: Fields, options?: SendOptions & { readonly wait?: false }): void;

  /** The same, in this process; fulfilled once the event has arrived, or has been given up. */
  send(name: string, fields: Fields, options: SendOptions & { readonly wait: true }): Promise<void>;
  send(name: string, fields: Fields, options?: SendOptions): Promise<void> | void;

  /** A buffer for events that are to be sent together. */
  buffer(): EventBuffer;

  /**
   * The variables for a child process: the decision, and who its parent is. Add them to the environment of that one
   * process, never to this one's own.
   */
  childVariables(): Record<string, string>;

  /**
   * Writes a local record to a file, whatever the decision; nothing can send one.
   *
   * @param kind One of the contract's records.
   * @param to The path of the file.
   * @returns Whether it has been written. Where the file does not take it, standard error says why.
   * @throws AboveboardError for a record that the contract does not declare like this.
   */
  record(kind: string, to: string, fields: Fields, options?: EventOptions): boolean;

  /** Says for people whether telemetry is on, and why. */
  status(): string;

  /** Says the same, and what each who has a say in it says. */
  why(): string;

  /** Takes the decision afresh and gives it with its trail, for programs. */
  explain(): Explanation;

  /**
   * Says by what the receiver tells this machine or installation from others, at this moment; `null` where telemetry is
   * off, since nothing is read for it then, and where the contract has no ids.
   */
  identity(): Identity | null;

  /**
   * Says whether a report is due, in a program that keeps running and reports as often as its contract says.
   *
   * @param last When the last one was sent, in whole seconds since 1970-01-01T00:00:00Z; `null` for never.
   * @throws AboveboardError `no_interval` where the contract does not say how often.
   */
  due(last: number | null, options?: { readonly now?: number }): Due;

  /**
   * One line for the log of a program that starts: whether telemetry is on, the endpoint and what to do.
   *
   * @param preview Where this very program shows a preview.
   */
  startupLine(preview?: string): string;

  /**
   * What has become of what this object has sent with `wait: true` so far, also under the contract's names for metrics.
   * What is delivered in the background is in another process, and not counted, unless the tool has a `sender` of its
   * own.
   */
  readonly counters: Counters;

  /**
   * Gives the memory back at once; without it, the garbage collector does so. Nothing else may be called afterwards.
   */
  close(): void;
  /** Closes it at the end of the block that is `using` it. */
  [Symbol.dispose](): void;
}

/** A parsed contract: the low-level surface, in JSON text, as docs/protocol.md describes it. */
export class Contract {
  /** @throws AboveboardError where the text is not a valid contract. */
  constructor(text: string);

  /**
   * Performs one operation, a pure function.
   *
   * @param operation Its name, such as `payload`.
   * @param argumentsText Its arguments as JSON text.
   * @returns Its result as JSON text.
   * @throws AboveboardError where the operation or its arguments are refused.
   */
  call(operation: string, argumentsText: string): string;

  /** Gives the memory back at once. May be called again. */
  free(): void;
  /** Frees it at the end of the block that is `using` it. */
  [Symbol.dispose](): void;
}

/**
 * Advances a command by one step: a pure function.
 *
 * @param input The command and the replies so far, as JSON text.
 * @returns What to perform, or the outcome, as JSON text.
 * @throws AboveboardError where the input is malformed or a reply does not answer its effect.
 */
export function step(input: string): string;

/** One thing that was replaced; never what it was. */
export interface Finding {
  /** A JSON pointer to the text that it was in: `/text`, `/arguments/0`, `/environment/NAME`. */
  readonly at: string;
  /** Where in that text its replacement begins, in bytes of UTF-8. */
  readonly start: number;
  /** Where it ends. */
  readonly end: number;
  readonly kind: "secret" | "email" | "address" | "host" | "user" | "path" | "account";
  /** The name of the rule that found it. */
  readonly rule: string;
}

/** What came of scrubbing. */
export interface Scrubbed<Value> {
  readonly scrubbed: Value;
  readonly findings: readonly Finding[];
}

/**
 * Scrubs as payloads are scrubbed. What this machine knows of itself and of the person is read once, when it is made,
 * and kept out too: host and user names, home and working directory, addresses; with a `contract` (JSON text or an
 * object) also its bearer token.
 */
export class Scrubber {
  /** @throws AboveboardError where the contract is not valid. */
  constructor(options?: { readonly contract?: string | ContractObject });

  /** Scrubs a text, which may be JSON. */
  text(text: string): Scrubbed<string>;

  /** Scrubs the arguments of a command, its name first. */
  arguments(list: readonly string[]): Scrubbed<string[]>;

  /** Scrubs the values of environment variables, each by its name too. */
  environment(variables: Readonly<Record<string, string>>): Scrubbed<Record<string, string>>;
}

/** The version of the core. */
export function version(): string;

/** Options of `runCommandSync`. */
export interface CommandOptions {
  /** The JSON text of an embedded contract; without it `--contract FILE` names one. */
  readonly contract?: string;
  /**
   * What the command reads in the place of standard input, such as a token that the tool has been given as an argument:
   * a text, or bytes (a Buffer).
   */
  readonly input?: string | Uint8Array;
}

/** Options of `runCommand`. */
export interface SendingCommandOptions extends CommandOptions {
  /** As in `OpenOptions`. */
  readonly sender?: Sender;
}

/**
 * Runs a command as the program `aboveboard` does, in this process. Messages for people go to standard error. While the
 * program of `exec` runs, it has what a terminal sends (SIGINT, SIGQUIT), and SIGTERM and SIGHUP are passed on to it.
 *
 * @param commandArguments What follows the program's name.
 * @throws AboveboardError (as a rejection) only where the input itself is refused.
 */
export function runCommand(commandArguments: readonly string[], options?: SendingCommandOptions): Promise<Outcome>;

/**
 * The same without a promise. A command that sends by itself (`flush`, `send --wait`, `deliver`, `reset`) does so from
 * another process and blocks this one meanwhile; in an executable that bundles Node it cannot: use `runCommand` there.
 * No signal can be passed on to the program of `exec`.
 */
export function runCommandSync(commandArguments: readonly string[], options?: CommandOptions): Outcome;

/** Whatever Aboveboard refuses. No field repeats a value that was handed in. */
export class AboveboardError extends Error {
  private constructor();
  /** A stable code, for programs. */
  readonly code: string;
  /** A JSON pointer (RFC 6901) into the input that was wrong; empty for the whole of it. */
  readonly at: string;
  /** What to do about it; empty where there is nothing to add. */
  readonly hint: string;
}
