/* Cells of a grid and their pixels; interpolation between cells like OpenCV's INTER_LINEAR. */
#ifndef BACKDROP_GRID_H
#define BACKDROP_GRID_H

#include "simd.h"

INLINE int smaller(int a, int b) { return a < b ? a : b; }
INLINE int larger(int a, int b) { return a > b ? a : b; }

/* Eight values in every variant, the best size for bytes of three colours. */
typedef float eight __attribute__((vector_size(32)));
typedef int32_t eight_ints __attribute__((vector_size(32)));
typedef uint16_t eight_shorts __attribute__((vector_size(16)));
typedef uint8_t eight_bytes __attribute__((vector_size(8)));
typedef float loose_eight __attribute__((vector_size(32), aligned(4), may_alias));

INLINE eight load_eight(const float *from) { return *(const loose_eight *)from; }
INLINE eight all_eight(float value) { return value - (eight){0}; }
INLINE eight choose_eight(eight_ints where, eight yes, eight no) {
    return (eight)((where & (eight_ints)yes) | (~where & (eight_ints)no));
}
/* Widens in several steps, since GCC does not optimise a direct conversion. */
INLINE eight eight_of(const uint8_t *from) {
    eight_bytes bytes;
    memcpy(&bytes, from, 8);
    eight_shorts shorts = __builtin_convertvector(bytes, eight_shorts);
    return __builtin_convertvector(__builtin_convertvector(shorts, eight_ints), eight);
}
/* Rounds values that are not negative. */
INLINE void store_bytes(uint8_t *to, eight value) {
    value = choose_eight(value < all_eight(254.5f), value + all_eight(0.5f), all_eight(255));
    eight_shorts shorts = __builtin_convertvector(__builtin_convertvector(value, eight_ints), eight_shorts);
    eight_bytes bytes = __builtin_convertvector(shorts, eight_bytes);
    memcpy(to, &bytes, 8);
}

/* NaN becomes low. */
INLINE float limited(float value, float low, float high) { return value > low ? value < high ? value : high : low; }
INLINE float lesser(float a, float b) { return a < b ? a : b; }
INLINE float greater(float a, float b) { return a > b ? a : b; }

/* A pixel's place between two cells: `part` of the way from cell `first` to `second`. */
struct place { int first, second; float part; };

/* The place of pixel `at` in an image with `step` pixels (a power of two) per cell, clamped at the last cell. */
INLINE struct place place_of(int at, int step, int cells) {
    int from = at - step / 2;
    int cell = from >> __builtin_ctz(step); /* rounds down */
    float part = step > 1 ? (from - cell * step + 0.5f) / step : 0.0f;
    return (struct place){smaller(larger(cell, 0), cells - 1), smaller(cell + 1, cells - 1), part};
}

/* Index of a cell outside the border, mirrored at the last one: BORDER_REFLECT_101. */
INLINE int mirrored(int at, int cells) {
    if (cells == 1) return 0;
    while (at < 0 || at >= cells) at = at < 0 ? -at : 2 * cells - 2 - at;
    return at;
}

/* Mean of 3x3 cells of `from`, mirrored at the border, for one row. */
INLINE void mean_row(const float *restrict above, const float *restrict at, const float *restrict below, int columns,
                     float *restrict line, float *restrict mean) {
    for (int x = 0; x < columns; x++) line[x] = above[x] + at[x] + below[x];
    mean[0] = (line[0] + 2 * line[mirrored(1, columns)]) * (1.0f / 9);
    for (int x = 1; x < columns - 1; x++) mean[x] = (line[x - 1] + line[x] + line[x + 1]) * (1.0f / 9);
    mean[columns - 1] = (line[columns - 1] + 2 * line[mirrored(columns, columns)]) * (1.0f / 9);
}

/* Length of the run of cells equal to the first one. */
INLINE int run_of(const uint8_t *cells, int count) {
    int end = 1;
    while (end < count && cells[end] == cells[0]) end++;
    return end;
}

INLINE void add_bytes(uint8_t *restrict to, const uint8_t *restrict from, int count) {
    for (int i = 0; i < count; i++) to[i] |= from[i];
}

