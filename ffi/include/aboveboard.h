/* The C ABI of Aboveboard.
 *
 * Made by cbindgen from the crate aboveboard-ffi; change the Rust sources and run
 *     ABOVEBOARD_WRITE_HEADER=1 cargo test -p aboveboard-ffi --test header
 *
 * Rules that hold for every function here:
 *
 * - It may be called with null pointers, with zero lengths, with bytes that are not UTF-8 and in any order: the answer
 *   is a status, never undefined behaviour. What it cannot see, and so relies on, is that a pointer that is not null
 *   points to what its type says, that a length is not longer than the memory behind it, and that nothing is used
 *   after it was freed.
 * - Two places to write to may be one and the same, and may lie in what is read: that is done with before anything is
 *   written.
 * - It neither reads nor writes files, variables, clocks or streams; abv_random alone asks the operating system, for
 *   random bytes.
 * - No panic crosses it: an error inside the library becomes ABV_PANIC.
 * - Texts are UTF-8. A text that the library gives away is followed by a NUL that its length does not count.
 */

#ifndef ABOVEBOARD_H
#define ABOVEBOARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// The ABI that this header declares. It counts what a program that was built before could not bear; what is only new leaves
// it as it is. The shared library is called by it, `libaboveboard.so.0`.
#define ABV_ABI 0

// What became of a call. The values are part of the ABI and never change.
enum abv_status
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : uint32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    // It was done.
    ABV_OK = 0,
    // It was refused; the text says why, as `{"code", "message", "at", "hint"}`.
    ABV_FAILED = 1,
    // The flow wants the operations performed and answered.
    ABV_PERFORM = 2,
    // The flow has ended; abv_flow_outcome tells how.
    ABV_DONE = 3,
    // A pointer that is needed is null.
    ABV_NULL = 4,
    // A text is not valid UTF-8.
    ABV_NOT_UTF8 = 5,
    // The call makes no sense now or with these numbers; nothing has changed.
    ABV_MISUSE = 6,
    // The operating system gave no random bytes.
    ABV_NO_ENTROPY = 7,
    // The library has a bug and stopped before it did harm. A flow that answered this is of no more use: it answers
    // the same from then on, and only abv_flow_free is left. A contract can be used as before.
    ABV_PANIC = 8,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum abv_status abv_status;
