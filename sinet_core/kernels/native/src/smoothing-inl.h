/* The complete smoothing over time: sinet_core/kernels/reference/smoothing.py. */
#ifndef BACKDROP_SMOOTHING_INL_H
#define BACKDROP_SMOOTHING_INL_H

#include "flow-inl.h"

enum { SAMPLED = 5 }; /* cells: the median of every fifth in each direction is enough */

/* Planes of scratch, a float per cell; lines and bytes. */
struct planes {
    float *fresh, *plain, *change, *disagreement, *motion, *samples, *lines;
    uint8_t *cells;
    struct block flow;
};

/* A rectangle of cells, ends exclusive. */
struct region { int top, bottom, left, right; };

static struct planes carve_planes(const struct smoothing *s, struct block *scratch) {
    int64_t cells = (int64_t)s->rows * s->columns;
    struct planes p;
    p.fresh = carve_floats(scratch, 4 * cells);
    p.plain = carve_floats(scratch, cells);
    p.change = carve_floats(scratch, cells);
    p.disagreement = carve_floats(scratch, cells);
    p.motion = carve_floats(scratch, cells);
    p.samples = carve_floats(scratch, cells);
    p.lines = carve_floats(scratch, 4 * (int64_t)s->columns + 16);
    p.cells = carve(scratch, 4 * cells);
    p.flow = carve_flow(scratch, s->rows, s->columns);
    return p;
}

/* The luma of an image, as in OpenCV. */
INLINE void find_luma(const uint8_t *restrict picture, int cells, uint8_t *restrict light) {
    for (int i = 0; i < cells; i++)
        light[i] = (uint8_t)(
            (3735 * picture[3 * i] + 19235 * picture[3 * i + 1] + 9798 * picture[3 * i + 2] + 16384) >> 15);
}

INLINE void join_scene(const uint8_t *restrict picture, const float *restrict alpha, int cells, float *restrict scene) {
    for (int i = 0; i < cells; i++) {
        for (int channel = 0; channel < 3; channel++) scene[4 * i + channel] = picture[3 * i + channel];
        scene[4 * i + 3] = alpha[i];
    }
}

/* By how much colours differ from the old scene's in the middle: a change of light does not count. The fourth is 0. */
static four exposure_of(const struct smoothing *s, const float *fresh, float *samples) {
    four exposure = {0};
    for (int channel = 0; channel < 3; channel++) {
        int count = 0;
        for (int y = 0; y < s->rows; y += SAMPLED)
            for (int x = 0; x < s->columns; x += SAMPLED) {
                int64_t at = 4 * ((int64_t)y * s->columns + x) + channel;
                samples[count++] = fresh[at] - s->old[at];
            }
        exposure[channel] = limited(median(samples, count), -s->most_exposure, s->most_exposure);
    }
    return exposure;
}

INLINE four change_at(const float *fresh, const float *old, four exposure) {
    return (four)((four_ints)(load_four(fresh) - load_four(old) - exposure) & 0x7fffffff);
}

/* The largest change of a colour in each cell, and the change of its alpha. */
INLINE void differ(const float *restrict fresh, const float *restrict old, four exposure, int count,
                   float *restrict most, float *restrict disagreement) {
    int i = 0;
    for (; i + 4 <= count; i += 4) {
        four v[4];
        for (int k = 0; k < 4; k++) v[k] = change_at(fresh + 4 * (i + k), old + 4 * (i + k), exposure);
        transpose(v);
        store_four(disagreement + i, v[3]);
        for (int k = 0; k < 4; k++) most[i + k] = greater(greater(v[0][k], v[1][k]), v[2][k]);
    }
    for (; i < count; i++) {
        four change = change_at(fresh + 4 * i, old + 4 * i, exposure);
        most[i] = greater(greater(change[0], change[1]), change[2]);
        disagreement[i] = change[3];
    }
}

/* change and disagreement of the rows of a part, which differ in its columns only; from which level on change is
   motion. */
static float compare(const struct smoothing *s, const struct planes *p, const float *old, four exposure,
                     struct region part) {
    int rows = s->rows, columns = s->columns, count = 0, width = part.right - part.left;
    for (int y = part.top; y < part.bottom; y++) {
        int64_t at = (int64_t)y * columns + part.left;
        differ(p->fresh + 4 * at, old + 4 * at, exposure, width, p->plain + at, p->disagreement + at);
    }
    for (int y = larger(part.top - 1, 0); y < smaller(part.bottom + 1, rows); y++)
        mean_row(p->plain + (int64_t)mirrored(y - 1, rows) * columns, p->plain + (int64_t)y * columns,
                 p->plain + (int64_t)mirrored(y + 1, rows) * columns, columns, p->lines,
                 p->change + (int64_t)y * columns);
    for (int y = 0; y < rows; y += SAMPLED)
        for (int x = 0; x < columns; x += SAMPLED) p->samples[count++] = p->change[(int64_t)y * columns + x];
    return s->still + s->noise_factor * lesser(median(p->samples, count), s->most_noise);
}

