/* Where things come from, by dense inverse search (Kroeger, Timofte, Dai, Van Gool, ECCV 2016): patches of the new
   picture look for themselves in the old one, from coarse to fine, and each pixel takes the mean of its patches'
   answers. */
#ifndef BACKDROP_FLOW_INL_H
#define BACKDROP_FLOW_INL_H

#include "frames.h"
#include "grid.h"
#include "scratch.h"

enum { PATCH = 8, APART = 4, MARGIN = PATCH, STEPS = 2, MAX_SCALES = 8, VALUES_A_PATCH = 8 };
static const float FLAT = 300, SETTLED = 0.02f; /* levels^2 of a patch's gradients that count as noise; px */
static const float SAME = PATCH * PATCH;     /* levels^2 by which a patch may differ without being searched for */

/* Both images at the same size, the new one's gradients, and the flow. */
struct scale {
    int height, width, pitch, down, across;     /* px; stride of before in floats; patches in each direction */
    float *light, *before, *slope, *fall;       /* before: the first value of its margin */
    float *patches, *flow, *weight;             /* flow: two planes, and the sum of weights */
};

/* Compares a patch of light with a place in before. */
struct answer { float error, along, down; };

static struct scale scale_of(int height, int width, struct block *scratch) {
    struct scale s = {.height = height, .width = width, .pitch = width + 2 * MARGIN + LANES};
    int64_t pixels = (int64_t)height * width;
    s.down = (height - PATCH + APART - 1) / APART + 1;
    s.across = (width - PATCH + APART - 1) / APART + 1;
    s.light = carve_floats(scratch, pixels);
    s.slope = carve_floats(scratch, pixels);
    s.fall = carve_floats(scratch, pixels);
    s.before = carve_floats(scratch, (int64_t)(height + 2 * MARGIN + 1) * s.pitch);
    s.patches = carve_floats(scratch, (int64_t)VALUES_A_PATCH * s.down * s.across);
    s.flow = carve_floats(scratch, 2 * pixels);
    s.weight = carve_floats(scratch, pixels);
    return s;
}

INLINE float *before_at(const struct scale *s, int y, int x) {
    return s->before + (int64_t)(y + MARGIN) * s->pitch + x + MARGIN;
}

/* Extends the border values into the margin. */
static void widen_margin(const struct scale *s) {
    for (int y = 0; y < s->height; y++) {
        float *line = before_at(s, y, 0);
        for (int x = 1; x <= MARGIN; x++) line[-x] = line[0];
        for (int x = s->width; x < s->pitch - MARGIN; x++) line[x] = line[s->width - 1];
    }
    for (int y = 1; y <= MARGIN; y++)
        memcpy(before_at(s, -y, -MARGIN), before_at(s, 0, -MARGIN), sizeof(float) * s->pitch);
    for (int y = s->height; y <= s->height + MARGIN; y++)
        memcpy(before_at(s, y, -MARGIN), before_at(s, s->height - 1, -MARGIN), sizeof(float) * s->pitch);
}

INLINE void find_gradients(const struct scale *s) {
    int width = s->width;
    for (int y = 0; y < s->height; y++) {
        const float *restrict line = s->light + (int64_t)y * width;
        const float *restrict above = y > 0 ? line - width : line;
        const float *restrict below = y + 1 < s->height ? line + width : line;
        float *restrict slope = s->slope + (int64_t)y * width, *restrict fall = s->fall + (int64_t)y * width;
        slope[0] = 0.5f * (line[1] - line[0]);
        for (int x = 1; x < width - 1; x++) slope[x] = 0.5f * (line[x + 1] - line[x - 1]);
        slope[width - 1] = 0.5f * (line[width - 1] - line[width - 2]);
        for (int x = 0; x < width; x++) fall[x] = 0.5f * (below[x] - above[x]);
    }
}

/* Means of 2x2. */
INLINE void halve_bytes(const uint8_t *restrict from, int64_t stride, int width, float *restrict to) {
    for (int x = 0; x < width; x++)
        to[x] = 0.25f * (from[2 * x] + from[2 * x + 1] + from[stride + 2 * x] + from[stride + 2 * x + 1]);
}

INLINE void halve_floats(const float *restrict from, int64_t stride, int width, float *restrict to) {
    for (int x = 0; x < width; x++)
        to[x] = 0.25f * (from[2 * x] + from[2 * x + 1] + from[stride + 2 * x] + from[stride + 2 * x + 1]);
}

