/* Finding a file that is to be changed. What gives a bool is false with errno. */
#ifndef PLACE_H
#define PLACE_H

#include "aboveboard.h"
#include "lock.h"

#include <stdbool.h>
#include <sys/stat.h>

/* A file that is to be changed. */
struct place {
    char path[LONGEST_PATH]; /* without symbolic links at its end */
    struct stat about;       /* with a mode of 0 where there is nothing yet */
};

/* Sets errno and gives false. */
bool fail(int number);
/* Whether a text can be handed to the system: no file has a NUL in its name. */
bool is_whole(const abv_bytes *text);
/* Finds the file that a text names, with a directory for it to be in, for all who may read a file of this mode. */
bool locate(struct place *place, const abv_bytes *named, mode_t mode);
/* Tells what is there now. False where it is anything but a regular file or nothing. */
bool look(struct place *place);
bool is_missing(const struct place *place);
/* What root makes in the directory of somebody else (`sudo -E`) is theirs, who could not change it otherwise. Of a path that
 * is open for this. Nothing fails here. */
void give_to_owner_of_directory(int descriptor, const char *path);
/* Makes a change of names in the file's directory last. Not every directory can be opened, nor every file system do it,
 * and the change is made: nothing fails here. */
void bring_directory_to_disk(const char *path);

#endif
