/* SINet's layers on one thread. See layers.h for how features lie in memory. */
#ifndef BACKDROP_NETWORK_INL_H
#define BACKDROP_NETWORK_INL_H

#include <stddef.h>

#include "layers.h"
#include "scratch.h"
#include "simd.h"

enum { WIDE = PANEL / LANES, ROWS = 6, SPAN = 64 };

/* Operations on one channel's values before they are stored. */
struct finish {
    const float *other;
    vec scale, shift, slope; /* slope minus 1 */
    int scaled, bent;
};

INLINE struct finish finish_of(const struct layer *l, int c) {
    struct finish f = {l->other ? l->other + (int64_t)c * l->other_plane : NULL, all(1), all(0), all(0),
                       l->scale != NULL, l->slope != NULL};
    if (f.scaled) { f.scale = all(l->scale[c]); f.shift = all(l->shift[c]); }
    if (f.bent) f.slope = all(l->slope[c] - 1);
    return f;
}

/* + other, * scale + shift, PReLU, at float p of the channel. */
INLINE vec finished(const struct finish *f, vec value, int p) {
    if (f->other) value += load(f->other + p);
    if (f->scaled) value = value * f->scale + f->shift;
    if (f->bent) value += f->slope * below_zero(value);
    return value;
}

INLINE int padded(int count) { return (count + PANEL - 1) / PANEL * PANEL; }

INLINE float *channel(const struct layer *l, int c) { return l->output + (int64_t)c * l->out_plane; }

/* `rows` output channels of a 1x1 layer at PANEL pixels: a block of sums that stays in registers. */
INLINE void pointwise_block(const struct layer *l, const float *from, const float *w, int inputs, int c, int p,
                            int rows) {
    vec sum[ROWS][WIDE];
    ptrdiff_t plane = l->plane, out_plane = l->out_plane;
    float *to = l->output + c * out_plane + p;
    for (int r = 0; r < rows; r++)
        for (int v = 0; v < WIDE; v++) sum[r][v] = all(l->bias[c + r]);
    for (int k = 0; k < inputs; k++, from += plane, w += rows) {
        vec x[WIDE];
        for (int v = 0; v < WIDE; v++) x[v] = load(from + v * LANES);
        UNROLLED for (int r = 0; r < rows; r++) {
            vec weight = all(w[r]);
            for (int v = 0; v < WIDE; v++) sum[r][v] += weight * x[v];
        }
    }
    UNROLLED for (int r = 0; r < rows; r++, to += out_plane) {
        struct finish f = finish_of(l, c + r);
        for (int v = 0; v < WIDE; v++) store(to + v * LANES, finished(&f, sum[r][v], p + v * LANES));
    }
}

/* Weights: for each group, for each block of up to ROWS outputs (6.., then 4, 2, 1), inputs x rows. */
static void pointwise(const struct layer *l) {
    int pixels = padded(l->height * l->width), inputs = l->inputs / l->groups, outputs = l->outputs / l->groups;
    for (int start = 0; start < pixels; start += SPAN) {
        int end = start + SPAN < pixels ? start + SPAN : pixels;
        const float *w = l->weights;
        for (int group = 0; group < l->groups; group++) {
            const float *from = l->input + (int64_t)group * inputs * l->plane;
            for (int c = 0; c < outputs;) {
                int left = outputs - c, rows = left >= 6 ? 6 : left >= 4 ? 4 : left >= 2 ? 2 : 1;
                int first = group * outputs + c;
                for (int p = start; p < end; p += PANEL) {
                    if (rows == 6) pointwise_block(l, from + p, w, inputs, first, p, 6);
                    else if (rows == 4) pointwise_block(l, from + p, w, inputs, first, p, 4);
                    else if (rows == 2) pointwise_block(l, from + p, w, inputs, first, p, 2);
                    else pointwise_block(l, from + p, w, inputs, first, p, 1);
                }
                w += inputs * rows;
                c += rows;
            }
        }
    }
}

