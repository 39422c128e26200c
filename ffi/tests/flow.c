/* Flows with answers from a make-believe machine: to their end, with every effect failing in every way, and misused.
 * The argument is a contract's path. */
#include "check.h"

#include <stdbool.h>

#define EVENT "infra.command.started", "command.name=apply", "command.result=started", "client.script=test"

/* Every command; no command may hang, crash or want what no host can give. */
static char *const commands[][8] = {
    {"--help"},
    {"--version"},
    {NULL},
    {"status"},
    {"--contract", "c.json", "status"},
    {"--contract", "c.json", "begin", "--terminal", "yes"},
    {"--contract", "c.json", "payload", EVENT},
    {"--contract", "c.json", "preview", EVENT},
    {"--contract", "c.json", "send", EVENT},
    {"--contract", "c.json", "send", EVENT, "--wait"},
    {"--contract", "c.json", "exec", "--", "true"},
    {"--contract", "c.json", "child"},
    {"deliver"},
    {"--contract", "c.json", "payload", "\xff\xfe"},
    {"--contract", "\xc3\x28", "status"},
    {"scrub"},
    {"scrub", "--report"},
    {"--contract", "c.json", "scrub"},
};
enum { COMMANDS = sizeof commands / sizeof *commands, NOBODY = -1, EVERYBODY = -2, MOST_BATCHES = 128 };

/* The machine. */
static char *contract;
static size_t contract_length;
static const char *telemetry_enabled;
static char handed_over[256 * 1024]; /* what the last detach was given */
static size_t sent, waited, asked;

/* What one execution of a command came to. */
struct end {
    int32_t status;
    size_t operations;
    char output[8 * 1024];
};

static void reply(abv_flow *flow, const char *answer)
{
    CHECK(abv_flow_reply(flow, ABV_ERROR_NONE, answer, strlen(answer), NULL) == ABV_OK);
}

static void fail(abv_flow *flow, uint32_t error_class)
{
    CHECK(abv_flow_reply(flow, error_class, NULL, 0, NULL) == ABV_OK);
}

/* Does one operation as the machine does it. */
static void perform(abv_flow *flow, const abv_operation *operation)
{
    char random[257];
    switch (operation->kind) {
    case ABV_OPERATION_VARIABLE:
        if (strcmp(operation->first.data, "TELEMETRY_ENABLED") == 0 && telemetry_enabled != NULL)
            reply(flow, telemetry_enabled);
        else
            fail(flow, ABV_ERROR_ABSENT);
        break;
    case ABV_OPERATION_FILE:
        CHECK(abv_flow_reply(flow, ABV_ERROR_NONE, contract, contract_length, NULL) == ABV_OK);
        break;
    case ABV_OPERATION_STDIN:
        reply(flow, handed_over);
        break;
    case ABV_OPERATION_PLATFORM:
        CHECK(operation->number == 0 && operation->first.length > 0);
        reply(flow, "unusual");
        break;
    case ABV_OPERATION_LIST:
        CHECK(operation->number == 0 && operation->first.length > 0);
        reply(flow, "eth0\nlo\n");
        break;
    case ABV_OPERATION_PROGRAM:
        CHECK(operation->number == 0 && operation->first.length > 0);
        fail(flow, ABV_ERROR_UNSUPPORTED); /* as on every system that has none of them */
        break;
    case ABV_OPERATION_TERMINAL:
        CHECK(operation->number >= 0 && operation->number <= 2);
        reply(flow, "no");
        break;
    case ABV_OPERATION_TIME:
        reply(flow, "1790000000");
        break;
    case ABV_OPERATION_RANDOM:
        CHECK(operation->number > 0 && operation->number <= 128);
        CHECK(abv_random((size_t)operation->number, random, sizeof random) == ABV_OK);
        reply(flow, random);
        break;
    case ABV_OPERATION_ASK:
        asked++;
        reply(flow, "y");
        break;
    case ABV_OPERATION_PRINT:
        CHECK(operation->number == 2 && operation->first.length > 0);
        reply(flow, "");
        break;
    case ABV_OPERATION_SEND:
    case ABV_OPERATION_SEND_DELETION:
        sent++;
        CHECK(strstr(operation->first.data, "\"url\"") != NULL);
        CHECK(strstr(operation->second.data, "url = ") != NULL);
        /* the first attempt fails, so that there is a second one */
        reply(flow, sent == 1 ? "HTTP/1.1 503 Busy\r\nRetry-After: 1\r\n" : "HTTP/1.1 204");
        break;
    case ABV_OPERATION_WAIT:
        waited++;
        CHECK(operation->number > 0);
        reply(flow, "");
        break;
    case ABV_OPERATION_DETACH:
        CHECK(operation->first.length < sizeof handed_over);
        memcpy(handed_over, operation->first.data, operation->first.length + 1);
        reply(flow, "");
        break;
    case ABV_OPERATION_EXEC:
        reply(flow, "7");
        break;
    case ABV_OPERATION_WRITE:
        CHECK(operation->number == 0600 && operation->first.length > 0 && operation->second.length > 0);
        reply(flow, "");
        break;
    case ABV_OPERATION_REMOVE:
        CHECK(operation->first.length > 0);
        reply(flow, "");
        break;
    case ABV_OPERATION_FILTER:
        CHECK(operation->first.data[0] == '[' && (operation->number == 0 || operation->number == 1));
        reply(flow, "");
        break;
    default:
        CHECK(!"a kind of operation that this test knows");
    }
}