INLINE float risen(float value, float start, float scale) { return limited((value - start) * scale, 0, 1); }

/* The sum of a line's motion; its most so far in each column to most. */
INLINE float motion_line(const float *restrict change, int columns, float still, float scale, float *restrict motion,
                         float *restrict most) {
    float sums[LANES] = {0};
    int x = 0;
    for (; x < columns; x++) {
        motion[x] = risen(change[x], still, scale);
        most[x] = greater(most[x], motion[x]);
    }
    for (x = 0; x + LANES <= columns; x += LANES)
        for (int i = 0; i < LANES; i++) sums[i] += motion[x + i];
    for (; x < columns; x++) sums[0] += motion[x];
    for (int i = 1; i < LANES; i++) sums[0] += sums[i];
    return sums[0];
}

/* `reach` more cells on either side of a span of `whole`, and at least `least` of them. */
INLINE void spread_span(int *first, int *last, int whole, int reach, int least) {
    *first = larger(0, *first - reach);
    *last = smaller(whole, *last + reach);
    *first = larger(0, smaller(*first, *last - least));
    *last = larger(*last, smaller(whole, *first + least));
}

/* How far each cell is in motion, their mean, and the rectangle around them, with room for where things came from;
   none: its bottom is 0. */
static float find_motion(const struct smoothing *s, const struct planes *p, float still, struct region *part) {
    float sum = 0, scale = 1 / (s->moving - s->still);
    *part = (struct region){s->rows, 0, s->columns, 0};
    memset(p->lines, 0, sizeof(float) * s->columns);
    for (int y = 0; y < s->rows; y++) {
        int64_t at = (int64_t)y * s->columns;
        float line = motion_line(p->change + at, s->columns, still, scale, p->motion + at, p->lines);
        sum += line;
        if (!(line > 0)) continue;
        part->top = smaller(part->top, y);
        part->bottom = y + 1;
    }
    for (int x = 0; x < s->columns; x++)
        if (p->lines[x] > 0) {
            part->left = smaller(part->left, x);
            part->right = x + 1;
        }
    if (part->bottom > 0) {
        spread_span(&part->top, &part->bottom, s->rows, s->reach, s->least_cells);
        spread_span(&part->left, &part->right, s->columns, s->reach, s->least_cells);
    }
    return sum / ((float)s->rows * s->columns);
}

/* Sums of five neighbours in a line, mirrored at its ends. */
INLINE void sum_five(const uint8_t *restrict line, int width, uint8_t *restrict sums) {
    for (int x = 2; x < width - 2; x++) sums[x] = line[x - 2] + line[x - 1] + line[x] + line[x + 1] + line[x + 2];
    for (int x = 0; x < width; x = x == 1 && width > 4 ? width - 2 : x + 1) {
        sums[x] = 0;
        for (int u = -2; u <= 2; u++) sums[x] += line[mirrored(x + u, width)];
    }
}

/* How many of 5x5 cells are beside one that changed, for every cell of the part, to cells; rows after them are
   scratch. */
static void reach_of(const struct smoothing *s, const struct planes *p, struct region part, float changed) {
    int height = part.bottom - part.top, width = part.right - part.left;
    uint8_t *cells = p->cells, *lines = cells + (int64_t)height * width;
    for (int y = 0; y < height; y++) {
        const float *restrict change = p->change + (int64_t)(part.top + y) * s->columns + part.left;
        uint8_t *restrict line = cells + (int64_t)y * width;
        for (int x = 0; x < width; x++) line[x] = change[x] > changed;
    }
    grow(cells, height, width, 1, lines);
    for (int y = 0; y < height; y++) sum_five(cells + y * width, width, lines + y * width);
    for (int y = 0; y < height; y++) {
        uint8_t *restrict sums = cells + y * width;
        memset(sums, 0, width);
        for (int v = -2; v <= 2; v++) {
            const uint8_t *restrict line = lines + mirrored(y + v, height) * width;
            for (int x = 0; x < width; x++) sums[x] += line[x];
        }
    }
}

