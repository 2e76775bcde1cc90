/* The parts that scenes are put together from: for the files of this folder alone. */
#ifndef HC_MAP_SCENE_BUILD_H
#define HC_MAP_SCENE_BUILD_H

#include "map/scene/scene.h"

struct hc_scene_job {
    struct hc_scene *scene;
    const struct hc_atlas *atlas;
    const struct hc_findings *findings;
    const struct hc_scene_wish *wish;
};

/* In the scene's language; the string is the scene's. */
__attribute__((format(printf, 2, 4), format(printf, 3, 4))) const char *hc_scene_text(struct hc_scene *s,
                                                                                      const char *en, const char *zh,
                                                                                      ...);
struct hc_item *hc_scene_add(struct hc_scene *s, enum hc_item_type type, const char *text);
void hc_picture_stroke(struct hc_picture *p, struct hc_stroke stroke);
struct hc_label *hc_picture_label(struct hc_picture *p, const char *text, const struct hc_polygons *in, uint32_t unit);

/* The units that lie in no other's shadow: borders of the level, of the finer and the coarser one, the edge of the
 * land. Adds what the lines mean to the items if `legend`. */
void hc_picture_borders(const struct hc_scene_job *job, struct hc_picture *p, size_t state, uint32_t level,
                        bool legend);
/* Names of the level's units, and above them of those of the next level. */
void hc_picture_names(const struct hc_scene_job *job, struct hc_picture *p, size_t state, uint32_t level);
/* How large names of n units can be on the sheet, in points; 0: there are too many to be named. */
double hc_name_size(const struct hc_scene_job *job, size_t n_units);
/* The name of a unit of the level in a state, as maps have it; the scene's. */
const char *hc_unit_name(struct hc_scene *s, const struct hc_units *units, uint32_t i);
/* What a unit is worth when there is no room for all: people, else land. */
double hc_unit_weight(const struct hc_result *r, const struct hc_level_state *l, uint32_t i);

int hc_scene_units(const struct hc_scene_job *job); /* before, after, both */
int hc_scene_changed(const struct hc_scene_job *job, struct hc_err *err);
int hc_scene_measure(const struct hc_scene_job *job, struct hc_err *err);
int hc_scene_services(const struct hc_scene_job *job, struct hc_err *err);
int hc_scene_findings(const struct hc_scene_job *job);

#endif