static size_t count_of(char *const *arguments)
{
    size_t count = 0;
    while (count < 8 && arguments[count] != NULL)
        count++;
    return count;
}

/* Runs a flow to its end and frees it. The effect at `failing` (or NOBODY, or EVERYBODY) is answered with
 * `error_class`. */
static struct end perform_all(abv_flow *flow, long failing, uint32_t error_class)
{
    struct end end = {.status = -1};
    sent = waited = asked = 0;
    for (int batch = 0; batch <= MOST_BATCHES; batch++) {
        const abv_operation *operations;
        size_t length;
        abv_text error;
        abv_status status = abv_flow_next(flow, &operations, &length, &error);
        CHECK(error.data == NULL);
        if (status == ABV_DONE) {
            abv_bytes output;
            CHECK(operations == NULL && length == 0);
            CHECK(abv_flow_outcome(flow, &end.status, &output) == ABV_OK);
            CHECK(strlen(output.data) == output.length && output.length < sizeof end.output);
            memcpy(end.output, output.data, output.length + 1);
            CHECK(end.status >= 0 && end.status <= 255);
            abv_flow_free(flow);
            return end;
        }
        CHECK(status == ABV_PERFORM && operations != NULL && length > 0);
        for (size_t index = 0; index < length; index++) {
            const abv_operation *operation = &operations[index];
            CHECK(operation->first.data[operation->first.length] == '\0');
            CHECK(operation->second.data[operation->second.length] == '\0');
            CHECK(operation->third.data[operation->third.length] == '\0');
            bool fails = failing == EVERYBODY || failing == (long)end.operations;
            end.operations++;
            if (!fails) {
                perform(flow, operation);
                continue;
            }
            fail(flow, error_class);
            if (operation->stops)
                break;
        }
    }
    CHECK(!"the command ends in so many batches");
    return end;
}

/* Runs a command to its end. */
static struct end run(char *const *arguments, long failing, uint32_t error_class)
{
    abv_flow *flow = NULL;
    CHECK(abv_flow_new(count_of(arguments), arguments, &flow) == ABV_OK);
    return perform_all(flow, failing, error_class);
}

/* Runs a command under a contract that the program holds itself. */
static struct end run_embedded(const char *text, size_t length, char *const *arguments)
{
    abv_flow *flow = NULL;
    char *copy = malloc(length + 1);
    CHECK(copy != NULL);
    memcpy(copy, text, length);
    CHECK(abv_flow_with_contract(copy, length, count_of(arguments), arguments, &flow) == ABV_OK);
    free(copy); /* the flow does not need it */
    return perform_all(flow, NOBODY, 0);
}

