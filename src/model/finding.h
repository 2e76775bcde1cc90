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
    struct hc_text what;   /* "population.csv:214: ..." */
    struct hc_text remedy; /* what to do; may be empty */
};

/* A zeroed struct is an empty list. */
struct hc_findings {
    struct hc_finding *items;
    size_t count;
    size_t cap;
};

/* Adds a finding and returns it, to be completed by the setters below; valid until the next add. */
__attribute__((format(printf, 4, 6), format(printf, 5, 6))) struct hc_finding *hc_findings_add(
    struct hc_findings *list, const char *id, enum hc_severity severity, const char *en, const char *zh, ...);

void hc_finding_level(struct hc_finding *f, const char *level);
void hc_finding_unit(struct hc_finding *f, const char *code); /* once for each unit; copies */
void hc_finding_place(struct hc_finding *f, double x, double y);
__attribute__((format(printf, 2, 4), format(printf, 3, 4))) void hc_finding_remedy(struct hc_finding *f, const char *en,
                                                                                   const char *zh, ...);

size_t hc_findings_count(const struct hc_findings *list, enum hc_severity severity);

/* Worst first, then by id, level, codes, place, text with its numbers by value: a total order, whatever order they came
 * in. */
void hc_findings_sort(struct hc_findings *list);

/* Of a sorted list: what was found twice, as by two simulations of one state, is told once. */
void hc_findings_unite(struct hc_findings *list);

/* "error", "错误"... A refusal is called an error. */
const char *hc_severity_name(enum hc_severity severity, enum hc_lang lang);

/* Adds a copy of a finding, its text after "before: ". */
struct hc_finding *hc_findings_add_copy(struct hc_findings *list, const struct hc_finding *f, const char *before);

/* Puts all of `from` behind those of `list`; `from` is empty then. */
void hc_findings_move(struct hc_findings *list, struct hc_findings *from);

/* Whether a finding says the same as one of the list. */
bool hc_findings_hold(const struct hc_findings *list, const struct hc_finding *f);

void hc_findings_release(struct hc_findings *list);

#endif
