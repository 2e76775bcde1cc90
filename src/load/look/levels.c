#include "load/look/draft.h"

#include "base/buf.h"
#include "load/look/inside.h"
#include "load/sheet/fields.h"
#include <ctype.h>
#include <string.h>
#include <strings.h>

static const struct hc_find *find_of(const struct hc_draft *d, uint32_t level)
{
    return d->levels[level].find == HC_NONE ? NULL : &d->look.items[d->levels[level].find];
}

bool hc_look_is_special(const struct hc_find *f)
{
    bool to = hc_field_find(&f->sheet, HC_ROLE_TO) != HC_NONE;
    return (to && !f->polygons) || hc_field_find(&f->sheet, HC_ROLE_UNIT_B) != HC_NONE ||
           hc_field_find(&f->sheet, HC_ROLE_SEAT) != HC_NONE ||
           hc_field_find(&f->sheet, HC_ROLE_CONTINUES) != HC_NONE || hc_field_named(&f->sheet, "unit") != HC_NONE;
}

/* The later of two dates that may be NULL: one without a date counts as the first state's. */
static int compare_dates(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "");
}

/* The finest: of the layers with boundaries those of the earliest date, of these the one with most units; without
 * boundaries the longest list of units. */
static uint32_t finest(const struct hc_look *look)
{
    uint32_t best = HC_NONE;
    for (uint32_t i = 0; i < look->n; i++) {
        const struct hc_find *f = &look->items[i], *b = best == HC_NONE ? NULL : &look->items[best];
        if (f->use != HC_FIND_UNUSED || !f->sheet.n_rows || f->code == HC_NONE || hc_look_is_special(f))
            continue;
        if (!f->polygons && (f->name == HC_NONE || f->code_guessed))
            continue;
        int later = b ? compare_dates(f->date, b->date) : -1;
        bool better = !b || (f->polygons && !b->polygons) ||
                      (f->polygons == b->polygons && (later < 0 || (later == 0 && f->sheet.n_rows > b->sheet.n_rows)));
        best = better ? i : best;
    }
    return best;
}

static void make_level(struct hc_draft *d, uint32_t find)
{
    struct hc_draft_level *level = &d->levels[d->n_levels];
    struct hc_find *f = &d->look.items[find];
    level->find = find;
    f->use = HC_FIND_LEVEL;
    f->level = d->n_levels++;
    hc_look_keys(f, f->code, &d->strings, &level->codes);
    hc_look_keys(f, f->code, &d->strings, &level->ever);
    hc_draft_borrow(d, f->level);
}

/* Tables that a level has some of its fields from. */
static void mark_lenders(struct hc_draft *d)
{
    for (uint32_t l = 0; l < d->n_levels; l++) {
        const struct hc_find *f = find_of(d, l);
        const uint32_t cols[] = {f ? f->name : HC_NONE, f ? f->kind : HC_NONE, f ? f->parent : HC_NONE};
        for (size_t i = 0; i < 3; i++)
            if (cols[i] != HC_NONE && cols[i] >= f->n_own)
                d->look.items[f->lender[cols[i] - f->n_own]].lends = true;
    }
}

/* How well `above` is the level above `below` through that column: every value a key of it (a code, or a name that no
 * two have), few keys without children; 0 if it is not. */
static double fits_above(const struct hc_find *below, uint32_t col, const struct hc_find *above, uint32_t key)
{
    struct hc_map keys = {0}, used = {0};
    struct hc_arena strings = {0};
    if (key == HC_NONE || (key == above->name && above->columns[key].distinct < above->columns[key].filled))
        return 0;
    hc_look_keys(above, key, &strings, &keys);
    hc_look_keys(below, col, &strings, &used);
    double match = hc_look_match(below, col, &keys), needed = hc_look_match(above, key, &used);
    bool repeats = below->columns[col].distinct * 10 <= below->sheet.n_rows * 9;
    hc_map_release(&keys);
    hc_map_release(&used);
    hc_arena_release(&strings);
    return match >= 0.95 && needed >= 0.5 && repeats ? match + needed : 0;
}

static bool can_be_above(const struct hc_draft *d, const struct hc_find *f, const struct hc_find *below)
{
    return f->use == HC_FIND_UNUSED && f->sheet.n_rows && f->code != HC_NONE && !hc_look_is_special(f) &&
           f->sheet.n_rows < below->sheet.n_rows && compare_dates(f->date, d->date) * (f->date ? 1 : 0) <= 0;
}