/* A 1x1 layer on a feature of one pixel. Weights: inputs x outputs. */
static void dense(const struct layer *l) {
    for (int c = 0; c < l->outputs; c++) l->output[c] = l->bias[c];
    for (int k = 0; k < l->inputs; k++)
        for (int c = 0; c < l->outputs; c++) l->output[c] += l->weights[k * l->outputs + c] * l->input[k];
    for (int c = 0; c < l->outputs; c++) {
        float sum = l->scale ? l->output[c] * l->scale[c] + l->shift[c] : l->output[c];
        l->output[c] = l->slope && sum < 0 ? sum * l->slope[c] : sum;
    }
}

/* The first `count` lanes. */
INLINE void store_some(float *to, vec value, int count) {
    float lanes[LANES];
    if (count >= LANES) { store(to, value); return; }
    store(lanes, value);
    for (int i = 0; i < count; i++) to[i] = lanes[i];
}

enum { TALL = 4, BROAD = 2 }; /* a block of a depthwise layer: lines, vectors */

/* Floats per scratch line: the image, its margins, and what the last block reads beyond them. */
INLINE int scratch_line(int width) { return padded(width + 8 + BROAD * LANES); }

/* TALL lines of BROAD vectors of one channel. */
INLINE void depthwise_block(const float *at, ptrdiff_t line, const float *w, float bias, int kernel,
                            vec sum[TALL][BROAD]) {
    const float *row[TALL];
    for (int r = 0; r < TALL; r++) {
        row[r] = at + r * line;
        for (int v = 0; v < BROAD; v++) sum[r][v] = all(bias);
    }
    for (int i = 0; i < kernel; i++, w += kernel) {
        UNROLLED for (int k = 0; k < kernel; k++) {
            vec weight = all(w[k]);
            for (int r = 0; r < TALL; r++)
                for (int v = 0; v < BROAD; v++) sum[r][v] += weight * load(row[r] + k + v * LANES);
        }
        for (int r = 0; r < TALL; r++) row[r] += line;
    }
}

INLINE void depthwise_plane(const struct layer *l, const float *lines, int c, int kernel) {
    int line = scratch_line(l->width), height = l->height, width = l->width;
    const float *w = l->weights + c * kernel * kernel;
    float bias = l->bias[c], *to = channel(l, c);
    struct finish f = finish_of(l, c);
    for (int y = 0; y < height; y += TALL)
        for (int x = 0; x < width; x += BROAD * LANES) {
            vec sum[TALL][BROAD];
            int p = y * width + x;
            depthwise_block(lines + y * line + x, line, w, bias, kernel, sum);
            if (y + TALL <= height && x + BROAD * LANES <= width) {
                for (int r = 0; r < TALL; r++, p += width)
                    for (int v = 0; v < BROAD; v++) store(to + p + v * LANES, finished(&f, sum[r][v], p + v * LANES));
                continue;
            }
            for (int r = 0; r < TALL && y + r < height; r++, p += width)
                for (int v = 0; v < BROAD && x + v * LANES < width; v++)
                    store_some(to + p + v * LANES, finished(&f, sum[r][v], p + v * LANES), width - x - v * LANES);
        }
}

/* 3x3 with stride 2: even and odd columns are stored separately, so that neighbours lie side by side. */
INLINE void depthwise_halving(const struct layer *l, const float *plane, float *lines, int c) {
    int width = l->width / 2, line = scratch_line(width), height = l->height / 2;
    const float *w = l->weights + c * 9;
    struct finish f = finish_of(l, c);
    float bias = l->bias[c], *to = channel(l, c);
    for (int y = 0; y < 2 * height; y++) {
        float *even = lines + (y + 1) * 2 * line, *odd = even + line + 1;
        const float *from = plane + y * 2 * width;
        for (int x = 0; x < width; x++) { even[x] = from[2 * x]; odd[x] = from[2 * x + 1]; }
    }
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x += LANES) {
            vec sum[3] = {all(bias), all(0), all(0)};
            for (int i = 0; i < 3; i++) {
                const float *even = lines + (2 * y + i) * 2 * line + x, *odd = even + line;
                sum[0] += all(w[i * 3]) * load(odd);
                sum[1] += all(w[i * 3 + 1]) * load(even);
                sum[2] += all(w[i * 3 + 2]) * load(odd + 1);
            }
            int p = y * width + x;
            store_some(to + p, finished(&f, sum[0] + sum[1] + sum[2], p), width - x);
        }
}

