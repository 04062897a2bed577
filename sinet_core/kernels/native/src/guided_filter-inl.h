/* Alpha as a linear function of the colour in windows of the grid: sinet_core/kernels/reference/guided_filter.py. */
#ifndef BACKDROP_GUIDED_FILTER_INL_H
#define BACKDROP_GUIDED_FILTER_INL_H

#include "doubt-inl.h"

enum { SUMS = 13, COLORS = 3, FITS = 4, PADDING = 16 }; /* lines of sums: BGR, alpha, BGR x alpha, BB GG RR, BG GR
   RB; a line's colours taken apart; slope and offset; floats that vectors may read beyond the last column */

struct rectangle { int top, left, height, width; };

/* The cells around doubt, with room for two consecutive windows. height 0: there is no doubt. */
static struct rectangle around_doubt(const struct guidance *g) {
    int top = g->rows, bottom = 0, left = g->columns, right = 0;
    for (int y = 0; y < g->rows; y++)
        for (int x = 0; x < g->columns; x++)
            if (g->near[(int64_t)y * g->columns + x]) {
                top = smaller(top, y);
                bottom = y + 1;
                left = smaller(left, x);
                right = larger(right, x + 1);
            }
    if (bottom == 0) return (struct rectangle){0, 0, 0, 0};
    top = larger(0, top - g->box);
    left = larger(0, left - g->box);
    bottom = smaller(g->rows, bottom + g->box);
    right = smaller(g->columns, right + g->box);
    return (struct rectangle){top, left, bottom - top, right - left};
}

/* Adds a row of the rectangle to the lines of sums, or subtracts it. bgr: three lines of scratch. */
static void add_products(const struct guidance *g, struct rectangle r, int row, float sign, float *bgr) {
    int pitch = g->pitch, y = r.top + mirrored(row, r.height);
    const uint8_t *picture = g->grid + 3 * ((int64_t)y * g->columns + r.left);
    const float *alpha = g->coarse + (int64_t)y * pitch + r.left;
    float *sums = g->sums + g->box / 2;
    for (int x = 0; x < r.width; x++)
        for (int c = 0; c < 3; c++) bgr[c * pitch + x] = picture[3 * x + c];
    for (int x = 0; x < r.width; x += LANES) {
        vec value[SUMS], a = load(alpha + x);
        vec b = load(bgr + x), gr = load(bgr + pitch + x), re = load(bgr + 2 * pitch + x);
        vec products[SUMS] = {b, gr, re, a, b * a, gr * a, re * a, b * b, gr * gr, re * re, b * gr, gr * re, re * b};
        for (int k = 0; k < SUMS; k++) value[k] = load(sums + k * pitch + x) + all(sign) * products[k];
        for (int k = 0; k < SUMS; k++) store(sums + k * pitch + x, value[k]);
    }
}

/* Adds a row of the raw slopes and offsets, or subtracts it. */
static void add_fits(const struct guidance *g, struct rectangle r, int row, float sign, float *bgr) {
    int pitch = g->pitch;
    int64_t plane = (int64_t)g->rows * pitch;
    (void)bgr;
    for (int k = 0; k < FITS; k++) {
        const float *raw = g->raw + k * plane + (int64_t)mirrored(row, r.height) * pitch;
        float *sums = g->sums + k * pitch + g->box / 2;
        for (int x = 0; x < r.width; x += LANES) store(sums + x, load(sums + x) + all(sign) * load(raw + x));
    }
}

/* Extends lines of sums beyond the rectangle by mirroring. */
static void mirror_sums(const struct guidance *g, struct rectangle r, int lines) {
    for (int k = 0; k < lines; k++) {
        float *line = g->sums + k * g->pitch + g->box / 2;
        for (int x = 1; x <= g->box / 2; x++) {
            line[-x] = line[mirrored(-x, r.width)];
            line[r.width - 1 + x] = line[mirrored(r.width - 1 + x, r.width)];
        }
    }
}

/* Mean of a window whose first column is x. */
INLINE vec window(const float *line, int x, int box) {
    vec sum = load(line + x);
    for (int i = 1; i < box; i++) sum += load(line + x + i);
    return sum * all(1.0f / (box * box));
}

