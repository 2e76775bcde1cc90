#include "report/table/services.h"

#include "report/table/rows.h"
#include <math.h>

static const struct hc_units *units_after(const struct hc_result *r, uint32_t level)
{
    return &r->states[r->services->after.state].levels[level].units;
}

static struct hc_number people_of(const struct hc_services *s, int64_t people)
{
    return hc_number_decimal(people, s->people_scale);
}

/* Columns have a name for programs and one in each language for people. */
#define HALL_COLUMNS(X)                                                                                                \
    X("unit", "unit", "单元代码")                                                                                      \
    X("unit_name", "name", "单元名称")                                                                                 \
    X("kind", "kind", "类型")                                                                                          \
    X("parent", "in", "上级代码")                                                                                      \
    X("office", "office", "服务大厅编号")                                                                              \
    X("office_name", "office's name", "服务大厅")                                                                      \
    X("floor_m2", "floor, m²", "面积（平方米）")                                                                       \
    X("tenure", "tenure", "权属")                                                                                      \
    X("staff", "staff", "工作人员")                                                                                    \
    X("standard_m2", "standard, m²", "标准（平方米）")                                                                 \
    X("below_standard", "below standard", "未达标")                                                                    \
    X("offer", "offered office", "可调剂场所编号")                                                                     \
    X("offer_m", "its distance, m", "相距（米）")
#define ACCESS_COLUMNS(X)                                                                                              \
    X("people", "people", "人口")                                                                                      \
    X("halls_before", "halls before", "调整前大厅数")                                                                  \
    X("halls_after", "halls after", "调整后大厅数")                                                                    \
    X("mean_m_before", "mean way before, m", "调整前平均距离（米）")                                                   \
    X("mean_m_after", "mean way after, m", "调整后平均距离（米）")                                                     \
    X("p90_m_before", "nine tenths within, before, m", "调整前90%人口距离（米）")                                      \
    X("p90_m_after", "nine tenths within, after, m", "调整后90%人口距离（米）")                                        \
    X("beyond_3km_before", "people beyond 3 km before", "调整前3公里以外人口")                                         \
    X("beyond_3km_after", "people beyond 3 km after", "调整后3公里以外人口")                                           \
    X("beyond_5km_before", "people beyond 5 km before", "调整前5公里以外人口")                                         \
    X("beyond_5km_after", "people beyond 5 km after", "调整后5公里以外人口")                                           \
    X("people_per_hall_after", "people per hall", "每处大厅服务人口")                                                  \
    X("people_per_staff_after", "people per staff member", "每名工作人员服务人口")
#define UNIT_COLUMNS(X)                                                                                                \
    X("level", "level", "层级")                                                                                        \
    X("code", "code", "代码")                                                                                          \
    X("name", "name", "名称")
#define IDLE_COLUMNS(X)                                                                                                \
    X("office", "office", "场所编号")                                                                                  \
    X("office_name", "name", "场所名称")                                                                               \
    X("unit_before", "of unit", "原单元代码")                                                                          \
    X("unit_after", "now in unit", "现单元代码")                                                                       \
    X("floor_m2", "floor, m²", "面积（平方米）")                                                                       \
    X("tenure", "tenure", "权属")                                                                                      \
    X("staff", "staff", "工作人员")                                                                                    \
    X("role", "role", "去向")                                                                                          \
    X("given_to", "given to unit", "调剂给单元")                                                                       \
    X("distance_m", "distance, m", "相距（米）")                                                                       \
    X("lon", "longitude", "经度")                                                                                      \
    X("lat", "latitude", "纬度")
#define NAME(name, en, zh)  name,
#define TITLE(name, en, zh) {en, zh},
static const char *const hall_names[] = {HALL_COLUMNS(NAME) ACCESS_COLUMNS(NAME)};
static const struct hc_text hall_titles[] = {HALL_COLUMNS(TITLE) ACCESS_COLUMNS(TITLE)};
static const char *const access_names[] = {UNIT_COLUMNS(NAME) ACCESS_COLUMNS(NAME)};
static const struct hc_text access_titles[] = {UNIT_COLUMNS(TITLE) ACCESS_COLUMNS(TITLE)};
static const char *const idle_names[] = {IDLE_COLUMNS(NAME)};
static const struct hc_text idle_titles[] = {IDLE_COLUMNS(TITLE)};
#define GRID(prefix)                                                                                                   \
    {                                                                                                                  \
        prefix##_names, prefix##_titles, sizeof prefix##_names / sizeof *prefix##_names, NULL, 0, 0                    \
    }

