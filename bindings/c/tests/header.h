/* Reads include/visitorseal.h as text. The tests check that they cover what it declares. */
#ifndef HEADER_H
#define HEADER_H

#include <ctype.h>

#include "check.h"

typedef struct {
    char name[64];
    int number;
} enumerator;

typedef struct {
    char function[64], name[64];
} pointer;

static enumerator statuses[256];
static size_t status_count;
/* The pointer parameters of every function that returns a status. */
static pointer pointers[512];
static size_t pointer_count;

static inline char *header_text(void) {
    return read_file("include/visitorseal.h").bytes;
}

static inline void read_statuses(void) {
    char *header = header_text();
    char *at = strstr(header, "typedef enum visitorseal_status {");
    char *end = at ? strstr(at, "} visitorseal_status;") : NULL;
    need(end != NULL, "the header has no visitorseal_status");
    *end = 0;
    while ((at = strstr(at, "\n  VISITORSEAL_")) != NULL && status_count < 256) {
        at += sizeof("\n  VISITORSEAL_") - 1;
        enumerator *status = &statuses[status_count++];
        need(sscanf(at, "%63[A-Z0-9_] = %d,", status->name, &status->number) == 2, "an enumerator that cannot be read");
    }
    free(header);
    need(status_count > 50, "the header's statuses");
}

/* Gives the name of a status without VISITORSEAL_, or NULL. */
static inline const char *status_name(int number) {
    for (size_t i = 0; i < status_count; i++)
        if (statuses[i].number == number) return statuses[i].name;
    return NULL;
}

static inline int is_lower_case_of(const char *lower, const char *upper) {
    while (*upper && *lower == tolower((unsigned char)*upper)) lower++, upper++;
    return !*upper && !*lower;
}

static inline void read_pointers(void) {
    char *header = header_text(), *at = header;
    while ((at = strstr(at, "\nint32_t visitorseal_")) != NULL) {
        char function[64], *end = strchr(at, ')');
        need(end && sscanf(at, "\nint32_t %63[a-z0-9_](", function) == 1, "a function that cannot be read");
        char *parameter = strchr(at, '(') + 1;
        while (parameter < end && pointer_count < 512) {
            char *after = parameter + strcspn(parameter, ",)");
            char *name = after;
            while (isalnum((unsigned char)name[-1]) || name[-1] == '_') name--;
            /* The name `signed` has a `_` here, because it is a word of C. */
            size_t length = (size_t)(after - name) - (after[-1] == '_');
            if (memchr(parameter, '*', (size_t)(after - parameter))) {
                pointer *found = &pointers[pointer_count++];
                snprintf(found->function, sizeof found->function, "%s", function);
                snprintf(found->name, sizeof found->name, "%.*s", (int)length, name);
            }
            parameter = after + 1;
        }
        at = end;
    }
    free(header);
    need(pointer_count > 50, "the header's functions");
}

#endif