static void depthwise(const struct layer *l, float *scratch) {
    int margin = l->kernel / 2, line = scratch_line(l->width / l->stride);
    /* Zeros around the image; every channel overwrites only the inside. */
    memset(scratch, 0, sizeof(float) * line * (l->stride == 2 ? 2 * (l->height + 1) : l->height + 2 * margin + TALL));
    for (int c = 0; c < l->outputs; c++) {
        const float *plane = l->input + (int64_t)c * l->plane;
        if (l->stride == 2) { depthwise_halving(l, plane, scratch, c); continue; }
        for (int y = 0; y < l->height; y++)
            memcpy(scratch + (y + margin) * line + margin, plane + y * l->width, sizeof(float) * l->width);
        if (l->kernel == 3) depthwise_plane(l, scratch, c, 3);
        else depthwise_plane(l, scratch, c, 5);
    }
}

enum { TAPS = 27 }; /* of the first layer: color x line x column */

/* Six channels at PANEL pixels of the first layer; taps: where the line's first value of each tap is. */
INLINE void stem_block(const struct layer *l, const float *const taps[TAPS], int c, int p, int x, int left) {
    vec sum[ROWS][WIDE];
    const float *w = l->weights + c * TAPS;
    for (int r = 0; r < ROWS; r++)
        for (int v = 0; v < WIDE; v++) sum[r][v] = all(l->bias[c + r]);
    ROLLED for (int tap = 0; tap < TAPS; tap++, w += ROWS) {
        vec pixels[WIDE];
        for (int v = 0; v < WIDE; v++) pixels[v] = load(taps[tap] + x + v * LANES);
        UNROLLED for (int r = 0; r < ROWS; r++) {
            vec weight = all(w[r]);
            for (int v = 0; v < WIDE; v++) sum[r][v] += weight * pixels[v];
        }
    }
    UNROLLED for (int r = 0; r < ROWS; r++) {
        if (c + r >= l->outputs) break;
        struct finish f = finish_of(l, c + r);
        for (int v = 0; v < WIDE; v++)
            store_some(channel(l, c + r) + p + v * LANES, finished(&f, sum[r][v], p + v * LANES), left - v * LANES);
    }
}

/* A line of bytes as floats, with even and odd columns separate. */
INLINE void deinterleave_bytes(const uint8_t *restrict from, float *restrict even, float *restrict odd, int width) {
    for (int x = 0; x < width; x++) {
        uint16_t both;
        memcpy(&both, from + 2 * x, 2);
        even[x] = (float)(int32_t)(both & 255);
        odd[x] = (float)(int32_t)(both >> 8);
    }
}

/* The first layer, 3x3, every second pixel, of three planes of bytes. weights: for each block of six outputs,
   color x line x column x 6; bias: six floats a block, then the byte values (3) that stand for what is outside. */
