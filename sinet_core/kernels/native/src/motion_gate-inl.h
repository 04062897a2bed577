/* A frame on its coarse grid, and what changed since another one: sinet_core/kernels/reference/motion_gate.py. */
#ifndef BACKDROP_MOTION_GATE_INL_H
#define BACKDROP_MOTION_GATE_INL_H

#include "frames.h"
#include "grid.h"
#include "scratch.h"

/* Four 16-bit numbers side by side: blue, green, red and an unused one. */
INLINE uint64_t load_word(const uint16_t *from) {
    uint64_t word;
    memcpy(&word, from, 8);
    return word;
}
INLINE uint64_t quarter_word(uint64_t sum) { return (sum + 0x0002000200020002ull) >> 2 & 0x00ff00ff00ff00ffull; }

INLINE void sum_two(const uint8_t *restrict first, const uint8_t *restrict second, int count, uint16_t *restrict sums) {
    for (int i = 0; i < count; i++) sums[i] = (uint16_t)(first[i] + second[i]);
}

/* Means of 2x2 pixels of two summed lines; in larger cells, the sum of two of them. */
INLINE void add_means(const uint16_t *sums, int columns, int step, uint64_t *cells) {
    int half = step / 2, offset = step > 2 ? 3 * (half / 2 - 1) : 0;
    for (int x = 0; x < columns; x++) {
        const uint16_t *at = sums + 3 * step * x + offset;
        cells[x] += quarter_word(load_word(at) + load_word(at + 3));
        if (step > 2) cells[x] += quarter_word(load_word(at + 3 * half) + load_word(at + 3 * half + 3));
    }
}

/* A row of cells: the mean of four groups of 2x2 pixels, or of all pixels in smaller cells, like grid.sampled. */
INLINE void glimpse_row(const struct watching *w, int row) {
    int step = w->step, half = step / 2, columns = w->columns;
    int64_t line = 3 * (int64_t)w->width;
    const uint8_t *top = w->frame + row * step * line;
    uint8_t *out = w->picture + 3 * (int64_t)row * columns;
    if (step == 1) {
        memcpy(out, top, 3 * columns);
        return;
    }
    memset(w->words, 0, 8 * columns);
    for (int group = 0; group < (step > 2 ? 2 : 1); group++) {
        const uint8_t *at = top + (step > 2 ? half / 2 - 1 + group * half : 0) * line;
        sum_two(at, at + line, 3 * step * columns, w->sums);
        add_means(w->sums, columns, step, w->words);
    }
    for (int x = 0; x < columns; x++) {
        uint64_t mean = step > 2 ? quarter_word(w->words[x]) : w->words[x];
        out[3 * x] = (uint8_t)mean;
        out[3 * x + 1] = (uint8_t)(mean >> 16);
        out[3 * x + 2] = (uint8_t)(mean >> 32);
    }
}

INLINE void add_line(const uint8_t *restrict from, int count, float *restrict sums) {
    for (int i = 0; i < count; i++) sums[i] += (float)(int32_t)from[i];
}

/* Means over patches of cells, three values each, grouped by colour. */
static void find_means(const struct watching *w, const uint8_t *picture, float *means) {
    int values = 3 * w->columns, patches = w->patch_rows * w->patch_columns;
    for (int row = 0; row < w->patch_rows; row++) {
        int top = row * w->rows / w->patch_rows, bottom = (row + 1) * w->rows / w->patch_rows;
        memset(w->line, 0, sizeof(float) * values);
        for (int y = top; y < bottom; y++) add_line(picture + (int64_t)y * values, values, w->line);
        for (int column = 0; column < w->patch_columns; column++) {
            int left = column * w->columns / w->patch_columns, right = (column + 1) * w->columns / w->patch_columns;
            float sums[3] = {0, 0, 0}, count = (float)((bottom - top) * (right - left));
            for (int x = left; x < right; x++)
                for (int color = 0; color < 3; color++) sums[color] += w->line[3 * x + color];
            for (int color = 0; color < 3; color++)
                means[color * patches + row * w->patch_columns + column] = sums[color] / count;
        }
    }
}

/* The median of the values whose patches are bright (1), or not (0). */
static float middle_of(const float *values, const uint8_t *bright, int which, int count, float *scratch) {
    int taken = 0;
    for (int i = 0; i < count; i++)
        if (bright[i] == which) scratch[taken++] = values[i];
    return median(scratch, taken);
}

