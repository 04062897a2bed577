/* What the kernels of matte and composite are told. The same fields in the same order in Python: sinet_core/native. */
#ifndef BACKDROP_FRAMES_H
#define BACKDROP_FRAMES_H

#include <stdint.h>

/* Of sinet_core/native/composition.py. Pictures are height x width x 3 bytes, a grid is rows x columns cells. */
struct composition {
    const uint8_t *frame, *share;
    const uint8_t *background;             /* NULL: the person's own colours are wanted, over the frame itself */
    uint8_t *out;
    const float *pure;                     /* of 256 shares: how much such a cell says of the person's colour */
    uint8_t *kinds, *near, *lines;         /* scratch: a byte a cell, a byte a cell, two lines of shares */
    float *pictures, *weighted, *fields;   /* scratch: 4, 8 and 8 floats a cell */
    float *sums;                           /* scratch: 24 floats a column and 16 * wide more */
    int32_t height, width, step, rows, columns;
    int32_t narrow, wide;                  /* sides of windows, cells, odd */
    float wide_weight, least_weight;
};

#endif
