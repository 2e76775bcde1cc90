#include "base/text.h"

#include "base/mem.h"
#include <stdio.h>

__attribute__((format(printf, 1, 0))) static char *compose(const char *format, va_list args)
{
    char brief[256]; /* most is, and need not be composed twice */
    va_list again;
    va_copy(again, args);
    int n = vsnprintf(brief, sizeof brief, format, again);
    va_end(again);
    if (n < 0 || (size_t)n < sizeof brief)
        return hc_strdup(n < 0 ? format : brief);
    char *text = hc_alloc((size_t)n + 1, 1);
    vsnprintf(text, (size_t)n + 1, format, args);
    return text;
}

void hc_text_vset(struct hc_text *text, const char *en, const char *zh, va_list args)
{
    va_list again;
    va_copy(again, args);
    char *new_en = compose(en, args), *new_zh = compose(zh, again);
    va_end(again);
    hc_text_release(text); /* only now: the arguments may point into it */
    *text = (struct hc_text){new_en, new_zh};
}

void hc_text_set(struct hc_text *text, const char *en, const char *zh, ...)
{
    va_list args;
    va_start(args, zh);
    hc_text_vset(text, en, zh, args);
    va_end(args);
}

const char *hc_text_in(const struct hc_text *text, enum hc_lang lang)
{
    const char *s = lang == HC_ZH ? text->zh : text->en;
    return s ? s : "";
}

void hc_text_release(struct hc_text *text)
{
    hc_free(text->en);
    hc_free(text->zh);
    *text = (struct hc_text){0};
}
