/* The network's layers, as sinet_core/inference/graph/layers.py writes them: the order of names is the same there. */
#ifndef BACKDROP_LAYERS_H
#define BACKDROP_LAYERS_H

#include <stdint.h>

#define PANEL 16

enum kind { STEM, POINTWISE, DENSE, DEPTHWISE, POOL, MEAN, RESIZE, COPY, ADD, SUBTRACT, MULTIPLY, ABSOLUTE, NEGATE,
            SIGMOID, PHASES };

/* One layer. Channels lie one after the other ("planes"), each a whole number of PANELs of floats; a 1x1 feature has
   planes of one float. Fields that a kind has no use for are 0. */
struct layer {
    const float *input, *other;
    float *output;
    const float *weights, *bias;
    /* Applied to a value before it is stored, each unless NULL: + other, * scale + shift, PReLU with slope. */
    const float *scale, *shift, *slope;
    int32_t kind;
    int32_t inputs, outputs, groups;            /* channels */
    int32_t height, width;                      /* of the input */
    int32_t kernel, stride, factor;             /* of a depthwise layer; of pooling and enlarging */
    int32_t plane, out_plane, other_plane;      /* floats from one channel to the next; 0: one plane for all */
};

/* All layers. Scratch must not hold NaN, since gaps between lines take part in the arithmetic. */
struct inference {
    const struct layer *layers;
    const uint8_t *image;                       /* three planes of bytes */
    float *alpha;                               /* the result */
    void *scratch;
    int32_t count;
};

#endif
