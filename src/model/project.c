#include "model/project.h"

#include <string.h>

uint32_t hc_project_level(const struct hc_project *p, const char *id)
{
    if (!id)
        return 0;
    for (uint32_t i = 0; i < p->n_levels; i++)
        if (strcmp(p->levels[i].id, id) == 0)
            return i;
    return HC_NONE;
}

/* "PG:dbname=x", "https://..": two letters at least before the colon, so that C:\ is a path. */
bool hc_source_is_connection(const char *source)
{
    size_t letters = strspn(source, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
    return letters >= 2 && source[letters] == ':';
}

const char *hc_source_label(const char *source)
{
    bool connection = hc_source_is_connection(source);
    const char *mark = strrchr(source, connection ? '#' : '/');
    return mark && mark[1] ? mark + 1 : connection ? "a database" : source;
}

char *hc_project_path(const struct hc_project *p, const char *source)
{
    if (!p->folder || source[0] == '/' || hc_source_is_connection(source))
        return hc_strdup(source);
    size_t folder = strlen(p->folder), n = strlen(source);
    char *path = hc_alloc(folder + n + 2, 1);
    memcpy(path, p->folder, folder);
    path[folder] = '/';
    memcpy(path + folder + 1, source, n + 1);
    return path;
}

void hc_project_release(struct hc_project *p)
{
    hc_arena_release(&p->strings);
    *p = (struct hc_project){0};
}
