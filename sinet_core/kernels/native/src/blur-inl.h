/* The room out of focus, as if the person were not there: sinet_core/kernels/reference/blur.py. */
#ifndef BACKDROP_BLUR_INL_H
#define BACKDROP_BLUR_INL_H

#include "frames.h"
#include "grid.h"
#include "scratch.h"

enum { WHOLE = 256 }; /* weight of a pixel that is all room */

/* Means of 2x2 bytes. */
INLINE void mean_bytes(const uint8_t *above, const uint8_t *below, int count, uint8_t *out) {
    typedef uint8_t half __attribute__((vector_size(2 * LANES)));
    int x = 0;
    for (; x + 2 * LANES <= count; x += 2 * LANES) {
        pairs high = *(const loose_pairs *)(above + 2 * x), low = *(const loose_pairs *)(below + 2 * x);
        half mean = __builtin_convertvector(((high & 255) + (high >> 8) + (low & 255) + (low >> 8) + 2) >> 2, half);
        memcpy(out + x, &mean, sizeof mean);
    }
    for (; x < count; x++)
        out[x] = (uint8_t)((above[2 * x] + above[2 * x + 1] + below[2 * x] + below[2 * x + 1] + 2) >> 2);
}

/* A line of alpha8 averaged to the size of fine, with its ends repeated once on either side. */
static void person_line(const struct blurring *b, int y, uint8_t *line) {
    int step = b->fine_step;
    const uint8_t *from = b->alpha8 + (int64_t)smaller(larger(y, 0), b->fine_height - 1) * step * b->width;
    if (step == 1) memcpy(line, from, b->fine_width);
    else if (step == 2) mean_bytes(from, from + b->width, b->fine_width, line);
    else
        for (int x = 0; x < b->fine_width; x++) {
            int sum = step * step / 2;
            for (int i = 0; i < step; i++)
                for (int j = 0; j < step; j++) sum += from[(int64_t)i * b->width + x * step + j];
            line[x] = (uint8_t)(sum / (step * step));
        }
    line[-1] = line[0];
    line[b->fine_width] = line[b->fine_width - 1];
}

/* How much of each pixel is surely room, 0 to WHOLE: nothing from a quarter of a person nearby on, since edges of
   alphas err. above, at, below: the person's lines; most: scratch, as long. */
INLINE void room_line(const uint8_t *restrict above, const uint8_t *restrict at, const uint8_t *restrict below,
                      int width, uint8_t *restrict most, uint16_t *restrict room) {
    for (int x = -1; x <= width; x++) {
        uint8_t two = above[x] > at[x] ? above[x] : at[x];
        most[x] = two > below[x] ? two : below[x];
    }
    for (int x = 0; x < width; x++) {
        uint8_t two = most[x - 1] > most[x] ? most[x - 1] : most[x], all = two > most[x + 1] ? two : most[x + 1];
        room[x] = (uint16_t)(all >= WHOLE / 4 ? 0 : WHOLE - 4 * all);
    }
}

INLINE void add_whole(const uint8_t *restrict from, int count, uint16_t *restrict sums) {
    for (int i = 0; i < count; i++) sums[i] += from[i];
}

INLINE int same_room(const uint16_t *room, int from, int to) {
    uint64_t alike = room[from] * 0x0001000100010001ull, four;
    int x = from + 1;
    for (; x + 4 <= to; x += 4) {
        memcpy(&four, room + x, 8);
        if (four != alike) break;
    }
    while (x < to && room[x] == room[from]) x++;
    return x;
}

/* Adds a line to a row of cells' sums of colours times room, and of room. */
static void add_room(const uint8_t *line, const uint16_t *restrict room, int width, uint16_t *sums,
                     uint16_t *restrict rooms) {
    for (int x = 0; x < width; x++) rooms[x] += room[x];
    for (int from = 0, to; from < width; from = to) {
        to = same_room(room, from, width);
        if (room[from] == WHOLE) add_whole(line + 3 * from, 3 * (to - from), sums + 3 * from);
        else if (room[from])
            for (int i = 3 * from; i < 3 * to; i++) sums[i] += (uint16_t)(line[i] * room[from] + WHOLE / 2) / WHOLE;
    }
}

/* What a cell's light is: squared values, near to light itself, times how much of it is room; and that. */
INLINE four light_of(const struct blurring *b, const uint16_t *sums, const uint16_t *rooms, int width, int pixels) {
    int blue = 0, green = 0, red = 0, room = 0;
    for (int x = 0; x < width; x++, sums += 3) {
        blue += sums[0];
        green += sums[1];
        red += sums[2];
        room += rooms[x];
    }
    four mean = __builtin_convertvector(((four_ints){blue, green, red, room}), four) * all_four(1.0f / pixels);
    float share = mean[3] * (1.0f / WHOLE);
    if (share < b->least_room) return (four){0};
    four color = mean * all_four(1.0f / share);
    color = color * color * all_four(share);
    color[3] = share;
    return color;
}

