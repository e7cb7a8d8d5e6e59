/* Compares visitorseal with OpenSSL's libcrypto. Each round times every row once, and a row's ratio is the median of
 * its rounds. */
#define _POSIX_C_SOURCE 200809L
#define OPENSSL_SUPPRESS_DEPRECATED

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/sha.h>

#include "visitorseal.h"

enum { ROUNDS = 31 };

static const char SECRET[] = "6fdc0085d97cc621edcc0333fd93ef220f0eb1ce";
static const char MESSAGE[] = "richard.hendricks@piper.com";
static const char VISITOR[] =
    "{\"id\":\"user-123\",\"name\":\"Jane Doe\",\"email\":\"jane@example.com\",\"attributes\":{\"plan\":\"growth\"}}";
static const char CUSTOMER[] = "{\"name\":\"Jane Doe\",\"email\":\"jane@example.com\",\"attributes\":{\"User ID\":124}}";
static const char CLAIMS[] =
    "eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.eyJuYW1lIjoiSmFuZSBEb2UiLCJpc0xvZ2dlZEluIjp0cnVlLCJlbWFpbCI6ImphbmVAZXhhbXBs"
    "ZS5jb20iLCJVc2VyIElEIjoxMjR9";

static visitorseal_scheme *bookbag, *orlo;
static visitorseal_signer *signer, *rsa_signer;
static visitorseal_verifier *rsa_verifier;
static EVP_PKEY *private_key, *public_key;
static char *token_fields, *other_pem;
static unsigned char signature[1024];
static size_t signature_length;
static volatile unsigned char sink;

static void must(int is_true) {
    if (!is_true) {
        fputs("bench: a call failed\n", stderr);
        exit(1);
    }
}

static void hex(const unsigned char *bytes, char *out) {
    static const char digits[] = "0123456789abcdef";
    for (int i = 0; i < 32; i++) {
        *out++ = digits[bytes[i] >> 4];
        *out++ = digits[bytes[i] & 15];
    }
    *out = 0;
}

static void run_visitorseal_digest(void) {
    char out[65];
    must(visitorseal_signer_digest(signer, MESSAGE, sizeof MESSAGE - 1, out, sizeof out, NULL) == 0);
    sink = (unsigned char)out[0];
}

static void run_visitorseal_new_signer(void) {
    char out[65];
    visitorseal_signer *once;
    must(visitorseal_signer_new(bookbag, SECRET, sizeof SECRET - 1, NULL, 0, &once, NULL) == 0);
    must(visitorseal_signer_digest(once, MESSAGE, sizeof MESSAGE - 1, out, sizeof out, NULL) == 0);
    visitorseal_signer_free(once);
    sink = (unsigned char)out[0];
}

static void run_openssl_digest(void) {
    unsigned char mac[32];
    unsigned length;
    char out[65];
    must(HMAC(EVP_sha256(), SECRET, sizeof SECRET - 1, (const unsigned char *)MESSAGE, sizeof MESSAGE - 1, mac, &length) != NULL);
    hex(mac, out);
    sink = (unsigned char)out[0];
}

/* No HMAC of a short message can be faster: two compressions, the second one of the first one's result. */
static void run_compressions(void) {
    static unsigned char block[64];
    SHA256_CTX inner, outer;
    SHA256_Init(&inner);
    SHA256_Init(&outer);
    SHA256_Transform(&inner, block);
    memcpy(block, inner.h, 32);
    SHA256_Transform(&outer, block);
    sink = (unsigned char)outer.h[0];
}

static void run_visitorseal_sign(void) {
    visitorseal_signed *visitor;
    char *json;
    must(visitorseal_signer_sign(signer, VISITOR, sizeof VISITOR - 1, 0, &visitor, NULL) == 0);
    must(visitorseal_signed_to_json(visitor, &json, NULL, NULL) == 0);
    sink = (unsigned char)json[0];
    visitorseal_string_free(json);
    visitorseal_signed_free(visitor);
}

static void run_visitorseal_token(void) {
    visitorseal_signed *visitor;
    must(visitorseal_signer_sign(rsa_signer, CUSTOMER, sizeof CUSTOMER - 1, 0, &visitor, NULL) == 0);
    visitorseal_signed_free(visitor);
}

static void run_openssl_sign(void) {
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    signature_length = sizeof signature;
    must(EVP_DigestSignInit(context, NULL, EVP_sha256(), NULL, private_key) == 1);
    must(EVP_DigestSign(context, signature, &signature_length, (const unsigned char *)CLAIMS, sizeof CLAIMS - 1) == 1);
    EVP_MD_CTX_free(context);
}

static void run_visitorseal_verify(void) {
    visitorseal_verified *verified;
    must(visitorseal_verifier_verify_json(rsa_verifier, token_fields, strlen(token_fields), 0, &verified, NULL) == 0);
    visitorseal_verified_free(verified);
}

static void run_openssl_verify(void) {
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    must(EVP_DigestVerifyInit(context, NULL, EVP_sha256(), NULL, public_key) == 1);
    must(EVP_DigestVerify(context, signature, signature_length, (const unsigned char *)CLAIMS, sizeof CLAIMS - 1) == 1);
    EVP_MD_CTX_free(context);
}

static void explain(visitorseal_scheme *scheme, visitorseal_key key, const char *fields) {
    char *findings;
    must(visitorseal_explain(scheme, &key, 1, fields, strlen(fields), 0, NULL, 0, &findings, NULL, NULL) == 0);
    sink = (unsigned char)findings[0];
    visitorseal_string_free(findings);
}

