/* The functions that carry JSON text, called well and badly. The argument is a contract's path. */
#include "check.h"

static const char facts[] = "{\"facts\":{\"variables\":{\"TELEMETRY_ENABLED\":\"yes\"},\"random\":\"%s\"}}";

/* A text that must not be left as it is: what a test finds there afterwards was written by the library. */
static abv_text unset(void)
{
    return (abv_text){"unset", 77};
}

static void opens_calls_and_frees(const char *contract, size_t length)
{
    abv_contract *handle = NULL;
    abv_text error = unset(), result = unset();
    CHECK(abv_open(contract, length, &handle, &error) == ABV_OK);
    CHECK(handle != NULL && error.data == NULL && error.length == 0);

    char random[97], arguments[256];
    CHECK(abv_random(48, random, sizeof random) == ABV_OK);
    int size = snprintf(arguments, sizeof arguments, facts, random);
    CHECK(abv_call(handle, "begin", 5, arguments, (size_t)size, &result) == ABV_OK);
    take_text(&result, "\"state\":\"on\"");

    CHECK(abv_call(handle, "begin", 5, "{\"fact\":{}}", 11, &result) == ABV_FAILED);
    take_text(&result, "\"at\":\"/fact");
    CHECK(abv_call(handle, "dance", 5, "{}", 2, &result) == ABV_FAILED);
    take_text(&result, "\"code\":");
    abv_contract_free(handle);
}

static void refuses_contracts(const char *contract, size_t length)
{
    abv_contract *handle = (abv_contract *)(uintptr_t)1;
    abv_text error = unset();
    CHECK(abv_open(contract, length / 2, &handle, &error) == ABV_FAILED);
    CHECK(handle == NULL);
    take_text(&error, "\"code\":");
    CHECK(abv_open(contract, 0, &handle, &error) == ABV_FAILED);
    take_text(&error, "\"code\":");
    CHECK(abv_open(NULL, 0, &handle, &error) == ABV_FAILED);
    take_text(&error, "\"code\":");
    CHECK(abv_open("{\"contract\":\"\xff\"}", 16, &handle, &error) == ABV_NOT_UTF8);
    CHECK(handle == NULL && error.data == NULL);
    CHECK(abv_open("{\"a\":\0}", 7, &handle, NULL) == ABV_FAILED);
    CHECK(abv_open(NULL, 1, &handle, &error) == ABV_NULL);
    CHECK(handle == NULL && error.data == NULL);
    CHECK(abv_open(contract, SIZE_MAX, &handle, &error) == ABV_NULL);
    error = unset();
    CHECK(abv_open(contract, length, NULL, &error) == ABV_NULL);
    CHECK(error.data == NULL);
    CHECK(abv_open(NULL, 5, NULL, NULL) == ABV_NULL);
}

static void takes_null_for_null(const char *contract, size_t length)
{
    abv_contract *handle;
    abv_text result = unset();
    CHECK(abv_open(contract, length, &handle, NULL) == ABV_OK);
    CHECK(abv_call(NULL, "begin", 5, "{}", 2, &result) == ABV_NULL);
    CHECK(result.data == NULL);
    CHECK(abv_call(handle, NULL, 5, "{}", 2, &result) == ABV_NULL);
    CHECK(abv_call(handle, "begin", 5, NULL, 2, &result) == ABV_NULL);
    CHECK(abv_call(handle, "begin", 5, "{}", 2, NULL) == ABV_NULL);
    CHECK(abv_call(handle, NULL, 0, NULL, 0, &result) == ABV_FAILED);
    take_text(&result, "\"code\":");
    CHECK(abv_call(handle, "begi\xfe", 5, "{}", 2, &result) == ABV_NOT_UTF8);
    CHECK(abv_call(handle, "begin", 5, "{\"\xfe\":1}", 7, &result) == ABV_NOT_UTF8);
    CHECK(abv_call(handle, "be\0in", 5, "{}", 2, &result) == ABV_FAILED);
    take_text(&result, "\"code\":");
    abv_contract_free(handle);
    abv_contract_free(NULL);
    abv_text_free(NULL);
}

static void steps(void)
{
    static const char input[] = "{\"arguments\":[\"--version\"],\"replies\":[]}";
    abv_text result = unset();
    CHECK(abv_step(input, sizeof input - 1, &result) == ABV_OK);
    take_text(&result, abv_version());
    CHECK(abv_step("{", 1, &result) == ABV_FAILED);
    take_text(&result, "\"code\":");
    CHECK(abv_step("\"\xc3\"", 3, &result) == ABV_NOT_UTF8);
    CHECK(abv_step(NULL, 3, &result) == ABV_NULL);
    CHECK(abv_step(NULL, 0, &result) == ABV_FAILED);
    take_text(&result, "\"code\":");
    CHECK(abv_step(input, sizeof input - 1, NULL) == ABV_NULL);
}

static void gives_digests(void)
{
    char digest[65];
    CHECK(abv_sha256_hex("abc", 3, digest, sizeof digest) == ABV_OK);
    CHECK(strcmp(digest, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad") == 0); /* FIPS 180-2, B.1 */
    CHECK(abv_sha256_hex(NULL, 0, digest, sizeof digest) == ABV_OK);
    CHECK(strncmp(digest, "e3b0c442", 8) == 0);
    strcpy(digest, "abc"); /* in the place of what it is of */
    CHECK(abv_sha256_hex(digest, 3, digest, sizeof digest) == ABV_OK && strncmp(digest, "ba7816bf", 8) == 0);
    CHECK(abv_sha256_hex("abc", 3, digest, 64) == ABV_MISUSE);
    CHECK(abv_sha256_hex(NULL, 3, digest, sizeof digest) == ABV_NULL);
    CHECK(abv_sha256_hex("abc", SIZE_MAX, digest, sizeof digest) == ABV_NULL);
    CHECK(abv_sha256_hex("abc", 3, NULL, sizeof digest) == ABV_NULL);
}

static void gives_random_digits(void)
{
    char first[97], second[97];
    CHECK(abv_random(48, first, sizeof first) == ABV_OK);
    CHECK(abv_random(48, second, sizeof second) == ABV_OK);
    CHECK(strlen(first) == 96 && strspn(first, "0123456789abcdef") == 96);
    CHECK(strcmp(first, second) != 0);
    CHECK(abv_random(48, first, 96) == ABV_MISUSE);
    CHECK(abv_random(SIZE_MAX, first, 97) == ABV_MISUSE);
    CHECK(abv_random(1, first, SIZE_MAX) == ABV_MISUSE);
    CHECK(abv_random(0, first, 0) == ABV_MISUSE);
    CHECK(abv_random(1, NULL, 3) == ABV_NULL);
}

int main(int argc, char **argv)
{
    CHECK(argc == 2);
    size_t length;
    char *contract = read_contract(argv[1], &length);
    opens_calls_and_frees(contract, length);
    refuses_contracts(contract, length);
    takes_null_for_null(contract, length);
    steps();
    gives_digests();
    gives_random_digits();
    free(contract);
    return 0;
}
