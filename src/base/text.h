/* Text for people, in both languages of the program.
 *
 * Every message is composed in English and Chinese at the place where it arises, so that no catalogue can fall
 * behind the code and no global says which language is on. Who shows it picks one with hc_text_in(). */
#ifndef HC_BASE_TEXT_H
#define HC_BASE_TEXT_H

#include <stdarg.h>

enum hc_lang { HC_EN, HC_ZH };

/* Both strings are UTF-8, owned by the struct; a zeroed struct is the empty text. */
struct hc_text {
    char *en;
    char *zh;
};

/* Both formats take the same arguments in the same order. Replaces what the text held. */
__attribute__((format(printf, 2, 4), format(printf, 3, 4))) void hc_text_set(struct hc_text *text, const char *en,
                                                                             const char *zh, ...);
__attribute__((format(printf, 2, 0), format(printf, 3, 0))) void hc_text_vset(struct hc_text *text, const char *en,
                                                                              const char *zh, va_list args);

/* Never NULL: "" for an empty text. Lives as long as the text. */
const char *hc_text_in(const struct hc_text *text, enum hc_lang lang);

void hc_text_release(struct hc_text *text);

#endif
