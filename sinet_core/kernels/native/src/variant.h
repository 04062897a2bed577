/* All kernels of one variant; LANES, VARIANT and VARIANT_NAME are set by who includes it. */
#include "kernels.h"
#include "blur-inl.h"
#include "composite-inl.h"
#include "enlarge-inl.h"
#include "motion_gate-inl.h"
#include "guide-inl.h"
#include "islands-inl.h"
#include "smoothing-inl.h"
#include "pyramid-inl.h"
#include "network-inl.h"

const struct variant VARIANT = {
    VARIANT_NAME, run, composite, plan_composite, join_composite, watch, shrink, guide, enlarge, smooth, flow, clear_regions,
    blur,
};
