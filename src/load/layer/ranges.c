#include "load/layer/ranges.h"

#include "base/mem.h"
#include "base/parallel.h"
#include <string.h>

#define ROWS_A_RANGE 512

void hc_ranges_init(struct hc_ranges *r, int64_t first, int64_t last, size_t bytes, const struct hc_sheet *sheet,
                    int threads)
{
    uint64_t n = (uint64_t)last - (uint64_t)first + 1, most = 4 * (uint64_t)hc_parallel_threads(threads);
    r->n = n / ROWS_A_RANGE + 1 < most ? n / ROWS_A_RANGE + 1 : most;
    r->items = hc_calloc(r->n, sizeof *r->items);
    r->vertices_a_range = bytes / sizeof(struct hc_xy) / r->n;
    r->room = hc_alloc(r->vertices_a_range * r->n, sizeof *r->room);
    uint64_t step = n / r->n + 1;
    for (size_t i = 0; i < r->n; i++) {
        struct hc_range *range = &r->items[i];
        range->first = first + (int64_t)(i * step);
        range->last = i + 1 < r->n ? range->first + (int64_t)step - 1 : last;
        range->sheet.n_cols = sheet->n_cols;
        range->sheet.keeps_empty = sheet->keeps_empty;
        hc_blobs_init(&range->blobs, r->room + r->vertices_a_range * i, r->vertices_a_range);
    }
}

struct reading {
    struct hc_ranges *ranges;
    void (*read)(const void *ctx, struct hc_range *range);
    const void *ctx;
};

static void read_some(void *ctx, size_t begin, size_t end)
{
    const struct reading *r = ctx;
    for (size_t i = begin; i < end; i++)
        r->read(r->ctx, &r->ranges->items[i]);
}

void hc_ranges_read(struct hc_ranges *r, int threads, void (*read)(const void *ctx, struct hc_range *range),
                    const void *ctx)
{
    struct reading reading = {r, read, ctx};
    hc_parallel_for(threads, r->n, 1, read_some, &reading);
}

char **hc_range_add_row(struct hc_range *range)
{
    struct hc_sheet *s = &range->sheet;
    HC_GROW(s->cells, range->cap_cells, (s->n_rows + 1) * s->n_cols);
    return s->cells + s->n_rows++ * s->n_cols;
}

static void join_sheets(const struct hc_ranges *r, struct hc_sheet *sheet)
{
    size_t n = 0;
    for (size_t i = 0; i < r->n; i++)
        n += r->items[i].sheet.n_rows;
    sheet->cells = hc_alloc(n * sheet->n_cols, sizeof *sheet->cells);
    sheet->row = hc_alloc(n, sizeof *sheet->row);
    for (size_t i = 0; i < r->n; i++) {
        struct hc_sheet *part = &r->items[i].sheet;
        if (part->n_rows && sheet->n_cols)
            memcpy(sheet->cells + sheet->n_rows * sheet->n_cols, part->cells,
                   part->n_rows * sheet->n_cols * sizeof *part->cells);
        hc_arena_join(&sheet->strings, &part->strings);
        sheet->n_rows += part->n_rows;
    }
    for (size_t i = 0; i < n; i++)
        sheet->row[i] = (long)i + 1;
}

static void join_polygons(struct hc_ranges *r, int threads, struct hc_geometry_job *job)
{
    struct hc_polygons *list = hc_alloc(r->n, sizeof *list);
    bool all_lodge = !job->polygons->n_units;
    for (size_t i = 0; i < r->n; i++) {
        list[i] = r->items[i].blobs.polygons;
        all_lodge = all_lodge && r->items[i].blobs.lodges;
        job->n_other += r->items[i].blobs.n_other;
    }
    if (all_lodge) {
        hc_free(job->polygons->xy);
        job->polygons->xy = r->room;
        job->polygons->cap_xy = r->vertices_a_range * r->n;
        r->room = NULL;
        hc_polygons_join_within(job->polygons, list, r->n);
    } else {
        hc_polygons_join(job->polygons, list, r->n, threads);
    }
    hc_free(list);
}

bool hc_ranges_join(struct hc_ranges *r, int threads, struct hc_sheet *sheet, struct hc_geometry_job *job)
{
    for (size_t i = 0; i < r->n; i++)
        if (r->items[i].unusual)
            return false;
    join_sheets(r, sheet);
    job->n_features = sheet->n_rows;
    join_polygons(r, threads, job);
    return true;
}

void hc_ranges_release(struct hc_ranges *r)
{
    for (size_t i = 0; i < r->n; i++) {
        hc_sheet_release(&r->items[i].sheet);
        hc_blobs_release(&r->items[i].blobs);
    }
    hc_free(r->items);
    hc_free(r->room);
    *r = (struct hc_ranges){0};
}
