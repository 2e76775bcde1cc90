/* JSON into model structs: reading with paths, so that each complaint says where. */
#ifndef HC_LOAD_PROJECT_JSON_H
#define HC_LOAD_PROJECT_JSON_H

#include "base/err.h"
#include "base/mem.h"
#include "base/number.h"
#include "model/finding.h"
#include <cjson/cJSON.h>
#include <stdbool.h>

struct hc_json {
    const char *file; /* for messages */
    struct hc_arena *strings;
    struct hc_findings *findings;
};

/* The file as JSON, which may begin with a byte order mark; NULL with HC_REFUSED where it is none. cJSON_Delete() it.
 * JSON has no comments; members whose names begin with "//" serve as such, and switch off what stands under them. */
cJSON *hc_json_read(const char *path, struct hc_err *err);

/* Refuses the value at `path`; en and zh say what is wrong with it. */
void hc_json_refuse(const struct hc_json *j, const char *path, const char *en, const char *zh);

/* Refuses each key of `object` that is not among `known` (NULL-ended). False if it is no object. */
bool hc_json_check_keys(const struct hc_json *j, const cJSON *object, const char *path, const char *const *known);

/* The string under key, in the arena; NULL if there is none; refused if it is no string. */
char *hc_json_string(const struct hc_json *j, const cJSON *object, const char *path, const char *key);
/* The same, refused if missing. */
char *hc_json_required(const struct hc_json *j, const cJSON *object, const char *path, const char *key);
/* The number under key, exactly as its shortest decimal; missing if there is none. */
struct hc_number hc_json_number(const struct hc_json *j, const cJSON *object, const char *path, const char *key);
/* The array under key, or NULL; *n its length. Refused if it is something else. */
const cJSON *hc_json_array(const struct hc_json *j, const cJSON *object, const char *path, const char *key, size_t *n);
/* The strings of an array under key, in the arena; *n of them. */
char **hc_json_strings(const struct hc_json *j, const cJSON *object, const char *path, const char *key, size_t *n);
/* "path.key" or "path[index]" in the arena. */
char *hc_json_path(const struct hc_json *j, const char *path, const char *key, size_t index);

#endif
