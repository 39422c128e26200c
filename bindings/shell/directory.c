/* The effect that names what is in a directory. */
#define _POSIX_C_SOURCE 200809L

#include "effects.h"
#include "place.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>

static bool is_between(unsigned char byte, unsigned char lowest, unsigned char highest)
{
    return lowest <= byte && byte <= highest;
}

/* How many bytes the character takes that begins here, or 0 where none does. */
static size_t character_length(const unsigned char *at)
{
    if (at[0] < 0x80)
        return 1;
    if (!is_between(at[0], 0xc2, 0xf4))
        return 0;
    /* The second byte tells what has a shorter form, is half of a pair, or lies beyond the last character. */
    unsigned char lowest = at[0] == 0xe0 ? 0xa0 : at[0] == 0xf0 ? 0x90 : 0x80;
    unsigned char highest = at[0] == 0xed ? 0x9f : at[0] == 0xf4 ? 0x8f : 0xbf;
    size_t length = at[0] < 0xe0 ? 2 : at[0] < 0xf0 ? 3 : 4;
    if (!is_between(at[1], lowest, highest))
        return 0;
    for (size_t index = 2; index < length; index++)
        if (!is_between(at[index], 0x80, 0xbf))
            return 0;
    return length;
}

static bool is_utf8(const char *text)
{
    const unsigned char *at = (const unsigned char *)text;
    while (*at != '\0') {
        size_t length = character_length(at);
        if (length == 0)
            return false;
        at += length;
    }
    return true;
}

static bool is_told(const char *name)
{
    return strcmp(name, ".") != 0 && strcmp(name, "..") != 0 && strchr(name, '\n') == NULL && is_utf8(name);
}

static struct answer answer_names(DIR *directory)
{
    size_t length = 0;
    const struct dirent *entry;
    while (errno = 0, (entry = readdir(directory)) != NULL) {
        size_t size = strlen(entry->d_name);
        if (!is_told(entry->d_name))
            continue;
        if (length + size + 1 > EFFECT_LIMIT)
            return answer_failure(ABV_ERROR_OTHER);
        memcpy(effect_buffer + length, entry->d_name, size);
        effect_buffer[length + size] = '\n';
        length += size + 1;
    }
    return errno == 0 ? answer_bytes(effect_buffer, length) : answer_errno(errno);
}

struct answer effect_list(const abv_operation *operation)
{
    if (!is_whole(&operation->first))
        return answer_failure(ABV_ERROR_ABSENT);
    DIR *directory = opendir(operation->first.data);
    if (directory == NULL)
        return answer_errno(errno);
    struct answer answer = answer_names(directory);
    closedir(directory);
    return answer;
}
