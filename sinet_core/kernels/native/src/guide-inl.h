/* An alpha along the edges of a picture, and held where nothing moves: guide of
   sinet_core/kernels/reference/upsampling.py. */
#ifndef BACKDROP_GUIDE_INL_H
#define BACKDROP_GUIDE_INL_H

#include "guided_filter-inl.h"

enum { CELLS = 32, MOST = 4 * CELLS, BESIDE = 8, ROOM = MOST + 2 * BESIDE + 4 }; /* cells and pixels of a piece */
enum { FUNCTIONS = FITS + 1 }; /* slopes, offset, and the weight of new values */

struct piece { int y, left, count, from, to; }; /* line; cells; pixels */

/* Slopes, offset and weight of a piece's line, at its cells and one more on either side: at[k][BESIDE] is of the
   first. */
struct functions { float at[FUNCTIONS][CELLS + 3 * BESIDE]; };

INLINE void lower_line(const float *restrict above, const float *restrict below, float part, int count,
                       float *restrict out) {
    for (int i = 0; i < count; i++) out[i] = above[i] + part * (below[i] - above[i]);
}

INLINE void find_line(const struct guidance *g, struct piece p, struct functions *f) {
    struct place at = place_of(p.y, g->cell, g->rows);
    int fields = g->weight ? FUNCTIONS : FITS;
    int first = larger(p.left - 1, 0), last = smaller(p.left + p.count + 1, g->columns);
    for (int k = 0; k < fields; k++) {
        const float *plane = k < FITS ? g->faded + k * (int64_t)g->rows * g->pitch : g->weight;
        int64_t pitch = k < FITS ? g->pitch : g->columns;
        float *line = f->at[k] + BESIDE;
        lower_line(plane + at.first * pitch + first, plane + at.second * pitch + first, at.part, last - first,
                   line + first - p.left);
        if (p.left == 0) line[-1] = line[0]; /* outside the border */
        if (p.left + p.count == g->columns)
            for (int x = p.count; x < p.count + BESIDE; x++) line[x] = line[p.count - 1];
    }
}

/* Sum of three lines of bytes, the middle one twice. */
INLINE void sum_three(const uint8_t *restrict above, const uint8_t *restrict at, const uint8_t *restrict below,
                      int count, uint16_t *restrict sums) {
    for (int i = 0; i < count; i++) sums[i] = above[i] + 2 * at[i] + below[i];
}

INLINE void blur_colors(const uint16_t *restrict sums, int count, float *restrict b, float *restrict g,
                        float *restrict r) {
    uint16_t mixed[3 * MOST + 3 * BESIDE];
    for (int i = 0; i < 3 * count; i++) mixed[i] = sums[i] + 2 * sums[i + 3] + sums[i + 6];
    for (int x = 0; x < count; x++) {
        b[x] = mixed[3 * x] * (1.0f / 16);
        g[x] = mixed[3 * x + 1] * (1.0f / 16);
        r[x] = mixed[3 * x + 2] * (1.0f / 16);
    }
}

/* The piece's colours, slightly blurred (1 2 1 each way), since the filter multiplies noise by its slope. */
INLINE void calm(const struct guidance *g, struct piece p, float colors[3][ROOM]) {
    uint16_t sums[3 * (MOST + BESIDE)];
    int64_t line = 3 * (int64_t)g->width;
    const uint8_t *at = g->fine + p.y * line;
    const uint8_t *above = g->fine + mirrored(p.y - 1, g->height) * line;
    const uint8_t *below = g->fine + mirrored(p.y + 1, g->height) * line;
    int from = larger(p.from - 1, 0), to = smaller(p.to + 1, g->width), size = p.to - p.from;
    sum_three(above + 3 * from, at + 3 * from, below + 3 * from, 3 * (to - from), sums + 3 * (from - p.from + 1));
    for (int c = 0; c < 3; c++) { /* outside the image */
        if (from == p.from) sums[c] = sums[3 + 3 * mirrored(-1, g->width) + c];
        if (to == p.to) sums[3 * (size + 1) + c] = sums[3 * (mirrored(g->width, g->width) - p.from + 1) + c];
    }
    blur_colors(sums, size, colors[0] + BESIDE, colors[1] + BESIDE, colors[2] + BESIDE);
}

/* Of LANES pixels from the middle of a cell on, those of `cell` a cell and side: what lies between this and the next
   one. */
INLINE vec spread_cells(const float *cells, int cell, vec part) {
    if (cell == 1) return load(cells + 1);
    vec first = repeated(cells, cell), second = repeated(cells + 1, cell);
    return first + part * (second - first);
}

