#include "base/mem.h"
#include "cli/command.h"
#include "cli/console.h"
#include "report/table/summary.h"
#include <limits.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void say_and_leave(const char *message)
{
    ssize_t ignored = write(STDERR_FILENO, message, strlen(message));
    (void)ignored;
    _exit(HC_FAULT);
}

static void out_of_memory(size_t wanted)
{
    (void)wanted;
    say_and_leave("hecun: out of memory; nothing was written\n");
}

/* Libraries abort where they cannot go on; the output folder is untouched then. */
static void aborted(int signal_number)
{
    (void)signal_number;
    say_and_leave("hecun: a fault inside; nothing was written\n");
}

static void handle_signals(void)
{
    struct sigaction fault = {.sa_handler = aborted}, ignore = {.sa_handler = SIG_IGN};
    sigaction(SIGABRT, &fault, NULL);
    sigaction(SIGPIPE, &ignore, NULL);
    sigaction(SIGXFSZ, &ignore, NULL); /* a full disk is an error to be told, not a death */
}

static int refuse_command(const struct hc_options *o)
{
    struct hc_err err = {0};
    hc_command_unknown(o->command, &err);
    return hc_console_fail(&err, hc_options_lang(o, NULL));
}

/* Large arrays come and go: what was given back once is kept for the next, which saves the system clearing it anew. */
static void keep_memory(void)
{
#ifdef M_TRIM_THRESHOLD
    mallopt(M_TRIM_THRESHOLD, INT_MAX);
    mallopt(M_MMAP_THRESHOLD, 32 << 20);
#endif
}

int main(int argc, char **argv)
{
    struct hc_options options;
    struct hc_err err = {0};
    keep_memory();
    hc_mem_on_exhausted(out_of_memory);
    handle_signals();
    if (hc_options_parse(argc, argv, &options, &err) < 0)
        return hc_console_fail_of(&err, hc_options_lang(&options, NULL), options.command);
    if (options.version) {
        printf("hecun %s\n", HC_VERSION);
        return HC_DONE;
    }
    if (!options.command || options.help)
        return hc_command_tell(&options);
    const struct hc_command *command = hc_command_find(options.command);
    return command ? command->run(&options) : refuse_command(&options);
}