static void shrink_bytes(const struct scale *s, const uint8_t *light, const uint8_t *before, int64_t stride) {
    for (int y = 0; y < s->height; y++) {
        halve_bytes(light + 2 * y * stride, stride, s->width, s->light + (int64_t)y * s->width);
        halve_bytes(before + 2 * y * stride, stride, s->width, before_at(s, y, 0));
    }
}

static void shrink_scale(const struct scale *s, const struct scale *from) {
    for (int y = 0; y < s->height; y++) {
        const float *light = from->light + (int64_t)2 * y * from->width;
        halve_floats(light, from->width, s->width, s->light + (int64_t)y * s->width);
        halve_floats(before_at(from, 2 * y, 0), from->pitch, s->width, before_at(s, y, 0));
    }
}

/* Patches are APART from each other; the last ones end at the image's edge. */
INLINE int patch_start(int index, int length) { return smaller(index * APART, length - PATCH); }

/* Of each patch: the inverse of its gradients' products and their means, which differences' means are taken out
   with. */
static void prepare_patch(const struct scale *s, int x, int y, float *patch) {
    vec xx = {0}, xy = {0}, yy = {0}, sum_x = {0}, sum_y = {0};
    for (int row = 0; row < PATCH; row++)
        for (int column = 0; column < PATCH; column += LANES) {
            int64_t at = (int64_t)(y + row) * s->width + x + column;
            vec slope = load(s->slope + at), fall = load(s->fall + at);
            xx += slope * slope;
            xy += slope * fall;
            yy += fall * fall;
            sum_x += slope;
            sum_y += fall;
        }
    four products = sums_of(xx, xy, yy, sum_x);
    float unit_sum = 1.0f / (PATCH * PATCH);
    float mean_x = products[3] * unit_sum, mean_y = sums_of(sum_y, sum_y, sum_y, sum_y)[0] * unit_sum;
    float a = products[0] - PATCH * PATCH * mean_x * mean_x + FLAT, b = products[1] - PATCH * PATCH * mean_x * mean_y;
    float c = products[2] - PATCH * PATCH * mean_y * mean_y + FLAT, unit = 1 / (a * c - b * b);
    patch[0] = c * unit;
    patch[1] = -b * unit;
    patch[2] = a * unit;
    patch[3] = mean_x;
    patch[4] = mean_y;
}

/* Where a patch's corner comes from: a pixel of before and the fractions towards its neighbours. */
struct spot { const float *from; float u, v; };

INLINE struct spot spot_of(const struct scale *s, float x, float y) {
    x = limited(x, -MARGIN, s->width) + MARGIN;
    y = limited(y, -MARGIN, s->height - 1) + MARGIN;
    int left = (int)x, top = (int)y;
    return (struct spot){s->before + (int64_t)top * s->pitch + left, x - left, y - top};
}

INLINE vec between(const float *from, vec u) {
    vec first = load(from);
    return first + u * (load(from + 1) - first);
}

INLINE struct answer ask(const struct scale *s, int x, int y, const float *patch, float across, float down) {
    struct spot spot = spot_of(s, x + across, y + down);
    vec u = all(spot.u), v = all(spot.v), squares = {0}, sum = {0}, along = {0}, fall = {0};
    for (int column = 0; column < PATCH; column += LANES) {
        vec upper = between(spot.from + column, u);
        UNROLLED
        for (int row = 0; row < PATCH; row++) {
            int64_t at = (int64_t)(y + row) * s->width + x + column;
            vec lower = between(spot.from + (row + 1) * s->pitch + column, u);
            vec difference = upper + v * (lower - upper) - load(s->light + at);
            upper = lower;
            squares += difference * difference;
            sum += difference;
            along += difference * load(s->slope + at);
            fall += difference * load(s->fall + at);
        }
    }
    four sums = sums_of(squares, sum, along, fall);
    float error = sums[0] - sums[1] * sums[1] * (1.0f / (PATCH * PATCH));
    return (struct answer){error, sums[2] - sums[1] * patch[3], sums[3] - sums[1] * patch[4]};
}

/* Gauss's and Newton's steps from where a patch is, as long as they make its error smaller. patch: 5, 6: where it comes
   from; 7: its error there. */
