/* The lock beside a file: a file called as it, with `.lock` after that. Whoever has made it holds it. */
#ifndef LOCK_H
#define LOCK_H

#include <stdbool.h>

/* No system takes a longer path, the NUL at its end included. */
enum { LONGEST_PATH = 4096 };

struct lock {
    char path[LONGEST_PATH];
    int descriptor;
};

/* Writes one text after the other. False with ENAMETOOLONG where there is no room for both. */
bool join(char whole[LONGEST_PATH], const char *first, const char *second);

/* Takes the lock of the file at `path`, waiting for it up to 2 seconds. False with errno, which is ETIMEDOUT where
 * somebody holds it all that time. */
bool lock_take(struct lock *lock, const char *path);
/* Is it still ours? Who holds it for too long loses it. */
bool lock_is_held(const struct lock *lock);
void lock_release(const struct lock *lock);

#endif