static void stem(const struct layer *l, const uint8_t *image, float *scratch) {
    int width = l->width / 2, line = scratch_line(width), blocks = (l->outputs + ROWS - 1) / ROWS;
    const float *outside = l->bias + blocks * ROWS;
    for (int y = -1; y < l->height; y++) {
        float *newest = scratch + (y + 3) % 3 * 6 * line; /* a ring of three lines with three colours each */
        for (int color = 0; color < 3; color++) {
            float *even = newest + 2 * color * line, *odd = even + line + 1, beyond = outside[color];
            odd[-1] = beyond;
            if (y >= 0) deinterleave_bytes(image + ((int64_t)color * l->height + y) * l->width, even, odd, width);
            else for (int x = 0; x < width; x++) even[x] = odd[x] = beyond;
        }
        if (y < 0 || y % 2 == 0) continue;
        const float *taps[TAPS];
        for (int tap = 0; tap < TAPS; tap++) {
            int color = tap / 9, row = tap / 3 % 3, column = tap % 3;
            int from = column == 0 ? line : column == 1 ? 0 : line + 1;
            taps[tap] = scratch + ((y + 1 + row) % 3 * 6 + 2 * color) * line + from;
        }
        for (int x = 0; x < width; x += PANEL)
            for (int block = 0; block < blocks; block++)
                stem_block(l, taps, block * ROWS, y / 2 * width + x, x, width - x);
    }
}

/* Halves the number of floats by summing adjacent pairs. May work in place. */
INLINE void pair_up(const float *from, float *to, int count) {
    int x = 0;
    for (; x + LANES <= count; x += LANES) {
        vec even, odd;
        deinterleave(load(from + 2 * x), load(from + 2 * x + LANES), &even, &odd);
        store(to + x, even + odd);
    }
    for (; x < count; x++) to[x] = from[2 * x] + from[2 * x + 1];
}

/* Means of factor x factor pixels; sums lines first, which suits vectors. */
INLINE void pool_by(const struct layer *l, float *restrict scratch, int factor) {
    int width = l->width / factor, height = l->height / factor, wide = l->width;
    float share = 1.0f / (factor * factor);
    for (int c = 0; c < l->outputs; c++) {
        const float *restrict from = l->input + (int64_t)c * l->plane;
        float *restrict to = channel(l, c);
        for (int y = 0; y < height; y++, to += width, from += factor * wide) {
            for (int x = 0; x < wide; x++) {
                float sum = 0;
                UNROLLED for (int i = 0; i < factor; i++) sum += from[i * wide + x];
                scratch[x] = sum * share;
            }
            if (factor == 4) pair_up(scratch, scratch, 2 * width);
            if (factor == 4 || factor == 2) { pair_up(scratch, to, width); continue; }
            for (int x = 0; x < width; x++) {
                float sum = 0;
                for (int i = 0; i < factor; i++) sum += scratch[x * factor + i];
                to[x] = sum;
            }
        }
    }
}

static void pool(const struct layer *l, float *scratch) {
    if (l->factor == 2) pool_by(l, scratch, 2);
    else if (l->factor == 4) pool_by(l, scratch, 4);
    else pool_by(l, scratch, l->factor);
}

static void mean_of_planes(const struct layer *l) {
    int pixels = l->height * l->width;
    for (int c = 0; c < l->outputs; c++) {
        const float *from = l->input + (int64_t)c * l->plane;
        vec sums[4] = {all(0), all(0), all(0), all(0)};
        float total = 0;
        int p = 0;
        for (; p + 4 * LANES <= pixels; p += 4 * LANES)
            for (int i = 0; i < 4; i++) sums[i] += load(from + p + i * LANES);
        for (int i = 0; i < LANES; i++) total += sums[0][i] + sums[1][i] + sums[2][i] + sums[3][i];
        for (; p < pixels; p++) total += from[p];
        l->output[c] = total / pixels;
    }
}

/* Value k of the `factor` values around the centre of x.. (half-pixel centres). */
INLINE vec enlarged(const float *own, int k, int factor) {
    float way = (k + 0.5f) / factor - 0.5f, share = way < 0 ? -way : way;
    vec here = load(own), next = load(way < 0 ? own - 1 : own + 1);
    return here + all(share) * (next - here);
}

