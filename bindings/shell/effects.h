/* What the operations of a flow do on this machine. Each function performs one kind of operation and says what came of
 * it; none decides anything. */
#ifndef EFFECTS_H
#define EFFECTS_H

#include "aboveboard.h"

#include <stdbool.h>
#include <stddef.h>

/* What an operation came to: bytes, or a class of error. The bytes live until the next effect. */
struct answer {
    uint32_t error_class;
    const char *data;
    size_t length;
};

/* The most that is read from a file, from standard input, from a directory or from a response. */
enum { EFFECT_LIMIT = 1024 * 1024 };

/* Room for what is read, and for a byte more by which too much is known. Effects take turns with it. */
extern char effect_buffer[EFFECT_LIMIT + 1];

/* The most that a program may answer with: the core takes no more. */
enum { ANSWER_LIMIT = 64 * 1024 };

struct answer answer_bytes(const char *data, size_t length);
struct answer answer_text(const char *text);
struct answer answer_failure(uint32_t error_class);
struct answer answer_errno(int number);

/* Waits for a child to end and gives its wait status, or -1. */
int wait_for(long child);

/* streams.c */

/* Reads what is there, waiting for something to be there. The count, 0 at the end, -1 with errno. */
long read_some(int descriptor, char *data, size_t length);
/* Reads from a descriptor into effect_buffer until its end or until the buffer is full. The count, or -1 with errno. */
long read_into_buffer(int descriptor);
/* Writes all of it, whatever signals come. */
bool write_all(int descriptor, const char *data, size_t length);

/* effects.c: the plain ones */
struct answer effect_variable(const abv_operation *operation);
struct answer effect_file(const abv_operation *operation);
struct answer effect_stdin(void);
struct answer effect_terminal(const abv_operation *operation);
struct answer effect_time(void);
struct answer effect_random(const abv_operation *operation);
struct answer effect_print(const abv_operation *operation);
struct answer effect_wait(const abv_operation *operation);
struct answer effect_platform(const abv_operation *operation);

/* ask.c */
struct answer effect_ask(const abv_operation *operation);

/* directory.c */
struct answer effect_list(const abv_operation *operation);

/* files.c */
struct answer effect_write(const abv_operation *operation);
struct answer effect_append(const abv_operation *operation);

/* names.c */
struct answer effect_rename(const abv_operation *operation);
struct answer effect_remove(const abv_operation *operation);

/* filter.c */
struct answer effect_filter(const abv_operation *operation);

/* programs.c */
struct answer effect_program(const abv_operation *operation);

/* head.c */

/* What to answer where a response begins with a whole head: its status, and Retry-After where it can be told. False where
 * it does not. The answer lives until the next one. */
bool read_head(const char *response, size_t length, struct answer *answer);

/* processes.c */
struct answer effect_send(const abv_operation *operation);
struct answer effect_exec(const abv_operation *operation, size_t count, char *const *arguments);
/* Forks a process that outlives this one and that nobody waits for; it keeps standard error only where it is to be
 * heard. True in that process. In the caller false, with what is to be answered. */
bool effect_detach(bool heard, struct answer *answer);
/* From now on a reader that has gone and a limit on the size of files are errors of write, not the end of this process,
 * and children can be waited for. Programs that are started get what this process was started with. */
void settle_signals(void);
/* Opens a pipe that no program inherits by itself. False with errno. */
bool make_pipe(int ends[2]);
/* Becomes another program with these streams, and with none for its errors. Comes back only where that has failed. */
void become_with_streams(char *const *arguments, int input, int output);

#endif
