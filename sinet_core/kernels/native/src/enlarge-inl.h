/* An alpha along the edges at frame size, as bytes: sinet_core/kernels/reference/upsampling.py, enlarge. */
#ifndef BACKDROP_ENLARGE_INL_H
#define BACKDROP_ENLARGE_INL_H

#include "frames.h"
#include "grid.h"
#include "scratch.h"

INLINE int32_t byte_of(float value) { return (int32_t)((value > 0 ? value < 255 ? value : 255.0f : 0.0f) + 0.5f); }

/* A line of the plane between two of its own, stretched so that low becomes 0 and high 255, from `from` to `to`; one
   more on either side. line[0] is `from`. */
INLINE void stretched_line(const struct enlargement *e, int y, int from, int to, float *restrict line) {
    struct place at = place_of(y, e->fine_step, e->fine_height);
    const float *above = e->plane + (int64_t)at.first * e->fine_width + from;
    const float *below = e->plane + (int64_t)at.second * e->fine_width + from;
    float scale = 255 / (e->high - e->low), shift = -e->low * scale, part = at.part;
    int first = from > 0 ? -1 : 0, last = to < e->fine_width ? to - from + 1 : to - from;
    for (int x = first; x < last; x++) line[x] = (above[x] + part * (below[x] - above[x])) * scale + shift;
    if (from == 0) line[-1] = line[0];
    if (to == e->fine_width) line[to - from] = line[to - from - 1];
}

/* Each value becomes two bytes, a quarter of the way to its neighbours. */
INLINE void double_line(const float *restrict line, int count, uint8_t *restrict out) {
    uint16_t both[64];
    for (int start = 0; start < count; start += 64) {
        int end = smaller(count - start, 64);
        const float *at = line + start;
        for (int x = 0; x < end; x++) {
            int32_t left = byte_of(0.25f * at[x - 1] + 0.75f * at[x]);
            int32_t right = byte_of(0.75f * at[x] + 0.25f * at[x + 1]);
            both[x] = (uint16_t)(left | right << 8);
        }
        memcpy(out + 2 * start, both, 2 * end);
    }
}

INLINE void bytes_of(const float *restrict line, int count, uint8_t *restrict out) {
    for (int x = 0; x < count; x++) out[x] = (uint8_t)byte_of(line[x]);
}

/* Each value becomes `step` bytes. */
INLINE void widen_line(const float *line, int count, int step, const struct weights *w, uint8_t *out) {
    for (int x = 0; x < count; x++) {
        float values[36];
        widen(line + x, 1, step, w, values);
        for (int i = 0; i < step; i++) out[x * step + i] = (uint8_t)byte_of(values[i]);
    }
}

/* One line of a run of cells near an edge. */
static void enlarge_cells(const struct enlargement *e, int y, int from, int to, const struct weights *w) {
    int step = e->fine_step, cell = e->step / step;
    int left = from * cell, right = to < e->columns ? to * cell : e->fine_width;
    float *line = e->line + 1;
    uint8_t *out = e->out + (int64_t)y * e->width + left * step;
    stretched_line(e, y, left, right, line);
    if (step == 1) bytes_of(line, right - left, out);
    else if (step == 2) double_line(line, right - left, out);
    else widen_line(line, right - left, step, w, out);
    if (to < e->columns) return;
    for (int x = right * step; x < e->width; x++) out[x - left * step] = (uint8_t)byte_of(line[right - left - 1]);
}

/* All lines of a run of certain cells in one row of cells. */
static void enlarge_sure(const struct enlargement *e, int row, int from, int to) {
    int bottom = row + 1 < e->rows ? (row + 1) * e->step : e->height;
    const uint8_t *sure = e->sure + (int64_t)row * e->columns;
    for (int left = from, right; left < to; left = right) {
        right = left + run_of(sure + left, to - left);
        int end = right < e->columns ? right * e->step : e->width;
        for (int y = row * e->step; y < bottom; y++)
            memset(e->out + (int64_t)y * e->width + left * e->step, sure[left], end - left * e->step);
    }
}

/* Prefetches what a row's cells near an edge need. */
static void fetch_lines(const struct enlargement *e, int row) {
    if (row >= e->rows) return;
    const uint8_t *near = e->near + (int64_t)row * e->columns;
    int cell = e->step / e->fine_step;
    for (int from = 0, to; from < e->columns; from = to) {
        to = from + run_of(near + from, e->columns - from);
        if (!near[from]) continue;
        fetch(e->plane + (int64_t)row * cell * e->fine_width + from * cell, 4 * e->fine_width, cell,
              4 * (to - from) * cell);
        fetch(e->out + (int64_t)row * e->step * e->width + from * e->step, e->width, e->step, (to - from) * e->step);
    }
}

static int64_t enlarge_carve(struct enlargement *e, struct block scratch) {
    e->line = carve_floats(&scratch, (int64_t)e->fine_width + 2);
    return scratch.bytes;
}

static void enlarge_run(const struct enlargement *e) {
    struct weights w = weights_of(e->fine_step);
    for (int row = 0; row < e->rows; row++) {
        const uint8_t *near = e->near + (int64_t)row * e->columns;
        fetch_lines(e, row + 1);
        int bottom = row + 1 < e->rows ? (row + 1) * e->step : e->height;
        for (int from = 0, to; from < e->columns; from = to) {
            to = from + run_of(near + from, e->columns - from);
            if (!near[from]) enlarge_sure(e, row, from, to);
            for (int y = row * e->step; near[from] && y < bottom; y++) enlarge_cells(e, y, from, to, &w);
        }
    }
}

#endif
