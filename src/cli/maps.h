/* Where maps meet files: the rooms map and report do not see each other. */
#ifndef HC_CLI_MAPS_H
#define HC_CLI_MAPS_H

#include "cli/run.h"
#include "map/map.h"

struct hc_maps {
    struct hc_session *session;
    const struct hc_result *result;
    bool below; /* into maps/ of the folder, not into the folder itself */
    struct hc_map_options options;
};

/* Reads the options that maps have; formats: "pdf,svg", or NULL. HC_USAGE. */
int hc_maps_options(struct hc_maps *maps, const char *formats, struct hc_err *err);
/* Draws into the folder: hc_report_options.add, with a struct hc_maps. */
int hc_maps_add(void *maps, const char *folder, struct hc_err *err);

#endif