/* The light of every cell, four floats each. */
static void find_room_light(const struct blurring *b, float *light) {
    int width = b->fine_width, line = width + 2;
    uint8_t *persons[3] = {b->bytes + 1, b->bytes + 1 + line, b->bytes + 1 + 2 * line}, *most = b->bytes + 1 + 3 * line;
    uint16_t *room = b->shorts, *rooms = room + width, *sums = rooms + width;
    person_line(b, -1, persons[0]);
    person_line(b, 0, persons[1]);
    for (int row = 0; row < b->rows; row++) {
        int top = row * b->cell, bottom = smaller(top + b->cell, b->fine_height);
        memset(rooms, 0, 4 * 2 * width);
        for (int y = top; y < bottom; y++) {
            uint8_t *oldest = persons[0];
            person_line(b, y + 1, persons[2]);
            room_line(persons[0], persons[1], persons[2], width, most, room);
            add_room(b->fine + 3 * (int64_t)y * width, room, width, sums, rooms);
            persons[0] = persons[1];
            persons[1] = persons[2];
            persons[2] = oldest;
        }
        for (int column = 0; column < b->columns; column++) {
            int left = column * b->cell, count = smaller(b->cell, width - left);
            four found = light_of(b, sums + 3 * left, rooms + left, count, count * (bottom - top));
            store_four(light + 4 * ((int64_t)row * b->columns + column), found);
        }
    }
}

/* Halves the size by averaging; the last cell of an odd side is kept alone. */
static void halve_light(const float *light, int rows, int columns, float *half) {
    for (int y = 0; y < rows; y += 2)
        for (int x = 0; x < columns; x += 2, half += 4) {
            const float *here = light + 4 * ((int64_t)y * columns + x);
            int64_t right = x + 1 < columns ? 4 : 0, below = y + 1 < rows ? 4 * (int64_t)columns : 0;
            four upper = load_four(here) + load_four(here + right);
            four lower = load_four(here + below) + load_four(here + below + right);
            store_four(half, (upper + lower) * all_four(0.25f));
        }
}

/* Adds a share of ever wider surroundings, which count where no room is near. wider: scratch, as much as light. */
static void add_surroundings(float *light, int rows, int columns, float share, float *wider) {
    int half_rows = (rows + 1) / 2, half_columns = (columns + 1) / 2;
    if (smaller(rows, columns) < 4) { /* no pixel of room in sight: plain dark instead of a division by zero */
        for (int i = 0; i < rows * columns; i++) light[4 * i + 3] += 1e-12f;
        return;
    }
    halve_light(light, rows, columns, wider);
    add_surroundings(wider, half_rows, half_columns, share, wider + 4 * (int64_t)half_rows * half_columns);
    for (int y = 0; y < rows; y++) {
        struct place down = place_of(y, 2, half_rows);
        const float *above = wider + 4 * (int64_t)down.first * half_columns;
        const float *below = wider + 4 * (int64_t)down.second * half_columns;
        for (int x = 0; x < columns; x++, light += 4) {
            struct place at = place_of(x, 2, half_columns);
            four left = load_four(above + 4 * at.first), right = load_four(above + 4 * at.second);
            four low_left = load_four(below + 4 * at.first), low_right = load_four(below + 4 * at.second);
            four part = all_four(at.part), up = left + part * (right - left);
            four low = low_left + part * (low_right - low_left);
            store_four(light, load_four(light) + all_four(share) * (up + all_four(down.part) * (low - up)));
        }
    }
}

/* The weighted sum of `taps` lines. Writes up to 2 * LANES - 1 floats more. */
static void weigh(const float *const *lines, const float *weights, int taps, int floats, float *to) {
    for (int i = 0; i < floats; i += 2 * LANES) {
        vec sum[2] = {all(0), all(0)};
        for (int tap = 0; tap < taps; tap++) {
            vec weight = all(weights[tap]);
            for (int v = 0; v < 2; v++) sum[v] += weight * load(lines[tap] + i + v * LANES);
        }
        for (int v = 0; v < 2; v++) store(to + i + v * LANES, sum[v]);
    }
}

/* A Gaussian blur both ways, the border's cells going on beyond it; in place. weights: of 2 * reach + 1 cells. */
static void blur_light(const struct blurring *b, float *light) {
    int rows = b->rows, columns = b->columns, reach = b->reach, taps = 2 * reach + 1, pitch = 4 * columns + 2 * LANES;
    float *padded = b->lines, *across = padded + 4 * (columns + 2 * reach) + 2 * LANES;
    const float **lines = b->pointers;
    for (int y = 0; y < rows; y++) {
        const float *from = light + 4 * (int64_t)y * columns;
        for (int i = 0; i < reach; i++) {
            store_four(padded + 4 * i, load_four(from));
            store_four(padded + 4 * (reach + columns + i), load_four(from + 4 * (columns - 1)));
        }
        memcpy(padded + 4 * reach, from, 16 * columns);
        for (int tap = 0; tap < taps; tap++) lines[tap] = padded + 4 * tap;
        weigh(lines, b->weights, taps, 4 * columns, across + (int64_t)y * pitch);
    }
    for (int y = 0; y < rows; y++) {
        for (int tap = 0; tap < taps; tap++)
            lines[tap] = across + (int64_t)smaller(larger(y + tap - reach, 0), rows - 1) * pitch;
        weigh(lines, b->weights, taps, 4 * columns, padded);
        memcpy(light + 4 * (int64_t)y * columns, padded, 16 * columns);
    }
}

