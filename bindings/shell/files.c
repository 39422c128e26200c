/* The effects that change files, so that nothing is lost: others see the old content or the new one. */
#define _POSIX_C_SOURCE 200809L

#include "effects.h"
#include "lock.h"
#include "place.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { PERMISSION_BITS = 0777, DIGEST_DIGITS = 64 };

/* Compares what is there with a digest. More than a flow takes from a file cannot be what it has seen. */
static struct answer compare_digest(const char *path, const char *expected)
{
    char digest[DIGEST_DIGITS + 1];
    int descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (descriptor < 0)
        return answer_errno(errno);
    long length = read_into_buffer(descriptor);
    int why = errno;
    close(descriptor);
    if (length < 0)
        return answer_errno(why);
    if (abv_sha256_hex(effect_buffer, (size_t)length, digest, sizeof digest) != ABV_OK)
        return answer_failure(ABV_ERROR_OTHER);
    bool same = length <= EFFECT_LIMIT && strcmp(digest, expected) == 0;
    return same ? answer_text("") : answer_failure(ABV_ERROR_CHANGED);
}

static struct answer compare(const struct place *place, const char *expected)
{
    bool absent = strcmp(expected, "absent") == 0;
    if (*expected == '\0')
        return answer_text("");
    if (absent || is_missing(place))
        return absent && is_missing(place) ? answer_text("") : answer_failure(ABV_ERROR_CHANGED);
    return compare_digest(place->path, expected);
}

/* Gives a new file the owner that the old one had. */
static bool keep_owner(int descriptor, const struct stat *old)
{
    struct stat made;
    if (fstat(descriptor, &made) != 0)
        return false;
    return (made.st_uid == old->st_uid && made.st_gid == old->st_gid) ||
           fchown(descriptor, old->st_uid, old->st_gid) == 0;
}

/* Gives a new file its owner and its permission bits, whatever the umask is. */
static bool dress(int descriptor, const struct place *place, mode_t wanted)
{
    mode_t kept = S_IRUSR | S_IWUSR;
    if (is_missing(place)) {
        give_to_owner_of_directory(descriptor, place->path);
    } else if (keep_owner(descriptor, &place->about)) {
        kept = place->about.st_mode & PERMISSION_BITS & ~(mode_t)S_IWOTH;
    } else {
        return false;
    }
    return fchmod(descriptor, wanted == 0 ? kept : wanted) == 0;
}

static bool bring_to_disk(int descriptor)
{
    while (fsync(descriptor) != 0)
        if (errno != EINTR)
            return false;
    return true;
}

static bool fill(int descriptor, const struct place *place, const abv_operation *operation)
{
    return dress(descriptor, place, (mode_t)operation->number) &&
           write_all(descriptor, operation->second.data, operation->second.length) && bring_to_disk(descriptor);
}

/* Makes the file that is to take the other's place, in whole or not at all. */
static bool make_temporary(const char *path, const struct place *place, const abv_operation *operation)
{
    int descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (descriptor < 0)
        return false;
    bool filled = fill(descriptor, place, operation);
    int why = errno;
    if (close(descriptor) != 0 && filled && errno != EINTR) {
        why = errno;
        filled = false;
    }
    if (!filled)
        unlink(path);
    return filled || fail(why);
}

/* A name beside the file that nobody else thinks of. */
static bool name_temporary(char path[LONGEST_PATH], const char *beside)
{
    char ending[] = ".0123456789abcdef.tmp";
    if (abv_random(8, ending + 1, sizeof ending - 1) != ABV_OK)
        return fail(EIO);
    ending[17] = '.'; /* where the digits' NUL has been put */
    return join(path, beside, ending);
}

/* What `write` does while it holds the lock. */
static struct answer replace(struct place *place, const abv_operation *operation, const struct lock *lock)
{
    char temporary[LONGEST_PATH];
    if (!look(place))
        return answer_errno(errno);
    struct answer answer = compare(place, operation->third.data);
    if (answer.error_class != ABV_ERROR_NONE)
        return answer;
    if (!name_temporary(temporary, place->path) || !make_temporary(temporary, place, operation))
        return answer_errno(errno);
    if (!lock_is_held(lock))
        answer = answer_failure(ABV_ERROR_TIMEOUT);
    else if (rename(temporary, place->path) != 0)
        answer = answer_errno(errno);
    if (answer.error_class == ABV_ERROR_NONE)
        bring_directory_to_disk(place->path);
    else
        unlink(temporary);
    return answer;
}

/* Keeps back the signals that would end this process and leave the lock behind. They come later. */
static void hold_endings(sigset_t *before)
{
    sigset_t endings;
    sigemptyset(&endings);
    sigaddset(&endings, SIGHUP);
    sigaddset(&endings, SIGINT);
    sigaddset(&endings, SIGQUIT);
    sigaddset(&endings, SIGTERM);
    sigprocmask(SIG_BLOCK, &endings, before);
}

struct answer effect_write(const abv_operation *operation)
{
    struct place place;
    struct lock lock;
    sigset_t before;
    if (operation->number < 0 || operation->number > PERMISSION_BITS)
        return answer_failure(ABV_ERROR_UNSUPPORTED);
    if (!locate(&place, &operation->first, (mode_t)operation->number))
        return answer_errno(errno);
    hold_endings(&before);
    struct answer answer;
    if (lock_take(&lock, place.path)) {
        answer = replace(&place, operation, &lock);
        lock_release(&lock);
    } else {
        answer = answer_errno(errno);
    }
    sigprocmask(SIG_SETMASK, &before, NULL);
    return answer;
}

/* Takes back a part that was written where there was no room for all, unless somebody has written after it. */
static void take_back(int descriptor, off_t before, off_t written)
{
    struct stat after;
    if (fstat(descriptor, &after) == 0 && after.st_size == before + written && ftruncate(descriptor, before) != 0)
        return; /* the part stays */
}

static struct answer append_to(int descriptor, const abv_bytes *content)
{
    struct stat before;
    ssize_t written;
    if (fstat(descriptor, &before) != 0)
        return answer_errno(errno);
    if (!S_ISREG(before.st_mode))
        return answer_failure(ABV_ERROR_OTHER);
    do
        written = write(descriptor, content->data, content->length);
    while (written < 0 && errno == EINTR);
    if (written < 0)
        return answer_errno(errno);
    if ((size_t)written == content->length)
        return answer_text("");
    take_back(descriptor, before.st_size, written);
    return answer_failure(ABV_ERROR_FULL);
}

struct answer effect_append(const abv_operation *operation)
{
    struct place place;
    if (!locate(&place, &operation->first, S_IRUSR | S_IWUSR))
        return answer_errno(errno);
    int flags = O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;
    int descriptor = open(place.path, flags, S_IRUSR | S_IWUSR);
    if (descriptor < 0)
        return answer_errno(errno);
    if (is_missing(&place))
        give_to_owner_of_directory(descriptor, place.path);
    struct answer answer = append_to(descriptor, &operation->second);
    if (close(descriptor) != 0 && answer.error_class == ABV_ERROR_NONE && errno != EINTR)
        return answer_errno(errno);
    return answer;
}
