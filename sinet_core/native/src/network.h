/* SINet's layers on one thread. See kernels.h for how features lie in memory. */
#include "simd.h"

enum { WIDE = PANEL / LANES, ROWS = 6, SPAN = 64 };

/* + other, * scale + shift, PReLU, of channel c at float p of its plane. */
INLINE vec finished(const struct layer *l, vec value, int c, int p) {
    if (l->other) value += load(l->other + (int64_t)c * l->other_plane + p);
    if (l->scale) value = value * all(l->scale[c]) + all(l->shift[c]);
    if (l->slope) value = most(value, all(0)) + all(l->slope[c]) * least(value, all(0));
    return value;
}

INLINE int padded(int count) { return (count + PANEL - 1) / PANEL * PANEL; }

/* `rows` output channels of a 1x1 layer at PANEL pixels: a block of sums that stays in registers. */
INLINE void pointwise_block(const struct layer *l, const float *from, const float *w, int inputs, int c, int p, int rows) {
    vec sum[ROWS][WIDE];
    for (int r = 0; r < rows; r++)
        for (int v = 0; v < WIDE; v++) sum[r][v] = all(l->bias[c + r]);
    for (int k = 0; k < inputs; k++) {
        vec x[WIDE];
        for (int v = 0; v < WIDE; v++) x[v] = load(from + (int64_t)k * l->plane + v * LANES);
        for (int r = 0; r < rows; r++) {
            vec weight = all(w[k * rows + r]);
            for (int v = 0; v < WIDE; v++) sum[r][v] += weight * x[v];
        }
    }
    for (int r = 0; r < rows; r++)
        for (int v = 0; v < WIDE; v++) {
            int at = p + v * LANES;
            store(l->output + (int64_t)(c + r) * l->out_plane + at, finished(l, sum[r][v], c + r, at));
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
                int channel = group * outputs + c;
                for (int p = start; p < end; p += PANEL) {
                    if (rows == 6) pointwise_block(l, from + p, w, inputs, channel, p, 6);
                    else if (rows == 4) pointwise_block(l, from + p, w, inputs, channel, p, 4);
                    else if (rows == 2) pointwise_block(l, from + p, w, inputs, channel, p, 2);
                    else pointwise_block(l, from + p, w, inputs, channel, p, 1);
                }
                w += inputs * rows;
                c += rows;
            }
        }
    }
}

