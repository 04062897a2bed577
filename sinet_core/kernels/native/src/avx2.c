/* For x86-64 processors with AVX2 and FMA (2013 and later). */
#if defined(__x86_64__)
#define LANES 8
#define VARIANT avx2_variant
#define VARIANT_NAME "avx2"
#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#else
#pragma GCC target("avx2,fma")
#endif
#include "variant.h"
#if defined(__clang__)
#pragma clang attribute pop
#endif
#endif
