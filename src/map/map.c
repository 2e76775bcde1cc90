#include "map/map.h"

#include "base/buf.h"
#include "base/mem.h"
#include "base/parallel.h"
#include "map/sheet/plot.h"
#include <math.h>
#include <stdatomic.h>
#include <string.h>

/* One sheet to be drawn. */
struct task {
    struct hc_scene_wish wish;
    char *file; /* without extension */
    struct hc_err err;
};

#define MOST_FONTS 64

struct job {
    const struct hc_atlas *atlas;
    const struct hc_findings *findings;
    const struct hc_map_options *options;
    const char *folder;
    struct task *tasks;
    size_t n, cap;
    char **measures; /* as asked for; NULL: chosen by level */
    size_t n_measures;
    struct hc_arena strings;
    struct hc_fonts *_Atomic fonts[MOST_FONTS];
};

static void add_task(struct job *job, enum hc_plot_kind kind, uint32_t level, const char *measure, const char *suffix)
{
    const struct hc_map_options *o = job->options;
    struct hc_buf file = {0};
    if (kind == HC_PLOT_FINDINGS || kind == HC_PLOT_SERVICES) {
        hc_buf_adds(&file, kind == HC_PLOT_FINDINGS ? "findings" : "services");
    } else {
        char *id = hc_file_part(job->atlas->result->input->project.levels[level].id);
        char *end = measure ? hc_file_part(measure) : NULL;
        hc_buf_addf(&file, "%s_%s%s", id, suffix, end ? end : "");
        hc_free(id);
        hc_free(end);
    }
    HC_GROW(job->tasks, job->cap, job->n + 1);
    job->tasks[job->n++] = (struct task){.wish = {.kind = kind,
                                                  .level = level,
                                                  .measure = measure,
                                                  .classes = o->classes,
                                                  .n_classes = o->n_classes,
                                                  .lang = o->lang},
                                         .file = hc_buf_take(&file)};
}

static bool wants(const struct job *job, enum hc_plot_kind kind)
{
    return !job->options->sheets || (job->options->sheets & (unsigned)kind);
}

static void add_measures(struct job *job, uint32_t level)
{
    const struct hc_result *r = job->atlas->result;
    const struct hc_project *p = &r->input->project;
    const struct hc_units *u = &r->states[r->n_states - 1].levels[level].units;
    const char *population = r->population;
    size_t before = job->n;
    for (size_t i = 0; i < job->n_measures; i++)
        add_task(job, HC_PLOT_MEASURE, level, job->measures[i], "after_");
    if (job->measures)
        return;
    if (hc_units_column(u, population))
        add_task(job, HC_PLOT_MEASURE, level, population, "after_");
    for (size_t i = 0; i < p->n_measures; i++) {
        struct hc_number *values = hc_atlas_values(job->atlas, r->n_states - 1, level, p->measures[i].name);
        size_t n = 0;
        for (size_t k = 0; values && k < u->count; k++)
            n += !values[k].missing;
        if (n)
            add_task(job, HC_PLOT_MEASURE, level, p->measures[i].name, "after_");
        hc_free(values);
    }
    if (job->n == before)
        add_task(job, HC_PLOT_MEASURE, level, "area_m2", "after_");
}

/* Height of a panel below the maps, mm on A3, before it is known what it holds. */
#define PANEL 60

/* Paper that the land takes on a sheet, in mm². */
static double land_mm2(const struct hc_atlas *a, const struct hc_layout *l)
{
    return a->area * l->views[0].scale * l->views[0].scale;
}

/* How long a middling unit's side is on paper, in mm; 0 without boundaries. */
static double unit_side(const struct job *job, uint32_t level)
{
    struct hc_layout layout;
    const struct hc_land *land = hc_atlas_land(job->atlas, job->atlas->result->n_states - 1, level);
    hc_layout_init(&layout, &job->options->paper, job->atlas, 1, hc_plot_head(&job->atlas->result->input->project),
                   PANEL);
    return land ? sqrt(land_mm2(job->atlas, &layout) / (double)(land->polygons.n_units + 1)) : 0;
}