/* One line, enlarged in width by factor, with an extended border; parts: the line and its margins. */
INLINE void wider(const float *restrict from, int width, float *restrict to, float *restrict parts, int factor) {
    float *restrict own = parts + LANES;
    memcpy(own, from, sizeof(float) * width);
    own[-1] = own[0];
    own[width] = own[width - 1];
    for (int x = 0; x < width; x += LANES, to += factor * LANES) {
        vec value[4];
        if (factor == 2 || factor == 4) {
            UNROLLED for (int k = 0; k < factor; k++) value[k] = enlarged(own + x, k, factor);
            if (factor == 4) in_turn(value);
            else interleave(value[0], value[1], value, value + 1);
            for (int k = 0; k < factor; k++) store(to + k * LANES, value[k]);
            continue;
        }
        for (int k = 0; k < factor; k++) {
            float lanes[LANES];
            store(lanes, enlarged(own + x, k, factor));
            for (int i = 0; i < LANES; i++) to[i * factor + k] = lanes[i];
        }
    }
}

/* Enlarges bilinearly by an integer factor: first every line in width, then between lines. */
INLINE void resize_by(const struct layer *l, float *scratch, int factor) {
    int wide = l->width * factor;
    float *parts = scratch + l->height * wide + factor * LANES; /* the last line's vectors may extend beyond it */
    for (int c = 0; c < l->outputs; c++) {
        const float *plane = l->input + (int64_t)c * l->plane;
        struct finish f = finish_of(l, c);
        for (int y = 0; y < l->height; y++) wider(plane + y * l->width, l->width, scratch + y * wide, parts, factor);
        for (int y = 0; y < l->height * factor; y++) {
            float place = (y + 0.5f) / factor - 0.5f;
            int above = place < 0 ? 0 : (int)place, below = above + 1 < l->height ? above + 1 : above;
            vec part = all(place < 0 ? 0 : place - above);
            for (int x = 0; x < wide; x += LANES) {
                vec first = load(scratch + above * wide + x), second = load(scratch + below * wide + x);
                int p = y * wide + x;
                store_some(channel(l, c) + p, finished(&f, first + part * (second - first), p), wide - x);
            }
        }
    }
}

static void resize(const struct layer *l, float *scratch) {
    if (l->factor == 2) resize_by(l, scratch, 2);
    else if (l->factor == 4) resize_by(l, scratch, 4);
    else resize_by(l, scratch, l->factor);
}

/* Per-pixel operations. The second of two operands is other; for COPY it is added at the end. */
INLINE void pixelwise_as(const struct layer *l, int kind) {
    struct layer rest = *l;
    if (kind != COPY) rest.other = NULL;
    int pixels = padded(l->height * l->width);
    for (int c = 0; c < l->outputs; c++) {
        const float *from = l->input + (int64_t)c * l->plane, *other = l->other + (int64_t)c * l->other_plane;
        struct finish f = finish_of(&rest, c);
        for (int p = 0; p < pixels; p += LANES) {
            vec value = load(from + p);
            if (kind == ADD) value += load(other + p);
            if (kind == SUBTRACT) value -= load(other + p);
            if (kind == MULTIPLY) value *= load(other + p);
            if (kind == ABSOLUTE) value = most(value, -value);
            if (kind == NEGATE) value = -value;
            if (kind == SIGMOID) value = sigmoid(value);
            store(channel(l, c) + p, finished(&f, value, p));
        }
    }
}

static void pixelwise(const struct layer *l) {
    switch (l->kind) {
        case ADD: pixelwise_as(l, ADD); break;
        case SUBTRACT: pixelwise_as(l, SUBTRACT); break;
        case MULTIPLY: pixelwise_as(l, MULTIPLY); break;
        case ABSOLUTE: pixelwise_as(l, ABSOLUTE); break;
        case NEGATE: pixelwise_as(l, NEGATE); break;
        case SIGMOID: pixelwise_as(l, SIGMOID); break;
        default: pixelwise_as(l, COPY); break;
    }
}

