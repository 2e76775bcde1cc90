/* Files that GDAL writes, with each failure told.
 *
 * GDAL's Shapefile and FlatGeobuf writers do not look whether a file could be written to its end: on a full disk they
 * leave a short file, and report success. So they write to paths below HC_DISK, which are files on disk too, but whose
 * every failed call raises GDAL's error, for the handler of whoever writes. (GeoPackages go through SQLite, which
 * looks.) */
#ifndef HC_REPORT_GEO_DISK_H
#define HC_REPORT_GEO_DISK_H

#define HC_DISK "/vsihecun/"

/* Makes HC_DISK known to GDAL, once for the process; from one thread. */
void hc_disk_init(void);

/* A path as it is called below HC_DISK; the caller's. */
char *hc_disk_path(const char *path);

#endif
