/* Looking: what a folder holds that hecun could read, before there is a project.
 *
 * Each layer or sheet is one find, read whole as text, with what its columns look like. Files that cannot be used are
 * kept too, with the reason, so that nobody wonders. */
#ifndef HC_LOAD_LOOK_LOOK_H
#define HC_LOAD_LOOK_LOOK_H

#include "base/err.h"
#include "base/map.h"
#include "load/sheet/sheet.h"

/* What a column looks like. */
struct hc_look_column {
    size_t filled, distinct;
    bool numbers;  /* all that stands there are numbers, none of them in spreadsheet notation */
    bool negative; /* ... one at least below zero */
    bool whole;    /* ... all of them whole */
    bool digits;   /* digits alone, all of one length: what codes look like */
};

enum hc_find_use {
    HC_FIND_UNUSED,
    HC_FIND_LEVEL,
    HC_FIND_TABLE,
    HC_FIND_PLAN,
    HC_FIND_NEW_UNITS,
    HC_FIND_LINKS,
    HC_FIND_OFFICES,
    HC_FIND_FIGURES
};

struct hc_find {
    char *source; /* owned; FILE or FILE#LAYER, as a project in that folder names it */
    char *date;   /* owned; "2018" or "2018-10-31", as the name says; or NULL */
    bool polygons, lacks_crs;
    int likely_epsg; /* where the CRS is not known; 0: no guess */
    bool is_json;    /* not a file of figures: a layer, or nothing */
    struct hc_sheet sheet;
    struct hc_look_column *columns; /* n_cols of the sheet */
    uint32_t n_own;                 /* of these; what follows was borrowed from tables of the same units */
    uint32_t *lender;               /* owned; for each borrowed column the index of its find */
    bool lends;                     /* a level is told of by columns of this table */
    uint32_t code, name, kind, parent;
    bool code_guessed, name_guessed, kind_guessed, parent_guessed; /* by content, not by name */
    const char *encoding;                                          /* what text was read as, or NULL */
    enum hc_find_use use;
    uint32_t level;      /* of a level, table or plan: index among the draft's levels */
    struct hc_text note; /* why it is not used, or empty */
};

struct hc_look {
    struct hc_input input; /* its project names the folder alone; sources are remembered here */
    struct hc_find *items; /* by name */
    size_t n, cap;
    char **full_dates; /* days that a file of figures speaks of */
    size_t n_full_dates;
    size_t n_unnamed; /* files whose names no project can hold: not UTF-8, or control characters */
    enum hc_lang lang;
    bool lang_usual; /* neither asked for nor told by the data */
};

/* Reads everything readable in `folder`, not in folders below. `lang` NULL: Chinese if most names in the data are, else
 * `usual`.
 * -1 with HC_REFUSED if there is no such folder, HC_IO if it cannot be opened. */
int hc_look_into(struct hc_look *look, const char *folder, const enum hc_lang *lang, enum hc_lang usual,
                 struct hc_err *err);
void hc_look_release(struct hc_look *look);

/* Columns as far as one source can tell; called by hc_look_into. */
void hc_look_at_columns(struct hc_find *f);

/* The cells of a column as keys: each once, in *map, with the row it first stands in. Keys live in `strings`. */
void hc_look_keys(const struct hc_find *f, uint32_t col, struct hc_arena *strings, struct hc_map *map);

/* Gives a reason. */
__attribute__((format(printf, 2, 4), format(printf, 3, 4))) void hc_look_note(struct hc_find *f, const char *en,
                                                                              const char *zh, ...);

#endif
