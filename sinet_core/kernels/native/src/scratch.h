/* A kernel's working memory: one block, carved into cache-line-aligned parts. */
#ifndef BACKDROP_SCRATCH_H
#define BACKDROP_SCRATCH_H

#include <stddef.h>
#include <stdint.h>

#if defined(__SANITIZE_ADDRESS__)
#define GUARDED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define GUARDED 1
#endif
#endif

enum { CACHE_LINE = 64 };

/* A block of which `bytes` are in use. start NULL: only measure. */
struct block { char *start; int64_t bytes; };

#if defined(GUARDED)
#include <sanitizer/asan_interface.h>
enum { GUARD = CACHE_LINE }; /* poisoned gap between parts; any access is reported */
static inline void forbid(const char *from, const char *to) { ASAN_POISON_MEMORY_REGION(from, (size_t)(to - from)); }
static inline void allow(const void *from, int64_t bytes) { ASAN_UNPOISON_MEMORY_REGION(from, (size_t)bytes); }
#else
enum { GUARD = 0 };
static inline void forbid(const char *from, const char *to) { (void)from, (void)to; }
static inline void allow(const void *from, int64_t bytes) { (void)from, (void)bytes; }
#endif

/* The next part of a block, with that many bytes. */
static inline void *carve(struct block *block, int64_t bytes) {
    char *part = block->start ? block->start + block->bytes : NULL;
    block->bytes += (bytes + CACHE_LINE - 1) / CACHE_LINE * CACHE_LINE + GUARD;
    if (part) forbid(part + bytes, block->start + block->bytes);
    return part;
}

static inline float *carve_floats(struct block *block, int64_t count) {
    return carve(block, (int64_t)sizeof(float) * count);
}

#endif
