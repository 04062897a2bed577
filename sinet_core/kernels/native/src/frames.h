/* What the kernels of matte and composite are told. The same fields in the same order in Python: sinet_core/kernels/native. */
#ifndef BACKDROP_FRAMES_H
#define BACKDROP_FRAMES_H

#include <stdint.h>

/* Of sinet_core/kernels/native/composite.py. A plan is made of frame and share; joining needs of scratch only sums and ends,
   and planning no background and no out. Pictures are height x width x 3 bytes, a grid is rows x columns cells. */
struct composition {
    const uint8_t *frame, *share;
    const uint8_t *background;             /* NULL: the person's own colours are wanted, over the frame itself */
    uint8_t *out;
    const uint8_t *grid;                   /* the frame's means, 3 bytes a cell; NULL: some pixels of a cell are looked at */
    const uint8_t *shown;                  /* kinds of what out shows before this background; NULL: nothing known */
    const float *pure;                     /* of 256 shares: how much such a cell says of the person's colour */
    uint8_t *kinds;                        /* of the plan: a byte a cell: nobody, person, edge */
    float *fields;                         /* of the plan: 8 floats a cell: person, contrast; around edges only */
    uint8_t *near, *lines;                 /* scratch: a byte a cell, two lines of shares */
    float *pictures, *weighted;            /* scratch: 4 and 8 floats a cell */
    float *sums;                           /* scratch: 16 floats a column, and as many for each of `wide` more */
    int32_t *ends;                         /* scratch: a number a column */
    int32_t height, width, step, rows, columns;
    int32_t narrow, wide;                  /* sides of windows, cells, odd */
    float wide_weight, least_weight;
};

/* Of sinet_core/kernels/native/guidance.py. fine: height x width x 3 with `cell` pixels a cell and side; the grid has as many
   bytes a cell. Planes of scratch have lines of `pitch` floats. */
struct guidance {
    const float *alpha;                    /* a float a cell, as are share, and doubt */
    const float *before, *share;           /* NULL, both of them: nothing is held */
    const uint8_t *fine, *grid;
    float *plane;                          /* the result, height x width */
    uint8_t *sure, *near;                  /* results, a byte a cell; one more line of near, and 8 cells */
    float *coarse, *doubt, *raw, *faded;   /* scratch: planes: 1, 1, 4, 4 */
    float *sums;                           /* scratch: SUMS + 3 lines of pitch */
    int32_t height, width, rows, columns, pitch, cell, box;
    float low, high, within, epsilon, beyond, tremble, turn;
};

/* Of sinet_core/kernels/native/motion_gate.py. The grid has `step` pixels of the frame a cell and side; patches (for the light) and
   blocks (for changes) are of cells. */
struct watching {
    const uint8_t *frame;                  /* height x width x 3 */
    const uint8_t *looked;                 /* rows x columns x 3; NULL: only the picture is wanted */
    uint8_t *picture;                      /* the result: as looked */
    float *numbers;                        /* results: gain (3), offset (3), the greatest and the middle change */
    uint16_t *sums;                        /* scratch: three a pixel of a line, and 8 */
    uint64_t *words;                       /* scratch: one a column */
    float *line;                           /* scratch: 9 a column */
    float *means;                          /* scratch: 8 a patch */
    float *changes;                        /* scratch: one a block */
    uint8_t *bright;                       /* scratch: one a patch */
    int32_t height, width, step, rows, columns;
    int32_t patch_rows, patch_columns, block_rows, block_columns;
    float least_spread;                    /* levels between dark and bright from which on a gain can be told */
};

/* Of sinet_core/kernels/native/pyramid.py. fine has `fine_step` pixels of the frame a pixel and side, a power of two; a rest of
   fewer at the end is left out. half is half of that, grid half of half. */
struct shrinking {
    const uint8_t *frame;                  /* height x width x 3 */
    uint8_t *fine;                         /* a result; NULL: it is the frame itself */
    uint8_t *half, *grid;                  /* results; grid NULL: is not wanted */
    uint8_t *means, *lines;                /* scratch: 3 bytes a column of the frame each, of lines 4 times as many */
    int32_t height, width, fine_height, fine_width, fine_step;
};

/* Of sinet_core/kernels/native/blur.py. fine has `fine_step` pixels of the frame a pixel and side, and `cell` of its own a
   cell of the grid that is blurred; the last cells may have fewer. */
struct blurring {
    const uint8_t *fine;                   /* fine_height x fine_width x 3 */
    const uint8_t *share;                  /* height x width */
    uint8_t *out;                          /* the result, height x width x 3 */
    const float *weights;                  /* of 2 * reach + 1 cells */
    float *light, *lines;                  /* scratch: see blurring.py */
    const float **pointers;                /* scratch: one a weight */
    uint8_t *bytes;                        /* scratch: 4 lines of fine, each with 2 more */
    uint16_t *shorts;                      /* scratch: 4 lines of the frame's colours, each with 2 more */
    int32_t height, width, fine_height, fine_width, fine_step, cell, rows, columns, reach;
    float least_room, far_share;
};

/* An alpha's way to frame size: plane is fine_height x fine_width, `step` pixels of the frame a cell, of which the plane
   has step / fine_step. */
struct enlargement {
    const float *plane;
    const uint8_t *sure, *near;
    uint8_t *out;
    float *line;                           /* scratch: fine_width + 2 floats */
    int32_t height, width, fine_height, fine_width, rows, columns, step, fine_step;
    float low, high;                       /* become 0 and 255 */
};

/* Of sinet_core/kernels/native/smoothing.py. A scene is BGR 0..255 and alpha 0..1, four floats a cell; other fields have one, light
   a byte. What is told of alphas is 0..1, of changes levels, of motion
   cells, but quick: of the grid's longer side. */
struct smoothing {
    const uint8_t *picture;                /* three bytes a cell */
    const float *alpha, *old;
    const uint8_t *light_before;
    float *scene, *share;                  /* results */
    uint8_t *light;                        /* a result, too */
    float *scratch;                        /* see scenes.py */
    int32_t rows, columns, reach, least_cells;
    float most_exposure, most_noise, still, noise_factor, moving, cut_share, carried, quick;
    float unexplained, doubted, disbelieved, belief, stirs, near, differs, opposes, leaning, certain, trust, base;
};

struct tracking {
    const uint8_t *light, *before;         /* a byte a cell */
    float *flow, *scratch;                 /* the result, two floats a cell; see scenes.py */
    int32_t rows, columns;
};

/* Of sinet_core/kernels/native/islands.py. Regions are found in an alpha of about half the size. */
struct clearing {
    const float *alpha, *half;
    float *out;
    int32_t *labels, *parents;             /* scratch: a number a cell of half each, and one more */
    double *areas, *sums, *away;           /* scratch: as many */
    int32_t rows, columns, half_rows, half_columns;
    float seen, solid, believed, doubtful_share, island_share, hole_share, ramp_low, ramp_high;
};

#endif