#else
typedef uint32_t abv_status;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// What is to be done. The values are part of the ABI and never change; newer libraries may ask for kinds that are not
// here, which a host answers with ABV_ERROR_UNSUPPORTED. What each has to keep to is in docs/protocol.md, and only in
// short here.
enum abv_operation_kind
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : uint32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    // Something that this header does not know: answer ABV_ERROR_UNSUPPORTED.
    ABV_OPERATION_UNKNOWN = 0,
    // The value of the environment variable `first`.
    ABV_OPERATION_VARIABLE = 1,
    // The content of the file `first`, at most 1 MiB; more is ABV_ERROR_OTHER. Where `number` is 1, a file that
    // anybody may write to is ABV_ERROR_EXPOSED. It is opened so that a FIFO, which is ABV_ERROR_OTHER, is not waited
    // for; docs/protocol.md ("Files") has the other things that a path may lead to.
    ABV_OPERATION_FILE = 2,
    // All of standard input, at most 1 MiB; more is ABV_ERROR_OTHER.
    ABV_OPERATION_STDIN = 3,
    // Is the stream `number` (0, 1 or 2) a terminal: `yes` or `no`.
    ABV_OPERATION_TERMINAL = 4,
    // Seconds since 1970-01-01T00:00:00Z, in decimal.
    ABV_OPERATION_TIME = 5,
    // `number` random bytes as lowercase hexadecimal digits; abv_random gives them.
    ABV_OPERATION_RANDOM = 6,
    // Show the prompt `first` on the controlling terminal and answer the line typed there, without its end;
    // ABV_ERROR_ABSENT where there is no such terminal, ABV_ERROR_INTERRUPTED where the input ends before the line does.
    ABV_OPERATION_ASK = 7,
    // Write `first` to the stream `number`, which is 2. Where that is closed, or the null device, it is an error, such
    // as ABV_ERROR_ABSENT.
    ABV_OPERATION_PRINT = 8,
    // Send the request, which is JSON in `first` and the same in `second` as the standard input of
    // `curl -q --config -`; answer the response's head: `HTTP/1.1 204`, and the line `Retry-After` where there is one.
    // No redirect is followed, no proxy used, nothing tried again, and of the response at most 1 MiB read and thrown
    // away. docs/protocol.md ("Sending") says which members of the JSON count, and what a host with curl answers where
    // there is no head.
    ABV_OPERATION_SEND = 9,
    // Wait `number` milliseconds.
    ABV_OPERATION_WAIT = 10,
    // Run the command `deliver` in the background, with `first` as its standard input. What it writes is to be heard
    // where `number` is 1: it shares standard error then, and has none where `number` is 0. It has no standard output
    // and a session of its own, as docs/protocol.md ("The background") says.
    ABV_OPERATION_DETACH = 11,
    // Run the program at index `number` of the flow's argv, with the arguments after it and with the variables in
    // `first` (`NAME=value`, with a NUL between two) added to the environment; answer its exit status in decimal. A
    // host that can replaces itself. That of a program which a signal has ended is 128 and the number of the signal.
    ABV_OPERATION_EXEC = 12,
    // Make `second` the whole content of the file `first`, at once, with the permission bits `number` (0: those that
    // it has, without write permission for others, 0600 for a new one). `third` is what is expected there: the SHA-256
    // of the present content in lowercase hexadecimal digits, `absent`, or empty for anything. ABV_ERROR_CHANGED where
    // it is not; ABV_ERROR_UNSUPPORTED where `number` is below 0 or above 0777. Links are followed, and it is done
    // under a lock that all hosts share, by a temporary file, fsync and a rename: docs/protocol.md ("Files") says how.
    ABV_OPERATION_WRITE = 13,
    // Add `second` to the end of the file `first`, making it with the permission bits 0600 where it is missing. Links
    // are followed. It is one call without a lock; what went in only in part is taken back, and ABV_ERROR_FULL.
    ABV_OPERATION_APPEND = 14,
    // Give the file `first` the name `second`; ABV_ERROR_EXISTS where something has that name. No link is followed,
    // and nothing is ever replaced: docs/protocol.md ("Files") says how.
    ABV_OPERATION_RENAME = 15,
    // Delete the file `first`. No link is followed; what is no regular file stays, and is ABV_ERROR_OTHER.
    ABV_OPERATION_REMOVE = 16,
    // What the system says: `first` is `host_name` (the kernel's own), `system`, `release` or `machine` (as uname has
    // them), `directory` (the working directory) or `user_id` (the real one, in decimal). ABV_ERROR_UNSUPPORTED where
    // there is no such thing, and for any other word.
    ABV_OPERATION_PLATFORM = 17,
    // Scrub standard input to standard output with a filter of abv_filter_new, made with `first`, until its end. Where
    // `number` is 1, the filter reports, and the report goes to standard error. A reader of the output that has gone is
    // no failure.
    ABV_OPERATION_FILTER = 18,
    // Name what is in the directory `first`: each name with a line feed after it, in any order, without `.` and `..` and
    // without names that hold a line feed or are not UTF-8.
    ABV_OPERATION_LIST = 19,
    // The standard output of one of the system's own programs, by its word in `first`: `ioreg`, `ifconfig` and `sw_vers`
    // on macOS, `machine_guid` and `ver` on Windows, run as docs/protocol.md says. ABV_ERROR_UNSUPPORTED on any other
    // system, and for any other word.
    ABV_OPERATION_PROGRAM = 20,
    // Send a request to have data deleted, which a person has just asked for: as ABV_OPERATION_SEND.
    ABV_OPERATION_SEND_DELETION = 21,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum abv_operation_kind abv_operation_kind;
