/* The table of wanted counts: parent,kind,count. */
#ifndef HC_LOAD_WANTED_H
#define HC_LOAD_WANTED_H

#include "base/mem.h"
#include "model/finding.h"
#include "model/input.h"

struct hc_wanted_table {
    struct hc_wanted_entry {
        char *parent, *kind; /* NULL where blank */
        int count;
        long row;
    } * items;
    size_t n;
    struct hc_arena strings;
};

/* Reads `given` as a source of the project; refusals among the findings. */
void hc_wanted_read(struct hc_wanted_table *t, const char *given, struct hc_input *input, struct hc_findings *findings);
void hc_wanted_release(struct hc_wanted_table *t);

#endif