/* The column and the find that continue the chain upwards; false if there is none. */
static bool find_above(struct hc_draft *d, struct hc_find *below, uint32_t *above)
{
    double best = 0;
    uint32_t column = HC_NONE;
    for (uint32_t i = 0; i < d->look.n; i++) {
        const struct hc_find *f = &d->look.items[i];
        if (!can_be_above(d, f, below))
            continue;
        for (uint32_t c = 0; c < below->sheet.n_cols; c++) {
            if (c == below->code || (below->columns[c].numbers && !below->columns[c].whole))
                continue;
            double fit = fits_above(below, c, f, f->code) + (f->polygons ? 0.01 : 0);
            if (fit < 1 && c != below->name)
                fit = fits_above(below, c, f, f->name);
            if (fit <= best + 1e-9 || fit < 1)
                continue;
            best = fit;
            column = c;
            *above = i;
        }
    }
    if (column == HC_NONE)
        return false;
    below->parent_guessed = below->parent != column;
    below->parent = column;
    return true;
}

/* --- what levels are called --- */

static const struct {
    const char *ending, *id, *en, *zh;
} known[] = {{"小组", "group", "groups", "村（居）民小组"},   {"组", "group", "groups", "村（居）民小组"},
             {"街道办事处", "town", "towns", "乡镇（街道）"}, {"街道", "town", "towns", "乡镇（街道）"},
             {"镇人民政府", "town", "towns", "乡镇（街道）"}, {"乡人民政府", "town", "towns", "乡镇（街道）"},
             {"村", "village", "villages", "村（社区）"},     {"委会", "village", "villages", "村（社区）"},
             {"委员会", "village", "villages", "村（社区）"}, {"社区", "village", "villages", "村（社区）"},
             {"镇", "town", "towns", "乡镇（街道）"},         {"乡", "town", "towns", "乡镇（街道）"},
             {"县", "county", "counties", "县（市、区）"},    {"市", "city", "cities", "市"},
             {"区", "county", "counties", "县（市、区）"}};

static size_t known_ending(const char *cell)
{
    size_t n = sizeof known / sizeof *known, i = 0;
    for (; i < n; i++) {
        size_t a = strlen(cell), b = strlen(known[i].ending);
        if (a >= b && strcmp(cell + a - b, known[i].ending) == 0)
            break;
    }
    return i;
}

/* The ending that most names of the level have, if most have one that is known. */
static size_t common_ending(const struct hc_find *f, uint32_t col)
{
    size_t count[sizeof known / sizeof *known + 1] = {0}, best = sizeof known / sizeof *known;
    for (size_t r = 0; f && col != HC_NONE && r < f->sheet.n_rows; r++) {
        const char *cell = hc_sheet_cell(&f->sheet, r, col);
        count[cell ? known_ending(cell) : best]++;
    }
    for (size_t i = 0, most = 0; i < sizeof known / sizeof *known; i++)
        if (count[i] > most && count[i] * 3 >= f->sheet.n_rows) {
            most = count[i];
            best = i;
        }
    return best;
}

static bool is_taken(const struct hc_draft *d, const char *id)
{
    for (uint32_t l = 0; l < d->n_levels; l++)
        if (d->levels[l].id && strcmp(d->levels[l].id, id) == 0)
            return true;
    return false;
}

/* "villages_2017-10-01.gpkg" gives "village". */
static char *id_from_file(const char *source)
{
    struct hc_buf id = {0};
    const char *hash = strrchr(source, '#'), *s = hash ? hash + 1 : source;
    for (; *s && (hash || *s != '.') && !isdigit((unsigned char)*s); s++)
        hc_buf_addc(&id,
                    isalnum((unsigned char)*s) || (unsigned char)*s >= 0x80 ? (char)tolower((unsigned char)*s) : '_');
    while (id.len && id.data[id.len - 1] == '_')
        id.data[--id.len] = '\0';
    size_t n = id.len;
    if (n > 3 && strcmp(id.data + n - 3, "ies") == 0)
        strcpy(id.data + n - 3, "y");
    else if (n > 3 && id.data[n - 1] == 's' && id.data[n - 2] != 's')
        id.data[n - 1] = '\0';
    return hc_buf_take(&id);
}

