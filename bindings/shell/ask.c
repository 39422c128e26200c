/* The question to the person, on the terminal itself: standard output may well be a pipe of `$(...)`.
 *
 * Ctrl-C means "no, and go on" here. As a signal it would reach the whole script and end it, so that while the question
 * stands the terminal hands it over as a character that ends the line. */
#define _POSIX_C_SOURCE 200809L

#include "effects.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/select.h>
#include <termios.h>
#include <unistd.h>

enum { LONGEST_LINE = 1024 };

/* Signals that somebody sends while the question stands; the terminal has to be put right first. */
static const int endings[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};
enum { ENDINGS = sizeof endings / sizeof *endings };

static volatile sig_atomic_t received;

static void receive(int number)
{
    received = number;
}

/* Waits until there is something to read. The signals are let in here only, so that none is missed. */
static bool readable(int terminal, const sigset_t *letting_in)
{
    for (;;) {
        fd_set terminals;
        FD_ZERO(&terminals);
        FD_SET(terminal, &terminals);
        if (received != 0)
            return false;
        if (pselect(terminal + 1, &terminals, NULL, NULL, NULL, letting_in) > 0)
            return true;
        if (errno != EINTR)
            return false;
    }
}

/* Reads one line into effect_buffer. `interrupt` is the character that breaks off. */
static struct answer read_line(int terminal, char interrupt, const sigset_t *letting_in)
{
    size_t length = 0;
    bool too_long = false;
    for (;;) {
        char part[256];
        if (!readable(terminal, letting_in))
            return answer_failure(received == SIGINT ? ABV_ERROR_INTERRUPTED : ABV_ERROR_OTHER);
        ssize_t got = read(terminal, part, sizeof part);
        if (got < 0)
            return answer_errno(errno);
        if (got == 0)
            return answer_failure(ABV_ERROR_INTERRUPTED); /* the input has ended without a line: somebody was there */
        char last = part[got - 1];
        if (last == interrupt)
            return answer_failure(ABV_ERROR_INTERRUPTED);
        /* The rest of a line that is too long is read too, or the next reader would take it for its own. */
        size_t count = (size_t)got - (last == '\n');
        too_long = too_long || length + count > LONGEST_LINE;
        if (!too_long) {
            memcpy(effect_buffer + length, part, count);
            length += count;
        }
        if (last == '\n')
            return too_long ? answer_failure(ABV_ERROR_OTHER) : answer_bytes(effect_buffer, length);
    }
}

/* Puts the question, with the terminal set up for it, and the terminal back as it was. */
static struct answer put_question(int terminal, const abv_bytes *prompt, const sigset_t *letting_in)
{
    struct termios before;
    if (tcgetattr(terminal, &before) != 0)
        return answer_failure(ABV_ERROR_ABSENT);
    char interrupt = (char)before.c_cc[VINTR];
    struct termios asking = before;
    asking.c_iflag |= ICRNL;
    asking.c_lflag |= ICANON | ECHO;
    asking.c_lflag &= ~(tcflag_t)ISIG;
    asking.c_cc[VEOL] = before.c_cc[VINTR];
    if (tcsetattr(terminal, TCSADRAIN, &asking) != 0)
        return answer_errno(errno);
    struct answer answer = answer_failure(ABV_ERROR_OTHER);
    if (write_all(terminal, prompt->data, prompt->length))
        answer = read_line(terminal, interrupt, letting_in);
    if (answer.error_class != ABV_ERROR_NONE)
        write_all(terminal, "\n", 1); /* what is printed next begins a line */
    tcsetattr(terminal, TCSADRAIN, &before);
    return answer;
}

struct answer effect_ask(const abv_operation *operation)
{
    int terminal = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (terminal < 0)
        return answer_failure(ABV_ERROR_ABSENT);
    /* A job in the background would be stopped, unseen, as soon as it asks. */
    if (terminal >= FD_SETSIZE || tcgetpgrp(terminal) != getpgrp()) {
        close(terminal);
        return answer_failure(ABV_ERROR_ABSENT);
    }

    struct sigaction noting = {.sa_handler = receive}, dispositions[ENDINGS];
    sigset_t blocked, mask, letting_in;
    sigemptyset(&noting.sa_mask);
    sigemptyset(&blocked);
    for (size_t index = 0; index < ENDINGS; index++)
        sigaddset(&blocked, endings[index]);
    sigprocmask(SIG_BLOCK, &blocked, &mask);
    letting_in = mask;
    for (size_t index = 0; index < ENDINGS; index++) {
        sigdelset(&letting_in, endings[index]);
        sigaction(endings[index], &noting, &dispositions[index]);
    }

    struct answer answer = put_question(terminal, &operation->first, &letting_in);

    for (size_t index = 0; index < ENDINGS; index++)
        sigaction(endings[index], &dispositions[index], NULL);
    /* An interrupt was an answer. Any other ending now has the effect that it would have had at once. */
    if (received != 0 && received != SIGINT)
        raise(received);
    sigprocmask(SIG_SETMASK, &mask, NULL);
    close(terminal);
    return answer;
}