INLINE void refine_patch(const struct scale *s, int x, int y, float *patch, struct answer here) {
    float first[2] = {patch[5], patch[6]};
    for (int step = 0; step < STEPS; step++) {
        float across = patch[0] * here.along + patch[1] * here.down;
        float down = patch[1] * here.along + patch[2] * here.down;
        float to[2] = {patch[5] - across, patch[6] - down}, way[2] = {to[0] - first[0], to[1] - first[1]};
        if (!(way[0] * way[0] + way[1] * way[1] < PATCH * PATCH)) return;
        here = ask(s, x, y, patch, to[0], to[1]);
        if (!(here.error < patch[7])) return;
        patch[5] = to[0];
        patch[6] = to[1];
        patch[7] = here.error;
        if (across * across + down * down < SETTLED * SETTLED) return;
    }
}

/* Moves a patch to another patch's place if it fits better there. Returns whether it does. */
INLINE int try_place(const struct scale *s, int x, int y, float *patch, float across, float down, struct answer *best) {
    if (across == patch[5] && down == patch[6]) return 0;
    struct answer there = ask(s, x, y, patch, across, down);
    if (!(there.error < patch[7])) return 0;
    patch[5] = across;
    patch[6] = down;
    patch[7] = there.error;
    *best = there;
    return 1;
}

/* Searches every patch, starting from the coarser scale or from its neighbours above and to the left. */
static void search_forward(const struct scale *s, const struct scale *coarser) {
    for (int row = 0; row < s->down; row++)
        for (int column = 0; column < s->across; column++) {
            float *patch = s->patches + VALUES_A_PATCH * ((int64_t)row * s->across + column);
            int x = patch_start(column, s->width), y = patch_start(row, s->height);
            prepare_patch(s, x, y, patch);
            patch[5] = patch[6] = 0;
            if (coarser) {
                int middle_x = smaller((x + PATCH / 2) / 2, coarser->width - 1);
                int middle_y = smaller((y + PATCH / 2) / 2, coarser->height - 1);
                int64_t at = (int64_t)middle_y * coarser->width + middle_x;
                patch[5] = 2 * coarser->flow[at];
                patch[6] = 2 * coarser->flow[(int64_t)coarser->height * coarser->width + at];
            }
            struct answer here = ask(s, x, y, patch, patch[5], patch[6]);
            patch[7] = here.error;
            if (here.error < SAME) continue;
            const float *left = patch - VALUES_A_PATCH, *above = patch - VALUES_A_PATCH * s->across;
            try_place(s, x, y, patch, 0, 0, &here);
            if (column > 0) try_place(s, x, y, patch, left[5], left[6], &here);
            if (row > 0) try_place(s, x, y, patch, above[5], above[6], &here);
            refine_patch(s, x, y, patch, here);
        }
}

/* The second pass: from below and from the right, for patches that fit better there. */
static void search_backward(const struct scale *s) {
    for (int row = s->down - 1; row >= 0; row--)
        for (int column = s->across - 1; column >= 0; column--) {
            float *patch = s->patches + VALUES_A_PATCH * ((int64_t)row * s->across + column);
            int x = patch_start(column, s->width), y = patch_start(row, s->height), found = 0;
            if (patch[7] < SAME) continue;
            const float *right = patch + VALUES_A_PATCH, *below = patch + VALUES_A_PATCH * s->across;
            struct answer here;
            if (column + 1 < s->across) found |= try_place(s, x, y, patch, right[5], right[6], &here);
            if (row + 1 < s->down) found |= try_place(s, x, y, patch, below[5], below[6], &here);
            if (found) refine_patch(s, x, y, patch, here);
        }
}

/* A patch's answer counts more for a pixel, the less the pixel's light differs there. */
static void add_patch(const struct scale *s, int x, int y, const float *patch) {
    struct spot spot = spot_of(s, x + patch[5], y + patch[6]);
    int64_t pixels = (int64_t)s->height * s->width;
    vec u = all(spot.u), v = all(spot.v), across = all(patch[5]), down = all(patch[6]);
    for (int column = 0; column < PATCH; column += LANES) {
        vec upper = between(spot.from + column, u);
        for (int row = 0; row < PATCH; row++) {
            int64_t at = (int64_t)(y + row) * s->width + x + column;
            vec lower = between(spot.from + (row + 1) * s->pitch + column, u);
            vec difference = upper + v * (lower - upper) - load(s->light + at);
            vec weight = all(1) / most((vec)((ivec)difference & 0x7fffffff), all(1));
            upper = lower;
            store(s->weight + at, load(s->weight + at) + weight);
            store(s->flow + at, load(s->flow + at) + weight * across);
            store(s->flow + pixels + at, load(s->flow + pixels + at) + weight * down);
        }
    }
}

