/* The effect that scrubs standard input to standard output, as it comes. */
#define _POSIX_C_SOURCE 200809L

#include "effects.h"

#include <errno.h>
#include <unistd.h>

/* Scrubs one piece, or what is left at the end, and writes what it completes. */
static struct answer pass_on(abv_filter *filter, size_t length, bool ended)
{
    abv_text text, report;
    abv_status status = ended ? abv_filter_end(filter, &text, &report)
                              : abv_filter_push(filter, effect_buffer, length, &text, &report);
    if (status != ABV_OK)
        return answer_failure(ABV_ERROR_OTHER);
    bool written = write_all(STDOUT_FILENO, text.data, text.length) &&
                   write_all(STDERR_FILENO, report.data, report.length);
    struct answer answer = written ? answer_text("") : answer_errno(errno);
    abv_text_free(&text);
    abv_text_free(&report);
    return answer;
}

static struct answer pass_all_on(abv_filter *filter)
{
    for (;;) {
        long length = read_some(STDIN_FILENO, effect_buffer, sizeof effect_buffer);
        if (length < 0)
            return answer_errno(errno);
        struct answer answer = pass_on(filter, (size_t)length, length == 0);
        /* A reader that has had enough, such as `head`, is no failure. */
        if (answer.error_class != ABV_ERROR_NONE && errno == EPIPE)
            return answer_text("");
        if (answer.error_class != ABV_ERROR_NONE || length == 0)
            return answer;
    }
}

struct answer effect_filter(const abv_operation *operation)
{
    abv_filter *filter;
    const abv_bytes *private_facts = &operation->first;
    if (abv_filter_new(private_facts->data, private_facts->length, operation->number == 1, &filter, NULL) != ABV_OK)
        return answer_failure(ABV_ERROR_OTHER);
    struct answer answer = pass_all_on(filter);
    abv_filter_free(filter);
    return answer;
}
