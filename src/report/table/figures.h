/* The table of published figures: for programs, for spreadsheets, and for people. */
#ifndef HC_REPORT_TABLE_FIGURES_H
#define HC_REPORT_TABLE_FIGURES_H

#include "base/buf.h"
#include "model/state.h"

/* A list of {id, source, level, kind, code, measure, stat, at or step, as, published, computed, rounded, agrees, off,
 * note}, indented by `depth` levels; `computed` is unrounded and in the printed unit. */
void hc_figures_json(const struct hc_result *result, enum hc_lang lang, int depth, struct hc_buf *out);
/* The same with a header. */
void hc_figures_csv(const struct hc_result *result, enum hc_lang lang, struct hc_buf *out);

/* The words of one figure for people; release them. */
struct hc_figure_words {
    struct hc_buf what;      /* what it is of: "village 建制村, population, mean, change, 2020" */
    struct hc_buf published; /* with its unit */
    struct hc_buf computed;  /* with two digits more than were printed, and the unit; "" unknown */
    const char *agrees;      /* "yes", "NO" */
    const char *note;        /* why not; "" */
};
void hc_figure_words(const struct hc_figure_result *r, enum hc_lang lang, struct hc_figure_words *out);
void hc_figure_words_release(struct hc_figure_words *w);

/* How many of them agree. */
size_t hc_figures_agreeing(const struct hc_result *result);

#endif
