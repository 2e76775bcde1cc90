/* A project as it is written down: what project.json, or the options of one-level use, say. Nothing is opened yet.
 *
 * Every string is owned by the project's arena, UTF-8, NULL where not given. Paths are as the user wrote them;
 * hc_project_path() resolves them against the project's folder. */
#ifndef HC_MODEL_PROJECT_H
#define HC_MODEL_PROJECT_H

#include "base/mem.h"
#include "base/number.h"
#include "base/text.h"
#include "model/column.h"
#include "model/figures.h"
#include "model/finding.h"
#include "model/services.h"

/* Names of fields; NULL: found by itself. */
struct hc_fields {
    char *code, *name, *kind, *parent, *x, *y;
};

struct hc_kind_spec {
    char *name;
    char *series_first, *series_last; /* a range of codes, or of their last digits; NULL: any */
    char *child;                      /* the kind that its children take, applied after each step */
};

struct hc_level_spec {
    char *id;
    char *title;  /* NULL: the id */
    char *source; /* NULL: the units are those that the finer level's parent codes name */
    struct hc_fields fields;
    struct hc_kind_spec *kinds;
    size_t n_kinds;
};

struct hc_column_spec {
    char *name;
    enum hc_agg agg;
    char *weight;
};

struct hc_table_spec {
    char *level; /* level id; NULL: the finest */
    char *at;    /* date of the state it was measured in; NULL: the project's first date */
    char *source;
    char *key; /* name of the code field; NULL: found by itself */
    struct hc_column_spec *columns;
    size_t n_columns; /* 0: the columns known by name (population...), the others are named in a note */
};

struct hc_measure_spec {
    char *name;
    char *title;    /* on maps; NULL: the name */
    char *of, *per; /* ratio of sums: column names, or area_m2, area_km2, members */
};

struct hc_step_spec {
    char *date;
    char *level; /* NULL: the finest */
    char *plan;  /* NULL: a step that only brings new units' attributes */
    char *units;
};

enum hc_rule_type {
    HC_RULE_RANGE,      /* min/max on a measure */
    HC_RULE_CONTIGUOUS, /* require: contiguous */
    HC_RULE_WITHIN_PARENT,
    HC_RULE_TOGETHER,
    HC_RULE_APART,
    HC_RULE_KEEP,
    HC_RULE_CONVERT
};

struct hc_rule {
    enum hc_rule_type type;
    char *level; /* NULL: the level at which the codes are found, else the finest */
    char *kind;  /* NULL: every kind */
    char *measure;
    struct hc_number min, max; /* missing where not given */
    enum hc_severity severity; /* default HC_ERROR */
    char **codes;
    size_t n_codes;
};

/* What print maps say besides what is in the data. */
struct hc_map_spec {
    char *title;    /* NULL: the project's */
    char *source;   /* where the data come from */
    char *date;     /* of the map, as it is to be printed */
    char *approval; /* 审图号 */
    char *secrecy;  /* 密级 */
    char *publisher;
};

struct hc_project {
    char *path;   /* of the project file as given; NULL in one-level use */
    char *folder; /* that relative sources stand in; NULL: the working directory */
    char *title;
    enum hc_lang lang;
    bool lang_given;
    char *date;                   /* of the first state; "before" if not given */
    char *notice;                 /* "made-up data": shown on every output */
    char *population;             /* the weight column; default "population" */
    char *encoding;               /* forced on every text source; NULL: found by itself */
    char *crs;                    /* forced on the base layer */
    char *links;                  /* source of the links table */
    struct hc_level_spec *levels; /* finest first */
    size_t n_levels;
    struct hc_table_spec *tables;
    size_t n_tables;
    struct hc_measure_spec *measures;
    size_t n_measures;
    struct hc_step_spec *steps;
    size_t n_steps;
    struct hc_rule *rules;
    size_t n_rules;
    struct hc_services_spec services;
    struct hc_map_spec map;
    struct hc_figures figures;
    bool one_level;
    bool keep_attributes;    /* layers keep every field of their source */
    struct hc_arena strings; /* holds the strings and the arrays above */
};

/* The index of the level with that id; NULL gives 0, an unknown one HC_NONE. */
uint32_t hc_project_level(const struct hc_project *p, const char *id);
/* Whether a table is taken from the very source of its level; whether it is of the first state. */
bool hc_project_is_of_level(const struct hc_project *p, const struct hc_table_spec *table);
bool hc_project_is_first(const struct hc_project *p, const struct hc_table_spec *table);
/* Whether it reads YYYY, YYYY-MM or YYYY-MM-DD. */
bool hc_is_date(const char *s);
/* Whether a source is a database's connection string. */
bool hc_source_is_connection(const char *source);
/* What messages call a source: a file's own name, or the table of a database; lives as long as `source`. Never a
 * password. */
const char *hc_source_label(const char *source);
/* The '#' of a connection string that its table follows: the last one outside single quotes; or NULL. */
char *hc_source_mark(const char *connection);
/* A source as it may be shown and written: what follows a connection's password= or pwd= becomes ***, as does a
 * password in a URL. In doubt more goes than must. New, the caller's. */
char *hc_source_shown(const char *source);
/* The path that `source` (which may carry #LAYER, or be a connection string) stands for; new, the caller's. */
char *hc_project_path(const struct hc_project *p, const char *source);
/* A level id as part of a file name: anything but letters, digits, -, _ and non-ASCII becomes _. The caller's. */
char *hc_file_part(const char *id);
void hc_project_release(struct hc_project *p);

#endif