static void name_level(struct hc_draft *d, uint32_t l)
{
    struct hc_draft_level *level = &d->levels[l];
    const struct hc_find *f = find_of(d, l), *below = f || !l ? NULL : find_of(d, l - 1); /* which names it */
    const char *header = below && below->parent != HC_NONE ? below->sheet.header[below->parent] : NULL;
    size_t ending = below ? common_ending(below, below->parent) : common_ending(f, f ? f->name : HC_NONE);
    char *id = NULL;
    if (ending == sizeof known / sizeof *known && header && (strcasestr(header, "town") || strstr(header, "乡镇")))
        ending = known_ending("镇");
    if (ending < sizeof known / sizeof *known && !is_taken(d, known[ending].id)) {
        id = hc_strdup(known[ending].id);
        level->title = d->look.lang == HC_ZH ? known[ending].zh : known[ending].en;
    } else if (f) {
        id = id_from_file(f->source);
    } else if (header && strcasecmp(header, "municipality") == 0) {
        id = hc_strdup("municipality");
        level->title = d->look.lang == HC_ZH ? "市镇" : "municipalities";
    }
    if (!id || !*id || is_taken(d, id)) {
        struct hc_buf numbered = {0};
        hc_buf_addf(&numbered, l ? "level_%u" : "unit", l + 1);
        hc_free(id);
        id = hc_buf_take(&numbered);
    }
    level->id = id;
}

/* Other layers with boundaries that share codes with a level are that level at another date. */
static void explain_layers(struct hc_draft *d)
{
    for (uint32_t i = 0; i < d->look.n; i++) {
        struct hc_find *f = &d->look.items[i];
        if (!f->polygons || f->use != HC_FIND_UNUSED || f->note.en || f->code == HC_NONE)
            continue;
        const struct hc_find *base = find_of(d, 0);
        if (hc_look_match(f, f->code, &d->levels[0].codes) > 0.5)
            hc_look_note(f,
                         "the same units at another time; hecun derive --before %s --after %s makes a plan of the two",
                         "同一层级另一时点的单元；可用 hecun derive --before %s --after %s 由两者推得方案",
                         base->source, f->source);
        else
            hc_look_note(f, "no column of a finer level names its units, so it is no level of this project",
                         "没有更细层级的列引用它的代码，因此未列为层级");
    }
}

static bool begins_with_digit(const struct hc_find *f, uint32_t col)
{
    for (size_t r = 0; r < f->sheet.n_rows; r++) {
        const char *cell = hc_sheet_cell(&f->sheet, r, col);
        if (cell && isdigit((unsigned char)*cell))
            return true;
    }
    return false;
}

int hc_draft_levels(struct hc_draft *d, struct hc_err *err)
{
    uint32_t above = finest(&d->look);
    if (above == HC_NONE)
        return hc_err_set(
            err, HC_REFUSED,
            "%s: nothing here can be a level: wanted is a layer of boundaries (Shapefile, GeoPackage, "
            "GeoJSON...) with a column of codes, or a list of units with codes and names",
            "%s：这里没有可作为层级的数据：需要带代码字段的界线图层（Shapefile、GeoPackage、GeoJSON 等），"
            "或含代码和名称的单元名录",
            d->look.input.project.folder);
    d->date = d->look.items[above].date;
    for (;;) {
        make_level(d, above);
        if (d->n_levels == HC_DRAFT_LEVELS || !find_above(d, &d->look.items[d->levels[d->n_levels - 1].find], &above))
            break;
    }
    const struct hc_find *top = find_of(d, d->n_levels - 1);
    if (top->parent != HC_NONE && d->n_levels < HC_DRAFT_LEVELS && top->columns[top->parent].filled) {
        struct hc_draft_level *level = &d->levels[d->n_levels++];
        level->find = HC_NONE;
        level->named = !begins_with_digit(top, top->parent);
        hc_look_keys(top, top->parent, &d->strings, &level->codes);
        hc_look_keys(top, top->parent, &d->strings, &level->ever);
    }
    for (uint32_t l = 0; l < d->n_levels; l++)
        name_level(d, l);
    explain_layers(d);
    mark_lenders(d);
    return 0;
}
