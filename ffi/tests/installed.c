/* A program of somebody who has the library installed: prints the version, by the function and by a flow. */
#include <aboveboard.h>

#include <stdio.h>

int main(void)
{
    char *arguments[] = {"--version"};
    char random[17];
    abv_flow *flow = NULL;
    const abv_operation *operations = NULL;
    size_t count = 0;
    int32_t status = 1;
    abv_bytes output = {"", 0};

    if (abv_abi() != ABV_ABI || abv_random(8, random, sizeof random) != ABV_OK) {
        return 1;
    }
    if (abv_flow_new(1, arguments, &flow) != ABV_OK || abv_flow_next(flow, &operations, &count, NULL) != ABV_DONE ||
        abv_flow_outcome(flow, &status, &output) != ABV_OK) {
        return 1;
    }
    printf("%s: %.*s", abv_version(), (int)output.length, output.data);
    abv_flow_free(flow);
    return status;
}
