/* For every processor, with four lanes as in SSE2 and NEON. */
#define LANES 4
#define VARIANT generic_variant
#define VARIANT_NAME "generic"
#include "variant.h"
