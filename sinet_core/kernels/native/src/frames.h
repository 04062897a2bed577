/* The kernels' arguments, with the same fields in the same order as in sinet_core/kernels/native/structs.py.

   Each struct begins with pointers, of which `scratch` and those after it are memory that the kernel works in: the
   caller asks backdrop_<kernel>_scratch for its size, and sets `scratch`; the kernel carves it (scratch.h). */
#ifndef BACKDROP_FRAMES_H
#define BACKDROP_FRAMES_H

#include <stdint.h>

enum cell_kind { NOBODY, PERSON, EDGE }; /* what a cell of a composite shows */

/* A composite. Images are height x width x 3 bytes, a grid is rows x columns cells of `step` pixels and side. A plan is
   made of frame and alpha8 and has no background and no out; joining reads kinds and fields of a plan. */
struct composition {
    const uint8_t *frame, *alpha8;
    const uint8_t *background;           /* NULL: put the person's own colours over the frame itself */
    uint8_t *out;
    const uint8_t *grid;                 /* the frame's means, 3 bytes per cell; NULL: sample each cell */
    const uint8_t *shown;                /* kinds of what out shows before this background; NULL: unknown */
    const float *pure;                   /* for each of 256 levels, the weight of such a cell for the person's colour */
    uint8_t *kinds;                      /* of the plan: a cell_kind per cell */
    float *fields;                       /* of the plan: 8 floats per cell: person, contrast; only around edges */
    void *scratch;
    uint8_t *near, *lines;               /* a byte per cell, two lines of alpha8 */
    float *pictures, *weighted;          /* 4 and 8 floats per cell */
    float *sums;                         /* 16 floats per column, with `wide` extra columns */
    int32_t *ends;                       /* a number per column */
    int32_t height, width, step, rows, columns;
    int32_t narrow, wide;                /* sides of windows, cells, odd */
    float wide_weight, least_weight;
};

/* An alpha along the frame's edges. fine: height x width x 3 with `cell` pixels a cell and side; the grid has as many
   bytes a cell. Planes of scratch have lines of `pitch` floats. */
struct guidance {
    const float *alpha;                  /* a float per cell, like weight */
    const float *before, *weight;        /* both NULL: nothing is held */
    const uint8_t *fine, *grid;
    float *plane;                        /* the result, height x width */
    uint8_t *sure, *near;                /* results, a byte per cell; near has an extra line and 8 cells */
    void *scratch;
    float *coarse, *doubt, *raw, *faded; /* planes: 1, 1, 4, 4 */
    float *sums;                         /* lines of pitch */
    int32_t height, width, rows, columns, cell, box;
    int32_t pitch;                       /* set by the kernel */
    float low, high, within, epsilon, beyond, tremble, turn;
};

/* An alpha's way to frame size: plane is fine_height x fine_width, `step` pixels of the frame a cell, of which the
   plane has step / fine_step. */
struct enlargement {
    const float *plane;
    const uint8_t *sure, *near;
    uint8_t *out;
    void *scratch;
    float *line;
    int32_t height, width, fine_height, fine_width, rows, columns, step, fine_step;
    float low, high;                     /* levels that become 0 and 255 */
};

/* A frame on its grid, and what changed. The grid has `step` pixels of the frame a cell and side; patches (for the
   light) and blocks (for changes) are of about so many cells a side. */
struct watching {
    const uint8_t *frame;                /* height x width x 3 */
    const uint8_t *looked;               /* rows x columns x 3; NULL: compute the picture only */
    uint8_t *picture;                    /* the result, like looked */
    float *numbers;                      /* results: gain (3), offset (3), the largest and the median change */
    void *scratch;
    uint16_t *sums;                      /* three per pixel of a line, and 8 */
    uint64_t *words;                     /* one per column */
    float *line;                         /* 9 per column */
    float *means;                        /* 8 per patch */
    float *changes;                      /* one per block */
    uint8_t *bright;                     /* one per patch */
    int32_t height, width, step, rows, columns, patch, block;
    int32_t patch_rows, patch_columns, block_rows, block_columns; /* set by the kernel */
    float least_spread;                  /* minimum levels between dark and bright for estimating a gain */
};

/* A frame at smaller sizes. fine has `fine_step` pixels of the frame a pixel and side, a power of two; a rest of fewer
   at the end is left out. half is half of that, grid half of half. */
struct shrinking {
    const uint8_t *frame;                /* height x width x 3 */
    uint8_t *fine;                       /* a result; NULL: the frame itself */
    uint8_t *half, *grid;                /* results; grid is NULL if not wanted */
    void *scratch;
    uint8_t *means, *lines;              /* 3 bytes a column of the frame each, of lines 4 times as many */
    int32_t height, width, fine_height, fine_width, fine_step;
};

/* The room out of focus. fine has `fine_step` pixels of the frame a pixel and side, and `cell` of its own a cell of the
   grid that is blurred; the last cells may have fewer. */
struct blurring {
    const uint8_t *fine;                 /* fine_height x fine_width x 3 */
    const uint8_t *alpha8;               /* height x width */
    uint8_t *out;                        /* the result, height x width x 3 */
    const float *weights;                /* of 2 * reach + 1 cells */
    void *scratch;
    float *light, *lines;                /* 4 floats per cell, for all halvings; lines with margins */
    const float **pointers;              /* one per weight */
    uint8_t *bytes;                      /* 4 lines of fine, each with 2 more */
    uint16_t *shorts;                    /* 4 lines of the frame's colours, each with 2 more */
    int32_t height, width, fine_height, fine_width, fine_step, cell, rows, columns, reach;
    float least_room, far_share;
};

/* Smoothing over time. A scene is BGR 0..255 and alpha 0..1, four floats a cell; other fields have one, light a byte.
   What is told of alphas is 0..1, of changes levels, of motion cells, but quick: of the grid's longer side. */
struct smoothing {
    const uint8_t *picture;              /* three bytes per cell */
    const float *alpha, *old;
    const uint8_t *light_before;
    float *scene, *weight;               /* results */
    uint8_t *light;                      /* also a result */
    void *scratch;
    int32_t rows, columns;
    int32_t goes_on;                     /* a result. 0: the scene is new, and weight was not written */
    int32_t reach, least_cells;
    float most_exposure, most_noise, still, noise_factor, moving, cut_share, carried, quick;
    float unexplained, doubted, disbelieved, belief, stirs, near, differs, opposes, leaning, certain, trust, base;
};

/* Optical flow. */
struct tracking {
    const uint8_t *light, *before;       /* a byte per cell */
    float *flow;                         /* the result, two floats per cell */
    void *scratch;
    int32_t rows, columns;
};

/* Small regions and holes, found in an alpha of about half the size. */
struct clearing {
    const float *alpha, *half;
    float *out;
    void *scratch;
    int32_t *labels, *parents;           /* one number per cell of half each, and one more */
    double *areas, *sums, *away;         /* the same count */
    int32_t rows, columns, half_rows, half_columns;
    float seen, solid, believed, doubtful_share, island_share, hole_share, ramp_low, ramp_high;
};

#endif
