/* Everything that was read, before anything is computed: what load hands to the rest. */
#ifndef HC_MODEL_INPUT_H
#define HC_MODEL_INPUT_H

#include "base/digest.h"
#include "model/polygons.h"
#include "model/project.h"
#include "model/units.h"

struct hc_source_info {
    char *name;               /* as the user wrote it */
    struct hc_digest *digest; /* of the main file; NULL for a database */
    uint64_t other_bytes;     /* of the dataset's other files */
    char *encoding;           /* what text was read as, or NULL */
};

/* The digest of a source's main file and the size of all its files; "" and 0 for a database. Waits until they stand; -1
 * if the file could not be read to its end. */
struct hc_source_sum {
    const char *sha256;
    uint64_t bytes;
};
int hc_source_sum(const struct hc_source_info *source, struct hc_source_sum *sum);
void hc_source_info_release(struct hc_source_info *source);

/* What units are called, what they are and lie in: texts that stand in a layer, or in a table beside it. */
enum hc_trait { HC_TRAIT_NAME, HC_TRAIT_KIND, HC_TRAIT_PARENT, HC_TRAITS };

/* One level as read. Units come in the order of the source. */
struct hc_layer {
    struct hc_units units; /* without columns, except those that `sum` options or tables take from this very source */
    bool has_polygons;
    struct hc_polygons polygons; /* n_units == units.count */
    char *crs;                   /* WKT2; NULL without polygons */
    /* Every field of the source, in its order, as it stands there; only if the project asks (keep_attributes). The text
     * lies in units.strings. */
    struct hc_column *attributes;
    size_t n_attributes;
    /* Refusals of fields that the project asks for and the source lacks, until a table has them. */
    struct hc_findings lacking[HC_TRAITS];
    const char *trait_from[HC_TRAITS]; /* the table that they are all taken from, for messages; NULL: the source */
    char *uniting; /* SQL for GDAL that makes one feature of those with one code; NULL where no two have one */
};

/* A column of a table that names the units, their kinds or their parents. */
struct hc_trait_column {
    const char *field; /* NULL: there is none; in the table's `strings` */
    bool asked;        /* the project's fields name it; else it is known by name */
    char **text;       /* a row each, NULL where blank; the array is owned */
};

/* A table that was read but not yet joined: the key of each row, its row number, its columns. */
struct hc_table {
    const struct hc_table_spec *spec; /* in the project */
    uint32_t level;
    size_t n_rows;
    char **key; /* trimmed, as text; in `strings` */
    struct hc_trait_column traits[HC_TRAITS];
    bool completes; /* units have some of these from here */
    long *row;      /* as the user counts rows: the header is row 1 */
    struct hc_column *columns;
    size_t n_columns;
    struct hc_arena strings;
};

/* unit -> to, as written. */
struct hc_move {
    char *unit;
    char *to;    /* "" : stays, with an error; "-": leaves the area */
    char *level; /* NULL: the plan's level, or the one level at which the code is found */
    bool has_share;
    int64_t share; /* share / 10^share_scale, in (0, 1] */
    int share_scale;
    long row;
};

struct hc_new_unit {
    char *code, *name, *kind, *parent, *seat, *continues; /* NULL where not given */
    long row;
};

struct hc_step_input {
    const struct hc_step_spec *spec;
    uint32_t level;
    struct hc_move *moves; /* in the order of the file */
    size_t n_moves;
    struct hc_new_unit *new_units;
    size_t n_new_units;
    char *beside; /* a list of new units beside the plan that the step does not name; or NULL */
    struct hc_map beside_codes;
    struct hc_arena strings;
};

struct hc_link {
    char *a, *b;
    double length_m; /* NaN where not given */
    bool cut;
    long row;
};

struct hc_input {
    struct hc_project project;
    int threads;             /* to read with; 0: all processors */
    struct hc_layer *layers; /* one a level, finest first; a level without a source has 0 units */
    struct hc_table *tables;
    size_t n_tables;
    struct hc_step_input *steps;
    size_t n_steps;
    struct hc_link *links;
    size_t n_links;
    struct hc_services_input services;
    struct hc_source_info *sources; /* in the order they were opened, each once */
    size_t n_sources, cap_sources;
    struct hc_ahead *ahead; /* while the room `load` is at work; else NULL */
    uint32_t base;          /* the base level, or HC_NONE if no level has boundaries */
    struct hc_arena strings;
};

/* What the column of a trait says in a row, or NULL. */
static inline char *hc_table_trait(const struct hc_table *table, enum hc_trait trait, size_t row)
{
    return table->traits[trait].text ? table->traits[trait].text[row] : NULL;
}

void hc_layer_release(struct hc_layer *layer);
void hc_table_release(struct hc_table *table);
void hc_input_release(struct hc_input *input);

#endif