/* The colour of a cell's light, 0..255 times 256. */
INLINE four color_of_light(four light) {
    four mean = light * all_four(1 / (light[3] > 1e-20f ? light[3] : 1e-20f)), root;
    four_ints some = mean > all_four(0), fits = mean < all_four(65025.0f);
    mean = (four)(some & ((fits & (four_ints)mean) | (~fits & (four_ints)all_four(65025.0f))));
    for (int c = 0; c < 4; c++) root[c] = __builtin_sqrtf(mean[c]);
    return root * all_four(256);
}

/* A row of cells at the frame's width, in 256ths of levels. Writes up to two more. */
static void widen_light(const struct blurring *b, const float *light, uint16_t *line) {
    typedef uint16_t shorts __attribute__((vector_size(8)));
    int step = b->cell * b->fine_step, x = 0;
    four left = color_of_light(load_four(light)), right = left;
    for (int cell = 0, end = step / 2; x < b->width; end += step) { /* from one cell's centre to the next one's */
        four change = (right - left) * all_four(1.0f / step), value = left + all_four(0.5f) * change + all_four(0.5f);
        for (; x < smaller(end, b->width); x++, value += change) {
            shorts narrow = __builtin_convertvector(__builtin_convertvector(value, four_ints), shorts);
            memcpy(line + 3 * x, &narrow, 8);
        }
        left = right;
        cell = smaller(cell + 1, b->columns - 1);
        right = color_of_light(load_four(light + 4 * cell));
    }
}

/* The next line of the frame, and a step on to the one below it. */
INLINE void write_line(uint16_t *restrict line, const uint16_t *restrict step, int count, uint8_t *restrict out) {
    for (int i = 0; i < count; i++) {
        out[i] = (uint8_t)((uint16_t)(line[i] + 128) >> 8);
        line[i] += step[i];
    }
}

/* `count` lines from the middle of one row of cells to that of the next, beginning half a step beyond it. */
static void write_lines(const struct blurring *b, const uint16_t *from, const uint16_t *to, int first, int count) {
    int step = b->cell * b->fine_step, values = 3 * b->width;
    uint16_t *line = b->shorts, *more = line + values + 2;
    float share = 1.0f / step;
    for (int i = 0; i < values; i++) {
        float change = ((float)to[i] - from[i]) * share;
        more[i] = (uint16_t)(int32_t)(change + (change < 0 ? -0.5f : 0.5f));
        line[i] = (uint16_t)(from[i] + (int32_t)(0.5f * change));
    }
    for (int y = first; y < first + count; y++) write_line(line, more, values, b->out + (int64_t)y * values);
}

static void enlarge_light(const struct blurring *b, const float *light) {
    int step = b->cell * b->fine_step, values = 3 * b->width;
    uint16_t *from = b->shorts + 2 * (values + 2), *to = from + values + 2, *swap;
    widen_light(b, light, from);
    write_lines(b, from, from, 0, smaller(step / 2, b->height));
    for (int row = 0, y = step / 2; y < b->height; row++, y += step) {
        widen_light(b, light + 4 * (int64_t)smaller(row + 1, b->rows - 1) * b->columns, to);
        write_lines(b, from, to, y, smaller(step, b->height - y));
        swap = from;
        from = to;
        to = swap;
    }
}

static int64_t blur_carve(struct blurring *b, struct block scratch) {
    int64_t rows = b->rows, columns = b->columns, reach = b->reach, beyond = 2 * LANES; /* floats, whole vectors */
    b->light = carve_floats(&scratch, 4 * (2 * rows * columns + 4 * (rows + columns) + 64));
    b->lines = carve_floats(&scratch, 4 * (columns + 2 * reach) + beyond + rows * (4 * columns + beyond) + beyond);
    b->pointers = carve(&scratch, sizeof(const float *) * (2 * reach + 1));
    b->bytes = carve(&scratch, 4 * ((int64_t)b->fine_width + 2));
    b->shorts = carve(&scratch, sizeof(uint16_t) * 4 * (3 * (int64_t)b->width + 2));
    return scratch.bytes;
}

static void blur_run(const struct blurring *b) {
    float *light = b->light;
    find_room_light(b, light);
    add_surroundings(light, b->rows, b->columns, b->far_share, light + 4 * (int64_t)b->rows * b->columns);
    blur_light(b, light);
    enlarge_light(b, light);
}

#endif
