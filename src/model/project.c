#include "model/project.h"

#include "base/buf.h"
#include <ctype.h>
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

bool hc_project_is_of_level(const struct hc_project *p, const struct hc_table_spec *table)
{
    uint32_t level = hc_project_level(p, table->level);
    return level != HC_NONE && p->levels[level].source && strcmp(p->levels[level].source, table->source) == 0;
}

bool hc_project_is_first(const struct hc_project *p, const struct hc_table_spec *table)
{
    return !table->at || (p->date && strcmp(p->date, table->at) == 0);
}

/* "PG:dbname=x", "https://..": two letters at least before the colon, so that C:\ is a path. */
bool hc_source_is_connection(const char *source)
{
    size_t letters = strspn(source, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
    return letters >= 2 && source[letters] == ':';
}

char *hc_source_mark(const char *connection)
{
    const char *mark = NULL;
    bool quoted = false;
    for (const char *p = connection; *p; p++) {
        quoted ^= *p == '\'';
        if (*p == '#' && !quoted)
            mark = p;
    }
    return (char *)mark;
}

const char *hc_source_label(const char *source)
{
    bool connection = hc_source_is_connection(source);
    const char *mark = connection ? hc_source_mark(source) : strrchr(source, '/');
    return mark && mark[1] ? mark + 1 : connection ? "a database" : source;
}

/* Where the value of a key that holds a password begins, or NULL. */
static const char *password_of(const char *connection)
{
    static const char *const keys[] = {"password=", "pwd="};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        const char *key = strcasestr(connection, keys[i]);
        if (key)
            return key + strlen(keys[i]);
    }
    return NULL;
}

char *hc_source_shown(const char *source)
{
    struct hc_buf shown = {0};
    bool connection = hc_source_is_connection(source);
    const char *begin = connection ? password_of(source) : NULL, *end = NULL, *scheme = strstr(source, "://");
    if (begin) {
        bool quoted = *begin == '\'';
        end = quoted ? strrchr(begin + 1, '\'') : strpbrk(begin, " ;,");
        end = quoted && end ? end + 1 : end ? end : hc_source_mark(begin);
    } else if (connection && scheme && (end = strrchr(scheme, '@'))) {
        begin = memchr(scheme + 3, ':', (size_t)(end - scheme - 3));
    }
    hc_buf_add(&shown, source, begin ? (size_t)(begin - source) : strlen(source));
    if (begin) {
        hc_buf_adds(&shown, *begin == ':' ? ":***" : "***");
        hc_buf_adds(&shown, end);
    }
    return hc_buf_take(&shown);
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

char *hc_file_part(const char *id)
{
    char *part = hc_strdup(id);
    for (char *p = part; *p; p++)
        if (!isalnum((unsigned char)*p) && (unsigned char)*p < 0x80 && *p != '-' && *p != '_')
            *p = '_';
    return part;
}

bool hc_is_date(const char *s)
{
    static const char *const shapes[] = {"dddd", "dddd-dd", "dddd-dd-dd"};
    for (size_t k = 0; k < 3; k++) {
        size_t i = 0;
        for (; shapes[k][i] && s[i]; i++)
            if (shapes[k][i] == 'd' ? !isdigit((unsigned char)s[i]) : s[i] != '-')
                break;
        if (!shapes[k][i] && !s[i])
            return true;
    }
    return false;
}