static void add_level(struct job *job, uint32_t level)
{
    bool changed = hc_level_changed(job->atlas->result, level);
    if (wants(job, HC_PLOT_BEFORE) && (changed || job->options->sheets))
        add_task(job, HC_PLOT_BEFORE, level, NULL, "before");
    if (wants(job, HC_PLOT_AFTER))
        add_task(job, HC_PLOT_AFTER, level, NULL, "after");
    if (wants(job, HC_PLOT_COMPARE) && changed)
        add_task(job, HC_PLOT_COMPARE, level, NULL, "before_after");
    if (wants(job, HC_PLOT_CHANGED) && changed)
        add_task(job, HC_PLOT_CHANGED, level, NULL, "changed");
    if (wants(job, HC_PLOT_MEASURE) && (job->options->sheets || job->options->measures || unit_side(job, level) > 7))
        add_measures(job, level);
}

static int refuse_level(const struct job *job, const char *wanted, struct hc_err *err)
{
    const struct hc_result *r = job->atlas->result;
    struct hc_buf there = {0};
    for (uint32_t l = 0; l < r->input->project.n_levels; l++)
        if (hc_atlas_land(job->atlas, r->n_states - 1, l))
            hc_buf_addf(&there, "%s%s", there.len ? ", " : "", r->input->project.levels[l].id);
    hc_err_set(err, HC_USAGE, "there is no level \"%s\" with boundaries; there are: %s",
               "没有带边界的层级“%s”；现有：%s", wanted, there.len ? there.data : "-");
    hc_buf_release(&there);
    return -1;
}

/* Sheets that take long come first, so that no thread is left alone with one. */
static int list_tasks(struct job *job, struct hc_err *err)
{
    const struct hc_result *r = job->atlas->result;
    const struct hc_project *p = &r->input->project;
    const char *wanted = job->options->level;
    uint32_t only = wanted ? hc_project_level(p, wanted) : HC_NONE;
    bool placed = false;
    if (wanted && (only == HC_NONE || !hc_atlas_land(job->atlas, r->n_states - 1, only)))
        return refuse_level(job, wanted, err);
    for (size_t i = 0; i < job->findings->count; i++)
        placed = placed || job->findings->items[i].has_place;
    if (wants(job, HC_PLOT_SERVICES) && r->services && (!wanted || only == r->services->level) &&
        r->services->after.state == r->n_states - 1 && hc_atlas_land(job->atlas, r->n_states - 1, r->services->level))
        add_task(job, HC_PLOT_SERVICES, r->services->level, NULL, NULL);
    if (wants(job, HC_PLOT_FINDINGS) && placed && !wanted)
        add_task(job, HC_PLOT_FINDINGS, r->input->base, NULL, NULL);
    for (uint32_t l = 0; l < p->n_levels; l++)
        if (only == HC_NONE ? unit_side(job, l) > 0.8 : l == only)
            add_level(job, l);
    if (!job->n)
        return hc_err_set(
            err, HC_USAGE,
            "nothing of what is asked for can be drawn; units smaller than a millimetre on paper are drawn "
            "with --level",
            "所要求的图均无内容可绘；图上不足一毫米的单元须用 --level 指定层级");
    return 0;
}

/* What stands on the sheet, for those who cannot see it. */
static char *text_of(const struct hc_scene *s)
{
    struct hc_buf text = {0};
    hc_buf_adds(&text, s->subtitle);
    for (size_t i = 0; i < s->n_items; i++)
        hc_buf_addf(&text, "\n%s", s->items[i].text);
    for (size_t i = 0; i < s->n_pictures; i++)
        for (size_t k = 0; k < s->pictures[i].n_labels; k++)
            hc_buf_addf(&text, "\n%s", s->pictures[i].labels[k].text);
    return hc_buf_take(&text);
}

static int write_sheet(const struct job *job, struct task *task, struct hc_plot *plot)
{
    static const struct {
        enum hc_map_format format;
        const char *extension;
    } formats[] = {{HC_MAP_PDF, "pdf"}, {HC_MAP_SVG, "svg"}, {HC_MAP_PNG, "png"}};
    char *text = text_of(plot->scene);
    struct hc_about about = {plot->scene->title, job->atlas->result->input->project.map.publisher, text};
    int status = 0;
    for (size_t i = 0; i < 3 && status == 0; i++) {
        if (!(job->options->formats & (unsigned)formats[i].format))
            continue;
        struct hc_buf path = {0};
        hc_buf_addf(&path, "%s/%s.%s", job->folder, task->file, formats[i].extension);
        struct hc_pen *pen =
            hc_pen_new(formats[i].format, plot->fonts, plot->layout.w, plot->layout.h, job->options->dpi, &about);
        hc_plot_draw(plot, pen);
        status = hc_pen_finish(pen, path.data, strrchr(path.data, '/') + 1, &task->err);
        hc_buf_release(&path);
    }
    hc_free(text);
    return status;
}

