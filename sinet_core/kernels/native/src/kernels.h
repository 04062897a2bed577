/* The interface of every variant: the same functions, compiled for different processors. */
#ifndef BACKDROP_KERNELS_H
#define BACKDROP_KERNELS_H

#include <stdint.h>

#include "frames.h"
#include "layers.h"

#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "The kernels take bytes apart as little-endian processors store them."
#endif

/* Raise it, together with VERSION in library.py, when a kernel uses its struct differently. Sizes of structs
   are compared when the library is opened (backdrop_sizeof). */
#define BACKDROP_VERSION 5

/* Every kernel and its struct of arguments: KERNEL(name, struct). */
#define BACKDROP_KERNELS(KERNEL) \
    KERNEL(composite, composition) \
    KERNEL(plan_composite, composition) \
    KERNEL(join_composite, composition) \
    KERNEL(guide, guidance) \
    KERNEL(enlarge, enlargement) \
    KERNEL(watch, watching) \
    KERNEL(shrink, shrinking) \
    KERNEL(blur, blurring) \
    KERNEL(smooth, smoothing) \
    KERNEL(flow, tracking) \
    KERNEL(clear_regions, clearing) \
    KERNEL(infer, inference)

/* The bytes of scratch that a task needs, aligned to a cache line, and the function that runs it. */
#define BACKDROP_MEMBER(name, task) \
    int64_t (*name##_scratch)(const struct task *); \
    void (*name)(struct task *);

struct variant {
    const char *name;
    BACKDROP_KERNELS(BACKDROP_MEMBER)
};

extern const struct variant generic_variant;
extern const struct variant avx2_variant;

#endif
