/* Reading and writing, whatever comes in between. */
#define _POSIX_C_SOURCE 200809L

#include "effects.h"

#include <errno.h>
#include <poll.h>
#include <unistd.h>

/* After a read or a write that has failed: is it worth another one? Waits for a standard stream that whoever shares it
 * has set not to block. Nothing else is waited for: a file is opened like that so that it holds up nobody. */
static bool is_worth_another(int descriptor, short event)
{
    if (errno == EINTR)
        return true;
    if (descriptor > STDERR_FILENO || (errno != EAGAIN && errno != EWOULDBLOCK))
        return false;
    struct pollfd wanted = {.fd = descriptor, .events = event};
    poll(&wanted, 1, -1);
    return true;
}

long read_some(int descriptor, char *data, size_t length)
{
    ssize_t got;
    do
        got = read(descriptor, data, length);
    while (got < 0 && is_worth_another(descriptor, POLLIN));
    return (long)got;
}

long read_into_buffer(int descriptor)
{
    size_t length = 0;
    while (length < sizeof effect_buffer) {
        long got = read_some(descriptor, effect_buffer + length, sizeof effect_buffer - length);
        if (got < 0)
            return -1;
        if (got == 0)
            break;
        length += (size_t)got;
    }
    return (long)length;
}

bool write_all(int descriptor, const char *data, size_t length)
{
    while (length > 0) {
        ssize_t written = write(descriptor, data, length);
        if (written >= 0) {
            data += written;
            length -= (size_t)written;
        } else if (!is_worth_another(descriptor, POLLOUT)) {
            return false;
        }
    }
    return true;
}
