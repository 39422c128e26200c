/* The command `aboveboard`: the core decides what is to be done, this program does it.
 *
 * It starts a flow over its arguments, performs what the flow asks for, hands back the answers, and ends with the
 * output and the exit status that the flow comes to. */
#define _POSIX_C_SOURCE 200809L

#include "effects.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A command being performed. */
struct command {
    size_t count;
    char *const *arguments; /* what follows the program's name */
    const abv_bytes *input; /* what stands for standard input, or null where that is the real one */
    abv_flow *flow;
};

static int run(size_t count, char *const *arguments, const abv_bytes *input);

/* Goes on in the background as the command `deliver`. Whoever lists processes would see there, for as long as a receiver
 * takes, what the caller has said of the event: the flow has a copy of its arguments, so nothing needs these any more. */
static struct answer detach(const struct command *caller, const abv_bytes *input, bool heard)
{
    struct answer answer;
    char deliver[] = "deliver";
    char *const arguments[] = {deliver, NULL};
    if (effect_detach(heard, &answer)) {
        for (size_t index = 0; index < caller->count; index++)
            memset(caller->arguments[index], 0, strlen(caller->arguments[index]));
        _exit(run(1, arguments, input));
    }
    return answer;
}

static struct answer perform(const struct command *command, const abv_operation *operation)
{
    switch (operation->kind) {
    case ABV_OPERATION_VARIABLE:
        return effect_variable(operation);
    case ABV_OPERATION_FILE:
        return effect_file(operation);
    case ABV_OPERATION_STDIN:
        if (command->input != NULL)
            return answer_bytes(command->input->data, command->input->length);
        return effect_stdin();
    case ABV_OPERATION_TERMINAL:
        return effect_terminal(operation);
    case ABV_OPERATION_TIME:
        return effect_time();
    case ABV_OPERATION_RANDOM:
        return effect_random(operation);
    case ABV_OPERATION_ASK:
        return effect_ask(operation);
    case ABV_OPERATION_PRINT:
        return effect_print(operation);
    case ABV_OPERATION_SEND:
    case ABV_OPERATION_SEND_DELETION:
        return effect_send(operation);
    case ABV_OPERATION_WAIT:
        return effect_wait(operation);
    case ABV_OPERATION_DETACH:
        return detach(command, &operation->first, operation->number == 1);
    case ABV_OPERATION_EXEC:
        return effect_exec(operation, command->count, command->arguments);
    case ABV_OPERATION_WRITE:
        return effect_write(operation);
    case ABV_OPERATION_APPEND:
        return effect_append(operation);
    case ABV_OPERATION_RENAME:
        return effect_rename(operation);
    case ABV_OPERATION_REMOVE:
        return effect_remove(operation);
    case ABV_OPERATION_FILTER:
        return effect_filter(operation);
    case ABV_OPERATION_PLATFORM:
        return effect_platform(operation);
    case ABV_OPERATION_LIST:
        return effect_list(operation);
    case ABV_OPERATION_PROGRAM:
        return effect_program(operation);
    default:
        return answer_failure(ABV_ERROR_UNSUPPORTED);
    }
}

static abv_status perform_batch(const struct command *command, const abv_operation *operations, size_t count,
                                abv_text *error)
{
    for (size_t index = 0; index < count; index++) {
        const abv_operation *operation = &operations[index];
        struct answer answer = perform(command, operation);
        abv_status status = abv_flow_reply(command->flow, answer.error_class, answer.data, answer.length, error);
        if (status != ABV_OK)
            return status;
        if (answer.error_class != ABV_ERROR_NONE && operation->stops)
            break;
    }
    return ABV_OK;
}

/* Performs the command to its end and gives the last status: ABV_DONE, or what went wrong. */
static abv_status perform_all(const struct command *command, abv_text *error)
{
    for (;;) {
        const abv_operation *operations;
        size_t count;
        abv_status status = abv_flow_next(command->flow, &operations, &count, error);
        if (status == ABV_PERFORM)
            status = perform_batch(command, operations, count, error);
        if (status != ABV_OK)
            return status;
    }
}

/* Anywhere but on a terminal the output is these bytes and no others. There the prompt that follows begins a line. */
static bool write_output(const abv_bytes *output)
{
    bool ends_line = output->length == 0 || output->data[output->length - 1] == '\n';
    return write_all(STDOUT_FILENO, output->data, output->length) &&
           (ends_line || !isatty(STDOUT_FILENO) || write_all(STDOUT_FILENO, "\n", 1));
}

/* Writes the output of a command that is done and gives its exit status. */
static int finish(const abv_flow *flow)
{
    int32_t status = EXIT_FAILURE;
    abv_bytes output;
    if (abv_flow_outcome(flow, &status, &output) != ABV_OK)
        return EXIT_FAILURE;
    /* A reader that has had enough, such as `head`, is no failure. */
    if (!write_output(&output) && errno != EPIPE) {
        char line[256];
        int length = snprintf(line, sizeof line, "aboveboard: the output could not be written: %s\n", strerror(errno));
        write_all(STDERR_FILENO, line, (size_t)length);
        return status == EXIT_SUCCESS ? EXIT_FAILURE : status;
    }
    return status;
}

static int run(size_t count, char *const *arguments, const abv_bytes *input)
{
    struct command command = {.count = count, .arguments = arguments, .input = input};
    abv_text error = {NULL, 0};
    int exit_status = EXIT_FAILURE;
    abv_status status = abv_flow_new(count, arguments, &command.flow);
    if (status == ABV_OK)
        status = perform_all(&command, &error);
    if (status == ABV_DONE)
        exit_status = finish(command.flow);
    else
        fprintf(stderr, "aboveboard: stopped by an error in itself (%u): %s\n", (unsigned)status,
                error.data == NULL ? "please report it" : error.data);
    abv_text_free(&error);
    abv_flow_free(command.flow);
    return exit_status;
}

/* Where a caller has closed a standard stream, the next file opened would take its place, and what is meant for the
 * stream would go there. The stand-ins can be read and not written, so that output which is lost is known to be; and
 * they are not passed on: programs started from here find the stream closed. */
static void fill_standard_streams(void)
{
    for (int stream = STDIN_FILENO; stream <= STDERR_FILENO; stream++)
        if (fcntl(stream, F_GETFD) < 0)
            open("/dev/null", O_RDONLY | O_CLOEXEC); /* takes the lowest number that is free, which is this one */
}

int main(int argc, char **argv)
{
    fill_standard_streams();
    settle_signals();
    size_t named = argc > 0 ? 1 : 0;
    return run((size_t)argc - named, argv + named, NULL);
}
