#include "cli/command.h"
#include "cli/console.h"
#include "cli/guard/guard.h"
#include "report/table/summary.h"
#include <limits.h>
#include <malloc.h>
#include <stdio.h>

static int refuse_command(const struct hc_options *o)
{
    struct hc_err err = {0};
    hc_command_unknown(o->command, &err);
    return hc_console_fail(&err, hc_options_tongue(o));
}

/* Large arrays come and go: what was given back once is kept for the next, which saves the system clearing it anew. */
static void keep_memory(void)
{
#ifdef M_TRIM_THRESHOLD
    mallopt(M_TRIM_THRESHOLD, INT_MAX);
    mallopt(M_MMAP_MAX, 0);
#endif
}

static int run(int argc, char **argv, struct hc_options *options)
{
    struct hc_err err = {0};
    if (hc_options_parse(argc, argv, options, &err) < 0)
        return hc_console_fail_of(&err, hc_options_tongue(options), options->command);
    if (options->version) {
        printf("hecun %s\n", HC_VERSION);
        return HC_DONE;
    }
    if (!options->command || options->help)
        return hc_command_tell(options);
    const struct hc_command *command = hc_command_find(options->command);
    return command ? command->run(options) : refuse_command(options);
}

int main(int argc, char **argv)
{
    struct hc_options options;
    keep_memory();
    hc_guard_begin();
    int code = run(argc, argv, &options);
    return hc_guard_end(code, hc_options_tongue(&options));
}
