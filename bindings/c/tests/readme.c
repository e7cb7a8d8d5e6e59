/* Calls the functions of the README, whose text tests/suites/c puts before this file. */
#include "check.h"

#define VISITOR "{\"id\": \"user-123\", \"name\": \"Jane Doe\"}"
/* HMAC-SHA256 of user-123, by OpenSSL: printf user-123 | openssl dgst -sha256 -hmac "the agent's signing secret" */
#define DIGEST "8038e22e2bb8cc8e7048be1b29f0cf43cd2c468c75037229bfb2d5fb79a9ea48"
/* The secret has a line break at its end, and the digits are in upper case. */
#define WRONG "E04BC4BB868A72C885A2574469F86813FF7C74866D5AC7522E29DE73E67A41FE"

int main(void) {
    const char *secret = "the agent's signing secret";
    visitorseal_scheme *scheme = NULL;
    visitorseal_signer *signer = NULL, *orlo = NULL;
    visitorseal_verifier *verifier = NULL;
    visitorseal_error error;
    char fields[4096], *html = NULL, *contact = NULL;
    visitorseal_digest digest;
    size_t length = 0;
    text pem = key_file("rsa-2048.private.pem");
    running = "README.md";
    need(visitorseal_scheme_new(STR("bookbag"), &scheme, &error) == 0, "a scheme");
    need(visitorseal_signer_new(scheme, TEXT(secret), NULL, 0, &signer, &error) == 0, "a signer");

    CHECK(sign_fields(signer, VISITOR, fields, 8, &length, &error) == VISITORSEAL_BUFFER_TOO_SMALL && length > 64);
    need(sign_fields(signer, VISITOR, fields, length, &length, &error) == 0, "fields");
    CHECK(strncmp(fields, STR("{\"user_id\":\"user-123\",\"user_hash\":\"" DIGEST "\",\"user_metadata\":{")) == 0);
    CHECK(strlen(fields) == length);
    CHECK(sign_fields(signer, "{}", fields, sizeof fields, &length, &error) == VISITORSEAL_FIELD_MISSING);
    CHECK(strcmp(error.code, "field_missing") == 0 && strcmp(error.field, "id") == 0);
    char *pem_text = calloc(1, pem.length + 1);
    need(pem_text != NULL, "memory");
    memcpy(pem_text, pem.bytes, pem.length);
    CHECK(make_orlo_signer(pem_text, &orlo, &error) == 0);
    CHECK(digest_of_id(signer, "user-123", &digest, &error) == 0 && strcmp(digest.text, DIGEST) == 0);

    CHECK(page_script(signer, VISITOR, "bm9uY2U=", &html, &error) == 0 && strstr(html, DIGEST) && strstr(html, "bm9uY2U="));
    visitorseal_string_free(html);
    html = NULL;
    html = NULL;
    CHECK(page_script(signer, NULL, NULL, &html, &error) == 0 && !strstr(html, DIGEST) && strstr(html, "anonymous"));
    visitorseal_string_free(html);
    visitorseal_page *page = NULL;
    need(visitorseal_page_new(scheme, NULL, 0, &page, &error) == 0, "a page");
    html = NULL;
    CHECK(page_element(page, signer, VISITOR, &html, &error) == 0 && strstr(html, DIGEST) && strstr(html, " state=\"signed\" "));
    visitorseal_string_free(html);
    html = NULL;
    CHECK(page_element(page, NULL, NULL, &html, &error) == 0 && strstr(html, " state=\"anonymous\" "));
    visitorseal_string_free(html);
    visitorseal_page_free(page);

    need(make_verifier(scheme, &verifier, &error) == 0, "a verifier");
    CHECK(answer(verifier, fields, strlen(fields), &contact) == 200 && strstr(contact, "\"external_id\":\"user-123\""));
    visitorseal_string_free(contact);
    CHECK(answer(verifier, STR("{\"user_id\":\"user-123\"}"), &contact) == 200 && strcmp(contact, "null") == 0);
    visitorseal_string_free(contact);
    const char *wrong = "{\"user_id\":\"user-123\",\"user_hash\":\"" WRONG "\"}";
    CHECK(answer(verifier, wrong, strlen(wrong), &contact) == 401 && contact == NULL);
    CHECK(answer(NULL, wrong, strlen(wrong), &contact) == 500 && contact == NULL);
    print_explanation(scheme, secret, wrong);

    visitorseal_verifier_free(verifier);
    visitorseal_signer_free(orlo);
    visitorseal_signer_free(signer);
    visitorseal_scheme_free(scheme);
    free(pem_text);
    free(pem.bytes);
    return finish("readme");
}
