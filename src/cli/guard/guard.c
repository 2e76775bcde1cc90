#include "cli/guard/guard.h"

#include "base/err.h"
#include "base/mem.h"
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define STANDS "; what stands in output folders is whole\n"

void hc_guard_leave(const char *message)
{
    ssize_t ignored = write(STDERR_FILENO, message, strlen(message));
    (void)ignored;
    _exit(HC_FAULT);
}

void hc_guard_exhausted(size_t wanted)
{
    (void)wanted;
    hc_guard_leave("hecun: out of memory" STANDS);
}

/* Libraries abort or crash where they cannot go on; the output folder is exchanged whole, or not at all. */
static void fault(int signal_number)
{
    char message[] = "hecun: a fault inside (signal 00)" STANDS, *digits = strstr(message, "00");
    digits[0] = (char)('0' + signal_number / 10 % 10);
    digits[1] = (char)('0' + signal_number % 10);
    hc_guard_leave(message);
}

void hc_guard_begin(void)
{
    static char stack[65536]; /* for when the usual one is used up */
    stack_t other = {.ss_sp = stack, .ss_size = sizeof stack};
    struct sigaction faulty = {.sa_handler = fault, .sa_flags = SA_ONSTACK}, ignore = {.sa_handler = SIG_IGN}, now;
    static const int faults[] = {SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP};
    hc_mem_on_exhausted(hc_guard_exhausted);
    sigaltstack(&other, NULL);
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) /* a sanitizer's own handlers stay */
        if (sigaction(faults[i], NULL, &now) == 0 && (now.sa_flags & SA_SIGINFO) == 0 && now.sa_handler == SIG_DFL)
            sigaction(faults[i], &faulty, NULL);
    sigaction(SIGPIPE, &ignore, NULL);
    sigaction(SIGXFSZ, &ignore, NULL); /* a full disk is an error to be told, not a death */
}

static bool is_pipe(void)
{
    struct stat st;
    return fstat(STDOUT_FILENO, &st) == 0 && (S_ISFIFO(st.st_mode) || S_ISSOCK(st.st_mode));
}

int hc_guard_end(int code, enum hc_lang lang)
{
    errno = 0;
    bool failed = fflush(stdout) != 0;
    if ((!failed && !ferror(stdout)) || is_pipe() || errno == EBADF)
        return code;
    fprintf(stderr,
            lang == HC_ZH ? "hecun: 标准输出：无法写入（%s）\n" : "hecun: standard output: cannot be written (%s)\n",
            strerror(errno ? errno : EIO));
    return code > HC_FOUND ? code : HC_IO;
}
