/* The person before another background, in one pass over the frame: sinet_core/kernels/reference/composite.py. */
#ifndef BACKDROP_COMPOSITE_INL_H
#define BACKDROP_COMPOSITE_INL_H

#include "colors-inl.h"
#include "frames.h"
#include "grid.h"
#include "scratch.h"

enum { PIXELS = 8, VALUES = 3 * PIXELS, AHEAD = 8, COLOR_FIELDS = 8 };

/* Accumulates a line of alphas into the bitwise OR and AND of all lines. */
INLINE void gather(const uint8_t *restrict line, int width, uint8_t *restrict some, uint8_t *restrict every) {
    for (int x = 0; x < width; x++) {
        some[x] |= line[x];
        every[x] &= line[x];
    }
}

/* The kinds of a row of cells from gather's results, `word` bytes at a time, which is step or a divisor of it. */
INLINE void tell(const uint8_t *some, const uint8_t *every, int columns, int step, int word, uint8_t *kinds) {
    for (int column = 0; column < columns; column++) {
        uint64_t any = 0, lacking = 0;
        for (int x = column * step; x < (column + 1) * step; x += word) {
            uint64_t have = 0, all_have = ~0ull;
            memcpy(&have, some + x, word);
            memcpy(&all_have, every + x, word);
            any |= have;
            lacking |= ~all_have;
        }
        kinds[column] = any == 0 ? NOBODY : lacking == 0 ? PERSON : EDGE;
    }
}

/* The kind of every cell: no person, all person, or mixed. Left-over pixels belong to the last cells. */
static void find_kinds(const struct composition *c) {
    int width = c->width, step = c->step, columns = c->columns, last = (columns - 1) * step;
    uint8_t *some = c->lines, *every = some + width;
    for (int row = 0; row < c->rows; row++) {
        int end = row + 1 < c->rows ? (row + 1) * step : c->height;
        const uint8_t *line = c->alpha8 + (int64_t)row * step * width;
        memcpy(some, line, width);
        memcpy(every, line, width);
        for (int y = row * step + 1; y < end; y++) gather(line += width, width, some, every);
        for (int x = last + step; x < width; x++) {
            some[last] |= some[x];
            every[last] &= every[x];
        }
        uint8_t *kinds = c->kinds + (int64_t)row * columns;
        if (step >= 8) tell(some, every, columns, step, 8, kinds);
        else if (step == 4) tell(some, every, columns, step, 4, kinds);
        else tell(some, every, columns, step, 1, kinds);
    }
}

/* The colours of a line of pixels at columns `from` to `to`, between two rows of cells. */
INLINE void color_line(const struct composition *c, int y, int from, int to, float *line) {
    struct place at = place_of(y, c->step, c->rows);
    const float *above = c->fields + 8 * (int64_t)at.first * c->columns;
    const float *below = c->fields + 8 * (int64_t)at.second * c->columns;
    for (int i = 8 * from; i < 8 * to; i++) line[i] = above[i] + at.part * (below[i] - above[i]);
}

/* Person and contrast of PIXELS pixels from x on, three values each; `group` of them lie between the same two cells. */
INLINE void spread(const struct composition *c, const float *line, int x, float *person, float *contrast, int group) {
    float unit = 1.0f / c->step;
    for (int i = 0; i < PIXELS; i += group) {
        struct place at = place_of(x + i, c->step, c->columns);
        const float *left = line + 8 * at.first, *right = line + 8 * at.second;
        four first = load_four(left), way = load_four(right) - first;
        four other = load_four(left + 4), other_way = load_four(right + 4) - other;
        for (int j = 0; j < group; j++) {
            four part = all_four(at.part + j * unit);
            store_four(person + 3 * (i + j), first + part * way);
            store_four(contrast + 3 * (i + j), other + part * other_way);
        }
    }
}

/* Repeats each of PIXELS bytes three times. */
INLINE void thrice(uint64_t alphas, uint64_t three[3]) {
    uint64_t pixel[PIXELS];
    for (int i = 0; i < PIXELS; i++) pixel[i] = (alphas >> 8 * i & 255) * 0x010101;
    three[0] = pixel[0] | pixel[1] << 24 | pixel[2] << 48;
    three[1] = pixel[2] >> 16 | pixel[3] << 8 | pixel[4] << 32 | pixel[5] << 56;
    three[2] = pixel[5] >> 8 | pixel[6] << 16 | pixel[7] << 40;
}

