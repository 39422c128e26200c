/* What the C tests share. */
#ifndef CHECK_H
#define CHECK_H

#include "aboveboard.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Ends the test with a word about the line, unless the condition holds. */
#define CHECK(condition)                                                                                              \
    do {                                                                                                               \
        if (!(condition)) {                                                                                            \
            fprintf(stderr, "%s:%d: this does not hold: %s\n", __FILE__, __LINE__, #condition);                       \
            exit(1);                                                                                                   \
        }                                                                                                              \
    } while (0)

/* The contract whose path is the test's argument; to be freed. */
static inline char *read_contract(const char *path, size_t *length)
{
    FILE *file = fopen(path, "rb");
    CHECK(file != NULL);
    char *text = malloc(64 * 1024);
    CHECK(text != NULL);
    *length = fread(text, 1, 64 * 1024 - 1, file);
    CHECK(feof(file) && *length > 0);
    text[*length] = '\0';
    fclose(file);
    return text;
}

/* Checks that a text was given, that it is terminated, and that it holds `part`; frees it. */
static inline void take_text(abv_text *text, const char *part)
{
    CHECK(text->data != NULL);
    CHECK(strlen(text->data) == text->length);
    CHECK(strstr(text->data, part) != NULL);
    abv_text_free(text);
    CHECK(text->data == NULL && text->length == 0);
    abv_text_free(text); /* once more does nothing */
}

#endif