static void add_access(const struct hc_services *s, const struct hc_access *a, const struct hc_access *b,
                       struct hc_listing *out)
{
    struct hc_number people = people_of(s, b->people);
    hc_listing_add_number(out, people);
    hc_listing_add_count(out, (int64_t)a->halls);
    hc_listing_add_count(out, (int64_t)b->halls);
    hc_listing_add_metres(out, a->mean_m);
    hc_listing_add_metres(out, b->mean_m);
    hc_listing_add_metres(out, a->p90_m);
    hc_listing_add_metres(out, b->p90_m);
    for (int k = 0; k < HC_FAR; k++) {
        hc_listing_add_number(out, people_of(s, a->far[k]));
        hc_listing_add_number(out, people_of(s, b->far[k]));
    }
    hc_listing_add_number(out, hc_number_div(people, hc_number_decimal((int64_t)b->halls, 0)));
    hc_listing_add_number(out, hc_number_div(people, b->staff));
}

void hc_services_list_halls(const struct hc_result *r, struct hc_listing *out)
{
    static const struct hc_office none = {.m2 = {.missing = true}, .staff = {.missing = true}};
    const struct hc_services *s = r->services;
    const struct hc_office *offices = r->input->services.offices;
    const struct hc_units *u = units_after(r, s->level);
    *out = (struct hc_listing)GRID(hall);
    for (uint32_t i = 0; i < u->count; i++) {
        const struct hc_office *o = s->after.hall[i] == HC_NONE ? &none : &offices[s->after.hall[i]];
        const char *const texts[] = {u->code[i], u->name[i], u->kind[i], u->parent_code[i], o->id, o->name};
        for (size_t k = 0; k < sizeof texts / sizeof *texts; k++)
            hc_listing_add_text(out, texts[k]);
        hc_listing_add_number(out, o->m2);
        hc_listing_add_text(out, o->tenure);
        hc_listing_add_number(out, o->staff);
        hc_listing_add_number(out, s->standard[i]);
        hc_listing_add_count(out, s->below[i]);
        hc_listing_add_text(out, s->offer[i] == HC_NONE ? NULL : offices[s->offer[i]].id);
        hc_listing_add_metres(out, s->offer_m[i]);
        add_access(s, &s->before.access[s->level][i], &s->after.access[s->level][i], out);
    }
}

void hc_services_list_idle(const struct hc_result *r, struct hc_listing *out)
{
    const struct hc_services *s = r->services;
    const struct hc_units *u = units_after(r, s->level);
    *out = (struct hc_listing)GRID(idle);
    for (uint32_t i = 0; i < r->input->services.n_offices; i++) {
        const struct hc_office *o = &r->input->services.offices[i];
        const struct hc_office_fate *fate = &s->fates[i];
        if (fate->role == HC_OFFICE_HALL)
            continue;
        hc_listing_add_text(out, o->id);
        hc_listing_add_text(out, o->name);
        hc_listing_add_text(out, o->unit);
        hc_listing_add_text(out, fate->unit_after == HC_NONE ? NULL : u->code[fate->unit_after]);
        hc_listing_add_number(out, o->m2);
        hc_listing_add_text(out, o->tenure);
        hc_listing_add_number(out, o->staff);
        hc_listing_add_text(out, hc_office_role_name(fate->role, false));
        hc_listing_add_text(out, fate->given_to == HC_NONE ? NULL : u->code[fate->given_to]);
        hc_listing_add_metres(out, fate->given_to == HC_NONE ? NAN : s->offer_m[fate->given_to]);
        hc_listing_add_number(out, hc_number_real(s->office_place[i].x));
        hc_listing_add_number(out, hc_number_real(s->office_place[i].y));
    }
}

