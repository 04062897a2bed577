/* What every variant offers: the same functions, compiled for other processors. */
#ifndef BACKDROP_KERNELS_H
#define BACKDROP_KERNELS_H

#include <stdint.h>

#include "frames.h"

/* Layers, as sinet_core/inference/graph/layers.py writes them: the order of names is the same there. */
enum kind { STEM, POINTWISE, DENSE, DEPTHWISE, POOL, MEAN, RESIZE, COPY, ADD, SUBTRACT, MULTIPLY, ABSOLUTE, NEGATE,
            SIGMOID, PHASES };

/* One layer. Channels lie one after the other ("planes"), each a whole number of PANELs of floats; a 1x1 feature has
   planes of one float. Fields that a kind has no use for are 0. */
struct layer {
    int32_t kind;
    int32_t inputs, outputs, groups;            /* channels */
    int32_t height, width;                      /* of the input */
    int32_t kernel, stride, factor;             /* of a depthwise layer; of pooling and enlarging */
    int32_t plane, out_plane, other_plane;      /* floats from one channel to the next; 0: one plane for all */
    const float *input, *other;
    float *output;
    const float *weights, *bias;
    /* What becomes of a value before it is stored, each unless NULL: + other, * scale + shift, PReLU with slope. */
    const float *scale, *shift, *slope;
};

/* To be raised with every change of a function or a struct, together with VERSION in compiled.py. */
#define BACKDROP_VERSION 4

#define PANEL 16

struct variant {
    const char *name;
    void (*run)(const struct layer *layers, int32_t count, const uint8_t *image, float *alpha, float *scratch);
    void (*composite)(const struct composition *composition);
    void (*plan_composite)(const struct composition *composition);
    void (*join_composite)(const struct composition *composition);
    void (*watch)(const struct watching *watching);
    void (*shrink)(const struct shrinking *shrinking);
    void (*guide)(const struct guidance *guidance);
    void (*enlarge)(const struct enlargement *enlargement);
    int32_t (*smooth)(const struct smoothing *smoothing);
    void (*flow)(const struct tracking *tracking);
    void (*clear_regions)(const struct clearing *clearing);
    void (*blur)(const struct blurring *blurring);
};

extern const struct variant generic_variant;
extern const struct variant avx2_variant;

#endif
