/* All kernels of one variant; LANES, VARIANT and VARIANT_NAME are set by the including file.

   A kernel `name` in its -inl.h: name_carve sets what the kernel sets of its struct, carves scratch, and returns the
   bytes of it; name_run does the work. */
#include "kernels.h"
#include "blur-inl.h"
#include "composite-inl.h"
#include "enlarge-inl.h"
#include "flow-inl.h"
#include "guide-inl.h"
#include "islands-inl.h"
#include "motion_gate-inl.h"
#include "network-inl.h"
#include "pyramid-inl.h"
#include "smoothing-inl.h"

#define BACKDROP_ENTRY(name, task) \
    static int64_t name##_scratch(const struct task *given) { \
        struct task measured = *given; \
        return name##_carve(&measured, (struct block){NULL, 0}); \
    } \
    static void name##_entry(struct task *given) { \
        int64_t bytes = name##_carve(given, (struct block){given->scratch, 0}); \
        name##_run(given); \
        allow(given->scratch, bytes); \
    }
#define BACKDROP_MEMBERS(name, task) name##_scratch, name##_entry,

BACKDROP_KERNELS(BACKDROP_ENTRY)

const struct variant VARIANT = {VARIANT_NAME, BACKDROP_KERNELS(BACKDROP_MEMBERS)};
