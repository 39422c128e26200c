/* Where a file is, and what is there. */
#define _POSIX_C_SOURCE 200809L

#include "place.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { MOST_LINKS = 40, OWNERS_DIRECTORY = 0700, SHARED_DIRECTORY = 0755 };

bool is_missing(const struct place *place)
{
    return place->about.st_mode == 0;
}

bool fail(int number)
{
    errno = number;
    return false;
}

bool is_whole(const abv_bytes *text)
{
    return strlen(text->data) == text->length;
}

/* The last part of a path, which is empty after a slash. */
static const char *name_in(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash == NULL ? path : slash + 1;
}

static bool names_a_directory(const char *path)
{
    const char *name = name_in(path);
    return *name == '\0' || strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

static void directory_of(char directory[LONGEST_PATH], const char *path)
{
    size_t length = (size_t)(name_in(path) - path);
    if (length > 1)
        length--; /* the slash, unless it is the root */
    snprintf(directory, LONGEST_PATH, "%.*s", (int)length, path);
    if (length == 0)
        strcpy(directory, ".");
}

/* Follows the links that the last part of the path may be, also to a file that is not there yet. */
static bool follow_links(char path[LONGEST_PATH])
{
    for (int links = 0; links < MOST_LINKS; links++) {
        char target[LONGEST_PATH], base[LONGEST_PATH] = "";
        ssize_t length = readlink(path, target, sizeof target - 1);
        if (length < 0)
            return errno == EINVAL || errno == ENOENT;
        target[length] = '\0';
        if (*target != '/')
            snprintf(base, sizeof base, "%.*s", (int)(name_in(path) - path), path);
        if (!join(path, base, target))
            return false;
    }
    return fail(ELOOP);
}

void give_to_owner_of_directory(int descriptor, const char *path)
{
    char directory[LONGEST_PATH];
    struct stat about;
    if (geteuid() != 0)
        return;
    directory_of(directory, path);
    if (stat(directory, &about) != 0 || about.st_uid == 0)
        return;
    if (fchown(descriptor, about.st_uid, about.st_gid) != 0)
        return; /* it stays root's */
}

static bool make_one_directory(const char *path, mode_t mode)
{
    if (mkdir(path, mode) != 0)
        return errno == EEXIST;
    /* By what is open, which cannot have become something else meanwhile. */
    int descriptor = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (descriptor >= 0) {
        give_to_owner_of_directory(descriptor, path);
        close(descriptor);
    }
    return true;
}

/* Makes a directory, and those above it that are missing: up to one that is there, and down again. The path, which may
 * have thousands of parts, is cut and mended where it lies. */
static bool make_directory(char *path, mode_t mode)
{
    size_t whole = strlen(path), length;
    while (!make_one_directory(path, mode)) {
        char *slash = strrchr(path, '/');
        if (errno != ENOENT || slash == NULL || slash == path)
            return false;
        *slash = '\0';
    }
    while ((length = strlen(path)) < whole) {
        path[length] = '/';
        if (!make_one_directory(path, mode))
            return false;
    }
    return true;
}

bool look(struct place *place)
{
    if (lstat(place->path, &place->about) == 0)
        return S_ISREG(place->about.st_mode) || fail(EISDIR);
    place->about.st_mode = 0;
    return errno == ENOENT;
}

bool locate(struct place *place, const abv_bytes *named, mode_t mode)
{
    char directory[LONGEST_PATH];
    if (!is_whole(named))
        return fail(EINVAL);
    if (!join(place->path, named->data, "") || !follow_links(place->path))
        return false;
    if (names_a_directory(place->path))
        return fail(EISDIR);
    if (!look(place))
        return false;
    directory_of(directory, place->path);
    if (!is_missing(place))
        return true;
    return make_directory(directory, mode & S_IROTH ? SHARED_DIRECTORY : OWNERS_DIRECTORY);
}

void bring_directory_to_disk(const char *path)
{
    char directory[LONGEST_PATH];
    directory_of(directory, path);
    int descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0)
        return;
    fsync(descriptor);
    close(descriptor);
}
