/* Vectors of floats in portable C (GCC, Clang): 8 lanes where the variant has AVX2, else 4 (SSE2, NEON). */
#ifndef BACKDROP_SIMD_H
#define BACKDROP_SIMD_H

#include <stdint.h>
#include <string.h>

#if defined(__clang__)
#define UNROLLED _Pragma("unroll")
#define ROLLED _Pragma("nounroll")
#else
#define UNROLLED _Pragma("GCC unroll 8")
#define ROLLED _Pragma("GCC unroll 1")
#endif
#define INLINE static inline __attribute__((always_inline))
/* Reorders the lanes of two vectors; the second one's indices continue the first's. */
#if defined(__clang__) || __GNUC__ >= 12
#define SHUFFLED(a, b, ...) __builtin_shufflevector(a, b, __VA_ARGS__)
#define SHUFFLED_VEC SHUFFLED
#else
#define SHUFFLED(a, b, ...) __builtin_shuffle(a, b, (four_ints){__VA_ARGS__})
#define SHUFFLED_VEC(a, b, ...) __builtin_shuffle(a, b, (ivec){__VA_ARGS__})
#endif

typedef float vec __attribute__((vector_size(4 * LANES)));
typedef int32_t ivec __attribute__((vector_size(4 * LANES)));
typedef float loose_vec __attribute__((vector_size(4 * LANES), aligned(4)));

typedef uint16_t pairs __attribute__((vector_size(4 * LANES))); /* two bytes in each lane */
typedef uint16_t loose_pairs __attribute__((vector_size(4 * LANES), aligned(1), may_alias));

typedef float four __attribute__((vector_size(16)));
typedef int32_t four_ints __attribute__((vector_size(16)));
typedef float loose_four __attribute__((vector_size(16), aligned(4), may_alias));

INLINE vec load(const float *from) { return *(const loose_vec *)from; }
INLINE void store(float *to, vec value) { *(loose_vec *)to = value; }
INLINE vec all(float value) { return value - (vec){0}; }
INLINE vec choose(ivec where, vec yes, vec no) { return (vec)((where & (ivec)yes) | (~where & (ivec)no)); }
INLINE vec least(vec a, vec b) { return choose(a < b, a, b); }
INLINE vec most(vec a, vec b) { return choose(a > b, a, b); }
INLINE vec below_zero(vec value) { return (vec)((ivec)value & ((ivec)value >> 31)); } /* min(value, 0) */
INLINE vec clamp(vec value, float low, float high) { return least(most(value, all(low)), all(high)); }

INLINE four load_four(const float *from) { return *(const loose_four *)from; }
INLINE void store_four(float *to, four value) { *(loose_four *)to = value; }
INLINE four all_four(float value) { return value - (four){0}; }

/* Transposes four vectors of four lanes. */
INLINE void transpose(four v[4]) {
    four low = SHUFFLED(v[0], v[1], 0, 4, 1, 5), high = SHUFFLED(v[0], v[1], 2, 6, 3, 7);
    four other_low = SHUFFLED(v[2], v[3], 0, 4, 1, 5), other_high = SHUFFLED(v[2], v[3], 2, 6, 3, 7);
    v[0] = SHUFFLED(low, other_low, 0, 1, 4, 5);
    v[1] = SHUFFLED(low, other_low, 2, 3, 6, 7);
    v[2] = SHUFFLED(high, other_high, 0, 1, 4, 5);
    v[3] = SHUFFLED(high, other_high, 2, 3, 6, 7);
}

/* Repeats each of the first values `times` times (2 or 4). */
INLINE vec repeated(const float *from, int times) {
#if LANES == 8
    vec value = load(from);
    return times == 4 ? SHUFFLED_VEC(value, value, 0, 0, 0, 0, 1, 1, 1, 1)
                      : SHUFFLED_VEC(value, value, 0, 0, 1, 1, 2, 2, 3, 3);
#else
    four value = load_four(from);
    return times == 4 ? all(from[0]) : (vec)SHUFFLED(value, value, 0, 0, 1, 1);
#endif
}

/* The even and the odd lanes of two concatenated vectors. */
INLINE void deinterleave(vec a, vec b, vec *even, vec *odd) {
#if LANES == 8
    *even = SHUFFLED_VEC(a, b, 0, 2, 4, 6, 8, 10, 12, 14);
    *odd = SHUFFLED_VEC(a, b, 1, 3, 5, 7, 9, 11, 13, 15);
#else
    *even = SHUFFLED_VEC(a, b, 0, 2, 4, 6);
    *odd = SHUFFLED_VEC(a, b, 1, 3, 5, 7);
#endif
}

/* The inverse: interleaves the lanes of both. */
INLINE void interleave(vec even, vec odd, vec *first, vec *second) {
#if LANES == 8
    *first = SHUFFLED_VEC(even, odd, 0, 8, 1, 9, 2, 10, 3, 11);
    *second = SHUFFLED_VEC(even, odd, 4, 12, 5, 13, 6, 14, 7, 15);
#else
    *first = SHUFFLED_VEC(even, odd, 0, 4, 1, 5);
    *second = SHUFFLED_VEC(even, odd, 2, 6, 3, 7);
#endif
}

/* Interleaves the lanes of four vectors. */
INLINE void in_turn(vec v[4]) {
    vec even[2], odd[2];
    interleave(v[0], v[2], even, even + 1);
    interleave(v[1], v[3], odd, odd + 1);
    for (int i = 0; i < 2; i++) interleave(even[i], odd[i], v + 2 * i, v + 2 * i + 1);
}

/* The sum of groups of four lanes. */
INLINE four folded(vec value) {
    four parts[LANES / 4], sum;
    memcpy(parts, &value, sizeof value);
    sum = parts[0];
    for (int i = 1; i < LANES / 4; i++) sum += parts[i];
    return sum;
}

/* The lane sums of four vectors. */
INLINE four sums_of(vec a, vec b, vec c, vec d) {
    four v[4] = {folded(a), folded(b), folded(c), folded(d)};
    transpose(v);
    return v[0] + v[1] + (v[2] + v[3]);
}

/* 1 / (1 + exp(-x)); exp(y) as 2^n times a polynomial of degree 6, relative error below 2e-7. */
INLINE vec sigmoid(vec x) {
    vec y = clamp(-x, -87.0f, 87.0f) * all(1.44269504f);
    ivec whole = __builtin_convertvector(y, ivec);      /* towards zero */
    whole += (ivec)(__builtin_convertvector(whole, vec) > y); /* -1 where that is larger, which gives floor */
    vec part = (y - __builtin_convertvector(whole, vec)) * all(0.693147181f);
    vec power = all(1.0f / 5040);
    const float terms[] = {1.0f / 720, 1.0f / 120, 1.0f / 24, 1.0f / 6, 0.5f, 1.0f, 1.0f};
    for (int i = 0; i < 7; i++) power = power * part + all(terms[i]);
    vec scale = (vec)((whole + 127) << 23);
    return all(1.0f) / (all(1.0f) + power * scale);
}

#endif
