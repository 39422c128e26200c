/* Running a program for what it prints. */
#ifndef PROGRAMS_H
#define PROGRAMS_H

#include "effects.h"

/* How long a program may take. */
enum { PROGRAM_MILLISECONDS = 5000 };

/* The command that a word stands for on the system that uname calls so: a path, arguments and NULL. NULL where there is
 * none. */
const char *const *find_program(const char *system, const char *word);
/* Runs such a command, with nothing on its standard input, and answers with what it prints. */
struct answer run_program(const char *const *command, long milliseconds);

#endif
