/* Text encodings: what bytes are, and what they say.
 *
 * Detection goes by validity, not by frequency: a byte order mark, then UTF-8 if it is valid and more than a chance of
 * two-byte characters, then what the file declares, then GB18030 (a superset of GBK). What a file declares is believed
 * only if its bytes bear it out. */
#ifndef HC_LOAD_SHEET_ENCODING_H
#define HC_LOAD_SHEET_ENCODING_H

#include "base/buf.h"
#include <stdbool.h>
#include <stddef.h>

/* Evidence gathered over all text of one source. Zeroed to start with. */
struct hc_evidence {
    bool not_ascii, not_utf8, not_gb18030, not_declared;
    bool long_utf8;         /* bytes that begin three of UTF-8, or more */
    bool not_chinese;       /* GB18030, but beyond the two-byte block that holds everyday Chinese */
    size_t pairs, everyday; /* pairs of bytes were it GBK, and those within that block */
    long first_bad;         /* row at which UTF-8 first failed; 0: nowhere */
    struct hc_decoder *as_utf8, *as_gb18030, *as_declared; /* opened when text first has to be tried */
};
void hc_evidence_release(struct hc_evidence *e);

/* Takes one piece of text into account, `declared` being the same for all. A sequence that a fixed-width field cut off
 * at its end is no evidence. */
void hc_evidence_add(struct hc_evidence *e, const char *s, size_t n, const char *declared, long row);

/* The same for text that is UTF-8 as most text is; false, with nothing taken into account, where it is not. */
bool hc_evidence_add_utf8(struct hc_evidence *e, const char *s, size_t n);
/* Whether text that was all UTF-8 is so beyond chance: what else it might be need not be asked. */
bool hc_evidence_is_utf8(const struct hc_evidence *e);

struct hc_verdict {
    const char *encoding; /* an iconv name; NULL: no known encoding fits */
    bool doubtful;        /* guessed, or against what the file declares: worth a warning */
    bool unlikely;        /* valid, and hardly what it is: Chinese of which too little is everyday Chinese */
};

/* declared, forced: iconv names or NULL. */
struct hc_verdict hc_evidence_judge(const struct hc_evidence *e, const char *declared, const char *forced);

/* Adds s, decoded to UTF-8, to out. A partial sequence at the end is dropped and *cut set (may be NULL). False, with
 * out unchanged, where s is not valid in the encoding or iconv does not know it. */
bool hc_decode(const char *encoding, const char *s, size_t n, struct hc_buf *out, bool *cut);

/* The same for any number of texts, each by itself; new gives NULL where iconv does not know the encoding, and nothing
 * is valid in that. free takes NULL. out may be NULL too. */
struct hc_decoder;
struct hc_decoder *hc_decoder_new(const char *encoding);
bool hc_decoder_add(struct hc_decoder *d, const char *s, size_t n, struct hc_buf *out, bool *cut);
void hc_decoder_free(struct hc_decoder *d);

/* The encoding that a byte order mark or the zero bytes of UTF-16 tell, and in *skip the length of the mark; or NULL.
 */
const char *hc_encoding_mark(const char *s, size_t n, size_t *skip);

#endif