void hc_services_list_access(const struct hc_result *r, struct hc_listing *out)
{
    const struct hc_services *s = r->services;
    *out = (struct hc_listing)GRID(access);
    for (uint32_t l = s->level; l < r->input->project.n_levels; l++)
        for (uint32_t i = 0; i < units_after(r, l)->count; i++) {
            hc_listing_add_text(out, r->input->project.levels[l].id);
            hc_listing_add_text(out, units_after(r, l)->code[i]);
            hc_listing_add_text(out, units_after(r, l)->name[i]);
            add_access(s, &s->before.access[l][i], &s->after.access[l][i], out);
        }
    hc_listing_add_text(out, "all");
    hc_listing_add_text(out, NULL);
    hc_listing_add_text(out, NULL);
    add_access(s, &s->before.all, &s->after.all, out);
}

/* How many offices have a role, and their floor area. */
static size_t count_role(const struct hc_result *r, enum hc_office_role role, struct hc_number *m2)
{
    size_t n = 0;
    *m2 = hc_number_decimal(0, 0);
    for (size_t i = 0; i < r->input->services.n_offices; i++) {
        const struct hc_office *o = &r->input->services.offices[i];
        if (r->services->fates[i].role != role)
            continue;
        n++;
        if (!o->m2.missing)
            *m2 = hc_number_add(*m2, o->m2);
    }
    return n;
}

static size_t count_below(const struct hc_result *r)
{
    size_t n = 0;
    for (size_t i = 0; i < units_after(r, r->services->level)->count; i++)
        n += r->services->below[i];
    return n;
}

static void json_number(struct hc_buf *out, const char *key, struct hc_number n)
{
    hc_buf_addf(out, ", \"%s\": ", key);
    if (n.missing)
        hc_buf_adds(out, "null");
    else
        hc_number_write(out, n);
}

static void json_side(const struct hc_services *s, const struct hc_access *a, struct hc_buf *out)
{
    hc_buf_addf(out, "{\"halls\": %zu", a->halls);
    json_number(out, "staff", a->staff);
    json_number(out, "people", people_of(s, a->people));
    json_number(out, "mean_m", hc_number_real(a->mean_m));
    json_number(out, "p90_m", hc_number_real(a->p90_m));
    json_number(out, "beyond_3km", people_of(s, a->far[0]));
    json_number(out, "beyond_5km", people_of(s, a->far[1]));
    hc_buf_addc(out, '}');
}

static void json_both(const struct hc_services *s, const struct hc_access *a, const struct hc_access *b,
                      struct hc_buf *out)
{
    hc_buf_adds(out, "\"before\": ");
    json_side(s, a, out);
    hc_buf_adds(out, ", \"after\": ");
    json_side(s, b, out);
}

void hc_services_json(const struct hc_result *r, int depth, struct hc_buf *out)
{
    const struct hc_services *s = r->services;
    int pad = 2 * depth + 2;
    hc_buf_addf(out, "{\n%*s\"level\": ", pad, "");
    hc_buf_add_json(out, r->input->project.levels[s->level].id);
    hc_buf_addf(out, ",\n%*s\"offices\": {\"before\": %zu", pad, "", r->input->services.n_offices);
    for (int role = HC_OFFICE_HALL; role <= HC_OFFICE_LEFT; role++) {
        struct hc_number m2;
        size_t n = count_role(r, (enum hc_office_role)role, &m2);
        hc_buf_addf(out, ", \"%s\": {\"count\": %zu", hc_office_role_name((enum hc_office_role)role, false), n);
        json_number(out, "floor_m2", m2);
        hc_buf_addc(out, '}');
    }
    hc_buf_addf(out, "},\n%*s\"below_standard\": %zu", pad, "", count_below(r));
    if (r->input->project.services.hollow_measure)
        hc_buf_addf(out, ",\n%*s\"hollow\": {\"before\": %zu, \"after\": %zu}", pad, "", s->before.n_hollow,
                    s->after.n_hollow);
    hc_buf_addf(out, ",\n%*s\"all\": {", pad, "");
    json_both(s, &s->before.all, &s->after.all, out);
    hc_buf_addc(out, '}');
    for (uint32_t l = s->level; l < r->input->project.n_levels; l++) {
        const struct hc_units *u = units_after(r, l);
        hc_buf_addf(out, ",\n%*s", pad, "");
        hc_buf_add_json(out, r->input->project.levels[l].id);
        hc_buf_adds(out, ": [");
        for (uint32_t i = 0; i < u->count; i++) {
            hc_buf_addf(out, "%s\n%*s{\"code\": ", i ? "," : "", pad + 2, "");
            hc_buf_add_json(out, u->code[i]);
            hc_buf_adds(out, ", ");
            json_both(s, &s->before.access[l][i], &s->after.access[l][i], out);
            hc_buf_addc(out, '}');
        }
        hc_buf_adds(out, "]");
    }
    hc_buf_addf(out, "\n%*s}", pad - 2, "");
}

