/* Coordinates as text: an integer with a point put in, no printf. */
#ifndef HC_REPORT_GEO_COORDINATE_H
#define HC_REPORT_GEO_COORDINATE_H

#include "report/report.h"

#define HC_COORDINATE_DECIMALS HC_GEOJSON_DECIMALS
#define HC_COORDINATE_BYTES    21 /* at most: a sign, twelve digits, a point, seven digits */

/* Writes value, |value| < 9e11, with at most seven decimals, half away from zero, without trailing zeros and never as
 * "-0". No NUL. Returns the byte behind it. */
char *hc_coordinate_put(char *at, double value);

#endif
