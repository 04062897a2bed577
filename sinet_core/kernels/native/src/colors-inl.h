/* Mean colours of person and room around the edge's cells: local_colors of
   sinet_core/kernels/reference/edge_colors.py. */
#ifndef BACKDROP_COLORS_INL_H
#define BACKDROP_COLORS_INL_H

#include "frames.h"
#include "grid.h"

/* Sums of blue and red, and of green, over several pixels: blue in the lower half of a word, red in the upper. */
struct tally { uint32_t blue_red, green; };

/* Adds two adjacent pixels without reading a byte beyond them. */
INLINE void add_pair(struct tally *sum, const uint8_t *at) {
    uint32_t first, second;
    memcpy(&first, at, 4);
    memcpy(&second, at + 2, 4);
    second >>= 8;
    sum->blue_red += (first & 0xff00ff) + (second & 0xff00ff);
    sum->green += (first >> 8 & 255) + (second >> 8 & 255);
}

/* The rounded mean of four summed pixels. */
INLINE struct tally quarter(struct tally sum) {
    return (struct tally){(sum.blue_red + 0x20002) >> 2 & 0xff00ff, (sum.green + 2) >> 2};
}

/* The mean of 2x2 pixels. */
INLINE struct tally mean_of(const uint8_t *at, int64_t line) {
    struct tally sum = {0, 0};
    add_pair(&sum, at);
    add_pair(&sum, at + line);
    return quarter(sum);
}

/* The mean of four groups of 2x2 pixels, BGR, or of all pixels in smaller cells, like grid.sampled. */
INLINE struct tally sampled_pixels(const uint8_t *corner, int64_t line, int step) {
    int half = step / 2;
    if (step == 1) return (struct tally){corner[0] | corner[2] << 16, corner[1]};
    if (step == 2) return mean_of(corner, line);
    struct tally sum = {0, 0};
    corner += (half / 2 - 1) * (line + 3);
    for (int group = 0; group < 4; group++) {
        struct tally mean = mean_of(corner + (group / 2) * half * line + (group % 2) * half * 3, line);
        sum.blue_red += mean.blue_red;
        sum.green += mean.green;
    }
    return quarter(sum);
}

INLINE four sampled_color(const struct composition *c, int row, int column) {
    if (c->grid) {
        const uint8_t *cell = c->grid + 3 * ((int64_t)row * c->columns + column);
        return (four){cell[0], cell[1], cell[2], 0};
    }
    int64_t line = c->width * 3;
    struct tally mean = sampled_pixels(c->frame + row * c->step * line + column * c->step * 3, line, c->step);
    four_ints color = {(int32_t)(mean.blue_red & 255), (int32_t)mean.green, (int32_t)(mean.blue_red >> 16), 0};
    return __builtin_convertvector(color, four);
}

INLINE int sampled_alpha8(const struct composition *c, int row, int column) {
    int step = c->step, half = step / 2, line = c->width;
    const uint8_t *corner = c->alpha8 + (int64_t)row * step * line + column * step;
    if (step == 1) return corner[0];
    if (step == 2) return (corner[0] + corner[1] + corner[line] + corner[line + 1] + 2) >> 2;
    int sum = 2;
    corner += (half / 2 - 1) * (int64_t)(line + 1);
    for (int group = 0; group < 4; group++) {
        const uint8_t *at = corner + (group / 2) * (int64_t)half * line + (group % 2) * half;
        sum += (at[0] + at[1] + at[line] + at[line + 1] + 2) >> 2;
    }
    return sum >> 2;
}

/* pictures: BGR1 of every near cell; weighted: multiplied by its weight for the person, and for the room. */
static void sample(const struct composition *c) {
    for (int row = 0; row < c->rows; row++)
        for (int column = 0; column < c->columns; column++) {
            int64_t cell = (int64_t)row * c->columns + column;
            if (!c->near[cell]) continue;
            int alpha8 = sampled_alpha8(c, row, column);
            four picture = sampled_color(c, row, column);
            picture[3] = 1;
            store_four(c->pictures + 4 * cell, picture);
            store_four(c->weighted + 8 * cell, picture * all_four(c->pure[alpha8]));
            store_four(c->weighted + 8 * cell + 4, picture * all_four(c->pure[255 - alpha8]));
        }
}

/* Sums of 8 values a cell over the lines of both windows, for columns `from` to `to`, those beyond the border
   mirrored. */
static void sum_lines(const struct composition *c, int row, int from, int to, float *narrow, float *wide) {
    int outer = c->wide / 2, inner = c->narrow / 2;
    for (int x = from; x < to; x++) {
        const float *column = c->weighted + 8 * (int64_t)mirrored(x, c->columns);
        four near[2] = {{0}}, far[2] = {{0}};
        for (int y = -outer; y <= outer; y++) {
            const float *cell = column + 8 * (int64_t)mirrored(row + y, c->rows) * c->columns;
            four first = load_four(cell), second = load_four(cell + 4);
            far[0] += first;
            far[1] += second;
            if (y < -inner || y > inner) continue;
            near[0] += first;
            near[1] += second;
        }
        for (int half = 0; half < 2; half++) {
            store_four(narrow + 8 * (x - from) + 4 * half, near[half]);
            store_four(wide + 8 * (x - from) + 4 * half, far[half]);
        }
    }
}

/* Of a cell: the person's mean colour, and its difference from the room's, / 255. */
INLINE void color_cell(const struct composition *c, int64_t cell, const float *narrow, const float *wide) {
    four color[2];
    for (int half = 0; half < 2; half++) {
        four near = {0}, far = {0};
        for (int x = -(c->narrow / 2); x <= c->narrow / 2; x++) near += load_four(narrow + 8 * x + 4 * half);
        for (int x = -(c->wide / 2); x <= c->wide / 2; x++) far += load_four(wide + 8 * x + 4 * half);
        four sum = near * all_four(1.0f / (c->narrow * c->narrow))
                   + far * all_four(c->wide_weight / (c->wide * c->wide))
                   + load_four(c->pictures + 4 * cell) * all_four(c->least_weight);
        color[half] = sum / all_four(sum[3]);
    }
    store_four(c->fields + 8 * cell, color[0]);
    store_four(c->fields + 8 * cell + 4, (color[0] - color[1]) * all_four(1.0f / 255));
}

/* Person and contrast of the cells around an edge's pixels. near: scratch. */
static void find_colors(const struct composition *c) {
    int outer = c->wide / 2;
    int64_t cells = (int64_t)c->rows * c->columns;
    for (int64_t i = 0; i < cells; i++) c->near[i] = c->kinds[i] == EDGE;
    grow(c->near, c->rows, c->columns, outer + 1, c->lines);
    sample(c);
    for (int64_t i = 0; i < cells; i++) c->near[i] = c->kinds[i] == EDGE;
    grow(c->near, c->rows, c->columns, 1, c->lines);
    for (int row = 0; row < c->rows; row++) {
        const uint8_t *flags = c->near + (int64_t)row * c->columns;
        for (int from = 0, to; from < c->columns; from = to) {
            to = from + run_of(flags + from, c->columns - from);
            if (!flags[from]) continue;
            float *narrow = c->sums, *wide = narrow + 8 * (to - from + 2 * outer);
            sum_lines(c, row, from - outer, to + outer, narrow, wide);
            for (int x = from; x < to; x++) {
                int64_t at = 8 * (int64_t)(x - from + outer);
                color_cell(c, (int64_t)row * c->columns + x, narrow + at, wide + at);
            }
        }
    }
}

#endif
