/* An extension module with one function. Importing it locates the library, which Python then calls through ctypes. */
#include <Python.h>

#include "kernels.h"

#if defined(_WIN32)
#define EXPORT __declspec(dllexport)
#else
#define EXPORT __attribute__((visibility("default")))
#endif

#if defined(__x86_64__)
#include <cpuid.h>

static int avx2_found; /* queried once, on import, since it takes microseconds in a virtual machine */

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

/* Size of a struct, by its place in STRUCTURES of structs.py; 0 after the last. */
EXPORT int64_t backdrop_sizeof(int32_t index) {
    static const size_t sizes[] = {
        sizeof(struct composition), sizeof(struct guidance), sizeof(struct enlargement), sizeof(struct watching),
        sizeof(struct shrinking), sizeof(struct blurring), sizeof(struct smoothing), sizeof(struct tracking),
        sizeof(struct clearing), sizeof(struct layer), sizeof(struct inference),
    };
    return 0 <= index && index < (int32_t)(sizeof sizes / sizeof *sizes) ? (int64_t)sizes[index] : 0;
}

#define EXPORTED(name, task) \
    EXPORT int64_t backdrop_##name##_scratch(int32_t variant, const struct task *given) { \
        return variant_of(variant)->name##_scratch(given); \
    } \
    EXPORT void backdrop_##name(int32_t variant, struct task *given) { variant_of(variant)->name(given); }

BACKDROP_KERNELS(EXPORTED)

/* The address of a contiguous array; numpy's own way takes ten times as long. */
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
