/* Why an operation could not go on.
 *
 * The caller owns the struct, zeroed to start with; what fails fills it and returns -1. The first failure wins: a
 * later hc_err_set() on a filled struct changes nothing. What is wrong with the data but does not end the run is a
 * finding (model/finding.h), not an error. */
#ifndef HC_BASE_ERR_H
#define HC_BASE_ERR_H

#include "base/text.h"

/* The exit codes of the program. */
enum hc_exit {
    HC_DONE = 0,
    HC_FOUND = 1,   /* done, with findings of severity error */
    HC_USAGE = 2,   /* the command line is wrong */
    HC_REFUSED = 3, /* a result would be meaningless */
    HC_IO = 4,      /* cannot open or write */
    HC_FAULT = 70   /* a fault of hecun's own, or out of memory */
};

struct hc_err {
    enum hc_exit code; /* HC_DONE: nothing failed */
    struct hc_text text;
};

/* Always returns -1, so that a failing function can end with `return hc_err_set(...)`. */
__attribute__((format(printf, 3, 5), format(printf, 4, 5))) int hc_err_set(struct hc_err *err, enum hc_exit code,
                                                                           const char *en, const char *zh, ...);

/* Takes over what `from` holds, which is empty then; as with hc_err_set(), the first failure wins. */
void hc_err_take(struct hc_err *err, struct hc_err *from);

void hc_err_release(struct hc_err *err);

#endif
