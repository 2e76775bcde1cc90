#include "base/err.h"

int hc_err_set(struct hc_err *err, enum hc_exit code, const char *en, const char *zh, ...)
{
    if (err->code != HC_DONE)
        return -1;
    err->code = code;
    va_list args;
    va_start(args, zh);
    hc_text_vset(&err->text, en, zh, args);
    va_end(args);
    return -1;
}

void hc_err_take(struct hc_err *err, struct hc_err *from)
{
    if (err->code == HC_DONE)
        *err = *from;
    else
        hc_err_release(from);
    *from = (struct hc_err){0};
}

void hc_err_release(struct hc_err *err)
{
    hc_text_release(&err->text);
    err->code = HC_DONE;
}
