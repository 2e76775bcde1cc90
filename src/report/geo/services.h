/* Offices and the way of people to them as point layers of a GeoPackage. */
#ifndef HC_REPORT_GEO_SERVICES_H
#define HC_REPORT_GEO_SERVICES_H

#include "report/geo/files.h"
#include "report/geo/gpkg/fill.h"

/* Adds `services` (the offices, each with its role) and `<base>_access` (where the people of each unit of the base
 * level are, and how far they have to go, before and after), in the CRS of the file: first without rows. */
void hc_services_frame(const struct hc_job *job, struct hc_ogr *o);
int hc_services_fill(const struct hc_job *job, struct hc_fill *fill);

#endif
