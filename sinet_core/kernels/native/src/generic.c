/* For every processor: four lanes are what SSE2 and NEON have. */
#define LANES 4
#define VARIANT generic_variant
#define VARIANT_NAME "generic"
#include "variant.h"