/* The old scene at a place between cells; the border extends outwards. */
INLINE four scene_at(const struct smoothing *s, float x, float y) {
    x = limited(x, 0, s->columns - 1);
    y = limited(y, 0, s->rows - 1);
    int left = (int)x, right = smaller(left + 1, s->columns - 1), top = (int)y, bottom = smaller(top + 1, s->rows - 1);
    four u = all_four(x - left), v = all_four(y - top);
    const float *above = s->old + 4 * (int64_t)top * s->columns, *below = s->old + 4 * (int64_t)bottom * s->columns;
    four first = load_four(above + 4 * left), second = load_four(below + 4 * left);
    first += u * (load_four(above + 4 * right) - first);
    second += u * (load_four(below + 4 * right) - second);
    return first + v * (second - first);
}

/* How much of the flow is believed, from the number of cells that changed: nothing of what is too quick, or comes from
   beyond the picture, where nothing is known of the past. */
INLINE void trust_line(const struct smoothing *s, int row, int left, const uint8_t *restrict cells,
                       const float *restrict across, const float *restrict down, int width, float *restrict trust) {
    float least = s->carried, scale = 1 / least, quick = 1 / (s->quick * larger(s->rows, s->columns));
    float right = s->columns - 0.5f, bottom = s->rows - 0.5f;
    for (int x = 0; x < width; x++) {
        float length = greater(across[x] < 0 ? -across[x] : across[x], down[x] < 0 ? -down[x] : down[x]);
        float from_x = left + x + across[x], from_y = row + down[x];
        float sure = limited((length - least) * scale, 0, 1) * limited(2 - length * quick, 0, 1);
        int inside = (from_x > -0.5f) & (from_x < right) & (from_y > -0.5f) & (from_y < bottom);
        trust[x] = inside ? cells[x] * (1.0f / 25) * sure : 0;
    }
}

/* scene: the old one, with the cells of the part warped to where their things are now. */
static void carry(const struct smoothing *s, const struct planes *p, struct region part, float changed) {
    int height = part.bottom - part.top, width = part.right - part.left;
    int64_t corner = (int64_t)part.top * s->columns + part.left;
    float *across = p->lines, *down = across + s->columns, *trust = down + s->columns;
    memcpy(s->scene, s->old, 4 * sizeof(float) * s->rows * s->columns);
    reach_of(s, p, part, changed);
    struct scale found = find_flow(s->light + corner, s->light_before + corner, s->columns, height, width, p->flow);
    for (int y = 0; y < height; y++) {
        const uint8_t *cells = p->cells + (int64_t)y * width;
        float *scene = s->scene + 4 * (corner + (int64_t)y * s->columns);
        flow_line(&found, y, width, across, down);
        trust_line(s, part.top + y, part.left, cells, across, down, width, trust);
        for (int x = 0; x < width; x++) {
            float from_x = part.left + x + across[x] * trust[x], from_y = part.top + y + down[x] * trust[x];
            if (trust[x] > 0) store_four(scene + 4 * x, scene_at(s, from_x, from_y));
        }
    }
}

enum { FARTHEST = 200, LEAPS = 5 }; /* maximum steps that are distinguished; of 1, 2, .. 16 cells along a line */

/* Steps from each cell to the next one that moves, to cells; exact up to 31 beside each other. margins: a line and 64
   bytes. */
static void distances(const struct smoothing *s, const float *restrict motion, uint8_t *restrict cells,
                      uint8_t *margins) {
    int rows = s->rows, columns = s->columns;
    uint8_t *restrict line = margins + 32;
    for (int i = 0; i < rows * columns; i++) cells[i] = motion[i] > s->stirs ? 0 : FARTHEST;
    for (int y = 1; y < rows; y++) {
        uint8_t *restrict at = cells + (int64_t)y * columns;
        const uint8_t *restrict above = at - columns;
        for (int x = 0; x < columns; x++) at[x] = above[x] + 1 < at[x] ? above[x] + 1 : at[x];
    }
    for (int y = rows - 2; y >= 0; y--) {
        uint8_t *restrict at = cells + (int64_t)y * columns;
        const uint8_t *restrict below = at + columns;
        for (int x = 0; x < columns; x++) at[x] = below[x] + 1 < at[x] ? below[x] + 1 : at[x];
    }
    memset(margins, FARTHEST, columns + 64);
    for (int y = 0; y < rows; y++) {
        uint8_t *restrict at = cells + (int64_t)y * columns;
        for (int leap = 1; leap < 1 << LEAPS; leap *= 2) {
            memcpy(line, at, columns);
            for (int x = 0; x < columns; x++) {
                uint8_t nearest = line[x - leap] < line[x + leap] ? line[x - leap] : line[x + leap];
                at[x] = nearest + leap < at[x] ? nearest + leap : at[x];
            }
        }
    }
}

