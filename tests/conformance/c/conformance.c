/* The C side of the conformance runner: hands byte strings to the C ABI and its answers back.
 *
 * It knows no JSON; run.py, which starts it, reads the vectors and compares. On standard input come requests of four
 * byte strings each: what to do (`open`, `call`, `step` or `scrub`), a contract, the name of an operation, its arguments. On
 * standard output each is answered with one byte, the abv_status, and one byte string, the text. A byte string is its
 * length in four bytes, most significant first, and its bytes. */
#include "aboveboard.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct bytes {
    char *data;
    size_t length;
};

static void give_up(const char *why)
{
    fprintf(stderr, "aboveboard-conformance-c: %s\n", why);
    exit(2);
}

/* Reads one byte string, which the caller frees. False at the end of the input. */
static bool read_bytes(struct bytes *bytes)
{
    unsigned char size[4];
    size_t got = fread(size, 1, sizeof size, stdin);
    if (got == 0)
        return false;
    bytes->length = (size_t)size[0] << 24 | (size_t)size[1] << 16 | (size_t)size[2] << 8 | size[3];
    /* Exactly as long as it says, so that a tool that watches memory sees a read past the end. */
    bytes->data = malloc(bytes->length == 0 ? 1 : bytes->length);
    if (got < sizeof size || bytes->data == NULL || fread(bytes->data, 1, bytes->length, stdin) < bytes->length)
        give_up("a request is cut short or too large");
    return true;
}

static bool is(const struct bytes *bytes, const char *word)
{
    return bytes->length == strlen(word) && memcmp(bytes->data, word, bytes->length) == 0;
}

static abv_status on_contract(const struct bytes *contract, const struct bytes *operation,
                              const struct bytes *arguments, abv_text *text)
{
    abv_contract *handle;
    abv_status status = abv_open(contract->data, contract->length, &handle, text);
    if (status == ABV_OK && operation != NULL)
        status = abv_call(handle, operation->data, operation->length, arguments->data, arguments->length, text);
    abv_contract_free(handle);
    return status;
}

static void answer(abv_status status, const abv_text *text)
{
    size_t length = text->length;
    unsigned char head[5] = {(unsigned char)status, (unsigned char)(length >> 24), (unsigned char)(length >> 16),
                             (unsigned char)(length >> 8), (unsigned char)length};
    fwrite(head, 1, sizeof head, stdout);
    if (length > 0)
        fwrite(text->data, 1, length, stdout);
    if (fflush(stdout) != 0)
        give_up("the answer could not be written");
}

int main(void)
{
    struct bytes what;
    while (read_bytes(&what)) {
        struct bytes contract, operation, arguments;
        if (!read_bytes(&contract) || !read_bytes(&operation) || !read_bytes(&arguments))
            give_up("a request is cut short");
        abv_text text = {NULL, 0};
        abv_status status;
        if (is(&what, "open"))
            status = on_contract(&contract, NULL, NULL, &text);
        else if (is(&what, "call"))
            status = on_contract(&contract, &operation, &arguments, &text);
        else if (is(&what, "step"))
            status = abv_step(arguments.data, arguments.length, &text);
        else if (is(&what, "scrub"))
            status = abv_scrub(arguments.data, arguments.length, &text);
        else
            status = ABV_MISUSE;
        answer(status, &text);
        abv_text_free(&text);
        free(what.data);
        free(contract.data);
        free(operation.data);
        free(arguments.data);
    }
    return 0;
}