static void put_way(struct hc_buf *out, const struct hc_services *s, const char *name, const struct hc_access *a,
                    const struct hc_access *b)
{
    const struct hc_number cells[] = {hc_number_decimal((int64_t)a->halls, 0),
                                      hc_number_decimal((int64_t)b->halls, 0),
                                      hc_number_real(a->mean_m),
                                      hc_number_real(b->mean_m),
                                      hc_number_real(a->p90_m),
                                      hc_number_real(b->p90_m),
                                      people_of(s, a->far[0]),
                                      people_of(s, b->far[0]),
                                      people_of(s, a->far[1]),
                                      people_of(s, b->far[1])};
    char text[64];
    hc_buf_adds(out, "| ");
    hc_buf_add_markdown(out, name);
    hc_buf_adds(out, " |");
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
        hc_buf_addf(out, " %s |", hc_number_format(cells[i], 0, true, text));
    hc_buf_addc(out, '\n');
}

static void put_offices(struct hc_buf *out, const struct hc_result *r, bool zh)
{
    struct hc_number m2[3];
    size_t n[3];
    char text[64];
    for (int role = 0; role < 3; role++)
        n[role] = count_role(r, (enum hc_office_role)role, &m2[role]);
    hc_buf_addf(out,
                zh ? "办公场所 %zu 处：服务大厅 %zu 处，调剂给未达标单元 %zu 处，闲置 %zu 处"
                   : "Offices: %zu, of them halls %zu, given to units below the standard %zu, idle %zu",
                r->input->services.n_offices, n[HC_OFFICE_HALL], n[HC_OFFICE_GIVEN], n[HC_OFFICE_IDLE]);
    hc_buf_addf(out, zh ? "（%s 平方米）。" : " (%s m²). ", hc_number_format(m2[HC_OFFICE_IDLE], 0, true, text));
    hc_buf_addf(out, zh ? "低于标准的单元 %zu 个。" : "Units below the standard: %zu.", count_below(r));
    if (r->input->project.services.hollow_measure)
        hc_buf_addf(out, zh ? "空心单元由 %zu 个变为 %zu 个。" : " Hollow units: %zu before, %zu after.",
                    r->services->before.n_hollow, r->services->after.n_hollow);
    hc_buf_addc(out, '\n');
}

void hc_services_markdown(const struct hc_result *r, enum hc_lang lang, struct hc_buf *out)
{
    const struct hc_services *s = r->services;
    bool zh = lang == HC_ZH;
    uint32_t top = (uint32_t)r->input->project.n_levels - 1;
    const struct hc_units *u = units_after(r, top);
    hc_buf_addf(out, "\n## %s\n\n", zh ? "服务" : "Services");
    put_offices(out, r, zh);
    hc_buf_adds(out,
                zh ? "\n到服务大厅的距离（直线，按人口加权；有道路距离的取道路距离），调整前→调整后：\n\n"
                     "| | 大厅 | → | 平均，米 | → | 90%人口，米 | → | 3公里以外人口 | → | 5公里以外人口 | → |\n"
                   : "\nThe way to the hall, straight or by road where that is known, weighted by people; before → "
                     "after:\n\n"
                     "| | halls | → | mean, m | → | nine tenths within, m | → | people beyond 3 km | → | "
                     "people beyond 5 km | → |\n");
    hc_buf_adds(out, "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n");
    for (uint32_t i = 0; top > s->level && i < u->count; i++)
        put_way(out, s, u->name[i] ? u->name[i] : u->code[i], &s->before.access[top][i], &s->after.access[top][i]);
    put_way(out, s, zh ? "合计" : "all", &s->before.all, &s->after.all);
}
