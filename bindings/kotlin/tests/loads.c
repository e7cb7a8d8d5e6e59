/*
 * Loads a native library and finds functions in it, for musl, where no Java is at hand.
 * usage: loads LIBRARY FUNCTION...
 */
#include <dlfcn.h>
#include <stdio.h>

int main(int count, char **words) {
    void *library = count > 2 ? dlopen(words[1], RTLD_NOW) : NULL;
    int each, missing = 0;
    if (!library) {
        puts(count > 2 ? dlerror() : "pass a library and functions");
        return 1;
    }
    for (each = 2; each < count; each++) {
        if (dlsym(library, words[each])) continue;
        printf("%s is missing\n", words[each]);
        missing = 1;
    }
    return missing;
}