/* Four lines of pixels of the last layer from one line of cells. */
INLINE void phases_block(const struct layer *l, const float *lines, int line, int x, int row, float *to, int count) {
    vec sum[4][BROAD];
    const float *w = l->weights + row * 4;
    for (int k = 0; k < 4; k++)
        for (int v = 0; v < BROAD; v++) sum[k][v] = all(l->bias[row * 4 + k]);
    for (int c = 0; c < l->inputs; c++)
        for (int i = 0; i < 3; i++)
            UNROLLED for (int j = 0; j < 3; j++, w += 16) {
                vec pixels[BROAD];
                const float *at = lines + (c * (l->height + 2) + i) * line + x + j;
                for (int v = 0; v < BROAD; v++) pixels[v] = load(at + v * LANES);
                UNROLLED for (int k = 0; k < 4; k++) {
                    vec weight = all(w[k]);
                    for (int v = 0; v < BROAD; v++) sum[k][v] += weight * pixels[v];
                }
            }
    for (int v = 0; v < BROAD; v++) {
        vec mixed[4];
        for (int k = 0; k < 4; k++) mixed[k] = sigmoid(sum[k][v]);
        in_turn(mixed);
        UNROLLED for (int k = 0; k < 4; k++) {
            int left = 4 * (count - v * LANES) - k * LANES;
            if (left > 0) store_some(to + 4 * v * LANES + k * LANES, mixed[k], left);
        }
    }
}

/* The last layer, 3x3 with the border continued: each of its 16 outputs is one of 4x4 pixels; sigmoid of that.
   Weights: inputs x 9 x 16. */
static void phases(const struct layer *l, float *alpha, float *scratch) {
    int width = l->width, line = scratch_line(width);
    for (int c = 0; c < l->inputs; c++)
        for (int y = -1; y <= l->height; y++) {
            int row = y < 0 ? 0 : y < l->height ? y : l->height - 1;
            float *to = scratch + (c * (l->height + 2) + y + 1) * line + 1;
            memcpy(to, l->input + (int64_t)c * l->plane + row * width, sizeof(float) * width);
            to[-1] = to[0];
            to[width] = to[width - 1];
        }
    for (int y = 0; y < l->height; y++)
        for (int row = 0; row < 4; row++)
            for (int x = 0; x < width; x += BROAD * LANES) {
                float *to = alpha + ((int64_t)(4 * y + row) * width + x) * 4;
                phases_block(l, scratch + y * line, line, x, row, to, width - x);
            }
}

/* Floats of scratch that a layer needs: lines with margins. */
static int64_t scratch_floats(const struct layer *l) {
    int64_t width = l->width, height = l->height, line = width + 4 * PANEL;
    switch (l->kind) {
        case STEM: return 18 * line;
        case PHASES: return l->inputs * (height + 2) * line;
        case RESIZE: return (height * width + line) * l->factor + PANEL + line;
        case DEPTHWISE: return (height + 12) * line;
        default: return line;
    }
}

static int64_t infer_carve(struct inference *n, struct block scratch) {
    int64_t most = 0;
    for (int32_t i = 0; i < n->count; i++) {
        int64_t floats = scratch_floats(n->layers + i);
        if (floats > most) most = floats;
    }
    carve_floats(&scratch, most);
    return scratch.bytes;
}

static void infer_run(const struct inference *n) {
    float *scratch = n->scratch;
    for (int32_t i = 0; i < n->count; i++) {
        const struct layer *l = n->layers + i;
        switch (l->kind) {
            case STEM: stem(l, n->image, scratch); break;
            case POINTWISE: pointwise(l); break;
            case DENSE: dense(l); break;
            case DEPTHWISE: depthwise(l, scratch); break;
            case POOL: pool(l, scratch); break;
            case MEAN: mean_of_planes(l); break;
            case RESIZE: resize(l, scratch); break;
            case PHASES: phases(l, n->alpha, scratch); break;
            default: pixelwise(l); break;
        }
    }
}

#endif
