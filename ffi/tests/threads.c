/* One contract, used by many threads at once, gives each the same bytes. The argument is a contract's path. */
#include "check.h"

#include <pthread.h>

enum { THREADS = 8, ROUNDS = 200 };

static const char arguments[] =
    "{\"facts\":{\"variables\":{\"TELEMETRY_ENABLED\":\"yes\"},\"random\":"
    "\"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f\"}}";

static abv_contract *contract;
static abv_text expected;

static void *call_again_and_again(void *unused)
{
    for (int round = 0; round < ROUNDS; round++) {
        abv_text result, error;
        CHECK(abv_call(contract, "begin", 5, arguments, sizeof arguments - 1, &result) == ABV_OK);
        CHECK(result.length == expected.length && memcmp(result.data, expected.data, result.length) == 0);
        abv_text_free(&result);
        CHECK(abv_call(contract, "payload", 7, "[]", 2, &error) == ABV_FAILED);
        take_text(&error, "\"code\":");
    }
    return unused;
}

int main(int argc, char **argv)
{
    CHECK(argc == 2);
    size_t length;
    char *text = read_contract(argv[1], &length);
    CHECK(abv_open(text, length, &contract, NULL) == ABV_OK);
    free(text); /* the handle does not need it */
    CHECK(abv_call(contract, "begin", 5, arguments, sizeof arguments - 1, &expected) == ABV_OK);
    pthread_t threads[THREADS];
    for (int index = 0; index < THREADS; index++)
        CHECK(pthread_create(&threads[index], NULL, call_again_and_again, NULL) == 0);
    for (int index = 0; index < THREADS; index++)
        CHECK(pthread_join(threads[index], NULL) == 0);
    take_text(&expected, "\"state\":\"on\"");
    abv_contract_free(contract);
    return 0;
}
