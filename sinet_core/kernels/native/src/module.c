/* An extension module of one function: importing it finds the library, which Python then calls through ctypes. */
#include <Python.h>

#include "kernels.h"

#if defined(_WIN32)
#define EXPORT __declspec(dllexport)
#else
#define EXPORT __attribute__((visibility("default")))
#endif

#if defined(__x86_64__)
#include <cpuid.h>

static int avx2_found; /* asked once, on import: in a virtual machine the question takes microseconds */

/* AVX2, FMA, and a system that keeps their registers. __builtin_cpu_supports would need a library of Clang's, which
   Microsoft's linker does not bring. */
static int has_avx2(void) {
    unsigned a, b, c, d, kept, high;
    if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & bit_FMA) || !(c & bit_OSXSAVE)) return 0;
    __asm__("xgetbv" : "=a"(kept), "=d"(high) : "c"(0));
    return (kept & 6) == 6 && __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b & bit_AVX2);
}
#endif

/* The variants that this processor can run, best first; NULL after the last. */
static const struct variant *variant_of(int32_t index) {
#if defined(__x86_64__)
    if (avx2_found) {
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

EXPORT void backdrop_plan_composite(int32_t variant, const struct composition *composition) {
    variant_of(variant)->plan_composite(composition);
}

EXPORT void backdrop_join_composite(int32_t variant, const struct composition *composition) {
    variant_of(variant)->join_composite(composition);
}

EXPORT void backdrop_watch(int32_t variant, const struct watching *watching) { variant_of(variant)->watch(watching); }

EXPORT void backdrop_shrink(int32_t variant, const struct shrinking *shrinking) {
    variant_of(variant)->shrink(shrinking);
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

EXPORT void backdrop_blur(int32_t variant, const struct blurring *blurring) { variant_of(variant)->blur(blurring); }

/* Where a contiguous array begins: numpy's own way to say it takes ten times as long. */
static PyObject *address(PyObject *module, PyObject *array) {
    Py_buffer view;
    (void)module;
    if (PyObject_GetBuffer(array, &view, PyBUF_SIMPLE) < 0) return NULL;
    PyObject *found = PyLong_FromVoidPtr(view.buf);
    PyBuffer_Release(&view);
    return found;
}

static PyMethodDef methods[] = {{"address", address, METH_O, NULL}, {NULL, NULL, 0, NULL}};

static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, "_kernels", NULL, -1, methods, NULL, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit__kernels(void) {
#if defined(__x86_64__)
    avx2_found = has_avx2();
#endif
    return PyModule_Create(&definition);
}
