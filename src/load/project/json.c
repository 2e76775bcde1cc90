#include "load/project/json.h"

#include "base/buf.h"
#include <stdio.h>
#include <string.h>

static char *read_file(const char *path, struct hc_err *err)
{
    struct hc_buf text = {0};
    char chunk[8192];
    size_t n;
    FILE *file = fopen(path, "rb");
    if (!file) {
        hc_err_set(err, HC_REFUSED, "%s: no such file", "%s：没有这个文件", path);
        return NULL;
    }
    while ((n = fread(chunk, 1, sizeof chunk, file)) > 0)
        hc_buf_add(&text, chunk, n);
    bool failed = ferror(file) != 0;
    fclose(file);
    if (!failed)
        return hc_buf_take(&text);
    hc_buf_release(&text);
    hc_err_set(err, HC_REFUSED, "%s: cannot be read", "%s：无法读取", path);
    return NULL;
}

/* A member whose name begins with two slashes is a comment, with all that stands under it. */
static void drop_comments(cJSON *value)
{
    for (cJSON *item = value->child, *next; item; item = next) {
        next = item->next;
        if (item->string && strncmp(item->string, "//", 2) == 0)
            cJSON_Delete(cJSON_DetachItemViaPointer(value, item));
        else
            drop_comments(item);
    }
}

cJSON *hc_json_read(const char *path, struct hc_err *err)
{
    char *text = read_file(path, err);
    if (!text)
        return NULL;
    const char *end = NULL;
    const char *begin = strncmp(text, "\xef\xbb\xbf", 3) == 0 ? text + 3 : text;
    cJSON *root = cJSON_ParseWithOpts(begin, &end, 1);
    if (!root) {
        int line = 1;
        for (const char *c = begin; end && c < end; c++)
            line += *c == '\n';
        hc_err_set(err, HC_REFUSED, "%s:%d: not valid JSON near here", "%s:%d：此处附近不是有效的 JSON", path, line);
    }
    hc_free(text);
    if (root)
        drop_comments(root);
    return root;
}

void hc_json_refuse(const struct hc_json *j, const char *path, const char *en, const char *zh)
{
    hc_findings_add(j->findings, "bad_project", HC_REFUSAL, "%s: %s: %s%.0s", "%s：%s：%.0s%s", j->file, path, en, zh);
}

char *hc_json_path(const struct hc_json *j, const char *path, const char *key, size_t index)
{
    struct hc_buf text = {0};
    hc_buf_adds(&text, path);
    if (key)
        hc_buf_addf(&text, "%s%s", *path ? "." : "", key);
    else
        hc_buf_addf(&text, "[%zu]", index);
    char *kept = hc_arena_strdup(j->strings, text.data);
    hc_buf_release(&text);
    return kept;
}

bool hc_json_check_keys(const struct hc_json *j, const cJSON *object, const char *path, const char *const *known)
{
    if (!cJSON_IsObject(object)) {
        hc_json_refuse(j, path, "must be an object { }", "应为对象 { }");
        return false;
    }
    for (const cJSON *item = object->child; item; item = item->next) {
        size_t i = 0;
        while (known[i] && strcmp(known[i], item->string) != 0)
            i++;
        if (!known[i])
            hc_json_refuse(j, hc_json_path(j, path, item->string, 0), "unknown key", "未知的键");
    }
    return true;
}

char *hc_json_string(const struct hc_json *j, const cJSON *object, const char *path, const char *key)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, key);
    if (!item)
        return NULL;
    if (cJSON_IsString(item))
        return hc_arena_strdup(j->strings, item->valuestring);
    hc_json_refuse(j, hc_json_path(j, path, key, 0), "must be a string", "应为字符串");
    return NULL;
}

char *hc_json_required(const struct hc_json *j, const cJSON *object, const char *path, const char *key)
{
    if (!cJSON_GetObjectItemCaseSensitive(object, key))
        hc_json_refuse(j, hc_json_path(j, path, key, 0), "is missing", "缺少该键");
    return hc_json_string(j, object, path, key);
}

struct hc_number hc_json_number(const struct hc_json *j, const cJSON *object, const char *path, const char *key)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, key);
    if (!item)
        return hc_number_missing();
    struct hc_buf text = {0};
    int64_t value;
    int scale;
    if (cJSON_IsNumber(item))
        hc_buf_addd(&text, item->valuedouble);
    enum hc_parse parse = hc_decimal_parse(text.data, &value, &scale);
    hc_buf_release(&text);
    if (parse == HC_PARSE_OK || parse == HC_PARSE_SPREADSHEET)
        return hc_number_decimal(value, scale);
    hc_json_refuse(j, hc_json_path(j, path, key, 0), "must be a number", "应为数字");
    return hc_number_missing();
}

const cJSON *hc_json_array(const struct hc_json *j, const cJSON *object, const char *path, const char *key, size_t *n)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, key);
    *n = 0;
    if (!item)
        return NULL;
    if (!cJSON_IsArray(item)) {
        hc_json_refuse(j, hc_json_path(j, path, key, 0), "must be a list [ ]", "应为列表 [ ]");
        return NULL;
    }
    *n = (size_t)cJSON_GetArraySize(item);
    return item;
}

char **hc_json_strings(const struct hc_json *j, const cJSON *object, const char *path, const char *key, size_t *n)
{
    const cJSON *array = hc_json_array(j, object, path, key, n);
    char **list = hc_arena_alloc(j->strings, (*n + 1) * sizeof *list);
    size_t kept = 0;
    for (const cJSON *item = array ? array->child : NULL; item; item = item->next) {
        if (cJSON_IsString(item))
            list[kept++] = hc_arena_strdup(j->strings, item->valuestring);
        else
            hc_json_refuse(j, hc_json_path(j, path, key, 0), "must hold strings alone: codes are text",
                           "只能含字符串：代码是文本");
    }
    *n = kept;
    return list;
}