static void spread_answers(const struct scale *s) {
    int64_t pixels = (int64_t)s->height * s->width;
    memset(s->flow, 0, sizeof(float) * 2 * pixels);
    memset(s->weight, 0, sizeof(float) * pixels);
    for (int row = 0; row < s->down; row++)
        for (int column = 0; column < s->across; column++)
            add_patch(s, patch_start(column, s->width), patch_start(row, s->height),
                      s->patches + VALUES_A_PATCH * ((int64_t)row * s->across + column));
    for (int64_t i = 0; i < pixels; i++) {
        float unit = 1 / s->weight[i];
        s->flow[i] *= unit;
        s->flow[pixels + i] *= unit;
    }
}

/* Fills in the scales of a part of height x width cells, from half its size down; returns their number. */
static int carve_scales(int height, int width, struct block *scratch, struct scale scales[MAX_SCALES]) {
    int count = 0;
    do {
        scales[count] = scale_of(height >> (count + 1), width >> (count + 1), scratch);
        count++;
    } while (count < MAX_SCALES && smaller(height, width) >> (count + 1) >= PATCH
             && larger(height, width) >> (count + 1) >= 3 * PATCH);
    return count;
}

/* Carves the scratch that find_flow needs for an image of height x width cells, or any part of it. */
static struct block carve_flow(struct block *scratch, int height, int width) {
    struct block whole = {NULL, 0};
    struct scale scales[MAX_SCALES];
    if (smaller(height, width) >= 2 * PATCH) carve_scales(height, width, &whole, scales);
    return (struct block){carve(scratch, whole.bytes), 0};
}

/* The flow at half the size of a part of height x width cells, 2 * PATCH or more each; lines of light are `stride`
   apart. scratch: of carve_flow. */
static struct scale find_flow(const uint8_t *light, const uint8_t *before, int64_t stride, int height, int width,
                              struct block scratch) {
    struct scale scales[MAX_SCALES];
    int count = carve_scales(height, width, &scratch, scales);
    for (int i = 0; i < count; i++) {
        if (i == 0) shrink_bytes(scales, light, before, stride);
        else shrink_scale(scales + i, scales + i - 1);
        widen_margin(scales + i);
        find_gradients(scales + i);
    }
    for (int i = count - 1; i >= 0; i--) {
        search_forward(scales + i, i + 1 < count ? scales + i + 1 : NULL);
        search_backward(scales + i);
        spread_answers(scales + i);
    }
    return scales[0];
}

/* A line of the flow at the part's own size, in cells: across, and down. */
static void flow_line(const struct scale *s, int y, int width, float *across, float *down) {
    struct place at = place_of(y, 2, s->height);
    int64_t pixels = (int64_t)s->height * s->width;
    for (int axis = 0; axis < 2; axis++) {
        const float *above = s->flow + axis * pixels + (int64_t)at.first * s->width;
        const float *below = s->flow + axis * pixels + (int64_t)at.second * s->width;
        float *restrict out = axis ? down : across, last = 0;
        for (int x = 0; x < s->width; x++) {
            float value = 2 * (above[x] + at.part * (below[x] - above[x]));
            if (x == 0) last = value;
            if (x > 0) out[2 * x - 1] = 0.75f * last + 0.25f * value;
            out[2 * x] = x > 0 ? 0.25f * last + 0.75f * value : value;
            last = value;
        }
        for (int x = 2 * s->width - 1; x < width; x++) out[x] = last;
    }
}

/* Scratch for tracking: two lines, and that of find_flow. */
struct flow_lines { float *across, *down; struct block rest; };

static struct flow_lines carve_tracking(const struct tracking *t, struct block *scratch) {
    struct flow_lines lines;
    lines.across = carve_floats(scratch, t->columns);
    lines.down = carve_floats(scratch, t->columns);
    lines.rest = carve_flow(scratch, t->rows, t->columns);
    return lines;
}

static int64_t flow_carve(struct tracking *t, struct block scratch) {
    carve_tracking(t, &scratch);
    return scratch.bytes;
}

/* The flow alone: two floats per cell, right and down. */
static void flow_run(const struct tracking *t) {
    struct block scratch = {t->scratch, 0};
    struct flow_lines lines = carve_tracking(t, &scratch);
    struct scale found = find_flow(t->light, t->before, t->columns, t->rows, t->columns, lines.rest);
    for (int y = 0; y < t->rows; y++) {
        float *to = t->flow + 2 * (int64_t)y * t->columns;
        flow_line(&found, y, t->columns, lines.across, lines.down);
        for (int x = 0; x < t->columns; x++) {
            to[2 * x] = lines.across[x];
            to[2 * x + 1] = lines.down[x];
        }
    }
}

#endif