/* Eight values: F = a I + (1 - a) (P + a (P - R)), times 255. */
INLINE eight color_of(eight a, const uint8_t *frame, const float *person, const float *contrast) {
    eight own = a * eight_of(frame) + (all_eight(255) - a) * (load_eight(person) + load_eight(contrast) * a);
    return choose_eight(own > all_eight(0), own, all_eight(0));
}

/* PIXELS pixels: F a + B (1 - a). */
INLINE void mix_pixels(const uint8_t *frame, const uint64_t alphas[3], const uint8_t *behind, const float *person,
                       const float *contrast, uint8_t *out) {
    for (int i = 0; i < 3; i++) {
        eight a = eight_of((const uint8_t *)(alphas + i));
        eight own = color_of(a, frame + 8 * i, person + 8 * i, contrast + 8 * i);
        eight value = own * a * all_eight(1.0f / 255) + (all_eight(255) - a) * eight_of(behind + 8 * i);
        store_bytes(out + 8 * i, value * all_eight(1.0f / 255));
    }
}

/* The same without a background: F for mixed pixels, the frame's own for the others. */
INLINE void clean_pixels(const uint8_t *frame, const uint64_t alphas[3], const float *person, const float *contrast,
                         uint8_t *out) {
    for (int i = 0; i < 3; i++) {
        eight a = eight_of((const uint8_t *)(alphas + i));
        eight own = color_of(a, frame + 8 * i, person + 8 * i, contrast + 8 * i);
        eight value = own * all_eight(1.0f / 255);
        value = choose_eight((a > all_eight(0)) & (a < all_eight(255)), value, eight_of(frame + 8 * i));
        store_bytes(out + 8 * i, value);
    }
}

/* PIXELS pixels, some of them mixed. */
INLINE void join_mixed(const struct composition *c, uint64_t alphas, const float *line, int x, const uint8_t *frame,
                       const uint8_t *behind, uint8_t *out) {
    float person[VALUES + 1], contrast[VALUES + 1]; /* writes four at a time */
    uint64_t three[3];
    if (c->step >= 8) spread(c, line, x, person, contrast, 4);
    else if (c->step == 4) spread(c, line, x, person, contrast, 2);
    else spread(c, line, x, person, contrast, 1);
    thrice(alphas, three);
    if (behind) mix_pixels(frame, three, behind, person, contrast, out);
    else clean_pixels(frame, three, person, contrast, out);
}

/* The last pixels of the frame's line, fewer than PIXELS. */
INLINE void join_rest(const struct composition *c, const float *line, int64_t pixel, int x, int count) {
    uint64_t alphas = 0;
    uint8_t frame[VALUES] = {0}, behind[VALUES] = {0}, out[VALUES];
    memcpy(&alphas, c->alpha8 + pixel, count);
    memcpy(frame, c->frame + 3 * pixel, 3 * count);
    if (c->background) memcpy(behind, c->background + 3 * pixel, 3 * count);
    join_mixed(c, alphas, line, x, frame, c->background ? behind : NULL, out);
    memcpy(c->out + 3 * pixel, out, 3 * count);
}

/* PIXELS pixels, possibly all person or none. */
INLINE void join_pixels(const struct composition *c, const float *line, int64_t pixel, int x) {
    const uint8_t *frame = c->frame + 3 * pixel, *behind = c->background ? c->background + 3 * pixel : NULL;
    uint8_t *out = c->out + 3 * pixel;
    uint64_t alphas;
    memcpy(&alphas, c->alpha8 + pixel, PIXELS);
    if (alphas == 0) memcpy(out, behind ? behind : frame, VALUES);
    else if (alphas == ~0ull) memcpy(out, frame, VALUES);
    else join_mixed(c, alphas, line, x, frame, behind, out);
}