/* As a program does that brings no file with it. */
static void runs_under_an_embedded_contract(void)
{
    char *const status[] = {"status", NULL}, *const begin[] = {"begin", NULL}, *const payload[] = {"payload", EVENT, NULL};
    char *const *const embedded[] = {status, begin, payload};
    telemetry_enabled = "yes";
    CHECK(strstr(run_embedded(contract, contract_length, status).output, "TELEMETRY_ENABLED") != NULL);
    CHECK(strstr(run_embedded(contract, contract_length, begin).output, "\"state\":\"on\"") != NULL);
    CHECK(strstr(run_embedded(contract, contract_length, payload).output, "infra.command.started") != NULL);
    telemetry_enabled = "no";
    CHECK(strstr(run_embedded(contract, contract_length, begin).output, "\"state\":\"off\"") != NULL);
    CHECK(run_embedded(contract, contract_length, payload).output[0] == '\0');
    for (size_t index = 0; index < sizeof embedded / sizeof *embedded; index++) {
        /* What is wrong with it is what the command says, as it is with a file. */
        CHECK(run_embedded(contract, contract_length / 2, embedded[index]).output[0] == '\0');
        CHECK(run_embedded("", 0, embedded[index]).output[0] == '\0');
    }
    abv_flow *flow = (abv_flow *)(uintptr_t)1;
    CHECK(abv_flow_with_contract("\xff", 1, 1, status, &flow) == ABV_NOT_UTF8 && flow == NULL);
    CHECK(abv_flow_with_contract(NULL, 1, 1, status, &flow) == ABV_NULL && flow == NULL);
    CHECK(abv_flow_with_contract(contract, SIZE_MAX, 1, status, &flow) == ABV_NULL && flow == NULL);
    CHECK(abv_flow_with_contract(contract, contract_length, 1, NULL, &flow) == ABV_NULL && flow == NULL);
    CHECK(abv_flow_with_contract(contract, contract_length, 2, status, &flow) == ABV_NULL && flow == NULL);
    CHECK(abv_flow_with_contract(contract, contract_length, 1, status, NULL) == ABV_NULL);
}

static void runs_commands(void)
{
    telemetry_enabled = "yes";
    struct end end = run(commands[1], NOBODY, 0);
    CHECK(end.status == 0 && strstr(end.output, abv_version()) != NULL);
    CHECK(abv_abi() == ABV_ABI);
    end = run(commands[4], NOBODY, 0);
    CHECK(end.status == 0 && strstr(end.output, "TELEMETRY_ENABLED") != NULL);
    end = run(commands[6], NOBODY, 0);
    CHECK(end.status == 0 && strstr(end.output, "\"event_name\":\"infra.command.started\"") != NULL);
    CHECK(strstr(end.output, "\"sent_at\":\"2026-09-21T") != NULL);
    end = run(commands[8], NOBODY, 0);
    CHECK(end.status == 0 && end.output[0] == '\0' && sent == 0);
    CHECK(strstr(handed_over, "infra.command.started") != NULL);
    end = run(commands[12], NOBODY, 0); /* delivers what was handed over */
    CHECK(end.status == 0 && sent == 2 && waited == 1);
    end = run(commands[9], NOBODY, 0);
    CHECK(end.status == 0 && sent == 2 && waited == 1);
    end = run(commands[10], NOBODY, 0);
    CHECK(end.status == 7);
    CHECK(run(commands[13], NOBODY, 0).status == 2);
}

static void keeps_quiet_without_consent(void)
{
    telemetry_enabled = "no";
    handed_over[0] = '\0';
    CHECK(run(commands[6], NOBODY, 0).output[0] == '\0');
    struct end end = run(commands[9], NOBODY, 0);
    CHECK(end.status == 0 && sent == 0);
    end = run(commands[8], NOBODY, 0);
    CHECK(end.status == 0 && handed_over[0] == '\0');
    telemetry_enabled = NULL;
    end = run(commands[5], NOBODY, 0);
    CHECK(end.status == 0 && asked == 1 && strstr(end.output, "\"state\":\"on\"") != NULL);
}

/* Where everything takes long, every fourth class of failures has to do. */
#ifndef CLASS_STEP
#define CLASS_STEP 1
#endif

static void survives_every_failure(void)
{
    telemetry_enabled = "yes";
    run(commands[8], NOBODY, 0); /* hands over what the command `deliver` finds */
    size_t flows = 0;
    for (size_t command = 0; command < COMMANDS; command++) {
        size_t effects = run(commands[command], NOBODY, 0).operations;
        for (uint32_t class = ABV_ERROR_ABSENT; class <= ABV_ERROR_OTHER; class += CLASS_STEP) {
            /* A failure may lead to more effects, of which each fails in its turn too. */
            for (size_t failing = 0; failing < effects + 4; failing++, flows++)
                run(commands[command], (long)failing, class);
            run(commands[command], EVERYBODY, class);
        }
    }
    CHECK(flows > 1000 / CLASS_STEP);
}