#else
typedef uint32_t abv_operation_kind;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// Why an operation could not be performed. The values are part of the ABI and never change. docs/protocol.md has a
// table of the errno that each stands for.
enum abv_error_class
#if defined(__cplusplus) || __STDC_VERSION__ >= 202311L
  : uint32_t
#endif // defined(__cplusplus) || __STDC_VERSION__ >= 202311L
 {
    // It was performed.
    ABV_ERROR_NONE = 0,
    // What it names is not there.
    ABV_ERROR_ABSENT = 1,
    // It is not allowed.
    ABV_ERROR_DENIED = 2,
    // The place can only be read.
    ABV_ERROR_READ_ONLY = 3,
    // The place is full.
    ABV_ERROR_FULL = 4,
    // What was to be made is there already.
    ABV_ERROR_EXISTS = 5,
    // What was to be replaced is not what it was.
    ABV_ERROR_CHANGED = 6,
    // It took too long.
    ABV_ERROR_TIMEOUT = 7,
    // A person or a signal has broken it off.
    ABV_ERROR_INTERRUPTED = 8,
    // This host cannot do such things.
    ABV_ERROR_UNSUPPORTED = 9,
    // Anything else.
    ABV_ERROR_OTHER = 10,
    // Anybody on this machine may write to it.
    ABV_ERROR_EXPOSED = 11,
};
#ifndef __cplusplus
#if __STDC_VERSION__ >= 202311L
typedef enum abv_error_class abv_error_class;
#else
typedef uint32_t abv_error_class;
#endif // __STDC_VERSION__ >= 202311L
#endif // __cplusplus

// A parsed contract. It never changes, so that any number of threads may use it at once; it is freed once, when all
// of them are through with it.
typedef struct abv_contract abv_contract;

// A stream that is being scrubbed. It belongs to one thread at a time.
typedef struct abv_filter abv_filter;

// One execution of a command. It belongs to one thread at a time.
typedef struct abv_flow abv_flow;

// A text that the library has given away: free it with abv_text_free. An empty one is `{NULL, 0}`.
typedef struct abv_text {
    // The first byte; a NUL follows the last one. Null where there is no text.
    const char *data;
    // How many bytes there are, without the NUL. Not to be changed: abv_text_free goes by it.
    size_t length;
} abv_text;

// Bytes that belong to something else, such as a flow, and live as long as it says.
//
// `data` is never null where the library gives it, and a NUL follows the last byte.
typedef struct abv_bytes {
    // The first byte.
    const char *data;
    // How many there are, without the NUL.
    size_t length;
} abv_bytes;

// One thing to do. It belongs to its flow and lives until the next abv_flow_next or abv_flow_free on it.
typedef struct abv_operation {
    // What to do.
    abv_operation_kind kind;
    // Where it fails, the host answers that and leaves out the rest of the batch.
    bool stops;
    // Its number, 0 where it has none.
    int64_t number;
    // Its first byte string, empty where it has none.
    struct abv_bytes first;
    // Its second byte string, empty where it has none.
    struct abv_bytes second;
    // Its third byte string, empty where it has none.
    struct abv_bytes third;
} abv_operation;

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

// The ABI that the library has, which is to be ABV_ABI.
uint32_t abv_abi(void);

// Frees a text that the library has given away and leaves `{NULL, 0}` in its place, so that freeing it again does
// nothing. Null is allowed.
void abv_text_free(struct abv_text *text);

// Parses a contract.
//
// `contract` is its JSON text of `length` bytes. With ABV_OK, `out` holds a handle that is to be freed with
// abv_contract_free; with anything else it holds null. With ABV_FAILED, `error` (which may be null) holds a text that
// says why, to be freed with abv_text_free.
//
// `contract` is null or points to `length` bytes; `out` and `error` are each null or point to a place that may be
// written.
abv_status abv_open(const char *contract,
                    size_t length,
                    struct abv_contract **out,
                    struct abv_text *error);

