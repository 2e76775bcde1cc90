/* Published figures: numbers as a report printed them, and what must hold between them.
 *
 * What was printed stands for an interval: "3.14万" for everything that rounds to it, half away from zero, which is
 * [31350, 31450). Strings are owned by the project's arena, NULL where not given. */
#ifndef HC_MODEL_FIGURES_H
#define HC_MODEL_FIGURES_H

#include "base/buf.h"
#include "base/exact/ratio.h"
#include "base/text.h"

enum hc_figure_stat {
    HC_FIGURE_COUNT,
    HC_FIGURE_SUM,
    HC_FIGURE_MEAN, /* of a ratio: its value, sum / sum */
    HC_FIGURE_MEDIAN,
    HC_FIGURE_MIN,
    HC_FIGURE_MAX,
    HC_FIGURE_UNIT /* the value of the one unit that `code` names */
};

enum hc_figure_as { HC_FIGURE_AFTER, HC_FIGURE_BEFORE, HC_FIGURE_CHANGE, HC_FIGURE_RATE };

struct hc_figure {
    char *id, *source;
    char *date;    /* of the last state of that date or, with is_step, of the steps of that date taken together */
    bool is_step;  /* as: before or after it, the difference, or the rate of reduction 1 - after / before */
    char *level;   /* NULL: the finest */
    char *kind;    /* NULL: all */
    char *code;    /* of one unit */
    char *measure; /* NULL for counts */
    enum hc_figure_stat stat;
    enum hc_figure_as as;
    char *value, *unit; /* as printed */
    int64_t mantissa;   /* what was printed is mantissa / 10^decimals, in its unit */
    int decimals;
    struct hc_ratio factor; /* how much one of the unit is in the measure's own: 10000 for 万, 1000000 for km² of m² */
    bool counted;           /* the unit counts people or things: totals are whole numbers */
};

/* What is stated to be the same, or to add up. */
struct hc_conserved {
    char *measure; /* one total of it for all these levels and dates; NULL with parts */
    char **levels, **dates;
    size_t n_levels, n_dates; /* 0: all */
    char *level, *of;         /* the level whose kinds add up, and to which kind; of NULL: to all units */
    char **parts;
    size_t n_parts;
};

struct hc_figures {
    struct hc_figure *items;
    size_t n;
    struct hc_conserved *conserved;
    size_t n_conserved;
    char **dates; /* the states in order, where the figures stand alone; may be empty */
    size_t n_dates;
};

/* A figure held against the data. */
struct hc_figure_result {
    const struct hc_figure *figure;
    struct hc_number computed; /* unrounded, in the printed unit; missing: the data does not tell */
    int64_t rounded;           /* at the printed place, like mantissa */
    bool agrees;               /* rounded to what was printed */
    bool printed_difference;   /* does not agree, but the difference of the rounded values does */
    int64_t off;               /* rounded - printed, in units of the last printed digit */
};

/* What the printed number stands for, in the measure's own unit, and whether each end belongs to it. */
struct hc_figure_range {
    struct hc_ratio low, high;
    bool low_in, high_in;
};
struct hc_figure_range hc_figure_range(const struct hc_figure *f);

/* Reads f->value and f->unit (either may carry the words of the unit) into mantissa, decimals, factor, counted. False,
 * with *why, where that cannot be done. */
bool hc_figure_parse(struct hc_figure *f, struct hc_text *why);

/* How much one of the measure is in square metres (area_km2: 1000000) or metres; 0 where its name does not tell. */
struct hc_ratio hc_measure_area(const char *measure);

/* A value as it would be printed in the figure's unit: "3.14万", "42.43 km²"; appended. */
void hc_figure_print(const struct hc_figure *f, struct hc_number value, int decimals, struct hc_buf *out);

/* What was printed, its unit added where the value itself does not carry it; appended. */
void hc_figure_print_published(const struct hc_figure *f, struct hc_buf *out);

const char *hc_figure_stat_name(enum hc_figure_stat stat); /* as in the file */
const char *hc_figure_as_name(enum hc_figure_as as);

/* In words: "village 建制村, population, mean, change, 2020-10-31"; appended. */
void hc_figure_describe(const struct hc_figure *f, enum hc_lang lang, struct hc_buf *out);

#endif
