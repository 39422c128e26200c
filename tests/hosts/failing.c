/* Stands between a driver and the system, and lets a call on files fail as ABOVEBOARD_FAILING says: the name of the
 * call, how many calls go well before, how many fail, and the errno, or 0 for a write of half of what it was given. */
#define _GNU_SOURCE

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static bool is_pipe(int descriptor)
{
    struct stat about;
    return fstat(descriptor, &about) == 0 && !S_ISREG(about.st_mode) && !S_ISDIR(about.st_mode);
}

/* Whether this is one of the calls that fail, and how. */
static bool fails(const char *call, int *number)
{
    static int calls;
    char name[16];
    int well, failing;
    const char *said = getenv("ABOVEBOARD_FAILING");
    if (said == NULL || sscanf(said, "%15s %d %d %d", name, &well, &failing, number) != 4 || strcmp(name, call) != 0)
        return false;
    calls++;
    return calls > well && calls <= well + failing;
}

int fsync(int descriptor)
{
    int number;
    if (!fails("fsync", &number))
        return (int)syscall(SYS_fsync, descriptor);
    errno = number;
    return -1;
}

int link(const char *old, const char *new)
{
    return linkat(AT_FDCWD, old, AT_FDCWD, new, 0);
}

int linkat(int old_directory, const char *old, int new_directory, const char *new, int flags)
{
    int number;
    if (!fails("link", &number))
        return (int)syscall(SYS_linkat, old_directory, old, new_directory, new, flags);
    errno = number;
    return -1;
}

ssize_t write(int descriptor, const void *data, size_t length)
{
    int number;
    if (is_pipe(descriptor) || !fails("write", &number))
        return syscall(SYS_write, descriptor, data, length);
    if (number == 0)
        return syscall(SYS_write, descriptor, data, length / 2);
    errno = number;
    return -1;
}
