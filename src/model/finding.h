/* Findings: what is wrong or doubtful in data or plan, collected and shown together. */
#ifndef HC_MODEL_FINDING_H
#define HC_MODEL_FINDING_H

#include "base/text.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum hc_severity {
    HC_NOTE,    /* worth knowing */
    HC_WARNING, /* done, but look */
    HC_ERROR,   /* done, and wrong in the data or the plan: exit 1 */
    HC_REFUSAL  /* no result would mean anything: nothing is written, exit 3 */
};

struct hc_finding {
    const char *id; /* a static word: "overlap", "gap", "unmatched_row" ... */
    enum hc_severity severity;
    char *level;  /* level id, or NULL */
    char **codes; /* the units concerned */
    size_t n_codes;
    bool has_place;
    double x, y;           /* in the base layer's CRS */
    double size_m;         /* width or length in metres; NaN where it says nothing */
    double area_m2;        /* NaN likewise */
    uint32_t rule;         /* the project's rule that is broken or cannot be judged, from 1; 0: none */
    uint32_t kind;         /* into the list's kinds */
    size_t unlisted;       /* this line stands for so many findings of its kind that are counted alone; 0: for itself */
    struct hc_text what;   /* "population.csv:214: ..." */
    struct hc_text remedy; /* what to do; may be empty */
};

/* So many of a kind are listed, those that come first in order: a file of a million bad rows must not take memory for
 * each. A finding takes about 0.8 kB, and up to half as many more are kept at times: 60 MB a kind. */
#define HC_LISTED 50000

/* Findings of one id and severity. */
struct hc_finding_kind {
    const char *id;
    enum hc_severity severity;
    size_t total; /* exact, listed or not */
    size_t n;     /* of them in the list */
    bool full;
    struct hc_finding last; /* once full: what comes after it in order is not listed; lent by the list */
};

/* A zeroed struct is an empty list. */
struct hc_findings {
    struct hc_finding *items;
    size_t count;
    size_t cap;
    size_t added; /* ever, listed or not */
    struct hc_finding_kind *kinds;
    size_t n_kinds, cap_kinds;
    size_t *unlisted_of_rule; /* [n_rules]: findings of rule i + 1 that are counted alone */
    size_t n_rules;
    bool open; /* the last item is still being completed */
};

/* Adds a finding and returns it, to be completed by the setters below; valid until the next add. */
__attribute__((format(printf, 4, 6), format(printf, 5, 6))) struct hc_finding *hc_findings_add(
    struct hc_findings *list, const char *id, enum hc_severity severity, const char *en, const char *zh, ...);

void hc_finding_level(struct hc_finding *f, const char *level);
void hc_finding_unit(struct hc_finding *f, const char *code); /* once for each unit; copies */
void hc_finding_place(struct hc_finding *f, double x, double y);
__attribute__((format(printf, 2, 4), format(printf, 3, 4))) void hc_finding_remedy(struct hc_finding *f, const char *en,
                                                                                   const char *zh, ...);

/* Exact, listed or not. */
size_t hc_findings_count(const struct hc_findings *list, enum hc_severity severity);
size_t hc_findings_total(const struct hc_findings *list);

/* Worst first, then by id, level, codes, place, text with its numbers by value: a total order, whatever order they came
 * in. Of each kind HC_LISTED stay, and a line behind them says how many more there are. */
void hc_findings_sort(struct hc_findings *list);

/* "error", "错误"... A refusal is called an error. */
const char *hc_severity_name(enum hc_severity severity, enum hc_lang lang);

/* Puts all of `from` behind those of `list`; `from` is empty then. */
void hc_findings_move(struct hc_findings *list, struct hc_findings *from);

/* Adds copies of what was found and the list does not say yet, each text after "before: " unless that is NULL, and
 * counts what `found`, which is sorted, does not list. Sorts the list. */
void hc_findings_add_new(struct hc_findings *list, const struct hc_findings *found, const char *before);

void hc_findings_release(struct hc_findings *list);

#endif
