/* What a receiver has answered: of its head the status and Retry-After, which is all that the core asks for. A head may
 * be larger than an answer to the core, and hold bytes of any encoding where they do not matter. */
#define _POSIX_C_SOURCE 200809L

#include "effects.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

enum {
    SWITCHING_PROTOCOLS = 101,
    FIRST_FINAL = 200,
    /* Longer than any number of seconds, and any date. */
    LONGEST_RETRY_AFTER = 128,
};

/* A part of a response. */
struct part {
    const char *start;
    size_t length;
};

/* Takes the next line off the rest, without its end. False where it has none: what belongs to it never came. */
static bool take_line(struct part *rest, struct part *line)
{
    const char *end = memchr(rest->start, '\n', rest->length);
    if (end == NULL)
        return false;
    *line = (struct part){rest->start, (size_t)(end - rest->start)};
    rest->start += line->length + 1;
    rest->length -= line->length + 1;
    if (line->length > 0 && line->start[line->length - 1] == '\r')
        line->length--;
    return true;
}

/* Takes so many bytes off the beginning. */
static void skip(struct part *part, size_t count)
{
    part->start += count;
    part->length -= count;
}

static bool begins_with_space(struct part part)
{
    return part.length > 0 && (*part.start == ' ' || *part.start == '\t');
}

/* The three digits of a line that begins a head, or 0. */
static int status_of(struct part line)
{
    const char *space = memchr(line.start, ' ', line.length);
    if (space == NULL || strncmp(line.start, "HTTP/", 5) != 0)
        return 0;
    skip(&line, (size_t)(space - line.start));
    while (begins_with_space(line))
        skip(&line, 1);
    int status = 0;
    for (size_t index = 0; index < 3; index++) {
        if (line.length == 0 || *line.start < '0' || *line.start > '9')
            return 0;
        status = 10 * status + (*line.start - '0');
        skip(&line, 1);
    }
    return line.length == 0 || begins_with_space(line) ? status : 0;
}

/* The value of a line with this name (which has its colon), without the space around it. No start where the name is
 * another one. */
static struct part value_of(struct part line, const char *name)
{
    if (line.length < strlen(name) || strncasecmp(line.start, name, strlen(name)) != 0)
        return (struct part){NULL, 0};
    skip(&line, strlen(name));
    while (begins_with_space(line))
        skip(&line, 1);
    while (line.length > 0 && begins_with_space((struct part){line.start + line.length - 1, 1}))
        line.length--;
    return line;
}

/* Anything else would make the core take all of the answer for no text. */
static bool is_visible(struct part value)
{
    for (size_t index = 0; index < value.length; index++)
        if (value.start[index] < ' ' || value.start[index] > '~')
            return false;
    return value.length > 0 && value.length <= LONGEST_RETRY_AFTER;
}

bool read_head(const char *response, size_t length, struct answer *answer)
{
    static char told[64 + LONGEST_RETRY_AFTER];
    struct part rest = {response, length}, line, retry_after = {NULL, 0};
    int status = 0;
    while (status < FIRST_FINAL) {
        /* After 101 neither a head nor an end has to come. */
        if (!take_line(&rest, &line) || (status = status_of(line)) < 100 || status == SWITCHING_PROTOCOLS)
            return false;
        retry_after = (struct part){NULL, 0};
        for (;;) {
            if (!take_line(&rest, &line))
                return false;
            if (line.length == 0)
                break;
            struct part value = value_of(line, "Retry-After:");
            if (value.start != NULL)
                retry_after = value;
        }
    }
    int count = snprintf(told, sizeof told, "HTTP/1.1 %d\n", status);
    if (is_visible(retry_after))
        count += snprintf(told + count, sizeof told - (size_t)count, "Retry-After: %.*s\n", (int)retry_after.length,
                          retry_after.start);
    *answer = answer_bytes(told, (size_t)count);
    return true;
}