/* How much of the old scene to keep in each cell: sinet_core/kernels/reference/smoothing.py, blend and
   belief. steps: of distances, NULL where nothing moves. */
INLINE void keep_line(const struct smoothing *s, const float *restrict change, const float *restrict disagreement,
                      const float *restrict alpha, const uint8_t *restrict steps, int columns, float still,
                      float *restrict kept) {
    float base = s->base, belief = s->belief, doubted = s->doubted, differs = s->differs, leaning = s->leaning;
    float scale = 1 / (s->unexplained - s->still), doubt_scale = 1 / (s->disbelieved - s->doubted);
    float differ_scale = 1 / (s->opposes - s->differs), sure_scale = 1 / (s->certain - s->leaning), step = 2 / s->near;
    for (int x = 0; x < columns; x++) {
        float margin = 2 * alpha[x] - 1, sure = risen(margin < 0 ? -margin : margin, leaning, sure_scale) * s->trust;
        float near = steps ? limited(2 - steps[x] * step, 0, 1) : 0;
        float believed = greater(belief * risen(disagreement[x], doubted, doubt_scale),
                                 near * sure * risen(disagreement[x], differs, differ_scale));
        kept[x] = (1 - base) * (1 - believed) * (1 - risen(change[x], still, scale));
    }
}

/* The weight of what is new beside the edge, least where nothing moved: the most motion of 3x3 cells. */
INLINE void weight_line(const float *restrict above, const float *restrict at, const float *restrict below, int columns,
                        float base, float *restrict most, float *restrict weight) {
    for (int x = 0; x < columns; x++) most[x + 1] = greater(greater(above[x], at[x]), below[x]);
    most[0] = most[1];
    most[columns + 1] = most[columns];
    for (int x = 0; x < columns; x++)
        weight[x] = base + (1 - base) * greater(greater(most[x], most[x + 1]), most[x + 2]);
}

/* scene: of the new one and an old one, which may be the same memory. weight: see above. */
static void blend(const struct smoothing *s, const struct planes *p, const float *old, float still, int moving) {
    int columns = s->columns, rows = s->rows;
    if (moving) distances(s, p->motion, p->cells, (uint8_t *)p->lines);
    for (int y = 0; y < rows; y++) {
        int64_t at = (int64_t)y * columns;
        keep_line(s, p->change + at, p->disagreement + at, s->alpha + at, moving ? p->cells + at : NULL, columns, still,
                  p->lines);
        for (int x = 0; x < columns; x++) {
            four fresh = load_four(p->fresh + 4 * (at + x)), before = load_four(old + 4 * (at + x));
            store_four(s->scene + 4 * (at + x), fresh - all_four(p->lines[x]) * (fresh - before));
        }
        weight_line(p->motion + (int64_t)larger(y - 1, 0) * columns, p->motion + at,
                    p->motion + (int64_t)smaller(y + 1, rows - 1) * columns, columns, s->base, p->lines,
                    s->weight + at);
    }
}

static int64_t smooth_carve(struct smoothing *s, struct block scratch) {
    carve_planes(s, &scratch);
    return scratch.bytes;
}

static void smooth_run(struct smoothing *s) {
    struct block scratch = {s->scratch, 0};
    struct planes p = carve_planes(s, &scratch);
    struct region whole = {0, s->rows, 0, s->columns}, part;
    int cells = s->rows * s->columns;
    find_luma(s->picture, cells, s->light);
    join_scene(s->picture, s->alpha, cells, p.fresh);
    four exposure = exposure_of(s, p.fresh, p.samples);
    float still = compare(s, &p, s->old, exposure, whole);
    if (find_motion(s, &p, still, &part) > s->cut_share) {
        memcpy(s->scene, p.fresh, 4 * sizeof(float) * cells);
        s->goes_on = 0;
        return;
    }
    const float *old = s->old;
    if (part.bottom > 0 && smaller(s->rows, s->columns) >= s->least_cells) {
        carry(s, &p, part, still / 2);
        old = s->scene;
        still = compare(s, &p, old, exposure, part);
    }
    blend(s, &p, old, still, part.bottom > 0);
    s->goes_on = 1;
}

#endif
