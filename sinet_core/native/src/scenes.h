/* Two scenes compared, one carried along, both blended: sinet_core/smoothing.py. */
#include "frames.h"
#include "grid.h"

enum { STRIDE = 5 }; /* cells: of every STRIDEth each way the median is enough */

/* The value that half of them are below; they change places (Hoare's selection). */
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

/* The new scene, and by how much its colours differ from the old one's in the middle: a change of light does not count. */
static void take(const struct comparison *c, float *samples) {
    int cells = c->rows * c->columns;
    float *restrict fresh = c->fresh;
    for (int i = 0; i < cells; i++) {
        for (int channel = 0; channel < 3; channel++) fresh[4 * i + channel] = c->picture[3 * i + channel];
        fresh[4 * i + 3] = c->alpha[i];
    }
    for (int channel = 0; channel < 3; channel++) {
        int count = 0;
        for (int y = 0; y < c->rows; y += STRIDE)
            for (int x = 0; x < c->columns; x += STRIDE) {
                int64_t at = 4 * ((int64_t)y * c->columns + x) + channel;
                samples[count++] = fresh[at] - c->old[at];
            }
        c->numbers[channel] = limited(median(samples, count), -c->most_exposure, c->most_exposure);
    }
}

/* The most that a colour changed by in each cell, and its alpha. */
INLINE void difference_of(const struct comparison *c, float *restrict most, float *restrict disagreement) {
    four exposure = {c->numbers[0], c->numbers[1], c->numbers[2], 0};
    for (int i = 0; i < c->rows * c->columns; i++) {
        four change = load_four(c->fresh + 4 * (int64_t)i) - load_four(c->old + 4 * (int64_t)i) - exposure;
        change = (four)((four_ints)change & 0x7fffffff);
        most[i] = greater(greater(change[0], change[1]), change[2]);
        disagreement[i] = change[3];
    }
}

static void compare(const struct comparison *c) {
    int rows = c->rows, columns = c->columns, count = 0;
    float *plain = c->scratch, *line = plain + (int64_t)rows * columns, *samples = line + columns;
    if (c->picture) take(c, samples);
    difference_of(c, plain, c->disagreement);
    for (int y = 0; y < rows; y++)
        mean_row(plain + (int64_t)mirrored(y - 1, rows) * columns, plain + (int64_t)y * columns,
                 plain + (int64_t)mirrored(y + 1, rows) * columns, columns, line, c->change + (int64_t)y * columns);
    for (int y = 0; y < rows; y += STRIDE)
        for (int x = 0; x < columns; x += STRIDE) samples[count++] = c->change[(int64_t)y * columns + x];
    c->numbers[3] = c->still + c->noise_factor * lesser(median(samples, count), c->most_noise);
}

/* Sums of five neighbours in a line, those beyond its ends mirrored. */
INLINE void sum_five(const uint8_t *restrict line, int width, uint8_t *restrict sums) {
    for (int x = 2; x < width - 2; x++) sums[x] = line[x - 2] + line[x - 1] + line[x] + line[x + 1] + line[x + 2];
    for (int x = 0; x < width; x = x == 1 && width > 4 ? width - 2 : x + 1) {
        sums[x] = 0;
        for (int u = -2; u <= 2; u++) sums[x] += line[mirrored(x + u, width)];
    }
}

/* How many of 5x5 cells are beside one that changed, for every cell of the part, to cells; rows after them are scratch. */
static void reach_of(const struct carrying *c, uint8_t *cells) {
    int height = c->height, width = c->width;
    uint8_t *lines = cells + (int64_t)height * width;
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++)
            cells[y * width + x] = c->change[(int64_t)(c->top + y) * c->columns + c->left + x] > c->changed;
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

/* The scene at a place between cells; beyond the border its last cells go on. */
INLINE four scene_at(const struct carrying *c, float x, float y) {
    x = limited(x, 0, c->columns - 1);
    y = limited(y, 0, c->rows - 1);
    int left = (int)x, right = smaller(left + 1, c->columns - 1), top = (int)y, bottom = smaller(top + 1, c->rows - 1);
    four u = all_four(x - left), v = all_four(y - top);
    const float *above = c->scene + 4 * (int64_t)top * c->columns, *below = c->scene + 4 * (int64_t)bottom * c->columns;
    four first = load_four(above + 4 * left), second = load_four(below + 4 * left);
    first += u * (load_four(above + 4 * right) - first);
    second += u * (load_four(below + 4 * right) - second);
    return first + v * (second - first);
}

static void carry(const struct carrying *c) {
    reach_of(c, c->scratch);
    for (int y = 0; y < c->height; y++)
        for (int x = 0; x < c->width; x++) {
            int at = y * c->width + x, row = c->top + y, column = c->left + x;
            if (!c->scratch[at]) continue;
            float across = c->flow[2 * at], down = c->flow[2 * at + 1];
            float length = greater(across < 0 ? -across : across, down < 0 ? -down : down);
            float trust = c->scratch[at] * (1.0f / 25) * limited((length - c->least) / c->least, 0, 1);
            if (!(trust > 0)) continue;
            store_four(c->moved + 4 * ((int64_t)row * c->columns + column),
                       scene_at(c, column + across * trust, row + down * trust));
        }
}

INLINE float risen(float value, float start, float end) { return limited((value - start) / (end - start), 0, 1); }

/* The scene: as much of the old as share_kept says. share: of what is new beside the edge, least where nothing moved. */
static void blend(const struct blending *b) {
    int columns = b->columns, rows = b->rows;
    for (int i = 0; i < rows * columns; i++) {
        float unexplained = risen(b->change[i], b->still, b->unexplained);
        float doubt = risen(b->disagreement[i], b->doubted, b->disbelieved);
        float kept = (1 - b->base) * (1 - b->belief * doubt) * (1 - unexplained);
        four fresh = load_four(b->fresh + 4 * (int64_t)i), old = load_four(b->old + 4 * (int64_t)i);
        store_four(b->scene + 4 * (int64_t)i, fresh - all_four(kept) * (fresh - old));
    }
    float *restrict most = b->scratch, *restrict share = b->share;
    for (int y = 0; y < rows; y++, share += columns) {
        const float *above = b->motion + (int64_t)larger(y - 1, 0) * columns, *at = b->motion + (int64_t)y * columns;
        const float *below = b->motion + (int64_t)smaller(y + 1, rows - 1) * columns;
        for (int x = 0; x < columns; x++) most[x] = greater(greater(above[x], at[x]), below[x]);
        for (int x = 0; x < columns; x++) {
            float grown = greater(greater(most[larger(x - 1, 0)], most[x]), most[smaller(x + 1, columns - 1)]);
            share[x] = b->base + (1 - b->base) * grown;
        }
    }
}
