/* From a project's state to a planning problem: what is asked, and how it becomes a graph with rules and costs. */
#ifndef HC_PROPOSE_PROBLEM_QUESTION_H
#define HC_PROPOSE_PROBLEM_QUESTION_H

#include "propose/counts/counts.h"
#include "simulate/simulate.h"

/* A row of the table of wanted counts. */
struct hc_wanted_row {
    const char *parent, *kind; /* NULL: any */
    int count;
    long row;
};

struct hc_question {
    const struct hc_input *input;
    const struct hc_cover *cover;   /* NULL: no boundaries */
    const struct hc_result *result; /* simulated as far as the state */
    size_t state;                   /* that is planned from */
    uint32_t level;
    int total;                       /* new units in all; -1: free */
    const struct hc_wanted_row *row; /* wanted counts by parent and kind */
    size_t n_rows;
    const char *table; /* where the rows come from, for messages */
    bool across;       /* groups may hold units of several parents */
    bool scattered;    /* groups need not be connected */
    double tolerance;  /* people within that share of the mean; 0: free */
    double target;     /* people of an ideal group; 0: the mean */
    double weight[HC_N_TERMS];
    bool plain;                        /* one term alone, in its own unit; else terms are shares and means */
    const char *freeze;                /* codes, separated by commas; of parents too; NULL: none */
    const char *convert;               /* likewise: units that may change their kind; "all" */
    const struct hc_step_input *start; /* a plan to keep frozen parts of, and to begin from; NULL: none */
};

/* What the problem's numbers stand for. */
struct hc_setting {
    struct hc_problem problem;
    struct hc_wanted wanted;
    const struct hc_units *units; /* of the level and state */
    char **block_code;            /* the parents; NULL where none is named; the strings live in units */
    const char **kind_name;       /* "": no kind */
    uint32_t *start;              /* group of each unit in the start plan, or NULL */
    double total[HC_N_TERMS];     /* what a share is a share of: links, km of border... */
    double mean;                  /* people of a group on average; 0 unknown */
};

/* Refusals among the findings; the setting can then only be released. */
void hc_setting_build(const struct hc_question *q, struct hc_setting *s, struct hc_findings *findings);
void hc_setting_release(struct hc_setting *s);

/* Sets target, tolerance and weights for that many new units; 0: not known yet, no balance. */
void hc_setting_count(const struct hc_question *q, struct hc_setting *s, size_t n_groups);

/* A measure of groups as a limit without bounds, for hc_group_measure: of and per are the caller's. False where it does
 * not follow from sums over the members. measure must outlive it. */
bool hc_setting_measure(const struct hc_question *q, struct hc_setting *s, const char *measure, struct hc_limit *out);

/* Parts of the building, for its own files. */
void hc_setting_graph(const struct hc_question *q, struct hc_setting *s, struct hc_findings *findings);
void hc_setting_places(const struct hc_question *q, struct hc_setting *s);
void hc_setting_rules(const struct hc_question *q, struct hc_setting *s, struct hc_findings *findings);
void hc_setting_wanted(const struct hc_question *q, struct hc_setting *s, struct hc_findings *findings);
uint32_t hc_setting_kind(struct hc_setting *s, const char *name); /* added if it is new */

/* The name of a term and its unit: "access", "person-km". */
const char *hc_term_name(enum hc_term term);
const char *hc_term_title(enum hc_term term, enum hc_lang lang);
const char *hc_term_unit(enum hc_term term, enum hc_lang lang);
/* HC_N_TERMS if there is none of that name. */
enum hc_term hc_term_find(const char *name, size_t n);

#endif
