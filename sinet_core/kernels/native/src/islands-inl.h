/* Removes small regions and fills small holes: sinet_core/kernels/reference/islands.py. */
#ifndef BACKDROP_ISLANDS_INL_H
#define BACKDROP_ISLANDS_INL_H

#include "frames.h"
#include "grid.h"
#include "scratch.h"

static int root_of(int32_t *parents, int label) {
    while (parents[label] != label) label = parents[label] = parents[parents[label]];
    return label;
}

/* Labels connected cells (four neighbours) that are above `seen`, or below `solid` when holes are wanted; 0: no region.
   Areas and sums of alpha are those of each region's root. Returns the number of labels, 0 included. */
static int find_regions(const struct clearing *c, int holes) {
    int columns = c->half_columns, count = 1;
    c->parents[0] = 0;
    for (int y = 0; y < c->half_rows; y++)
        for (int x = 0; x < columns; x++) {
            int at = y * columns + x;
            int above = y > 0 ? c->labels[at - columns] : 0, left = x > 0 ? c->labels[at - 1] : 0;
            c->labels[at] = 0;
            if (holes ? !(c->half[at] < c->solid) : !(c->half[at] > c->seen)) continue;
            if (above && left) {
                int first = root_of(c->parents, above), second = root_of(c->parents, left);
                c->parents[larger(first, second)] = c->labels[at] = smaller(first, second);
            } else if (above || left) {
                c->labels[at] = above ? above : left;
            } else {
                c->parents[count] = count;
                c->labels[at] = count++;
            }
        }
    for (int i = 0; i < count; i++) c->areas[i] = c->sums[i] = c->away[i] = 0;
    for (int i = 0; i < c->half_rows * columns; i++) {
        int root = c->labels[i] = root_of(c->parents, c->labels[i]);
        if (root == 0) continue;
        c->areas[root]++;
        c->sums[root] += c->half[i];
    }
    return count;
}

/* 1 well below the limit, 0 well above it. */
INLINE double smallness(const struct clearing *c, double area, double limit) {
    double value = (c->ramp_high - area / (limit > 1 ? limit : 1)) / (c->ramp_high - c->ramp_low);
    return value > 0 ? value < 1 ? value : 1 : 0;
}

/* How much of each region to remove. The largest stays if it is believed. Returns whether there is anything to do. */
static int judge(const struct clearing *c, int count, int holes) {
    double cells = (double)c->half_rows * c->half_columns;
    int largest = 0, any = 0;
    for (int i = 1; i < count; i++)
        if (c->areas[i] > c->areas[largest]) largest = i;
    for (int i = 1; i < count; i++) {
        if (c->areas[i] == 0) continue;
        int believed = c->sums[i] / c->areas[i] >= c->believed;
        double share = holes ? c->hole_share : believed ? c->island_share : c->doubtful_share;
        if (holes || i != largest || !believed) c->away[i] = smallness(c, c->areas[i], share * cells);
        any |= c->away[i] > 0;
    }
    return any;
}

/* Removes `away` from alpha, or fills it up to 1. */
static void apply_regions(const struct clearing *c, int holes) {
    for (int y = 0; y < c->rows; y++) {
        const int32_t *label = c->labels + (int64_t)(y * (int64_t)c->half_rows / c->rows) * c->half_columns;
        float *line = c->out + (int64_t)y * c->columns;
        int passed = 0; /* of a cell of half, in parts of which it has `columns` */
        for (int x = 0; x < c->columns; x++) {
            float away = (float)c->away[*label];
            if (away > 0) line[x] = holes ? line[x] + (1 - line[x]) * away : line[x] * (1 - away);
            passed += c->half_columns;
            if (passed >= c->columns) {
                passed -= c->columns;
                label++;
            }
        }
    }
}

static int64_t clear_regions_carve(struct clearing *c, struct block scratch) {
    int64_t labels = (int64_t)c->half_rows * c->half_columns + 1;
    c->labels = carve(&scratch, sizeof(int32_t) * labels);
    c->parents = carve(&scratch, sizeof(int32_t) * labels);
    c->areas = carve(&scratch, sizeof(double) * labels);
    c->sums = carve(&scratch, sizeof(double) * labels);
    c->away = carve(&scratch, sizeof(double) * labels);
    return scratch.bytes;
}

static void clear_regions_run(const struct clearing *c) {
    memcpy(c->out, c->alpha, sizeof(float) * c->rows * c->columns);
    for (int holes = 0; holes <= 1; holes++)
        if (judge(c, find_regions(c, holes), holes)) apply_regions(c, holes);
}

#endif
