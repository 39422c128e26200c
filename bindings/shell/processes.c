/* The effects that start processes: curl for a request, a copy of this one for the background, and a child of the
 * script in place of this one. */
#define _XOPEN_SOURCE 700

#include "effects.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    CURL_TIMED_OUT = 28,
    /* What a shell exits with where there is no such program; curl never does. */
    NOT_FOUND = 127,
};

/* What this process does with a signal, whatever it was started with. */
struct disposition {
    int number;
    void (*handler)(int);
};

static const struct disposition own[] = {
    /* What a write may be answered with instead of an error: by a pipe that nobody reads, and where a file would become
     * larger than this process may make one. */
    {SIGPIPE, SIG_IGN},
    {SIGXFSZ, SIG_IGN},
    /* Where this one is ignored, nobody is told how a child has ended. */
    {SIGCHLD, SIG_DFL},
};
enum { OWN = sizeof own / sizeof *own };

static struct sigaction before[OWN];

void settle_signals(void)
{
    for (size_t index = 0; index < OWN; index++) {
        struct sigaction action = {.sa_handler = own[index].handler};
        sigaction(own[index].number, &action, &before[index]);
    }
}

static void become(char *const *arguments)
{
    for (size_t index = 0; index < OWN; index++)
        sigaction(own[index].number, &before[index], NULL);
    execvp(arguments[0], arguments);
    int why = errno;
    settle_signals();
    errno = why;
}

void become_with_streams(char *const *arguments, int input, int output)
{
    int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (nowhere >= 0 && dup2(input, STDIN_FILENO) >= 0 && dup2(output, STDOUT_FILENO) >= 0 &&
        dup2(nowhere, STDERR_FILENO) >= 0)
        become(arguments);
}

bool make_pipe(int ends[2])
{
    if (pipe(ends) != 0)
        return false;
    fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    fcntl(ends[1], F_SETFD, FD_CLOEXEC);
    return true;
}

static void close_pipe(const int ends[2])
{
    close(ends[0]);
    close(ends[1]);
}

struct answer effect_send(const abv_operation *operation)
{
    char curl[] = "curl", quiet[] = "-q", config[] = "--config", from_input[] = "-";
    char *const arguments[] = {curl, quiet, config, from_input, NULL};
    int request[2], response[2];
    if (!make_pipe(request))
        return answer_errno(errno);
    if (!make_pipe(response)) {
        int why = errno;
        close_pipe(request);
        return answer_errno(why);
    }
    pid_t child = fork();
    if (child == 0) {
        become_with_streams(arguments, request[0], response[1]);
        _exit(errno == ENOENT ? NOT_FOUND : 1);
    }
    int why = errno;
    close(request[0]);
    close(response[1]);
    /* curl reads all of its configuration before it writes anything: the two pipes cannot wait for each other. Where
     * curl has ended early, its status says more than a failure to write. */
    if (child > 0)
        write_all(request[1], operation->second.data, operation->second.length);
    close(request[1]);
    long length = child > 0 ? read_into_buffer(response[0]) : 0;
    close(response[0]);
    if (child < 0)
        return answer_errno(why);

    int status = wait_for(child);
    if (status == -1 || !WIFEXITED(status) || length < 0)
        return answer_failure(ABV_ERROR_OTHER);
    /* Once the head is there, the receiver has answered, whatever becomes of the body. */
    struct answer answer;
    if (read_head(effect_buffer, (size_t)length, &answer))
        return answer;
    /* curl does not mind a connection that was cut in the head. */
    if (WEXITSTATUS(status) == 0 && length > 0)
        return answer_failure(ABV_ERROR_OTHER);
    switch (WEXITSTATUS(status)) {
    case CURL_TIMED_OUT:
        return answer_failure(ABV_ERROR_TIMEOUT);
    case NOT_FOUND:
        return answer_failure(ABV_ERROR_UNSUPPORTED);
    default:
        length = snprintf(effect_buffer, sizeof effect_buffer, "curl: %d\n", WEXITSTATUS(status));
        return answer_bytes(effect_buffer, (size_t)length);
    }
}

struct answer effect_exec(const abv_operation *operation, size_t count, char *const *arguments)
{
    if (operation->number < 0 || (uint64_t)operation->number >= count)
        return answer_failure(ABV_ERROR_UNSUPPORTED);
    const char *entry = operation->first.data, *end = entry + operation->first.length;
    while (entry < end) {
        size_t length = strlen(entry); /* a NUL follows the last entry too */
        char *name = strndup(entry, strcspn(entry, "="));
        char *copy = strdup(entry); /* which becomes part of the environment */
        /* Where the name stands there more than once, putenv replaces the first, and shells go by the last. */
        if (name == NULL || copy == NULL || unsetenv(name) != 0 || putenv(copy) != 0)
            return answer_failure(ABV_ERROR_OTHER);
        free(name);
        entry += length + 1;
    }
    become(arguments + operation->number);
    return answer_errno(errno);
}

/* Closes what else was inherited: a pipe of the caller's that stays open would keep its `$(...)` waiting. */
static void close_descriptors_above_standard_error(void)
{
    DIR *open_ones = opendir("/dev/fd");
    if (open_ones == NULL) {
        for (int descriptor = STDERR_FILENO + 1; descriptor < 1024; descriptor++)
            close(descriptor);
        return;
    }
    const struct dirent *entry;
    while ((entry = readdir(open_ones)) != NULL) {
        int descriptor = atoi(entry->d_name); /* 0 for "." and ".." */
        if (descriptor > STDERR_FILENO && descriptor != dirfd(open_ones))
            close(descriptor);
    }
    closedir(open_ones);
}

bool effect_detach(bool heard, struct answer *answer)
{
    pid_t child = fork();
    if (child > 0) {
        int status = wait_for(child);
        bool started = status != -1 && WIFEXITED(status) && WEXITSTATUS(status) == 0;
        *answer = started ? answer_text("") : answer_failure(ABV_ERROR_OTHER);
        return false;
    }
    if (child < 0) {
        *answer = answer_errno(errno);
        return false;
    }
    /* A session of its own: no terminal, and no Ctrl-C that was meant for the script. The second fork leaves it without
     * a parent that would have to wait for it. */
    setsid();
    pid_t grandchild = fork();
    if (grandchild != 0)
        _exit(grandchild > 0 ? 0 : 1);
    int nowhere = open("/dev/null", O_RDWR);
    if (nowhere < 0 || dup2(nowhere, STDIN_FILENO) < 0 || dup2(nowhere, STDOUT_FILENO) < 0 ||
        (!heard && dup2(nowhere, STDERR_FILENO) < 0) || chdir("/") != 0)
        _exit(1);
    close_descriptors_above_standard_error();
    return true;
}
