/* All kernels of one variant; LANES, VARIANT and VARIANT_NAME are set by who includes it. */
#include "kernels.h"
#include "blur.h"
#include "composite.h"
#include "enlarge.h"
#include "gate.h"
#include "guide.h"
#include "regions.h"
#include "scenes.h"
#include "shrink.h"
#include "network.h"

const struct variant VARIANT = {
    VARIANT_NAME, run, composite, plan_composite, join_composite, watch, shrink, guide, enlarge, smooth, flow, clear_regions,
    blur,
};
