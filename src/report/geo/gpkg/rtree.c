#include "report/geo/gpkg/rtree.h"

#include "base/mem.h"
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* A node: two bytes of depth (in the root alone), two of its number of cells, then the cells: an id of eight bytes and
 * the box as four floats, all big-endian. */
#define HEAD 4
#define CELL 24

/* A level of the tree, from the leaves up: the cells of level k + 1 are the nodes of level k. */
struct level {
    struct hc_rtree_box *cells; /* id: of a row, or of the node below */
    size_t n_cells, n_nodes;
    int64_t first_node; /* nodes of a level have consecutive numbers */
};

struct tree {
    sqlite3 *db;
    const char *table;
    size_t node_bytes, fanout;
    struct level levels[32];
    int n_levels;
};

static double middle_x(const struct hc_rtree_box *b)
{
    return b->x0 + b->x1;
}

static double middle_y(const struct hc_rtree_box *b)
{
    return b->y0 + b->y1;
}

static int compare(double a, double b, const struct hc_rtree_box *p, const struct hc_rtree_box *q)
{
    return a < b ? -1 : a > b ? 1 : (p->id > q->id) - (p->id < q->id);
}

static int by_x(const void *p, const void *q)
{
    return compare(middle_x(p), middle_x(q), p, q);
}

static int by_y(const void *p, const void *q)
{
    return compare(middle_y(p), middle_y(q), p, q);
}

/* Sort-tile-recursive (Leutenegger, Lopez and Edgington 1997): slices from west to east, each sorted from south to
 * north and cut into nodes. */
static void tile(struct hc_rtree_box *boxes, size_t n, size_t fanout)
{
    size_t n_nodes = (n + fanout - 1) / fanout, n_slices = (size_t)ceil(sqrt((double)n_nodes));
    size_t slice = (n_nodes + n_slices - 1) / n_slices * fanout;
    qsort(boxes, n, sizeof *boxes, by_x);
    for (size_t begin = 0; begin < n; begin += slice)
        qsort(boxes + begin, n - begin < slice ? n - begin : slice, sizeof *boxes, by_y);
}

static size_t node_size(const struct level *l, size_t fanout, size_t node)
{
    size_t begin = node * fanout;
    return l->n_cells - begin < fanout ? l->n_cells - begin : fanout;
}

/* The boxes around the nodes of a level, as cells of the next. */
static void add_level_above(struct tree *t)
{
    const struct level *below = &t->levels[t->n_levels - 1];
    struct level *l = &t->levels[t->n_levels++];
    l->n_cells = below->n_nodes;
    l->n_nodes = (l->n_cells + t->fanout - 1) / t->fanout;
    l->cells = hc_alloc(l->n_cells, sizeof *l->cells);
    for (size_t i = 0; i < below->n_nodes; i++) {
        const struct hc_rtree_box *cell = below->cells + i * t->fanout;
        struct hc_rtree_box all = *cell;
        for (size_t k = 1; k < node_size(below, t->fanout, i); k++) {
            all.x0 = fmin(all.x0, cell[k].x0);
            all.x1 = fmax(all.x1, cell[k].x1);
            all.y0 = fmin(all.y0, cell[k].y0);
            all.y1 = fmax(all.y1, cell[k].y1);
        }
        l->cells[i] = all;
    }
}

/* From the root, which is node 1, downwards. */
static void number_nodes(struct tree *t)
{
    int64_t next = 1;
    for (int k = t->n_levels - 1; k >= 0; k--) {
        t->levels[k].first_node = next;
        next += (int64_t)t->levels[k].n_nodes;
    }
    for (int k = 1; k < t->n_levels; k++)
        for (size_t i = 0; i < t->levels[k].n_cells; i++)
            t->levels[k].cells[i].id = t->levels[k - 1].first_node + (int64_t)i;
}

static unsigned char *put_float(unsigned char *at, double value, double towards)
{
    float f = (float)value;
    uint32_t bits;
    if (towards < 0 ? f > value : f < value) /* never smaller than what it bounds */
        f = nextafterf(f, (float)towards);
    memcpy(&bits, &f, sizeof bits);
    for (int shift = 24; shift >= 0; shift -= 8)
        *at++ = (unsigned char)(bits >> shift);
    return at;
}

static void put_node(const struct tree *t, int k, size_t node, unsigned char *bytes)
{
    const struct level *l = &t->levels[k];
    size_t n = node_size(l, t->fanout, node);
    unsigned char *at = bytes + HEAD;
    memset(bytes, 0, t->node_bytes);
    if (k == t->n_levels - 1)
        bytes[1] = (unsigned char)k;
    bytes[2] = (unsigned char)(n >> 8);
    bytes[3] = (unsigned char)n;
    for (size_t i = 0; i < n; i++) {
        const struct hc_rtree_box *cell = &l->cells[node * t->fanout + i];
        for (int shift = 56; shift >= 0; shift -= 8)
            *at++ = (unsigned char)((uint64_t)cell->id >> shift);
        at = put_float(at, cell->x0, -INFINITY);
        at = put_float(at, cell->x1, INFINITY);
        at = put_float(at, cell->y0, -INFINITY);
        at = put_float(at, cell->y1, INFINITY);
    }
}

