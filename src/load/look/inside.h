/* What the sources of this folder share. */
#ifndef HC_LOAD_LOOK_INSIDE_H
#define HC_LOAD_LOOK_INSIDE_H

#include "load/look/look.h"

/* "groups_2018.shp" gives "2018", "x_20191031.csv" "2019-10-31", "人口2020年.xlsx" "2020"; NULL where there is none.
 * New, the caller's. */
char *hc_look_date_in(const char *name);
/* Names often say the year alone; where the figures speak of one day of that year, that is the date. */
void hc_look_complete_dates(struct hc_look *look);

/* Whether that is a file of published figures; the days it speaks of are kept. */
bool hc_look_figures(struct hc_look *look, const char *path);

/* Plans, links and offices have columns that nothing else has. */
bool hc_look_is_special(const struct hc_find *f);

/* The share of the cells of a column that are keys of the map, blanks left out. */
double hc_look_match(const struct hc_find *f, uint32_t col, const struct hc_map *keys);

#endif