/* Slope and offset of windows from x on, by Gaussian elimination as in guided_filter.solve. */
INLINE void fit(const struct guidance *g, int x, float *to, int64_t plane) {
    vec m[SUMS];
    for (int k = 0; k < SUMS; k++) m[k] = window(g->sums + k * g->pitch, x, g->box);
    vec a = m[7] - m[0] * m[0] + all(g->epsilon), d = m[8] - m[1] * m[1] + all(g->epsilon);
    vec f = m[9] - m[2] * m[2] + all(g->epsilon);
    vec b = m[10] - m[0] * m[1], e = m[11] - m[1] * m[2], c = m[12] - m[2] * m[0];
    vec p = m[4] - m[0] * m[3], q = m[5] - m[1] * m[3], s = m[6] - m[2] * m[3];
    vec below = b / a, last = c / a;
    d -= b * below;
    e -= b * last;
    f -= c * last;
    vec under = e / d;
    q -= below * p;
    s = (s - last * p - under * q) / (f - e * under);
    q = q / d - under * s;
    p = p / a - below * q - last * s;
    store(to, p);
    store(to + plane, q);
    store(to + 2 * plane, s);
    store(to + 3 * plane, m[3] - p * m[0] - q * m[1] - s * m[2]);
}

/* Means of slopes and offsets from x on, faded to the alpha itself where that is certain. */
INLINE void fade(const struct guidance *g, int x, int64_t at, int64_t plane) {
    vec unsure = load(g->doubt + at), coarse = load(g->coarse + at);
    for (int k = 0; k < 3; k++) store(g->faded + k * plane + at, unsure * window(g->sums + k * g->pitch, x, g->box));
    store(g->faded + 3 * plane + at, coarse + unsure * (window(g->sums + 3 * g->pitch, x, g->box) - coarse));
}

INLINE int any_of(const uint8_t *cells) {
    uint64_t word = 0;
    memcpy(&word, cells, LANES);
    return word != 0;
}

/* The values of fit and fade where nothing depends on them: no slope, and the alpha itself. */
INLINE void fit_nothing(float *to, int64_t plane) {
    for (int k = 0; k < FITS; k++) store(to + k * plane, all(0));
}

INLINE void fade_to_alpha(const struct guidance *g, int64_t at, int64_t plane) {
    for (int k = 0; k < 3; k++) store(g->faded + k * plane + at, all(0));
    store(g->faded + 3 * plane + at, load(g->coarse + at));
}

/* One box filter over the needed part of the rectangle; the lines of sums move down with it. */
INLINE void sweep(const struct guidance *g, struct rectangle r, int lines, int first, const uint8_t *wanted) {
    int radius = g->box / 2;
    int64_t plane = (int64_t)g->rows * g->pitch;
    float *bgr = g->sums + SUMS * g->pitch;
    void (*add)(const struct guidance *, struct rectangle, int, float, float *) = first ? add_products : add_fits;
    memset(g->sums, 0, sizeof(float) * lines * g->pitch);
    for (int row = -radius; row < radius; row++) add(g, r, row, 1, bgr);
    for (int y = 0; y < r.height; y++) {
        add(g, r, y + radius, 1, bgr);
        mirror_sums(g, r, lines);
        const uint8_t *line = wanted + (int64_t)(r.top + y) * g->columns + r.left;
        float *raw = g->raw + (int64_t)y * g->pitch;
        int64_t at = (int64_t)(r.top + y) * g->pitch + r.left;
        for (int x = 0; x < r.width; x += LANES) {
            int any = any_of(line + x);
            if (first && any) fit(g, x, raw + x, plane);
            else if (first) fit_nothing(raw + x, plane);
            else if (any) fade(g, x, at + x, plane);
            else fade_to_alpha(g, at + x, plane);
        }
        add(g, r, y - radius, -1, bgr);
    }
}

/* faded: slopes and offset of every cell near doubt. */
static void find_functions(const struct guidance *g) {
    struct rectangle r = around_doubt(g);
    if (r.height == 0) return;
    /* Cells whose functions contribute to a cell in doubt; valid until the second sweep. */
    uint8_t *wanted = (uint8_t *)g->faded;
    int64_t cells = (int64_t)g->rows * g->columns;
    memcpy(wanted, g->near, cells);
    grow(wanted, g->rows, g->columns, g->box / 2, wanted + cells);
    sweep(g, r, SUMS, 1, wanted);
    sweep(g, r, FITS, 0, g->near);
}

#endif