/* The linear functions' values, and weights, of all pixels of the piece; the first is at BESIDE. */
INLINE void evaluate(const struct functions *f, float colors[3][ROOM], int count, int cell, int held, float *value,
                     float *weight) {
    vec part;
    for (int i = 0; i < LANES; i++) part[i] = (i % cell + 0.5f) / cell;
    for (int x = -(cell / 2), i = -1; x < count; x += LANES, i += LANES / cell) {
        vec sum = spread_cells(f->at[3] + BESIDE + i, cell, part);
        for (int k = 0; k < 3; k++)
            sum += spread_cells(f->at[k] + BESIDE + i, cell, part) * load(colors[k] + BESIDE + x);
        store(value + BESIDE + x, sum);
        if (held) store(weight + BESIDE + x, spread_cells(f->at[4] + BESIDE + i, cell, part));
    }
}

/* The old value plus a share of the change, which grows with the change. */
INLINE void hold(const struct guidance *g, const float *restrict before, const float *restrict weight, int count,
                 float *restrict value) {
    float tremble = g->tremble, scale = 1 / (g->turn - g->tremble);
    for (int x = 0; x < count; x++) {
        float change = value[x] - before[x], size = change < 0 ? -change : change;
        float meant = lesser((size - tremble) * scale, 1);
        value[x] = before[x] + change * greater(weight[x], meant);
    }
}

INLINE void limit_line(const float *restrict value, int count, float beyond, float *restrict plane) {
    for (int x = 0; x < count; x++) plane[x] = limited(value[x], -beyond, 1 + beyond);
}

static void guide_piece(const struct guidance *g, struct piece p) {
    struct functions f;
    float colors[3][ROOM], value[ROOM], weight[ROOM];
    int64_t at = (int64_t)p.y * g->width + p.from;
    int count = p.to - p.from, held = g->weight != NULL;
    find_line(g, p, &f);
    calm(g, p, colors);
    if (g->cell == 4) evaluate(&f, colors, count, 4, held, value, weight);
    else if (g->cell == 2) evaluate(&f, colors, count, 2, held, value, weight);
    else evaluate(&f, colors, count, 1, held, value, weight);
    if (held) hold(g, g->before + at, weight + BESIDE, count, value + BESIDE);
    limit_line(value + BESIDE, count, g->beyond, g->plane + at);
}

/* One line of a run of cells near doubt. */
static void guide_cells(const struct guidance *g, int y, int from, int to) {
    for (int left = from; left < to; left += CELLS) {
        int right = smaller(left + CELLS, to);
        int end = right < g->columns ? right * g->cell : g->width;
        guide_piece(g, (struct piece){y, left, right - left, left * g->cell, end});
    }
}

/* All lines of a run of certain cells in one row of cells. */
static void fill_run(const struct guidance *g, int row, int from, int to) {
    int cell = g->cell, bottom = row + 1 < g->rows ? (row + 1) * cell : g->height;
    const uint8_t *sure = g->sure + (int64_t)row * g->columns;
    for (int left = from, right; left < to; left = right) {
        right = left + run_of(sure + left, to - left);
        int end = right < g->columns ? right * cell : g->width;
        for (int y = row * cell; y < bottom; y++) {
            float *line = g->plane + (int64_t)y * g->width;
            if (!sure[left]) memset(line + left * cell, 0, sizeof(float) * (end - left * cell));
            else for (int x = left * cell; x < end; x++) line[x] = 1;
        }
    }
}

/* Prefetches what a row's cells near doubt need. */
static void fetch_near(const struct guidance *g, int row) {
    if (row >= g->rows) return;
    const uint8_t *near = g->near + (int64_t)row * g->columns;
    for (int from = 0, to; from < g->columns; from = to) {
        to = from + run_of(near + from, g->columns - from);
        if (!near[from]) continue;
        int64_t corner = (int64_t)row * g->cell * g->width + from * g->cell, pixels = (to - from) * g->cell;
        fetch(g->fine + 3 * corner, 3 * g->width, g->cell, 3 * pixels);
        if (g->weight) fetch(g->before + corner, 4 * g->width, g->cell, 4 * pixels);
        fetch(g->plane + corner, 4 * g->width, g->cell, 4 * pixels);
    }
}

static int64_t guide_carve(struct guidance *g, struct block scratch) {
    g->pitch = (g->columns + g->box + PADDING - 1) / PADDING * PADDING + PADDING;
    int64_t cells = (int64_t)g->rows * g->pitch;
    g->coarse = carve_floats(&scratch, cells);
    g->doubt = carve_floats(&scratch, cells);
    g->raw = carve_floats(&scratch, FITS * cells);
    g->faded = carve_floats(&scratch, FITS * cells);
    g->sums = carve_floats(&scratch, (SUMS + COLORS) * (int64_t)g->pitch);
    return scratch.bytes;
}

static void guide_run(const struct guidance *g) {
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
            for (int y = row * g->cell; near[from] && y < bottom; y++) guide_cells(g, y, from, to);
        }
    }
}

#endif
