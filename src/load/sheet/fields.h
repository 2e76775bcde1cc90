/* Which field is which: by name, among the names in use. */
#ifndef HC_LOAD_SHEET_FIELDS_H
#define HC_LOAD_SHEET_FIELDS_H

#include "load/sheet/sheet.h"

enum hc_role {
    HC_ROLE_CODE,
    HC_ROLE_NAME,
    HC_ROLE_KIND,
    HC_ROLE_PARENT,
    HC_ROLE_POPULATION,
    HC_ROLE_COUNT, /* other counts that are known by name: households... */
    HC_ROLE_UNIT,  /* of a plan */
    HC_ROLE_TO,
    HC_ROLE_SHARE,
    HC_ROLE_LEVEL,
    HC_ROLE_SEAT,
    HC_ROLE_CONTINUES,
    HC_ROLE_UNIT_A, /* of a links table */
    HC_ROLE_UNIT_B,
    HC_ROLE_LENGTH,
    HC_ROLE_LINK,
    HC_ROLE_OFFICE, /* of a table of offices */
    HC_ROLE_FLOOR,
    HC_ROLE_TENURE,
    HC_ROLE_STAFF,
    HC_ROLE_LON,
    HC_ROLE_LAT,
    HC_ROLE_X,
    HC_ROLE_Y
};

/* The first name of a role that the header has, as a column index, or HC_NONE. */
uint32_t hc_field_find(const struct hc_sheet *sheet, enum hc_role role);
/* The same in a sheet of units: "town" is no parent where each row has one of its own, "village" no name where most
 * rows share theirs. */
uint32_t hc_field_of_units(const struct hc_sheet *sheet, enum hc_role role);
bool hc_field_is(const char *name, enum hc_role role);
/* The column of that very name, then of that name without case and full-width forms; or HC_NONE. */
uint32_t hc_field_named(const struct hc_sheet *sheet, const char *name);

/* `wanted` if given, else by role. A wanted field that is not there, or a required one not found, is a refusal that
 * lists the fields there are and names `option` as the remedy, with a field that may be meant in place of each '@'. */
uint32_t hc_field_choose(const struct hc_sheet *sheet, const char *wanted, enum hc_role role, bool required,
                         const char *option, struct hc_findings *findings);

/* What names the fields of code, name, kind and parent: in a project [0], and in one-level use [1]. */
extern const char *const hc_field_options[2][4];

/* "code, name, population": the header as one string, the caller's. */
char *hc_field_list(const struct hc_sheet *sheet);

#endif