// Frees a contract. Null is allowed.
void abv_contract_free(struct abv_contract *contract);

// Performs one operation (`begin`, `payload` ...) on a contract; a pure function.
//
// `operation` is its name and `arguments` one JSON object. With ABV_OK `out` holds the result as JSON text, with
// ABV_FAILED the error as JSON text, with anything else no text. It is to be freed with abv_text_free.
//
// `operation` and `arguments` are each null or point to as many bytes as the length after them says; `out` is null or
// points to a place that may be written.
abv_status abv_call(const struct abv_contract *contract,
                    const char *operation,
                    size_t operation_length,
                    const char *arguments,
                    size_t arguments_length,
                    struct abv_text *out);

// Takes a command one step further; a pure function.
//
// `input` is one JSON object that holds the command's arguments and the replies so far. With ABV_OK `out` holds the
// effects to perform or the outcome as JSON text, with ABV_FAILED the error as JSON text, with anything else no text.
// It is to be freed with abv_text_free.
//
// `input` is null or points to `length` bytes; `out` is null or points to a place that may be written.
abv_status abv_step(const char *input,
                    size_t length,
                    struct abv_text *out);

// The version of the library, such as `1.2.3`: a NUL-terminated string that is never freed.
const char *abv_version(void);

// Writes the SHA-256 of `length` bytes at `data` to `hex` as 64 lowercase hexadecimal digits and a NUL.
//
// `capacity` is the size of `hex`; where it is below 65 this is ABV_MISUSE.
//
// `data` is null or points to `length` bytes, and `hex` is null or points to `capacity` bytes that may be written; they
// may be the same.
abv_status abv_sha256_hex(const char *data,
                          size_t length,
                          char *hex,
                          size_t capacity);

// Starts a flow.
//
// `argv` holds the `argc` arguments that follow the program's name, as raw bytes; they are copied. With ABV_OK `out`
// holds a flow that is to be freed with abv_flow_free, with anything else null.
//
// `argv` is null or points to `argc` pointers, each null or to a NUL-terminated string; `out` is null or points to a
// place that may be written.
abv_status abv_flow_new(size_t argc,
                        char *const *argv,
                        struct abv_flow **out);

// Starts a flow under a contract that the program holds itself: as abv_flow_new, and the arguments name no file of a
// contract.
//
// `contract` is its JSON text of `length` bytes, which is copied. What is wrong with it is no matter of this function:
// the command says so, as it does of a file, and its outcome is that of a contract that is not valid.
//
// `contract` is null or points to `length` bytes; `argv` is null or points to `argc` pointers, each null or to a
// NUL-terminated string; `out` is null or points to a place that may be written.
abv_status abv_flow_with_contract(const char *contract,
                                  size_t length,
                                  size_t argc,
                                  char *const *argv,
                                  struct abv_flow **out);

// Says what the host has to do now.
//
// With ABV_PERFORM `operations` points to `count` operations, to be performed in order and each answered with
// abv_flow_reply; they live until the next abv_flow_next or abv_flow_free on this flow. Where one that `stops` has failed,
// the host answers that and leaves out the rest of the batch. With ABV_DONE, which it says from then on, the command has
// ended. With ABV_FAILED `error` (which may be null) holds a text that says why, to be freed with abv_text_free. Asked
// again without a reply in between, it says the same. docs/protocol.md says what each operation has to keep to.
//
// `operations`, `count` and `error` are each null or point to a place that may be written.
abv_status abv_flow_next(struct abv_flow *flow,
                         const struct abv_operation **operations,
                         size_t *count,
                         struct abv_text *error);

