/* Files of SQLite's that are written behind its back: it goes on while another thread brings to the disk what it has
 * written, many pages at a time.
 *
 * It sees the file as it should be: what it reads, or asks of the file, waits until all is written. What goes wrong in
 * writing is told with the next thing that is asked, at the latest with COMMIT. */
#ifndef HC_REPORT_GEO_GPKG_BEHIND_H
#define HC_REPORT_GEO_GPKG_BEHIND_H

/* The name of the VFS to open such a file by (sqlite3_open_v2); NULL: SQLite's own. */
const char *hc_behind_vfs(void);

#endif