static void refuses_misuse(void)
{
    abv_flow *flow = (abv_flow *)(uintptr_t)1;
    char *with_null[] = {"status", NULL};
    CHECK(abv_flow_new(1, NULL, &flow) == ABV_NULL && flow == NULL);
    CHECK(abv_flow_new(2, with_null, &flow) == ABV_NULL && flow == NULL);
    CHECK(abv_flow_new(SIZE_MAX, with_null, &flow) == ABV_NULL && flow == NULL);
    CHECK(abv_flow_new(1, with_null, NULL) == ABV_NULL);

    const abv_operation *operations, *again;
    size_t count;
    abv_text error;
    int32_t status;
    abv_bytes output;
    CHECK(abv_flow_new(3, commands[4], &flow) == ABV_OK);
    CHECK(abv_flow_reply(flow, ABV_ERROR_NONE, "early", 5, &error) == ABV_FAILED);
    take_text(&error, "\"code\":");
    CHECK(abv_flow_next(NULL, &operations, &count, &error) == ABV_NULL && operations == NULL && count == 0);
    CHECK(abv_flow_next(flow, NULL, &count, &error) == ABV_NULL);
    CHECK(abv_flow_next(flow, &operations, NULL, &error) == ABV_NULL);
    CHECK(abv_flow_next(flow, &operations, &count, NULL) == ABV_PERFORM && count == 1);
    CHECK(operations->kind == ABV_OPERATION_FILE && strcmp(operations->first.data, "c.json") == 0);
    CHECK(abv_flow_next(flow, &again, &count, NULL) == ABV_PERFORM && count == 1);
    CHECK(again->kind == ABV_OPERATION_FILE && strcmp(again->first.data, "c.json") == 0);
    CHECK(abv_flow_outcome(flow, &status, &output) == ABV_MISUSE);
    CHECK(abv_flow_reply(flow, ABV_ERROR_EXPOSED + 1, NULL, 0, &error) == ABV_MISUSE && error.data == NULL);
    CHECK(abv_flow_reply(flow, UINT32_MAX, NULL, 0, NULL) == ABV_MISUSE);
    CHECK(abv_flow_reply(flow, ABV_ERROR_NONE, NULL, 9, &error) == ABV_NULL && error.data == NULL);
    CHECK(abv_flow_reply(NULL, ABV_ERROR_NONE, "x", 1, &error) == ABV_NULL);
    CHECK(abv_flow_reply(flow, ABV_ERROR_NONE, "\xff\0\xfe", 3, NULL) == ABV_OK);
    CHECK(abv_flow_reply(flow, ABV_ERROR_NONE, "twice", 5, &error) == ABV_FAILED);
    take_text(&error, "\"code\":");
    while (abv_flow_next(flow, &operations, &count, NULL) == ABV_PERFORM)
        for (size_t index = 0; index < count; index++)
            fail(flow, ABV_ERROR_OTHER);
    CHECK(abv_flow_next(flow, &operations, &count, NULL) == ABV_DONE && operations == NULL && count == 0);
    CHECK(abv_flow_reply(flow, ABV_ERROR_NONE, "late", 4, &error) == ABV_FAILED);
    take_text(&error, "\"code\":");
    CHECK(abv_flow_outcome(NULL, &status, &output) == ABV_NULL);
    CHECK(abv_flow_outcome(flow, NULL, &output) == ABV_NULL);
    CHECK(abv_flow_outcome(flow, &status, NULL) == ABV_NULL);
    CHECK(abv_flow_outcome(flow, &status, &output) == ABV_OK && status != 0);
    abv_flow_free(flow);
    abv_flow_free(NULL);
}

static void refuses_too_much(void)
{
    enum { TOO_MUCH = 3 * 1024 * 1024 };
    abv_flow *flow;
    const abv_operation *operations;
    size_t count;
    abv_text error;
    char *data = calloc(1, TOO_MUCH);
    CHECK(data != NULL);
    memset(data, 'x', TOO_MUCH);
    CHECK(abv_flow_new(3, commands[4], &flow) == ABV_OK);
    CHECK(abv_flow_next(flow, &operations, &count, NULL) == ABV_PERFORM);
    abv_status status = abv_flow_reply(flow, ABV_ERROR_NONE, data, TOO_MUCH, &error);
    if (status == ABV_OK)
        status = abv_flow_next(flow, &operations, &count, &error);
    /* An answer that is too long counts as a failed one: the command goes on and says so. */
    CHECK(status == ABV_PERFORM && operations->kind == ABV_OPERATION_PRINT);
    abv_text_free(&error);
    abv_flow_free(flow);
    free(data);
}

int main(int argc, char **argv)
{
    CHECK(argc == 2);
    contract = read_contract(argv[1], &contract_length);
    runs_commands();
    keeps_quiet_without_consent();
    runs_under_an_embedded_contract();
    survives_every_failure();
    refuses_misuse();
    refuses_too_much();
    free(contract);
    return 0;
}
