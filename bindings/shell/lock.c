/* Locks that work between all languages and leave nothing open: files made with O_EXCL. */
#define _POSIX_C_SOURCE 200809L

#include "lock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static const char suffix[] = ".lock";
/* Clocks differ a little; a time that is further ahead was set by one that was wrong, and would be waited for. */
enum { LEFT_BEHIND_SECONDS = 10, FUTURE_SECONDS = 5, PATIENCE_MILLISECONDS = 2000, PAUSE_MILLISECONDS = 10 };

bool join(char whole[LONGEST_PATH], const char *first, const char *second)
{
    int length = snprintf(whole, LONGEST_PATH, "%s%s", first, second);
    if (length >= 0 && length < LONGEST_PATH)
        return true;
    errno = ENAMETOOLONG;
    return false;
}

static bool make(struct lock *lock)
{
    lock->descriptor = open(lock->path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
    return lock->descriptor >= 0;
}

static bool is_left_behind(const char *path, time_t now)
{
    struct stat about;
    if (lstat(path, &about) != 0)
        return false;
    return now - about.st_mtime > LEFT_BEHIND_SECONDS || about.st_mtime - now > FUTURE_SECONDS;
}

/* Removes a lock that was left behind. That is done under a lock of its own, so that of several who have seen the old
 * one none removes the new one that another has made meanwhile. And since that lock may be left behind as well, it is
 * treated the same. */
static void clear(const char *path)
{
    struct lock guard;
    struct stat about;
    if (!is_left_behind(path, time(NULL)) || !join(guard.path, path, suffix))
        return;
    if (!make(&guard)) {
        clear(guard.path);
        return;
    }
    /* Now by the clock that set the time of the lock, which may be another machine's. */
    if (fstat(guard.descriptor, &about) == 0 && is_left_behind(path, about.st_mtime))
        unlink(path);
    lock_release(&guard);
}

bool lock_take(struct lock *lock, const char *path)
{
    const struct timespec pause = {.tv_nsec = PAUSE_MILLISECONDS * 1000000L};
    if (!join(lock->path, path, suffix))
        return false;
    for (int waited = 0; waited <= PATIENCE_MILLISECONDS; waited += PAUSE_MILLISECONDS) {
        if (make(lock))
            return true;
        if (errno != EEXIST)
            return false;
        clear(lock->path);
        nanosleep(&pause, NULL);
    }
    errno = ETIMEDOUT;
    return false;
}

bool lock_is_held(const struct lock *lock)
{
    struct stat ours, there;
    return fstat(lock->descriptor, &ours) == 0 && lstat(lock->path, &there) == 0 && ours.st_dev == there.st_dev &&
           ours.st_ino == there.st_ino;
}

void lock_release(const struct lock *lock)
{
    if (lock_is_held(lock))
        unlink(lock->path);
    close(lock->descriptor);
}
