/* Prints how long a process takes to load the library of its argument, in microseconds. */
#define _POSIX_C_SOURCE 200809L

#include <dlfcn.h>
#include <stdio.h>
#include <time.h>

int main(int count, char **arguments) {
    struct timespec start, end;
    clock_gettime(CLOCK_MONOTONIC, &start);
    void *library = count == 2 ? dlopen(arguments[1], RTLD_NOW) : NULL;
    clock_gettime(CLOCK_MONOTONIC, &end);
    if (library == NULL) return 1;
    printf("%ld\n", (long)(end.tv_sec - start.tv_sec) * 1000000 + (end.tv_nsec - start.tv_nsec) / 1000);
    return 0;
}
