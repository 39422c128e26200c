/* The effects that change the names of files: they follow no links, and replace nothing. */
#define _GNU_SOURCE

#include "effects.h"
#include "place.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The class of what is no regular file under this very name; ABV_ERROR_NONE where it is one. */
static uint32_t check_regular(const abv_bytes *named)
{
    struct stat about;
    if (!is_whole(named))
        return ABV_ERROR_OTHER;
    if (lstat(named->data, &about) != 0)
        return answer_errno(errno).error_class;
    return S_ISREG(about.st_mode) ? ABV_ERROR_NONE : ABV_ERROR_OTHER;
}

/* Whether link failed since there are no second names here, or not for this file. */
static bool refuses_links(int number)
{
    return number == EPERM || number == EOPNOTSUPP || number == ENOTSUP || number == ENOSYS || number == EMLINK;
}

/* The way without a second name. Where the system cannot refuse to replace, there is a moment in which somebody else
 * could make what is replaced; but of two who rename a file still only one finds it. */
static bool rename_alone(const char *from, const char *to)
{
    struct stat there;
#ifdef SYS_renameat2
    const unsigned no_replacing = 1;
    if (syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, no_replacing) == 0)
        return true;
    if (errno == EEXIST)
        return false;
#endif
    return lstat(to, &there) == 0 ? fail(EEXIST) : rename(from, to) == 0;
}

/* rename would replace what is there; a second name is refused, and for a moment the file has both. */
static bool rename_by_linking(const char *from, const char *to)
{
    if (link(from, to) != 0)
        return refuses_links(errno) && rename_alone(from, to);
    if (unlink(from) == 0)
        return true;
    int why = errno;
    unlink(to);
    return fail(why);
}

struct answer effect_rename(const abv_operation *operation)
{
    const char *from = operation->first.data, *to = operation->second.data;
    uint32_t problem = is_whole(&operation->second) ? check_regular(&operation->first) : ABV_ERROR_OTHER;
    if (problem != ABV_ERROR_NONE)
        return answer_failure(problem);
    if (!rename_by_linking(from, to))
        return answer_errno(errno);
    bring_directory_to_disk(to);
    return answer_text("");
}

struct answer effect_remove(const abv_operation *operation)
{
    uint32_t problem = check_regular(&operation->first);
    if (problem != ABV_ERROR_NONE)
        return answer_failure(problem);
    if (unlink(operation->first.data) != 0)
        return answer_errno(errno);
    bring_directory_to_disk(operation->first.data);
    return answer_text("");
}
