/* What the C tests share. A check that fails is printed and counted, and the test goes on. */
#ifndef CHECK_H
#define CHECK_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "visitorseal.h"

#define CHECK(condition) check(!!(condition), #condition, __FILE__, __LINE__)
#define RUN(test) (running = #test, test())

/* A literal as the two arguments that the library takes: pointer and length. */
#define STR(literal) (literal), (sizeof(literal) - 1)

typedef struct {
    char *bytes;
    size_t length;
} text;

static int failures;
/* The test, or the vector's id; and what that tries. */
static const char *running = "", *about = "";

static inline int check(int holds, const char *condition, const char *file, int line) {
    if (!holds) {
        failures++;
        fprintf(stderr, "%s:%d: %s%s%s: not so: %s\n", file, line, running, *about ? " – " : "", about, condition);
    }
    return holds;
}

/* For what no test can do without. */
static inline void need(int holds, const char *what) {
    if (!holds) {
        fprintf(stderr, "%s: cannot go on: %s\n", running, what);
        exit(2);
    }
}

static inline int finish(const char *program) {
    if (failures) fprintf(stderr, "%s: %d checks failed\n", program, failures);
    return failures ? 1 : 0;
}

/* Valgrind is some 30 times slower: it gets the same cases, but not their megabytes. */
static inline size_t heavy(size_t full, size_t light) {
    return getenv("VISITORSEAL_LIGHT") ? light : full;
}

/* Exactly as many bytes as it says and no NUL, so that valgrind sees a read beyond them. */
static inline text exactly(const void *bytes, size_t length) {
    text copy = {malloc(length ? length : 1), length};
    need(copy.bytes != NULL, "memory");
    if (length) memcpy(copy.bytes, bytes, length);
    return copy;
}

static inline text repeated(text prefix, text piece, size_t count, text suffix) {
    text whole = {NULL, prefix.length + piece.length * count + suffix.length};
    char *at = whole.bytes = malloc(whole.length ? whole.length : 1);
    need(at != NULL, "memory");
    memcpy(at, prefix.bytes, prefix.length);
    at += prefix.length;
    if (piece.length == 1) memset(at, piece.bytes[0], count);
    else for (size_t i = 0; i < count; i++) memcpy(at + i * piece.length, piece.bytes, piece.length);
    memcpy(at + piece.length * count, suffix.bytes, suffix.length);
    return whole;
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
    text whole = {bytes, (size_t)size};
    return whole;
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