/* The median, by Hoare's selection, which reorders the values. */
static float median(float *values, int count) {
    int low = 0, high = count - 1, wanted = count / 2;
    while (low < high) {
        float pivot = values[wanted];
        int i = low, j = high;
        while (i <= j) {
            while (values[i] < pivot) i++;
            while (pivot < values[j]) j--;
            if (i > j) break;
            float value = values[i];
            values[i++] = values[j];
            values[j--] = value;
        }
        if (j < wanted) low = i;
        if (wanted < i) high = j;
    }
    return values[wanted];
}

/* Dilates in place by `reach` rows and columns; `line` has room for a row. */
static void grow(uint8_t *cells, int rows, int columns, int reach, uint8_t *line) {
    for (int y = 0; y < rows; y++) {
        uint8_t *row = cells + (int64_t)y * columns;
        memcpy(line, row, columns);
        for (int away = 1; away <= reach && away < columns; away++) {
            add_bytes(row, line + away, columns - away);
            add_bytes(row + away, line, columns - away);
        }
    }
    /* First downwards, starting with the last row; then upwards, without spreading the result further. */
    for (int y = rows - 1; y > 0; y--)
        for (int away = 1; away <= reach && away <= y; away++)
            add_bytes(cells + (int64_t)y * columns, cells + (int64_t)(y - away) * columns, columns);
    for (int y = 0; y < rows - 1; y++)
        for (int away = 1; away <= reach && y + away < rows; away++)
            add_bytes(cells + (int64_t)y * columns, cells + (int64_t)(y + away) * columns, columns);
}

/* Copies part of a line. The C library's memcpy is slow on some processors above two thousand bytes. */
INLINE void copy(uint8_t *to, const uint8_t *from, int64_t count) {
    typedef uint8_t block __attribute__((vector_size(32), aligned(1), may_alias));
    int64_t at = 0;
    for (; at + 128 <= count; at += 128) {
        block first = *(const block *)(from + at), second = *(const block *)(from + at + 32);
        block third = *(const block *)(from + at + 64), fourth = *(const block *)(from + at + 96);
        *(block *)(to + at) = first;
        *(block *)(to + at + 32) = second;
        *(block *)(to + at + 64) = third;
        *(block *)(to + at + 96) = fourth;
    }
    for (; at + 32 <= count; at += 32) *(block *)(to + at) = *(const block *)(from + at);
    if (at < count && count >= 32) *(block *)(to + count - 32) = *(const block *)(from + count - 32);
    else if (at < count) memcpy(to, from, count);
}

/* Prefetches a block of lines, which are too far apart for the processor to predict. */
INLINE void fetch(const void *from, int64_t stride, int lines, int64_t bytes) {
    const char *line = from;
    for (int y = 0; y < lines; y++, line += stride) {
        for (int64_t at = 0; at < bytes; at += 64) __builtin_prefetch(line + at);
        __builtin_prefetch(line + bytes - 1);
    }
}

/* Weights of the previous, current and next cell for each pixel of a cell, as in place_of. */
struct weights { float before[32], at[32], after[32]; };

INLINE struct weights weights_of(int step) {
    struct weights w;
    for (int i = 0; i < 32; i++) {
        float away = step > 1 ? (i % step + 0.5f) / step - 0.5f : 0.0f;
        w.before[i] = away < 0 ? -away : 0;
        w.after[i] = away > 0 ? away : 0;
        w.at[i] = 1 - w.before[i] - w.after[i];
    }
    return w;
}

/* `count` cells, of which one more on either side is there, as step * count values. Up to 3 more are written. */
INLINE void widen(const float *cells, int count, int step, const struct weights *w, float *out) {
    for (int i = 0; i < count; i++)
        for (int part = 0; part < step; part += 4)
            store_four(out + i * step + part, all_four(cells[i - 1]) * load_four(w->before + part)
                                                  + all_four(cells[i]) * load_four(w->at + part)
                                                  + all_four(cells[i + 1]) * load_four(w->after + part));
}

#endif