// Answers the first operation of the last batch that has no answer yet.
//
// `error_class` is ABV_ERROR_NONE, and then `data` and `length` are the answer as raw bytes; or it is another constant
// of abv_error_class, and then they are not looked at. A number that is none of those is ABV_MISUSE. With ABV_FAILED,
// such as where nothing waits for an answer, `error` (which may be null) holds a text that says why, to be freed with
// abv_text_free.
//
// `data` is null or points to `length` bytes; `error` is null or points to a place that may be written.
abv_status abv_flow_reply(struct abv_flow *flow,
                          uint32_t error_class,
                          const char *data,
                          size_t length,
                          struct abv_text *error);

// Tells how the command has ended: its exit status, and what goes to standard output.
//
// The output belongs to the flow and lives as long as it. Before abv_flow_next has said ABV_DONE this is ABV_MISUSE,
// and the places are left as they were.
//
// `status` and `output` are each null or point to a place that may be written.
abv_status abv_flow_outcome(const struct abv_flow *flow,
                            int32_t *status,
                            struct abv_bytes *output);

// Ends a flow, done or not. Null is allowed.
void abv_flow_free(struct abv_flow *flow);

// Writes `count` random bytes to `hex` as 2 * `count` lowercase hexadecimal digits and a NUL.
//
// `capacity` is the size of `hex`; where it is below 2 * `count` + 1 this is ABV_MISUSE. ABV_NO_ENTROPY says that the
// operating system gave nothing; `hex` is then not to be used.
//
// `hex` is null or points to `capacity` bytes that may be written.
abv_status abv_random(size_t count,
                      char *hex,
                      size_t capacity);

// Scrubs a text, the arguments of a command, an environment or the next piece of a stream; a pure function.
//
// `arguments` is one JSON object. With ABV_OK `out` holds the result as JSON text, with ABV_FAILED the error as JSON
// text, with anything else no text. It is to be freed with abv_text_free.
//
// `arguments` is null or points to `length` bytes; `out` is null or points to a place that may be written.
abv_status abv_scrub(const char *arguments,
                     size_t length,
                     struct abv_text *out);

// Starts to scrub a stream.
//
// `private_facts` is JSON text, as ABV_OPERATION_FILTER has it in `first`: a list of pairs of a kind and a value; or
// empty for none. With `reports` other than 0 the filter tells of each thing that it replaces. With ABV_OK `out` holds
// a filter that is to be freed with abv_filter_free, with anything else null. With ABV_FAILED `error` (which may be
// null) holds a text that says why, to be freed with abv_text_free.
//
// `private_facts` is null or points to `length` bytes; `out` and `error` are each null or point to a place that may be
// written.
abv_status abv_filter_new(const char *private_facts,
                          size_t length,
                          int32_t reports,
                          struct abv_filter **out,
                          struct abv_text *error);

// Scrubs the next piece of the stream, of any length; an empty one changes nothing.
//
// `data` points to the `length` bytes that follow those of the last call. `text` takes what is complete now, which goes to
// the output as it is, and `report` (which may be null) the report on it: JSON objects, one a line. Both are to be freed
// with abv_text_free; with anything but ABV_OK they hold no text. After the end, after ABV_PANIC and where the two are one
// place, this is ABV_MISUSE.
//
// `data` is null or points to `length` bytes; `text` and `report` are each null or point to a place that may be written.
abv_status abv_filter_push(struct abv_filter *filter,
                           const char *data,
                           size_t length,
                           struct abv_text *text,
                           struct abv_text *report);

// Ends the stream, and then only abv_filter_free is left.
//
// `text` takes the last line, where it had no end, and `report` (which may be null) what is left to tell, with how much
// there was of each kind. All else is as with abv_filter_push.
//
// `text` and `report` are each null or point to a place that may be written.
abv_status abv_filter_end(struct abv_filter *filter,
                          struct abv_text *text,
                          struct abv_text *report);

// Ends a filter, whether its stream has ended or not. Null is allowed.
void abv_filter_free(struct abv_filter *filter);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* ABOVEBOARD_H */
