/* An alpha along the edges of a picture, and held where nothing moves: sinet_core/upsampling.py, guide. */
#include "guided_filter.h"

enum { CELLS = 16, MOST = 4 * CELLS + 8, FIELDS = 5 }; /* a piece of a line; slopes, offset, share */

struct piece { int y, left, count, from, to; }; /* line; cells; pixels */

/* Slopes, offset and share of a piece's pixels, between the rows of cells and between the cells. */
INLINE void spread_functions(const struct guidance *g, struct piece p, const struct weights *w, float out[FIELDS][MOST]) {
    struct place at = place_of(p.y, g->cell, g->rows);
    int fields = g->share ? FIELDS : FIELDS - 1;
    for (int k = 0; k < fields; k++) {
        const float *plane = k < FITS ? g->faded + k * (int64_t)g->rows * g->pitch : g->share;
        int64_t pitch = k < FITS ? g->pitch : g->columns;
        const float *above = plane + at.first * pitch, *below = plane + at.second * pitch;
        float line[CELLS + 2];
        for (int i = -1; i <= p.count; i++) {
            int x = smaller(larger(p.left + i, 0), g->columns - 1);
            line[i + 1] = above[x] + at.part * (below[x] - above[x]);
        }
        widen(line + 1, p.count, g->cell, w, out[k]);
        for (int x = p.count * g->cell; x < p.to - p.from; x++) out[k][x] = line[p.count]; /* left over at the end */
    }
}

/* Of three lines of bytes, the middle one twice. */
INLINE void sum_three(const uint8_t *restrict above, const uint8_t *restrict at, const uint8_t *restrict below, int count,
                      uint16_t *restrict sums) {
    for (int i = 0; i < count; i++) sums[i] = above[i] + 2 * at[i] + below[i];
}

/* The piece's colours, a little blurred (1 2 1 each way): the filter multiplies noise by its slope. */
INLINE void calm(const struct guidance *g, struct piece p, float *out) {
    uint16_t sums[3 * (MOST + 2)];
    int64_t line = 3 * (int64_t)g->width;
    const uint8_t *at = g->fine + p.y * line;
    const uint8_t *above = g->fine + mirrored(p.y - 1, g->height) * line, *below = g->fine + mirrored(p.y + 1, g->height) * line;
    int from = larger(p.from - 1, 0), to = smaller(p.to + 1, g->width), size = p.to - p.from;
    sum_three(above + 3 * from, at + 3 * from, below + 3 * from, 3 * (to - from), sums + 3 * (from - p.from + 1));
    for (int c = 0; c < 3; c++) { /* beyond the picture's border */
        if (from == p.from) sums[c] = sums[3 + 3 * mirrored(-1, g->width) + c];
        if (to == p.to) sums[3 * (size + 1) + c] = sums[3 * (mirrored(g->width, g->width) - p.from + 1) + c];
    }
    for (int i = 0; i < 3 * size; i++) out[i] = (sums[i] + 2 * sums[i + 3] + sums[i + 6]) * (1.0f / 16);
}

/* The linear functions' values. */
INLINE void apply(float fields[FIELDS][MOST], const float *restrict colors, int count, float *restrict value) {
    for (int x = 0; x < count; x++)
        value[x] = fields[0][x] * colors[3 * x] + fields[1][x] * colors[3 * x + 1] + fields[2][x] * colors[3 * x + 2]
                   + fields[3][x];
}

/* The old value and a share of what is new: more of it, the more it differs. */
INLINE void hold(const struct guidance *g, const float *restrict before, const float *restrict share, int count,
                 float *restrict value) {
    float tremble = g->tremble, scale = 1 / (g->turn - g->tremble);
    for (int x = 0; x < count; x++) {
        float change = value[x] - before[x], size = change < 0 ? -change : change;
        float meant = lesser((size - tremble) * scale, 1);
        value[x] = before[x] + change * greater(share[x], meant);
    }
}

static void guide_piece(const struct guidance *g, struct piece p, const struct weights *w) {
    float fields[FIELDS][MOST], colors[3 * MOST], value[MOST];
    int64_t at = (int64_t)p.y * g->width + p.from;
    int count = p.to - p.from;
    float beyond = g->beyond, *plane = g->plane + at;
    spread_functions(g, p, w, fields);
    calm(g, p, colors);
    apply(fields, colors, count, value);
    if (g->share) hold(g, g->before + at, fields[4], count, value);
    for (int x = 0; x < count; x++) plane[x] = limited(value[x], -beyond, 1 + beyond);
}

/* One line of a run of cells that are near what is in doubt. */
static void guide_run(const struct guidance *g, int y, int from, int to, const struct weights *w) {
    for (int left = from; left < to; left += CELLS) {
        int right = smaller(left + CELLS, to);
        int end = right < g->columns ? right * g->cell : g->width;
        guide_piece(g, (struct piece){y, left, right - left, left * g->cell, end}, w);
    }
}

/* All lines of a run of cells that are sure, of one row of cells. */
static void fill_run(const struct guidance *g, int row, int from, int to) {
    int cell = g->cell, bottom = row + 1 < g->rows ? (row + 1) * cell : g->height;
    const uint8_t *sure = g->sure + (int64_t)row * g->columns;
    for (int left = from, right; left < to; left = right) {
        right = left + run_of(sure + left, to - left);
        int end = right < g->columns ? right * cell : g->width;
        float value = sure[left] ? 1.0f : 0.0f;
        for (int y = row * cell; y < bottom; y++) {
            float *line = g->plane + (int64_t)y * g->width;
            for (int x = left * cell; x < end; x++) line[x] = value;
        }
    }
}

/* Fetches what the cells of a row need that are near what is in doubt. */
static void fetch_near(const struct guidance *g, int row) {
    if (row >= g->rows) return;
    const uint8_t *near = g->near + (int64_t)row * g->columns;
    for (int from = 0, to; from < g->columns; from = to) {
        to = from + run_of(near + from, g->columns - from);
        if (!near[from]) continue;
        int64_t corner = (int64_t)row * g->cell * g->width + from * g->cell, pixels = (to - from) * g->cell;
        fetch(g->fine + 3 * corner, 3 * g->width, g->cell, 3 * pixels);
        if (g->share) fetch(g->before + corner, 4 * g->width, g->cell, 4 * pixels);
        fetch(g->plane + corner, 4 * g->width, g->cell, 4 * pixels);
    }
}

static void guide(const struct guidance *g) {
    struct weights w = weights_of(g->cell);
    find_doubt(g);
    find_functions(g);
    grow(g->near, g->rows, g->columns, 1, g->near + (int64_t)g->rows * g->columns);
    for (int row = 0; row < g->rows; row++) {
        const uint8_t *near = g->near + (int64_t)row * g->columns;
        fetch_near(g, row + 1);
        int bottom = row + 1 < g->rows ? (row + 1) * g->cell : g->height;
        for (int from = 0, to; from < g->columns; from = to) {
            to = from + run_of(near + from, g->columns - from);
            if (!near[from]) fill_run(g, row, from, to);
            for (int y = row * g->cell; near[from] && y < bottom; y++) guide_run(g, y, from, to, &w);
        }
    }
}
