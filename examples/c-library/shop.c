/* Prints the signed fields of a visitor as JSON. The secret is in the environment, and the visitor's id is the argument. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <visitorseal.h>

#define TEXT(text) (text), strlen(text)

int main(int count, char **arguments) {
    const char *secret = getenv("BOOKBAG_SECRET");
    visitorseal_scheme *scheme = NULL;
    visitorseal_signer *signer = NULL;
    visitorseal_error error;
    char visitor[100], fields[1000];
    size_t length = 0;

    /* An id that needs JSON's escapes would need a library for JSON. */
    if (!secret || count != 2 || strspn(arguments[1], "abcdefghijklmnopqrstuvwxyz0123456789-") != strlen(arguments[1])
        || (size_t)snprintf(visitor, sizeof visitor, "{\"id\": \"%s\"}", arguments[1]) >= sizeof visitor) {
        fputs("usage: BOOKBAG_SECRET=... shop ID, such as user-123\n", stderr);
        return 2;
    }
    int failed = visitorseal_scheme_new(TEXT("bookbag"), &scheme, &error)
        || visitorseal_signer_new(scheme, TEXT(secret), NULL, 0, &signer, &error)
        || visitorseal_signer_sign_text(signer, TEXT(visitor), (uint64_t)time(NULL), VISITORSEAL_FORM_FIELDS, NULL, 0,
                                        fields, sizeof fields, &length, &error);
    if (failed) fprintf(stderr, "%s: %s\n", error.code, error.reason);
    else printf("%.*s\n", (int)length, fields);
    visitorseal_signer_free(signer);
    visitorseal_scheme_free(scheme);
    return failed;
}
