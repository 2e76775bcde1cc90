/* A draft of a project: which find is what. Guesses, each of which the written project explains. */
#ifndef HC_LOAD_LOOK_DRAFT_H
#define HC_LOAD_LOOK_DRAFT_H

#include "load/look/look.h"

#define HC_DRAFT_LEVELS 8

struct hc_draft_level {
    uint32_t find; /* HC_NONE: units that the finer level's parent codes name */
    char *id;      /* owned */
    const char *title;
    bool named;          /* without a find: by names, not codes */
    struct hc_map codes; /* of the first state; keys in the draft's strings */
    struct hc_map ever;  /* ... and of states after steps */
};

struct hc_draft_step {
    uint32_t plan, units; /* finds; HC_NONE */
    uint32_t level;
    const char *date;
};

/* What spreadsheets do to codes. */
enum hc_spoilt { HC_SOUND, HC_LOST_ZEROS, HC_IN_NOTATION };

struct hc_draft_table {
    uint32_t find, level, key;
    enum hc_spoilt spoilt; /* the codes by which its rows would be found: the project names it, and its check says so */
    const char *at;        /* NULL: the first state */
    size_t n_rows, n_matched;
};

struct hc_draft {
    struct hc_look look;
    struct hc_draft_level levels[HC_DRAFT_LEVELS];
    uint32_t n_levels;
    const char *date; /* of the first state, or NULL */
    struct hc_draft_step *steps;
    size_t n_steps;
    struct hc_draft_table *tables;
    size_t n_tables;
    bool plan_guessed_date; /* no file says when: the day of writing stands there */
    struct hc_arena strings;
};

/* From what was looked into. `today`, YYYY-MM-DD, stands for the date of a plan that says none. -1 with HC_REFUSED
 * where there is nothing that could be units; the error names what was found. */
int hc_draft_make(struct hc_draft *d, const char *today, struct hc_err *err);
void hc_draft_release(struct hc_draft *d);

/* The parts of making, in this order. */
int hc_draft_levels(struct hc_draft *d, struct hc_err *err);
void hc_draft_borrow(struct hc_draft *d, uint32_t level); /* of one level, when its units are known */
void hc_draft_steps(struct hc_draft *d, const char *today);
void hc_draft_tables(struct hc_draft *d);

/* Whether most cells of a column were codes of a level once, and of which; HC_NONE with HC_SOUND. */
enum hc_spoilt hc_draft_spoilt(const struct hc_draft *d, const struct hc_find *f, uint32_t col, uint32_t *level);
/* Columns that hold codes of units, of whatever name, are no numbers to add up. */
void hc_draft_mark_codes(struct hc_draft *d);
/* Whether a table says nothing but codes of one level, in two columns or more, as plans do. */
bool hc_draft_is_moves(const struct hc_draft *d, const struct hc_find *f);

#endif
