/* Where an alpha on the grid is uncertain: sinet_core/kernels/reference/upsampling.py, stretched and unsureness. */
#ifndef BACKDROP_DOUBT_INL_H
#define BACKDROP_DOUBT_INL_H

#include "frames.h"
#include "grid.h"
#include "scratch.h"

/* An alpha with less doubt around its edge, and its value where it is certain. */
static void stretch(const struct guidance *g) {
    for (int y = 0; y < g->rows; y++) {
        const float *alpha = g->alpha + (int64_t)y * g->columns;
        float *coarse = g->coarse + (int64_t)y * g->pitch, low = g->low, range = g->high - g->low;
        for (int x = 0; x < g->columns; x++) coarse[x] = limited((alpha[x] - low) / range, 0, 1);
        for (int x = 0; x < g->columns; x++) g->sure[(int64_t)y * g->columns + x] = coarse[x] > 0.5f ? 255 : 0;
    }
}

/* How far from sure the least sure of 3x3 cells is, for one row: min(most, 1 - least), from `within` on, to 1. */
INLINE void doubt_row(const float *restrict above, const float *restrict at, const float *restrict below, int columns,
                      float within, float *restrict most, float *restrict least, float *restrict doubt) {
    for (int x = 0; x < columns; x++) {
        most[x] = greater(greater(above[x], at[x]), below[x]);
        least[x] = lesser(lesser(above[x], at[x]), below[x]);
    }
    for (int x = 0; x < columns; x++) {
        int left = larger(x - 1, 0), right = smaller(x + 1, columns - 1);
        float high = greater(greater(most[left], most[x]), most[right]);
        float low = lesser(lesser(least[left], least[x]), least[right]);
        doubt[x] = limited((lesser(high, 1 - low) - within) / within, 0, 1);
    }
}

/* coarse, sure, doubt, and near, where the alpha at frame size may differ from sure. */
static void find_doubt(const struct guidance *g) {
    int rows = g->rows, columns = g->columns;
    int64_t pitch = g->pitch;
    float *first = g->sums, *second = first + pitch, *plain = g->raw;
    stretch(g);
    for (int y = 0; y < rows; y++) {
        const float *above = g->coarse + larger(y - 1, 0) * pitch;
        const float *below = g->coarse + smaller(y + 1, rows - 1) * pitch;
        doubt_row(above, g->coarse + y * pitch, below, columns, g->within, first, second, plain + y * pitch);
    }
    for (int y = 0; y < rows; y++) {
        float *doubt = g->doubt + y * pitch;
        mean_row(plain + mirrored(y - 1, rows) * pitch, plain + y * pitch, plain + mirrored(y + 1, rows) * pitch,
                 columns, first, doubt);
        for (int x = 0; x < columns; x++) g->near[(int64_t)y * columns + x] = doubt[x] > 0;
    }
}

#endif
