/*
 * Loads a native library and finds functions in it, for a platform that has no Java here.
 * usage: loads LIBRARY FUNCTION...
 */
#include <stdio.h>

#ifdef _WIN32
#include <windows.h>
static void *load(const char *file) { return (void *)LoadLibraryA(file); }
static int has(void *library, const char *name) { return GetProcAddress((HMODULE)library, name) != NULL; }
static const char *why(void) { return "LoadLibrary failed"; }
#else
#include <dlfcn.h>
static void *load(const char *file) { return dlopen(file, RTLD_NOW); }
static int has(void *library, const char *name) { return dlsym(library, name) != NULL; }
static const char *why(void) { return dlerror(); }
#endif

int main(int count, char **words) {
    void *library = count > 2 ? load(words[1]) : NULL;
    int each, missing = 0;
    if (!library) {
        puts(count > 2 ? why() : "pass a library and functions");
        return 1;
    }
    for (each = 2; each < count; each++) {
        if (has(library, words[each])) continue;
        printf("%s is missing\n", words[each]);
        missing = 1;
    }
    return missing;
}
