/* Scrubbing: in JSON, and as a stream in pieces of every length; and misused. The argument is not looked at. */
#include "check.h"

#include <stdbool.h>

static const char private_facts[] = "[[\"user_name\",\"kqz-user\"],[\"directory\",\"/srv/kqz\"]]";
static const char stream[] = "by kqz-user\n"
                             "{\"password\":\"hunter2\"}\n"
                             "gr\xc3\xb6\xc3\x9f"
                             "e \xff\n"
                             "in /srv/kqz";
static const char scrubbed[] = "by [user]\n"
                               "{\"password\":\"[secret]\"}\n"
                               "gr\xc3\xb6\xc3\x9f"
                               "e \xef\xbf\xbd\n"
                               "in [path]";
static const char summary[] = "{\"lines\":4,\"changed\":3,\"cut\":0,\"kinds\":{\"secret\":1,\"user\":1,\"path\":1}}\n";

/* What has come out so far. */
struct output {
    char data[1024];
    size_t length;
};

static void add(struct output *output, abv_text *text)
{
    CHECK(output->length + text->length < sizeof output->data);
    if (text->length > 0)
        memcpy(output->data + output->length, text->data, text->length);
    output->length += text->length;
    output->data[output->length] = '\0';
    abv_text_free(text);
}

static abv_filter *new_filter(int32_t reports)
{
    abv_filter *filter;
    CHECK(abv_filter_new(private_facts, strlen(private_facts), reports, &filter, NULL) == ABV_OK);
    CHECK(filter != NULL);
    return filter;
}

static void pieces_of_every_length(void)
{
    size_t whole = sizeof stream - 1;
    for (size_t length = 1; length <= whole; length++) {
        struct output out = {.length = 0}, told = {.length = 0};
        abv_text text, report;
        abv_filter *filter = new_filter(1);
        for (size_t start = 0; start < whole; start += length) {
            size_t rest = whole - start;
            /* A read that gave nothing is no end. */
            CHECK(abv_filter_push(filter, start % 2 == 0 ? NULL : stream, 0, &text, &report) == ABV_OK);
            add(&out, &text);
            add(&told, &report);
            CHECK(abv_filter_push(filter, stream + start, rest < length ? rest : length, &text, &report) == ABV_OK);
            add(&out, &text);
            add(&told, &report);
        }
        CHECK(abv_filter_end(filter, &text, &report) == ABV_OK);
        add(&out, &text);
        add(&told, &report);
        CHECK(strcmp(out.data, scrubbed) == 0);
        CHECK(told.length > strlen(summary) && strcmp(told.data + told.length - strlen(summary), summary) == 0);
        abv_filter_free(filter);
    }
}

static void without_a_report(void)
{
    abv_text text;
    abv_filter *filter = new_filter(0);
    CHECK(abv_filter_push(filter, "x\n", 2, &text, NULL) == ABV_OK);
    CHECK(text.length == 2);
    abv_text_free(&text);
    CHECK(abv_filter_push(filter, "y", 1, &text, NULL) == ABV_OK && text.length == 0);
    abv_text_free(&text);
    CHECK(abv_filter_end(filter, &text, NULL) == ABV_OK);
    CHECK(text.length == 1);
    abv_text_free(&text);
    abv_filter_free(filter);

    filter = new_filter(0);
    CHECK(abv_filter_push(filter, "x", 1, &text, NULL) == ABV_OK);
    abv_text_free(&text);
    /* Left in the middle. */
    abv_filter_free(filter);
}

/* Two texts in one place would be one too few: nothing is done then, and nothing is lost. */
static void with_one_place_for_two(void)
{
    abv_text text, report;
    abv_filter *filter = new_filter(1);
    CHECK(abv_filter_push(filter, "by kqz-user\n", 12, &text, &text) == ABV_MISUSE && text.data == NULL);
    CHECK(abv_filter_end(filter, &text, &text) == ABV_MISUSE && text.data == NULL);
    CHECK(abv_filter_push(filter, "by kqz-user\n", 12, &text, &report) == ABV_OK);
    CHECK(strcmp(text.data, "by [user]\n") == 0 && strstr(report.data, "\"user\"") != NULL);
    abv_text_free(&text);
    abv_text_free(&report);
    CHECK(abv_filter_end(filter, &text, &report) == ABV_OK);
    abv_text_free(&text);
    abv_text_free(&report);
    abv_filter_free(filter);
}

static void misused(void)
{
    abv_text text, report, error;
    abv_filter *filter = new_filter(1);
    CHECK(abv_filter_push(NULL, "x", 1, &text, &report) == ABV_NULL && text.data == NULL && report.data == NULL);
    CHECK(abv_filter_push(filter, NULL, 1, &text, &report) == ABV_NULL && text.data == NULL);
    CHECK(abv_filter_push(filter, "x", 1, NULL, &report) == ABV_NULL && report.data == NULL);
    CHECK(abv_filter_push(NULL, NULL, 0, NULL, NULL) == ABV_NULL);
    CHECK(abv_filter_end(NULL, &text, &report) == ABV_NULL && text.data == NULL && report.data == NULL);
    CHECK(abv_filter_end(filter, NULL, &report) == ABV_NULL && report.data == NULL);
    CHECK(abv_filter_end(filter, &text, &report) == ABV_OK);
    abv_text_free(&text);
    abv_text_free(&report);
    CHECK(abv_filter_push(filter, "x", 1, &text, &report) == ABV_MISUSE && text.data == NULL && report.data == NULL);
    CHECK(abv_filter_push(filter, NULL, 0, &text, NULL) == ABV_MISUSE && text.data == NULL);
    CHECK(abv_filter_end(filter, &text, &report) == ABV_MISUSE && text.data == NULL && report.data == NULL);
    abv_filter_free(filter);
    abv_filter_free(NULL);

    CHECK(abv_filter_new(NULL, 0, 0, NULL, &error) == ABV_NULL && error.data == NULL);
    CHECK(abv_filter_new(NULL, 5, 0, &filter, NULL) == ABV_NULL && filter == NULL);
    CHECK(abv_filter_new("\xff", 1, 0, &filter, &error) == ABV_NOT_UTF8 && filter == NULL && error.data == NULL);
    CHECK(abv_filter_new("[[]]", 4, 0, &filter, &error) == ABV_FAILED && filter == NULL);
    CHECK(strstr(error.data, "\"wrong_value\"") != NULL);
    abv_text_free(&error);
    CHECK(abv_filter_new(NULL, 0, 0, &filter, &error) == ABV_OK && error.data == NULL);
    abv_filter_free(filter);
}

static void in_json(void)
{
    abv_text out;
    const char given[] = "{\"text\":\"mail jane@acme.example\"}";
    CHECK(abv_scrub(given, strlen(given), &out) == ABV_OK);
    CHECK(strstr(out.data, "\"text\":\"mail [email]\"") != NULL);
    abv_text_free(&out);
    CHECK(abv_scrub("{}", 2, &out) == ABV_FAILED && strstr(out.data, "\"wrong_value\"") != NULL);
    abv_text_free(&out);
    CHECK(abv_scrub(NULL, 2, &out) == ABV_NULL && out.data == NULL);
    CHECK(abv_scrub("\xff", 1, &out) == ABV_NOT_UTF8 && out.data == NULL);
    CHECK(abv_scrub("{}", 2, NULL) == ABV_NULL);
}

int main(void)
{
    pieces_of_every_length();
    without_a_report();
    with_one_place_for_two();
    misused();
    in_json();
    return 0;
}
