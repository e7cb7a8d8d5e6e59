/* process ours|theirs script: writes the first script of a process.
 * process ours|theirs memory COUNT: prints the bytes that each of COUNT signers takes, or of COUNT contexts of OpenSSL's HMAC.
 * process load LIBRARY: prints the nanoseconds that loading a library takes.
 *
 * It is compiled twice: OURS has visitorseal, and otherwise OpenSSL and json-c. */
#define _POSIX_C_SOURCE 200809L
#define OPENSSL_SUPPRESS_DEPRECATED

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#ifdef OURS
#include "visitorseal.h"
#define VISITOR "{\"id\":\"user-123\",\"name\":\"Jane Doe\",\"email\":\"jane@example.com\",\"attributes\":{\"plan\":\"growth\"}}"
#define NONCE "bm9uY2U="

static void *make(int number) {
    static visitorseal_scheme *scheme;
    char secret[32];
    visitorseal_signer *signer;
    if (!scheme && visitorseal_scheme_new("bookbag", 7, &scheme, NULL) != 0) exit(1);
    int length = snprintf(secret, sizeof secret, "a secret %d", number);
    if (visitorseal_signer_new(scheme, secret, (size_t)length, NULL, 0, &signer, NULL) != 0) exit(1);
    return signer;
}

static void script(void) {
    char text[4096];
    if (visitorseal_signer_sign_text(make(0), VISITOR, sizeof VISITOR - 1, 0, VISITORSEAL_FORM_SCRIPT, NONCE, sizeof NONCE - 1, text,
                                     sizeof text, NULL, NULL) != 0)
        exit(1);
    puts(text);
}
#else
#include <openssl/hmac.h>

#include "hand.h"

static void *make(int number) {
    char secret[32];
    int length = snprintf(secret, sizeof secret, "a secret %d", number);
    HMAC_CTX *context = HMAC_CTX_new();
    must(HMAC_Init_ex(context, secret, length, EVP_sha256(), NULL) == 1);
    return context;
}

static void script(void) { puts(script_by_hand(fields_by_hand(json_tokener_parse(VISITOR)))); }
#endif

static double resident(void) {
    long pages = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    if (!file || fscanf(file, "%*d %ld", &pages) != 1) exit(1);
    fclose(file);
    return (double)pages * (double)sysconf(_SC_PAGESIZE);
}

int main(int count, char **arguments) {
    if (count == 2 && strcmp(arguments[1], "script") == 0) {
        script();
    } else if (count == 3 && strcmp(arguments[1], "memory") == 0) {
        int signers = atoi(arguments[2]);
        void **kept = calloc((size_t)signers, sizeof *kept);
        make(0);
        memset(kept, 1, (size_t)signers * sizeof *kept);
        double before = resident();
        for (int i = 0; i < signers; i++) kept[i] = make(i);
        printf("%f\n", (resident() - before) / signers);
    } else if (count == 3 && strcmp(arguments[1], "load") == 0) {
        struct timespec start, end;
        clock_gettime(CLOCK_MONOTONIC, &start);
        void *library = dlopen(arguments[2], RTLD_NOW);
        clock_gettime(CLOCK_MONOTONIC, &end);
        if (!library) return 1;
        printf("%ld\n", (long)(end.tv_sec - start.tv_sec) * 1000000000 + end.tv_nsec - start.tv_nsec);
    } else {
        return 1;
    }
    return 0;
}
