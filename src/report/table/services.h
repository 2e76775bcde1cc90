/* Services for programs, for spreadsheets, and for people. */
#ifndef HC_REPORT_TABLE_SERVICES_H
#define HC_REPORT_TABLE_SERVICES_H

#include "model/state.h"
#include "report/table/listing.h"

/* One row a unit after, with its hall, its standard, and the way its people had and have. Release the grids. */
void hc_services_list_halls(const struct hc_result *r, struct hc_listing *out);
/* The reuse list: one row an office that is no hall. */
void hc_services_list_idle(const struct hc_result *r, struct hc_listing *out);
/* One row a unit of the services' level and of those above it, and one for all. */
void hc_services_list_access(const struct hc_result *r, struct hc_listing *out);

/* An object, indented by `depth` levels. */
void hc_services_json(const struct hc_result *r, int depth, struct hc_buf *out);
/* A section: what became of the offices, and the way to the hall by units of the coarsest level. */
void hc_services_markdown(const struct hc_result *r, enum hc_lang lang, struct hc_buf *out);

#endif
