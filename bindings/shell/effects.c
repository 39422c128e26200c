/* The effects that a call or two to the system make: variables, files, streams, clock and randomness. */
#define _POSIX_C_SOURCE 200809L

#include "effects.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

char effect_buffer[EFFECT_LIMIT + 1];

struct answer answer_bytes(const char *data, size_t length)
{
    return (struct answer){ABV_ERROR_NONE, data, length};
}

struct answer answer_text(const char *text)
{
    return answer_bytes(text, strlen(text));
}

struct answer answer_failure(uint32_t error_class)
{
    return (struct answer){error_class, NULL, 0};
}

struct answer answer_errno(int number)
{
    switch (number) {
    case ENOENT:
    case ENOTDIR:
        return answer_failure(ABV_ERROR_ABSENT);
    case EACCES:
    case EPERM:
        return answer_failure(ABV_ERROR_DENIED);
    case EROFS:
        return answer_failure(ABV_ERROR_READ_ONLY);
    case ENOSPC:
    case EDQUOT:
    case EFBIG: /* a limit on the size of files, which the caller has set */
        return answer_failure(ABV_ERROR_FULL);
    case EEXIST:
        return answer_failure(ABV_ERROR_EXISTS);
    case ETIMEDOUT:
        return answer_failure(ABV_ERROR_TIMEOUT);
    case EINTR:
        return answer_failure(ABV_ERROR_INTERRUPTED);
    default:
        return answer_failure(ABV_ERROR_OTHER);
    }
}

int wait_for(long child)
{
    int status;
    while (waitpid((pid_t)child, &status, 0) < 0)
        if (errno != EINTR)
            return -1;
    return status;
}

/* All that a descriptor holds. */
static struct answer answer_content(int descriptor)
{
    long length = read_into_buffer(descriptor);
    if (length < 0)
        return answer_errno(errno);
    if (length > EFFECT_LIMIT)
        return answer_failure(ABV_ERROR_OTHER);
    return answer_bytes(effect_buffer, (size_t)length);
}

struct answer effect_variable(const abv_operation *operation)
{
    const char *value = getenv(operation->first.data);
    return value == NULL ? answer_failure(ABV_ERROR_ABSENT) : answer_text(value);
}

/* What keeps a file from being read. A FIFO that is not waited for would seem to be an empty file. */
static uint32_t objection(int descriptor, bool refuse_exposed)
{
    struct stat about;
    if (fstat(descriptor, &about) != 0 || S_ISFIFO(about.st_mode))
        return ABV_ERROR_OTHER;
    return refuse_exposed && (about.st_mode & S_IWOTH) != 0 ? ABV_ERROR_EXPOSED : ABV_ERROR_NONE;
}

struct answer effect_file(const abv_operation *operation)
{
    if (strlen(operation->first.data) != operation->first.length)
        return answer_failure(ABV_ERROR_ABSENT); /* no file has a NUL in its name */
    /* Not waiting matters where the name is that of a FIFO or a device. */
    int descriptor = open(operation->first.data, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (descriptor < 0)
        return answer_errno(errno);
    uint32_t why = objection(descriptor, operation->number == 1);
    struct answer answer = why == ABV_ERROR_NONE ? answer_content(descriptor) : answer_failure(why);
    close(descriptor);
    return answer;
}

struct answer effect_stdin(void)
{
    return answer_content(STDIN_FILENO);
}

struct answer effect_terminal(const abv_operation *operation)
{
    if (operation->number < STDIN_FILENO || operation->number > STDERR_FILENO)
        return answer_failure(ABV_ERROR_UNSUPPORTED);
    return answer_text(isatty((int)operation->number) ? "yes" : "no");
}

struct answer effect_time(void)
{
    time_t now = time(NULL);
    if (now == (time_t)-1)
        return answer_failure(ABV_ERROR_UNSUPPORTED);
    int length = snprintf(effect_buffer, sizeof effect_buffer, "%lld", (long long)now);
    return answer_bytes(effect_buffer, (size_t)length);
}

struct answer effect_random(const abv_operation *operation)
{
    if (operation->number < 0 || operation->number > EFFECT_LIMIT / 2)
        return answer_failure(ABV_ERROR_UNSUPPORTED);
    size_t count = (size_t)operation->number;
    if (abv_random(count, effect_buffer, sizeof effect_buffer) != ABV_OK)
        return answer_failure(ABV_ERROR_OTHER);
    return answer_bytes(effect_buffer, 2 * count);
}

/* Whether nobody can ever see what is written there. A stream that was closed is the null device by now. */
static bool leads_nowhere(int descriptor)
{
    struct stat stream, nowhere;
    return fstat(descriptor, &stream) != 0 || (S_ISCHR(stream.st_mode) && stat("/dev/null", &nowhere) == 0 &&
                                               stream.st_rdev == nowhere.st_rdev);
}

struct answer effect_print(const abv_operation *operation)
{
    if (operation->number != STDERR_FILENO)
        return answer_failure(ABV_ERROR_UNSUPPORTED);
    if (leads_nowhere(STDERR_FILENO))
        return answer_failure(ABV_ERROR_ABSENT);
    if (!write_all(STDERR_FILENO, operation->first.data, operation->first.length))
        return answer_errno(errno);
    return answer_text("");
}

struct answer effect_wait(const abv_operation *operation)
{
    if (operation->number < 0)
        return answer_failure(ABV_ERROR_UNSUPPORTED);
    struct timespec left = {
        .tv_sec = (time_t)(operation->number / 1000),
        .tv_nsec = (long)(operation->number % 1000) * 1000000L,
    };
    while (nanosleep(&left, &left) != 0)
        if (errno != EINTR)
            return answer_errno(errno);
    return answer_text("");
}

/* What uname tells under this word, or NULL. */
static const char *told_by(const struct utsname *system, const char *word)
{
    if (strcmp(word, "host_name") == 0)
        return system->nodename;
    if (strcmp(word, "system") == 0)
        return system->sysname;
    if (strcmp(word, "release") == 0)
        return system->release;
    return strcmp(word, "machine") == 0 ? system->machine : NULL;
}

static struct answer working_directory(void)
{
    if (getcwd(effect_buffer, sizeof effect_buffer) == NULL)
        return answer_errno(errno);
    return answer_text(effect_buffer);
}

static struct answer user_id(void)
{
    int length = snprintf(effect_buffer, sizeof effect_buffer, "%ju", (uintmax_t)getuid());
    return answer_bytes(effect_buffer, (size_t)length);
}

struct answer effect_platform(const abv_operation *operation)
{
    static struct utsname system;
    const char *word = operation->first.data, *told;
    if (strcmp(word, "directory") == 0)
        return working_directory();
    if (strcmp(word, "user_id") == 0)
        return user_id();
    if (uname(&system) < 0)
        return answer_errno(errno);
    told = told_by(&system, word);
    return told == NULL ? answer_failure(ABV_ERROR_UNSUPPORTED) : answer_text(told);
}