/* Gain and offset of each colour, from the changes of the darker and of the brighter half of the patches. */
static void find_light(const struct watching *w, float gain[3], float offset[3]) {
    int count = w->patch_rows * w->patch_columns, bright = 0;
    float *old = w->means, *change = old + 3 * count, *level = change + 3 * count, *scratch = level + count;
    find_means(w, w->looked, old);
    find_means(w, w->picture, change);
    for (int i = 0; i < 3 * count; i++) change[i] -= old[i];
    for (int i = 0; i < count; i++) scratch[i] = level[i] = old[i] + old[count + i] + old[2 * count + i];
    float middle = median(scratch, count);
    for (int i = 0; i < count; i++) bright += w->bright[i] = level[i] > middle;
    for (int color = 0; color < 3; color++, old += count, change += count) {
        gain[color] = 0;
        memcpy(scratch, change, sizeof(float) * count);
        offset[color] = median(scratch, count);
        if (bright == 0) continue; /* never all of them */
        float dark = middle_of(old, w->bright, 0, count, scratch);
        float spread = middle_of(old, w->bright, 1, count, scratch) - dark;
        if (!(spread >= w->least_spread)) continue;
        float low = middle_of(change, w->bright, 0, count, scratch);
        gain[color] = (middle_of(change, w->bright, 1, count, scratch) - low) / spread;
        offset[color] = low - gain[color] * dark;
    }
}

INLINE void add_change(const uint8_t *restrict old, const uint8_t *restrict now, const float *restrict gains,
                       const float *restrict offsets, int count, float *restrict sums) {
    for (int i = 0; i < count; i++) {
        float change = (float)(int32_t)now[i] - ((float)(int32_t)old[i] * gains[i] + offsets[i]);
        sums[i] += change < 0 ? -change : change;
    }
}

/* Mean change of each block of cells over all colours, apart from the light. */
static void find_changes(const struct watching *w, const float gain[3], const float offset[3]) {
    int values = 3 * w->columns;
    float *gains = w->line + values, *offsets = gains + values;
    for (int i = 0; i < values; i++) {
        gains[i] = 1 + gain[i % 3];
        offsets[i] = offset[i % 3];
    }
    for (int row = 0; row < w->block_rows; row++) {
        int top = row * w->rows / w->block_rows, bottom = (row + 1) * w->rows / w->block_rows;
        memset(w->line, 0, sizeof(float) * values);
        for (int64_t y = top; y < bottom; y++)
            add_change(w->looked + y * values, w->picture + y * values, gains, offsets, values, w->line);
        for (int column = 0; column < w->block_columns; column++) {
            int left = column * w->columns / w->block_columns, right = (column + 1) * w->columns / w->block_columns;
            float sum = 0;
            for (int i = 3 * left; i < 3 * right; i++) sum += w->line[i];
            w->changes[row * w->block_columns + column] = sum / (float)(3 * (bottom - top) * (right - left));
        }
    }
}

static int64_t watch_carve(struct watching *w, struct block scratch) {
    w->patch_rows = larger(1, w->rows / w->patch);
    w->patch_columns = larger(1, w->columns / w->patch);
    w->block_rows = larger(1, w->rows / w->block);
    w->block_columns = larger(1, w->columns / w->block);
    int64_t patches = (int64_t)w->patch_rows * w->patch_columns;
    w->sums = carve(&scratch, sizeof(uint16_t) * (3 * (int64_t)w->width + 8));
    w->words = carve(&scratch, sizeof(uint64_t) * w->columns);
    w->line = carve_floats(&scratch, 9 * (int64_t)w->columns);
    w->means = carve_floats(&scratch, 8 * patches);
    w->changes = carve_floats(&scratch, (int64_t)w->block_rows * w->block_columns);
    w->bright = carve(&scratch, patches);
    return scratch.bytes;
}

static void watch_run(const struct watching *w) {
    for (int row = 0; row < w->rows; row++) glimpse_row(w, row);
    if (!w->looked) return;
    int blocks = w->block_rows * w->block_columns;
    float *gain = w->numbers, *offset = gain + 3, most = 0;
    find_light(w, gain, offset);
    find_changes(w, gain, offset);
    for (int i = 0; i < blocks; i++) most = greater(most, w->changes[i]);
    w->numbers[6] = most;
    w->numbers[7] = median(w->changes, blocks);
}

#endif