/* sql with the table's name for %w; NULL on failure. */
static sqlite3_stmt *prepare(const struct tree *t, const char *sql)
{
    sqlite3_stmt *s = NULL;
    char *text = sqlite3_mprintf(sql, t->table);
    sqlite3_prepare_v2(t->db, text, -1, &s, NULL);
    sqlite3_free(text);
    return s;
}

/* Whether a statement ran whole. */
static bool run(sqlite3_stmt *s)
{
    sqlite3_step(s);
    return sqlite3_reset(s) == SQLITE_OK;
}

static bool write_nodes(const struct tree *t)
{
    sqlite3_stmt *s = prepare(t, "INSERT OR REPLACE INTO \"rtree_%w_geom_node\" VALUES (?, ?)");
    unsigned char *bytes = hc_alloc(t->node_bytes, 1);
    bool ok = s != NULL;
    for (int k = t->n_levels - 1; k >= 0; k--)
        for (size_t i = 0; ok && i < t->levels[k].n_nodes; i++) {
            put_node(t, k, i, bytes);
            sqlite3_bind_int64(s, 1, t->levels[k].first_node + (int64_t)i);
            sqlite3_bind_blob(s, 2, bytes, (int)t->node_bytes, SQLITE_STATIC);
            ok = run(s);
        }
    hc_free(bytes);
    sqlite3_finalize(s);
    return ok;
}

/* In which node each node but the root is; both go up. */
static bool write_parents(const struct tree *t)
{
    sqlite3_stmt *s = prepare(t, "INSERT INTO \"rtree_%w_geom_parent\" VALUES (?, ?)");
    bool ok = s != NULL;
    for (int k = t->n_levels - 1; k > 0; k--)
        for (size_t i = 0; ok && i < t->levels[k].n_cells; i++) {
            sqlite3_bind_int64(s, 1, t->levels[k].cells[i].id);
            sqlite3_bind_int64(s, 2, t->levels[k].first_node + (int64_t)(i / t->fanout));
            ok = run(s);
        }
    sqlite3_finalize(s);
    return ok;
}

/* In which leaf each row is, by row. */
static bool write_rows(const struct tree *t, int64_t last_id)
{
    const struct level *leaves = &t->levels[0];
    sqlite3_stmt *s = prepare(t, "INSERT INTO \"rtree_%w_geom_rowid\" VALUES (?, ?)");
    int64_t *leaf = hc_calloc((size_t)last_id + 1, sizeof *leaf);
    bool ok = s != NULL;
    for (size_t i = 0; i < leaves->n_cells; i++)
        leaf[leaves->cells[i].id] = leaves->first_node + (int64_t)(i / t->fanout);
    for (int64_t id = 0; ok && id <= last_id; id++) {
        if (!leaf[id])
            continue;
        sqlite3_bind_int64(s, 1, id);
        sqlite3_bind_int64(s, 2, leaf[id]);
        ok = run(s);
    }
    hc_free(leaf);
    sqlite3_finalize(s);
    return ok;
}

/* The size of a node, as SQLite made the empty root; 0: there is no such index. */
static size_t find_node_bytes(const struct tree *t)
{
    sqlite3_stmt *s = prepare(t, "SELECT length(data) FROM \"rtree_%w_geom_node\" WHERE nodeno = 1");
    size_t bytes = s && sqlite3_step(s) == SQLITE_ROW ? (size_t)sqlite3_column_int(s, 0) : 0;
    sqlite3_finalize(s);
    return bytes;
}

int hc_rtree_fill(sqlite3 *db, const char *table, struct hc_rtree_box *boxes, size_t n)
{
    struct tree t = {.db = db, .table = table};
    t.node_bytes = n ? find_node_bytes(&t) : 0;
    if (t.node_bytes < HEAD + 2 * CELL)
        return SQLITE_OK;
    int64_t last_id = boxes[n - 1].id;
    t.fanout = (t.node_bytes - HEAD) / CELL;
    tile(boxes, n, t.fanout);
    t.levels[t.n_levels++] = (struct level){.cells = boxes, .n_cells = n, .n_nodes = (n + t.fanout - 1) / t.fanout};
    while (t.levels[t.n_levels - 1].n_nodes > 1)
        add_level_above(&t);
    number_nodes(&t);
    bool ok = write_nodes(&t) && write_parents(&t) && write_rows(&t, last_id);
    for (int k = 1; k < t.n_levels; k++)
        hc_free(t.levels[k].cells);
    return ok ? SQLITE_OK : sqlite3_errcode(db);
}