/* Prefetches what a later line needs of the same cells. */
INLINE void fetch_line(const struct composition *c, int y, int from, int to) {
    int64_t pixel = (int64_t)y * c->width + from * c->step, bytes = (to - from) * c->step;
    if (y >= c->height) return;
    fetch(c->alpha8 + pixel, 0, 1, bytes);
    fetch(c->frame + 3 * pixel, 0, 1, 3 * bytes);
    if (c->background) fetch(c->background + 3 * pixel, 0, 1, 3 * bytes);
    fetch(c->out + 3 * pixel, 0, 1, 3 * bytes);
}

/* A line of a run of cells that an edge goes through. */
static void join_edge(const struct composition *c, int y, int from, int to) {
    float *line = c->sums;
    int64_t row = (int64_t)y * c->width;
    int x = from * c->step, end = to < c->columns ? to * c->step : c->width;
    fetch_line(c, y + AHEAD, from, to);
    color_line(c, y, larger(from - 1, 0), smaller(to + 1, c->columns), line);
    for (; x + PIXELS <= end; x += PIXELS) join_pixels(c, line, row + x, x);
    if (x < end) join_rest(c, line, row + x, x, end - x);
}

/* Whether out already shows the background in that cell of a row. */
INLINE int stands(const uint8_t *kinds, const uint8_t *shown, int column) {
    return shown && kinds[column] == NOBODY && shown[column] == NOBODY;
}

/* How many cells from `from` on can be handled together. */
INLINE int alike(const uint8_t *kinds, const uint8_t *shown, int from, int columns) {
    int count = run_of(kinds + from, columns - from), same = 1;
    if (!shown || kinds[from] != NOBODY) return count;
    while (same < count && stands(kinds, shown, from + same) == stands(kinds, shown, from)) same++;
    return same;
}

/* A row of cells, line by line, so that all images are read and written sequentially. */
static void join_row(const struct composition *c, int row) {
    const uint8_t *kinds = c->kinds + (int64_t)row * c->columns;
    const uint8_t *shown = c->shown ? c->shown + (int64_t)row * c->columns : NULL;
    const uint8_t *background = c->background ? c->background : c->frame;
    int top = row * c->step, bottom = row + 1 < c->rows ? top + c->step : c->height, runs = 0;
    for (int from = 0; from < c->columns; from = c->ends[runs++])
        c->ends[runs] = from + alike(kinds, shown, from, c->columns);
    for (int y = top; y < bottom; y++)
        for (int run = 0, from = 0; run < runs; from = c->ends[run++]) {
            int to = c->ends[run], left = from * c->step, right = to < c->columns ? to * c->step : c->width;
            int64_t start = ((int64_t)y * c->width + left) * 3;
            if (kinds[from] == EDGE) join_edge(c, y, from, to);
            else if (!stands(kinds, shown, from))
                copy(c->out + start, (kinds[from] == PERSON ? c->frame : background) + start, (right - left) * 3);
        }
}

static int64_t plan_composite_carve(struct composition *c, struct block scratch) {
    int64_t cells = (int64_t)c->rows * c->columns;
    c->near = carve(&scratch, cells);
    c->lines = carve(&scratch, 2 * (int64_t)c->width);
    c->pictures = carve_floats(&scratch, 4 * cells);
    c->weighted = carve_floats(&scratch, 8 * cells);
    c->sums = carve_floats(&scratch, 16 * ((int64_t)c->columns + c->wide));
    c->ends = carve(&scratch, sizeof(int32_t) * c->columns);
    return scratch.bytes;
}

static int64_t composite_carve(struct composition *c, struct block scratch) {
    c->fields = carve_floats(&scratch, COLOR_FIELDS * (int64_t)c->rows * c->columns);
    return plan_composite_carve(c, scratch);
}

static int64_t join_composite_carve(struct composition *c, struct block scratch) {
    c->sums = carve_floats(&scratch, COLOR_FIELDS * (int64_t)c->columns);
    c->ends = carve(&scratch, sizeof(int32_t) * c->columns);
    return scratch.bytes;
}

/* kinds and fields, from the frame that the alpha belongs to. */
static void plan_composite_run(const struct composition *c) {
    find_kinds(c);
    find_colors(c);
}

/* The composite, from kinds and fields of this frame or of one that shows the same. */
static void join_composite_run(const struct composition *c) {
    for (int row = 0; row < c->rows; row++) join_row(c, row);
}

static void composite_run(const struct composition *c) {
    plan_composite_run(c);
    join_composite_run(c);
}

#endif
