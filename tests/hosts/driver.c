/* Performs effects of the C helper for the tests; README.md says what it reads and writes. */
#define _POSIX_C_SOURCE 200809L

#include "effects.h"
#include "programs.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

struct effect {
    const char *name;
    struct answer (*perform)(const abv_operation *operation);
};

static struct answer run(const abv_operation *operation)
{
    const char *const command[] = {operation->first.data, operation->second.data, operation->third.data, NULL};
    return run_program(command, operation->number == 0 ? PROGRAM_MILLISECONDS : (long)operation->number);
}

static struct answer tell_command(const abv_operation *operation)
{
    const char *const *words = find_program(operation->first.data, operation->second.data);
    if (words == NULL)
        return answer_failure(ABV_ERROR_UNSUPPORTED);
    size_t length = 0;
    for (; *words != NULL; words++)
        length += (size_t)sprintf(effect_buffer + length, "%s\n", *words);
    return answer_bytes(effect_buffer, length);
}

/* In a process of its own, since the effect gives up the one that it is performed in. What it answers where that cannot
 * be done comes back through a pipe, which a program does not inherit. */
static struct answer run_in_place(const abv_operation *operation)
{
    char *arguments[] = {(char *)operation->second.data, (char *)operation->third.data, NULL};
    int ends[2];
    uint32_t error_class = ABV_ERROR_NONE;
    if (!make_pipe(ends))
        return answer_errno(errno);
    pid_t child = fork();
    if (child == 0) {
        error_class = effect_exec(operation, 2, arguments).error_class;
        write_all(ends[1], (const char *)&error_class, sizeof error_class);
        _exit(1);
    }
    close(ends[1]);
    long got = read_some(ends[0], (char *)&error_class, sizeof error_class);
    close(ends[0]);
    int status = wait_for(child);
    if (got != 0)
        return answer_failure(error_class);
    int number = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
    return answer_bytes(effect_buffer, (size_t)sprintf(effect_buffer, "%d", number));
}

static const struct effect effects[] = {
    {"file", effect_file},     {"write", effect_write},   {"append", effect_append},
    {"rename", effect_rename}, {"remove", effect_remove}, {"platform", effect_platform},
    {"list", effect_list},     {"run", run},              {"program", effect_program},
    {"command", tell_command}, {"ask", effect_ask},       {"exec", run_in_place},
    {"send", effect_send},
};

static const char *const classes[] = {"ok",      "absent",  "denied",      "read_only",   "full",  "exists",
                                      "changed", "timeout", "interrupted", "unsupported", "other", "exposed"};

static struct answer perform(const char *name, const abv_operation *operation)
{
    for (size_t index = 0; index < sizeof effects / sizeof *effects; index++)
        if (strcmp(effects[index].name, name) == 0)
            return effects[index].perform(operation);
    return answer_failure(ABV_ERROR_UNSUPPORTED);
}

/* Reads a text with a NUL after it, as a flow gives it. */
static abv_bytes read_text(size_t length)
{
    char *text = calloc(length + 1, 1);
    if (text == NULL || fread(text, 1, length, stdin) != length)
        exit(2);
    return (abv_bytes){text, length};
}

int main(void)
{
    char name[16];
    long long number;
    size_t lengths[3];
    settle_signals();
    while (scanf("%15s %lld %zu %zu %zu", name, &number, &lengths[0], &lengths[1], &lengths[2]) == 5) {
        getchar(); /* the end of the line */
        abv_operation operation = {.number = number};
        operation.first = read_text(lengths[0]);
        operation.second = read_text(lengths[1]);
        operation.third = read_text(lengths[2]);
        struct answer answer = perform(name, &operation);
        printf("%s %zu\n", classes[answer.error_class], answer.length);
        if (answer.length > 0)
            fwrite(answer.data, 1, answer.length, stdout);
        fflush(stdout);
        free((void *)operation.first.data);
        free((void *)operation.second.data);
        free((void *)operation.third.data);
    }
    return 0;
}