static void draw_task(const struct job *job, struct task *task, struct hc_fonts *fonts)
{
    struct hc_layout layout;
    struct hc_scene scene;
    struct hc_plot plot;
    size_t n_maps = task->wish.kind == HC_PLOT_COMPARE ? 2 : 1;
    double head = hc_plot_head(&job->atlas->result->input->project);
    hc_layout_init(&layout, &job->options->paper, job->atlas, n_maps, head, PANEL);
    task->wish.land_mm2 = land_mm2(job->atlas, &layout);
    if (hc_scene_init(&scene, job->atlas, job->findings, &task->wish, &task->err) < 0)
        return;
    if (layout.below)
        hc_layout_init(&layout, &job->options->paper, job->atlas, n_maps, head, hc_plot_panel(&scene, &layout, fonts));
    hc_plot_init(&plot, &scene, job->atlas, &layout, fonts);
    write_sheet(job, task, &plot);
    hc_plot_release(&plot);
    hc_scene_release(&scene);
}

/* Fonts take long to open: who has done drawing leaves them for the next. */
static void draw_range(void *ctx, size_t begin, size_t end)
{
    struct job *job = ctx;
    struct hc_fonts *fonts = NULL;
    for (size_t i = 0; i < MOST_FONTS && !fonts; i++)
        fonts = atomic_exchange(&job->fonts[i], NULL);
    if (!fonts)
        fonts = hc_fonts_new();
    for (size_t i = begin; i < end; i++)
        draw_task(job, &job->tasks[i], fonts);
    for (size_t i = 0; i < MOST_FONTS && fonts; i++)
        fonts = atomic_exchange(&job->fonts[i], fonts);
    hc_fonts_free(fonts);
}

static void split_measures(struct job *job)
{
    for (const char *p = job->options->measures; p && *p;) {
        size_t n = strcspn(p, ",");
        job->measures = hc_realloc(job->measures, job->n_measures + 1, sizeof *job->measures);
        job->measures[job->n_measures++] = hc_arena_strndup(&job->strings, p, n);
        p += n + (p[n] == ',');
    }
}

static int draw(struct job *job, struct hc_err *err)
{
    int status = 0;
    if (job->options->progress && job->options->progress->tell)
        job->options->progress->tell(job->options->progress->ctx, "drawing", 0, 0);
    hc_parallel_for(job->options->threads, job->n, 1, draw_range, job);
    for (size_t i = 0; i < job->n; i++) {
        struct hc_err *e = &job->tasks[i].err;
        if (e->code != HC_DONE && status == 0) {
            *err = *e;
            *e = (struct hc_err){0};
            status = -1;
        }
        hc_err_release(e);
    }
    return status;
}

int hc_map_write(const struct hc_result *result, const struct hc_cover *cover, const struct hc_findings *findings,
                 const struct hc_map_options *options, const char *folder, struct hc_err *err)
{
    struct hc_atlas atlas;
    struct job job = {.atlas = &atlas, .findings = findings, .options = options, .folder = folder};
    if (!cover)
        return hc_err_set(err, HC_REFUSED, "no level has boundaries: there is no map to draw",
                          "没有带边界的层级，无图可绘");
    if (hc_atlas_init(&atlas, result, cover, options->paper.longer, options->threads, err) < 0)
        return -1;
    split_measures(&job);
    int status = list_tasks(&job, err);
    if (status == 0)
        status = draw(&job, err);
    for (size_t i = 0; i < job.n; i++)
        hc_free(job.tasks[i].file);
    hc_free(job.tasks);
    for (size_t i = 0; i < MOST_FONTS; i++)
        hc_fonts_free(job.fonts[i]);
    hc_free(job.measures);
    hc_arena_release(&job.strings);
    hc_atlas_release(&atlas);
    return status;
}