/* No mistake explains this signature, so all are tried. */
static void explain_digest(void) {
    visitorseal_key key = {SECRET, sizeof SECRET - 1, NULL, 0};
    explain(bookbag, key,
              "{\"user_id\":\"user-123\",\"user_hash\":\"0123456789012345678901234567890123456789012345678901234567890123\","
              "\"user_metadata\":{\"name\":\"Jane Doe\",\"email\":\"jane@example.com\",\"plan\":\"growth\"}}");
}

static void explain_token(void) {
    visitorseal_key key = {other_pem, strlen(other_pem), NULL, 0};
    explain(orlo, key, token_fields);
}

static double seconds(void (*run)(void), int times) {
    struct timespec start, end;
    clock_gettime(CLOCK_MONOTONIC, &start);
    for (int i = 0; i < times; i++) run();
    clock_gettime(CLOCK_MONOTONIC, &end);
    return (double)(end.tv_sec - start.tv_sec) + (double)(end.tv_nsec - start.tv_nsec) / 1e9;
}

static int ascending(const void *one, const void *other) {
    double difference = *(const double *)one - *(const double *)other;
    return (difference > 0) - (difference < 0);
}

static double median(double *values) {
    qsort(values, ROUNDS, sizeof *values, ascending);
    return values[ROUNDS / 2];
}

static const struct {
    const char *visitorseal_name, *openssl_name;
    void (*visitorseal)(void), (*openssl)(void);
    int times;
} ROWS[] = {
    {"digest, same signer", "HMAC() + hex", run_visitorseal_digest, run_openssl_digest, 20000},
    {"digest, same signer", "two SHA-256 compressions", run_visitorseal_digest, run_compressions, 20000},
    {"digest, new signer", "HMAC() + hex", run_visitorseal_new_signer, run_openssl_digest, 5000},
    {"sign a Bookbag visitor, as JSON", "HMAC() + hex alone", run_visitorseal_sign, run_openssl_digest, 5000},
    {"sign an Orlo token", "EVP_DigestSign alone", run_visitorseal_token, run_openssl_sign, 40},
    {"verify an Orlo token", "EVP_DigestVerify alone", run_visitorseal_verify, run_openssl_verify, 400},
};
enum { COUNT = sizeof ROWS / sizeof *ROWS };

static char *read_file(const char *folder, const char *name) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "rb");
    must(file != NULL);
    char *text = calloc(1, 8192);
    must(text != NULL && fread(text, 1, 8191, file) > 0);
    fclose(file);
    return text;
}

int main(int count, char **arguments) {
    must(count == 2);
    char *private_pem = read_file(arguments[1], "rsa-2048.private.pem"), *public_pem = read_file(arguments[1], "rsa-2048.public.pem");
    private_key = PEM_read_bio_PrivateKey(BIO_new_mem_buf(private_pem, -1), NULL, NULL, NULL);
    public_key = PEM_read_bio_PUBKEY(BIO_new_mem_buf(public_pem, -1), NULL, NULL, NULL);
    must(private_key != NULL && public_key != NULL);
    must(visitorseal_scheme_new("bookbag", 7, &bookbag, NULL) == 0);
    must(visitorseal_scheme_new("orlo", 4, &orlo, NULL) == 0);
    must(visitorseal_signer_new(bookbag, SECRET, sizeof SECRET - 1, NULL, 0, &signer, NULL) == 0);
    must(visitorseal_signer_new(orlo, private_pem, strlen(private_pem), NULL, 0, &rsa_signer, NULL) == 0);
    visitorseal_key key = {public_pem, strlen(public_pem), NULL, 0};
    must(visitorseal_verifier_new(orlo, &key, 1, NULL, &rsa_verifier, NULL) == 0);
    visitorseal_signed *visitor;
    char *token;
    must(visitorseal_signer_sign(rsa_signer, CUSTOMER, sizeof CUSTOMER - 1, 0, &visitor, NULL) == 0);
    must(visitorseal_signed_signature(visitor, &token, NULL, NULL) == 0);
    token_fields = malloc(strlen(token) + 16);
    must(token_fields != NULL && strncmp(token, CLAIMS, sizeof CLAIMS - 1) == 0);
    sprintf(token_fields, "{\"jwt\":\"%s\"}", token);
    run_openssl_sign();

    other_pem = read_file(arguments[1], "other-2048.public.pem");

    static double visitorseal[COUNT][ROUNDS], openssl[COUNT][ROUNDS], ratio[COUNT][ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
        for (int row = 0; row < COUNT; row++) {
            visitorseal[row][round] = seconds(ROWS[row].visitorseal, ROWS[row].times) / ROWS[row].times;
            openssl[row][round] = seconds(ROWS[row].openssl, ROWS[row].times) / ROWS[row].times;
            ratio[row][round] = visitorseal[row][round] / openssl[row][round];
        }
    }
    static double digests[ROUNDS], tokens[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
        digests[round] = seconds(explain_digest, 1);
        tokens[round] = seconds(explain_token, 1);
    }
    printf("%-34s%-28s%13s%10s%8s\n", "visitorseal", "OpenSSL", "visitorseal", "OpenSSL", "ratio");
    for (int row = 0; row < COUNT; row++) {
        printf("%-34s%-28s%10.0f ns%7.0f ns%8.3f\n", ROWS[row].visitorseal_name, ROWS[row].openssl_name, median(visitorseal[row]) * 1e9,
               median(openssl[row]) * 1e9, median(ratio[row]));
    }
    printf("\nexplain a digest that no mistake explains: %.2f ms; explain a token of another key: %.2f ms\n", median(digests) * 1e3,
           median(tokens) * 1e3);
    return 0;
}
