/* An extension module without functions: importing it finds the library, which Python then calls through ctypes. */
#include <Python.h>

#include "kernels.h"

#if defined(_WIN32)
#define EXPORT __declspec(dllexport)
#else
#define EXPORT __attribute__((visibility("default")))
#endif

/* The variants that this processor can run, best first; NULL after the last. */
static const struct variant *variant_of(int32_t index) {
#if defined(__x86_64__)
    __builtin_cpu_init(); /* Clang does not do it by itself */
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
        if (index == 0) return &avx2_variant;
        index--;
    }
#endif
    return index == 0 ? &generic_variant : NULL;
}

EXPORT int32_t backdrop_version(void) { return BACKDROP_VERSION; }

EXPORT const char *backdrop_name(int32_t variant) {
    const struct variant *found = variant_of(variant);
    return found ? found->name : NULL;
}

EXPORT void backdrop_run(
    int32_t variant, const struct layer *layers, int32_t count, const uint8_t *image, float *alpha, float *scratch) {
    variant_of(variant)->run(layers, count, image, alpha, scratch);
}

EXPORT void backdrop_composite(int32_t variant, const struct composition *composition) {
    variant_of(variant)->composite(composition);
}

EXPORT void backdrop_guide(int32_t variant, const struct guidance *guidance) { variant_of(variant)->guide(guidance); }

EXPORT void backdrop_enlarge(int32_t variant, const struct enlargement *enlargement) {
    variant_of(variant)->enlarge(enlargement);
}

EXPORT int32_t backdrop_smooth(int32_t variant, const struct smoothing *smoothing) {
    return variant_of(variant)->smooth(smoothing);
}

EXPORT void backdrop_flow(int32_t variant, const struct tracking *tracking) { variant_of(variant)->flow(tracking); }

EXPORT void backdrop_clear_regions(int32_t variant, const struct clearing *clearing) {
    variant_of(variant)->clear_regions(clearing);
}

static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, "_kernels", NULL, -1, NULL, NULL, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit__kernels(void) { return PyModule_Create(&definition); }
