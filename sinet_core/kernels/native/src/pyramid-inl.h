/* A frame at the sizes for edge work, read only once: sinet_core/kernels/reference/pyramid.py, shrink. */
#ifndef BACKDROP_PYRAMID_INL_H
#define BACKDROP_PYRAMID_INL_H

#include "frames.h"
#include "grid.h"
#include "scratch.h"

/* Adds the lower and the upper byte of every pair to separate sums. */
INLINE void add_pairs(const uint8_t *from, pairs *lower, pairs *upper) {
    pairs bytes = *(const loose_pairs *)from;
    *lower += bytes & 255;
    *upper += bytes >> 8;
}

/* Means of 2x2 pixels, of every pair of neighbours; half of them are wanted. Prefetches what is `ahead`. */
INLINE void mean_lines(const uint8_t *above, const uint8_t *below, int64_t count, int64_t ahead, uint8_t *means) {
    const int64_t width = sizeof(pairs);
    int64_t i = 0;
    for (; i + width <= count - 3; i += width) {
        __builtin_prefetch(above + i + ahead);
        __builtin_prefetch(below + i + ahead);
        pairs lower = (pairs){0} + 2, upper = lower;
        add_pairs(above + i, &lower, &upper);
        add_pairs(above + i + 3, &lower, &upper);
        add_pairs(below + i, &lower, &upper);
        add_pairs(below + i + 3, &lower, &upper);
        *(loose_pairs *)(means + i) = lower >> 2 | upper >> 2 << 8;
    }
    for (; i < count - 3; i++) means[i] = (uint8_t)((above[i] + above[i + 3] + below[i] + below[i + 3] + 2) >> 2);
}

/* Two lines become one of `count` pixels of half the size, rounded as OpenCV's INTER_AREA does. */
static void halve_lines(const uint8_t *above, const uint8_t *below, int count, uint8_t *means, uint8_t *out) {
    mean_lines(above, below, 6 * count, 2 * (below - above), means);
    int64_t x = 0;
    for (; x + 3 <= count; x += 2) { /* six valid bytes, and two that the next write replaces */
        uint64_t first, second;
        memcpy(&first, means + 6 * x, 8);
        memcpy(&second, means + 6 * x + 3, 8);
        second = (first & 0xffffff) | (second & 0xffffff000000);
        memcpy(out + 3 * x, &second, 8);
    }
    for (; x < count; x++) memcpy(out + 3 * x, means + 6 * x, 3);
}

/* Line `row` of a picture shrunk by `factor`, a power of two from 2 on, by halving; lines: scratch, 4 of the result a
   level. */
static void shrink_line(const uint8_t *picture, int64_t line, int row, int factor, int count, uint8_t *means,
                        uint8_t *lines, uint8_t *out) {
    if (factor == 2) {
        halve_lines(picture + 2 * row * line, picture + (2 * row + 1) * line, count, means, out);
        return;
    }
    uint8_t *above = lines, *below = above + 6 * count;
    for (int half = 0; half < 2; half++)
        shrink_line(picture, line, 2 * row + half, factor / 2, 2 * count, means, below + 6 * count,
                    half ? below : above);
    halve_lines(above, below, count, means, out);
}

static int64_t shrink_carve(struct shrinking *s, struct block scratch) {
    s->means = carve(&scratch, 3 * (int64_t)s->width);
    s->lines = carve(&scratch, 12 * (int64_t)s->width);
    return scratch.bytes;
}

static void shrink_run(const struct shrinking *s) {
    int64_t frame_line = 3 * (int64_t)s->width, fine_line = 3 * (int64_t)s->fine_width;
    int64_t half_line = 3 * (s->fine_width / 2), grid_line = 3 * (s->fine_width / 4);
    const uint8_t *fine = s->fine ? s->fine : s->frame;
    for (int y = 0; y < s->fine_height; y++) {
        if (s->fine)
            shrink_line(s->frame, frame_line, y, s->fine_step, s->fine_width, s->means, s->lines,
                        s->fine + y * fine_line);
        if (y % 2 == 0) continue;
        uint8_t *half = s->half + y / 2 * half_line;
        halve_lines(fine + (y - 1) * fine_line, fine + y * fine_line, s->fine_width / 2, s->means, half);
        if (y % 4 != 3 || !s->grid) continue;
        halve_lines(half - half_line, half, s->fine_width / 4, s->means, s->grid + y / 4 * grid_line);
    }
}

#endif
