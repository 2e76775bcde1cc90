#include "cli/cleaning.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

int hc_option_number(const char *option, const char *text, double *value, struct hc_err *err)
{
    char *end;
    if (!text)
        return 0;
    double number = strtod(text, &end);
    if (end == text || *end || !(number > 0) || isinf(number))
        return hc_err_set(err, HC_USAGE, "%s takes a number above 0, not \"%s\"", "%s 应为大于 0 的数，而不是“%s”",
                          option, text);
    *value = number;
    return 0;
}

/* The index of a word in a NULL-ended list, or its length. */
static int word_of(const char *word, const char *const *words)
{
    int i = 0;
    while (words[i] && strcmp(word, words[i]) != 0)
        i++;
    return i;
}

int hc_cleaning_options(const struct hc_options *o, struct hc_clean_options *how, struct hc_err *err)
{
    static const char *const gaps[] = {"longest", "largest", "keep", NULL};
    static const char *const overlaps[] = {"larger", "smaller", "first", NULL};
    *how = (struct hc_clean_options){.threads = o->threads};
    int gap = o->gaps ? word_of(o->gaps, gaps) : HC_GAP_LONGEST;
    int overlap = o->overlaps ? word_of(o->overlaps, overlaps) : HC_OVERLAP_LARGER;
    if (gaps[gap])
        how->gaps = (enum hc_gap_policy)gap;
    else
        how->gaps_named = o->gaps;
    if (overlaps[overlap])
        how->overlaps = (enum hc_overlap_policy)overlap;
    else
        how->named = o->overlaps;
    if (hc_option_number("--tolerance", o->tolerance, &how->tolerance_m, err) < 0 ||
        hc_option_number("--gap-width", o->gap_width, &how->gap_width_m, err) < 0)
        return -1;
    return hc_option_number("--gap-area", o->gap_area, &how->gap_area_m2, err);
}
