/* Shared by the C tests. A failed check is printed and counted, and the test continues. */
#ifndef CHECK_H
#define CHECK_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "visitorseal.h"

#define CHECK(condition) check(!!(condition), #condition, __FILE__, __LINE__)
#define RUN(test) (running = #test, test())

/* Makes two arguments of a literal: pointer and length. */
#define STR(literal) (literal), (sizeof(literal) - 1)

typedef struct {
    char *bytes;
    size_t length;
} text;

static int failures;
/* The name of the test or the id of the vector, and the vector's comment. */
static const char *running = "", *about = "";

static inline int check(int holds, const char *condition, const char *file, int line) {
    if (!holds) {
        failures++;
        fprintf(stderr, "%s:%d: %s%s%s: failed: %s\n", file, line, running, *about ? " – " : "", about, condition);
    }
    return holds;
}

/* Ends the program if something is missing that the tests need. */
static inline void need(int holds, const char *what) {
    if (!holds) {
        fprintf(stderr, "%s: cannot continue without: %s\n", running, what);
        exit(2);
    }
}

static inline int finish(const char *program) {
    if (failures) fprintf(stderr, "%s: %d checks failed\n", program, failures);
    return failures ? 1 : 0;
}

/* Valgrind is about 30 times slower. It runs the same cases with less data. */
static inline size_t full_or_light(size_t full, size_t light) {
    return getenv("VISITORSEAL_LIGHT") ? light : full;
}

/* Copies the bytes into memory of that size, without a NUL, so that valgrind reports a read beyond the end. */
static inline text copy_exactly(const void *bytes, size_t length) {
    text copy = {malloc(length ? length : 1), length};
    need(copy.bytes != NULL, "memory");
    if (length) memcpy(copy.bytes, bytes, length);
    return copy;
}

static inline text repeated(text prefix, text piece, size_t count, text suffix) {
    text result = {NULL, prefix.length + piece.length * count + suffix.length};
    char *at = result.bytes = malloc(result.length ? result.length : 1);
    need(at != NULL, "memory");
    memcpy(at, prefix.bytes, prefix.length);
    at += prefix.length;
    if (piece.length == 1) memset(at, piece.bytes[0], count);
    else for (size_t i = 0; i < count; i++) memcpy(at + i * piece.length, piece.bytes, piece.length);
    memcpy(at + piece.length * count, suffix.bytes, suffix.length);
    return result;
}

static inline text read_file(const char *path) {
    FILE *file = fopen(path, "rb");
    need(file != NULL, path);
    need(fseek(file, 0, SEEK_END) == 0, path);
    long size = ftell(file);
    need(size >= 0 && fseek(file, 0, SEEK_SET) == 0, path);
    char *bytes = malloc((size_t)size + 1);
    need(bytes != NULL && fread(bytes, 1, (size_t)size, file) == (size_t)size, path);
    fclose(file);
    bytes[size] = 0;
    text result = {bytes, (size_t)size};
    return result;
}

static inline text key_file(const char *name) {
    char path[256];
    snprintf(path, sizeof path, "tests/vectors/keys/%s", name);
    return read_file(path);
}

static inline int holds(const void *bytes, size_t length, const void *part, size_t part_length) {
    const char *at = bytes;
    for (size_t i = 0; part_length <= length && i <= length - part_length; i++)
        if (memcmp(at + i, part, part_length) == 0) return 1;
    return 0;
}

#endif