/* A 1x1 layer of a feature of one pixel. Weights: outputs x inputs. */
static void dense(const struct layer *l) {
    for (int c = 0; c < l->outputs; c++) {
        float sum = l->bias[c];
        for (int k = 0; k < l->inputs; k++) sum += l->weights[c * l->inputs + k] * l->input[k];
        if (l->scale) sum = sum * l->scale[c] + l->shift[c];
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

/* Floats of a scratch line: the picture, its margins, and what the last block reads beyond. */
INLINE int scratch_line(int width) { return padded(width + 8 + BROAD * LANES); }

INLINE void depthwise_plane(const struct layer *l, const float *lines, int c, int kernel) {
    int line = scratch_line(l->width), height = l->height, width = l->width;
    const float *w = l->weights + c * kernel * kernel;
    for (int y = 0; y < height; y += TALL)
        for (int x = 0; x < width; x += BROAD * LANES) {
            vec sum[TALL][BROAD];
            for (int r = 0; r < TALL; r++)
                for (int v = 0; v < BROAD; v++) sum[r][v] = all(l->bias[c]);
            for (int i = 0; i < TALL + kernel - 1; i++)
                for (int k = 0; k < kernel; k++) {
                    const float *at = lines + (y + i) * line + x + k;
                    vec pixels[BROAD];
                    for (int v = 0; v < BROAD; v++) pixels[v] = load(at + v * LANES);
                    for (int r = 0; r < TALL; r++)
                        if (i - r >= 0 && i - r < kernel)
                            for (int v = 0; v < BROAD; v++) sum[r][v] += all(w[(i - r) * kernel + k]) * pixels[v];
                }
            for (int r = 0; r < TALL && y + r < height; r++)
                for (int v = 0; v < BROAD && x + v * LANES < width; v++) {
                    int p = (y + r) * width + x + v * LANES;
                    store_some(l->output + (int64_t)c * l->out_plane + p, finished(l, sum[r][v], c, p),
                               width - x - v * LANES);
                }
        }
}

/* The plane with zeros around it, in lines of scratch_line floats. */
INLINE void with_margin(const struct layer *l, const float *plane, float *lines, int margin) {
    int line = scratch_line(l->width);
    memset(lines, 0, sizeof(float) * line * (l->height + 2 * margin + TALL));
    for (int y = 0; y < l->height; y++)
        memcpy(lines + (y + margin) * line + margin, plane + y * l->width, sizeof(float) * l->width);
}

/* Every second pixel each way, 3x3: even and odd columns apart, so that neighbours lie side by side. */
INLINE void depthwise_halving(const struct layer *l, const float *plane, float *lines, int c) {
    int width = l->width / 2, line = scratch_line(width), height = l->height / 2;
    const float *w = l->weights + c * 9;
    memset(lines, 0, sizeof(float) * 2 * line);
    for (int y = 0; y < l->height; y++) {
        float *even = lines + (y + 1) * 2 * line, *odd = even + line + 1;
        const float *from = plane + y * l->width;
        for (int x = 0; x < width; x++) { even[x] = from[2 * x]; odd[x] = from[2 * x + 1]; }
        odd[-1] = 0;
    }
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x += LANES) {
            vec sum = all(l->bias[c]);
            for (int i = 0; i < 3; i++) {
                const float *even = lines + (2 * y + i) * 2 * line + x, *odd = even + line;
                sum += all(w[i * 3]) * load(odd) + all(w[i * 3 + 1]) * load(even) + all(w[i * 3 + 2]) * load(odd + 1);
            }
            int p = y * width + x;
            store_some(l->output + (int64_t)c * l->out_plane + p, finished(l, sum, c, p), width - x);
        }
}

static void depthwise(const struct layer *l, float *scratch) {
    for (int c = 0; c < l->outputs; c++) {
        const float *plane = l->input + (int64_t)c * l->plane;
        if (l->stride == 2) { depthwise_halving(l, plane, scratch, c); continue; }
        with_margin(l, plane, scratch, l->kernel / 2);
        if (l->kernel == 3) depthwise_plane(l, scratch, c, 3);
        else depthwise_plane(l, scratch, c, 5);
    }
}

/* The first layer, 3x3, every second pixel, from bytes BGRBGR...: other is scale (3), offset (3) of the channels. */
static void stem(const struct layer *l, const uint8_t *image, float *scratch) {
    int width = l->width / 2, height = l->height / 2, line = scratch_line(width);
    for (int y = -1; y < 2 * height; y++) { /* two lines are three times two of floats, of three a ring */
        float *ring = scratch + (y + 3) % 3 * 6 * line;
        if (y < 0) { memset(ring, 0, sizeof(float) * 6 * line); continue; }
        const uint8_t *from = image + (int64_t)y * l->width * 3;
        for (int c = 0; c < 3; c++) {
            float *even = ring + 2 * c * line, *odd = even + line + 1, scale = l->other[c], offset = l->other[3 + c];
            odd[-1] = 0;
            for (int x = 0; x < width; x++) {
                even[x] = from[6 * x + c] * scale + offset;
                odd[x] = from[6 * x + 3 + c] * scale + offset;
            }
        }
        if (y % 2 == 0) continue;
        for (int c = 0; c < l->outputs; c += ROWS)
            for (int x = 0; x < width; x += PANEL) {
                vec sum[ROWS][WIDE];
                const float *w = l->weights + c * 27;
                for (int r = 0; r < ROWS; r++)
                    for (int v = 0; v < WIDE; v++) sum[r][v] = all(l->bias[c + r]);
                for (int tap = 0; tap < 27; tap++) { /* channel, line, column */
                    int row = tap / 3 % 3, column = tap % 3;
                    const float *at = scratch + (y + 1 + row) % 3 * 6 * line + 2 * (tap / 9) * line + x;
                    at += column == 0 ? line : column == 1 ? 0 : line + 1;
                    vec pixels[WIDE];
                    for (int v = 0; v < WIDE; v++) pixels[v] = load(at + v * LANES);
                    for (int r = 0; r < ROWS; r++)
                        for (int v = 0; v < WIDE; v++) sum[r][v] += all(w[tap * ROWS + r]) * pixels[v];
                }
                for (int r = 0; r < ROWS && c + r < l->outputs; r++)
                    for (int v = 0; v < WIDE; v++) {
                        float *to = l->output + (int64_t)(c + r) * l->out_plane;
                        int p = y / 2 * width + x + v * LANES;
                        store_some(to + p, finished(l, sum[r][v], c + r, p), width - x - v * LANES);
                    }
            }
    }
}

/* Means of factor x factor pixels. */
INLINE void pool_by(const struct layer *l, int factor) {
    int width = l->width / factor, height = l->height / factor;
    float share = 1.0f / (factor * factor);
    for (int c = 0; c < l->outputs; c++)
        for (int y = 0; y < height; y++) {
            const float *from = l->input + (int64_t)c * l->plane + y * factor * l->width;
            float *to = l->output + (int64_t)c * l->out_plane + y * width;
            for (int x = 0; x < width; x++) {
                float sum = 0;
                for (int i = 0; i < factor; i++)
                    for (int k = 0; k < factor; k++) sum += from[i * l->width + x * factor + k];
                to[x] = sum * share;
            }
        }
}

static void pool(const struct layer *l) {
    if (l->factor == 2) pool_by(l, 2);
    else if (l->factor == 4) pool_by(l, 4);
    else pool_by(l, l->factor);
}

static void mean(const struct layer *l) {
    int pixels = l->height * l->width;
    for (int c = 0; c < l->outputs; c++) {
        const float *from = l->input + (int64_t)c * l->plane;
        vec sums = all(0);
        float total = 0;
        int p = 0;
        for (; p + LANES <= pixels; p += LANES) sums += load(from + p);
        for (int i = 0; i < LANES; i++) total += sums[i];
        for (; p < pixels; p++) total += from[p];
        l->output[c] = total / pixels;
    }
}

/* Enlarges by a whole factor, bilinear, half-pixel centres, the border continued. */
INLINE void resize_by(const struct layer *l, float *scratch, int factor) {
    int width = l->width, wide = width * factor, tall = l->height * factor;
    float *line = scratch + PANEL, *large = line + padded(width) + 2 * PANEL;
    for (int c = 0; c < l->outputs; c++) {
        const float *plane = l->input + (int64_t)c * l->plane;
        float *to = l->output + (int64_t)c * l->out_plane;
        for (int y = 0; y < tall; y++) {
            float place = (y + 0.5f) / factor - 0.5f;
            int above = place < 0 ? 0 : (int)place, below = above + 1 < l->height ? above + 1 : above;
            float part = place < 0 ? 0 : place - above;
            const float *first = plane + above * width, *second = plane + below * width;
            for (int x = 0; x < width; x++) line[x] = first[x] + part * (second[x] - first[x]);
            line[-1] = line[0];
            line[width] = line[width - 1];
            for (int x = 0; x < width; x++)
                for (int k = 0; k < factor; k++) {
                    float way = (k + 0.5f) / factor - 0.5f;
                    float other = way < 0 ? line[x - 1] : line[x + 1];
                    large[x * factor + k] = line[x] + (way < 0 ? -way : way) * (other - line[x]);
                }
            for (int x = 0; x < wide; x += LANES) {
                int p = y * wide + x;
                store_some(to + p, finished(l, load(large + x), c, p), wide - x);
            }
        }
    }
}

static void resize(const struct layer *l, float *scratch) {
    if (l->factor == 2) resize_by(l, scratch, 2);
    else if (l->factor == 4) resize_by(l, scratch, 4);
    else resize_by(l, scratch, l->factor);
}

/* What is done pixel by pixel. Of two operands the second is other; for COPY that is what is added at the end. */
static void pixelwise(const struct layer *l) {
    struct layer rest = *l;
    if (l->kind != COPY) rest.other = NULL;
    int pixels = padded(l->height * l->width);
    for (int c = 0; c < l->outputs; c++)
        for (int p = 0; p < pixels; p += LANES) {
            vec value = load(l->input + (int64_t)c * l->plane + p);
            vec second = rest.other || !l->other ? all(0) : load(l->other + (int64_t)c * l->other_plane + p);
            switch (l->kind) {
                case ADD: value += second; break;
                case SUBTRACT: value -= second; break;
                case MULTIPLY: value *= second; break;
                case ABSOLUTE: value = most(value, -value); break;
                case NEGATE: value = -value; break;
                case SIGMOID: value = sigmoid(value); break;
                default: break;
            }
            store(l->output + (int64_t)c * l->out_plane + p, finished(&rest, value, c, p));
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
        for (int x = 0; x < width; x += LANES)
            for (int row = 0; row < 4; row++) {
                vec sum[4];
                float mixed[4][LANES];
                for (int k = 0; k < 4; k++) sum[k] = all(l->bias[row * 4 + k]);
                for (int tap = 0; tap < 9 * l->inputs; tap++) {
                    const float *at = scratch + (tap / 9 * (l->height + 2) + y + tap % 9 / 3) * line + x + tap % 3;
                    vec pixels = load(at);
                    for (int k = 0; k < 4; k++) sum[k] += all(l->weights[tap * 16 + row * 4 + k]) * pixels;
                }
                for (int k = 0; k < 4; k++) store(mixed[k], sigmoid(sum[k]));
                float *to = alpha + ((int64_t)(4 * y + row) * width + x) * 4;
                int count = width - x < LANES ? width - x : LANES;
                for (int i = 0; i < count; i++)
                    for (int k = 0; k < 4; k++) to[4 * i + k] = mixed[k][i];
            }
}

static void run(const struct layer *layers, int32_t count, const uint8_t *image, float *alpha, float *scratch) {
    for (int32_t i = 0; i < count; i++) {
        const struct layer *l = layers + i;
        switch (l->kind) {
            case STEM: stem(l, image, scratch); break;
            case POINTWISE: pointwise(l); break;
            case DENSE: dense(l); break;
            case DEPTHWISE: depthwise(l, scratch); break;
            case POOL: pool(l); break;
            case MEAN: mean(l); break;
            case RESIZE: resize(l, scratch); break;
            case PHASES: phases(l, alpha, scratch); break;
            default: pixelwise(l); break;
        }
    }
}
