/* Compares visitorseal with OpenSSL's libcrypto. Each round times every row once, and a row's ratio is the median of
 * its rounds. */
#define _POSIX_C_SOURCE 200809L
#define OPENSSL_SUPPRESS_DEPRECATED

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <openssl/ecdsa.h>
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
static const char MEMBER[] =
    "{\"id\":\"user-123\",\"name\":\"Jane Doe\",\"email\":\"jane@example.com\",\"attributes\":{\"email_verified\":true}}";
static const char MEMBER_SETTINGS[] = "{\"key_id\":\"app_5a2b3c4d5e6f\"}";
static const unsigned long long NOW = 1795132800;

/* A scheme whose tokens are signed with a private key, and one token of its visitor. */
struct pair {
    const char *scheme, *settings, *visitor, *key;
    const EVP_MD *(*hash)(void);
    /* The bytes of r and of s: a token has both, without OpenSSL's DER around them. 0 for what is not ECDSA. */
    int coordinate;
    visitorseal_signer *signer;
    visitorseal_verifier *verifier;
    EVP_PKEY *private_key, *public_key;
    char *fields, *token;
    size_t message_length;
    unsigned char signature[512];
    size_t signature_length;
};

static struct pair orlo_pair = {
    .scheme = "orlo",
    .settings = "{}",
    .visitor = "{\"name\":\"Jane Doe\",\"email\":\"jane@example.com\",\"attributes\":{\"User ID\":124}}",
    .key = "rsa-2048",
    .hash = EVP_sha256,
};
static struct pair onesignal_pair = {
    .scheme = "onesignal",
    .settings = "{\"app_id\":\"5eb5a37e-b458-11e3-ac11-000c2940e62c\"}",
    .visitor = "{\"id\":\"user-123\"}",
    .key = "ec-p256",
    .hash = EVP_sha256,
    .coordinate = 32,
};
static struct pair mintlify_pair = {
    .scheme = "mintlify",
    .settings = "{\"host\":\"docs.example.com\"}",
    .visitor = "{\"attributes\":{\"expiresAt\":1795219200,\"groups\":[\"partners\"]}}",
    .key = "ed25519",
};

static visitorseal_scheme *bookbag, *orlo;
static visitorseal_signer *signer, *zendesk;
/* The one of the row that runs. */
static struct pair *pair;
static char *other_pem;
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
    char json[1024];
    must(visitorseal_signer_sign_text(signer, VISITOR, sizeof VISITOR - 1, 0, VISITORSEAL_FORM_SIGNED, NULL, 0, json, sizeof json, NULL,
                                      NULL) == 0);
    sink = (unsigned char)json[0];
}

static void run_visitorseal_shared(void) {
    char json[1100];
    must(visitorseal_signer_sign_text(zendesk, MEMBER, sizeof MEMBER - 1, NOW, VISITORSEAL_FORM_FIELDS, NULL, 0, json, sizeof json, NULL,
                                      NULL) == 0);
    sink = (unsigned char)json[0];
}

static int base64url(const void *bytes, int length, char *out) {
    length = EVP_EncodeBlock((unsigned char *)out, bytes, length);
    while (length > 0 && out[length - 1] == '=') length--;
    out[length] = 0;
    for (int i = 0; i < length; i++) out[i] = out[i] == '+' ? '-' : out[i] == '/' ? '_' : out[i];
    return length;
}

/* The fields of MEMBER. Nothing is escaped, which a site must do. */
static void shared_by_hand(char *out, size_t capacity) {
    char header[128], claims[512], token[1024];
    unsigned char mac[32];
    unsigned mac_length;
    int length = snprintf(header, sizeof header, "{\"typ\":\"JWT\",\"alg\":\"HS256\",\"kid\":\"%s\"}", "app_5a2b3c4d5e6f");
    int dot = base64url(header, length, token);
    token[dot] = '.';
    length = snprintf(claims, sizeof claims,
                      "{\"scope\":\"user\",\"external_id\":\"%s\",\"name\":\"%s\",\"email\":\"%s\",\"email_verified\":true,\"exp\":%llu}",
                      "user-123", "Jane Doe", "jane@example.com", NOW + 3600);
    int end = dot + 1 + base64url(claims, length, token + dot + 1);
    must(HMAC(EVP_sha256(), SECRET, sizeof SECRET - 1, (const unsigned char *)token, (size_t)end, mac, &mac_length) != NULL);
    token[end] = '.';
    base64url(mac, sizeof mac, token + end + 1);
    snprintf(out, capacity, "{\"jwt\":\"%s\"}", token);
}

static void run_openssl_shared(void) {
    char fields[1100];
    shared_by_hand(fields, sizeof fields);
    sink = (unsigned char)fields[0];
}

static void run_visitorseal_token(void) {
    visitorseal_signed *visitor;
    must(visitorseal_signer_sign(pair->signer, pair->visitor, strlen(pair->visitor), NOW, &visitor, NULL) == 0);
    visitorseal_signed_free(visitor);
}

/* Gives the length of r and s. */
static size_t without_der(const unsigned char *der, size_t length, int coordinate, unsigned char *out) {
    ECDSA_SIG *parsed = d2i_ECDSA_SIG(NULL, &der, (long)length);
    must(parsed != NULL);
    must(BN_bn2binpad(ECDSA_SIG_get0_r(parsed), out, coordinate) == coordinate);
    must(BN_bn2binpad(ECDSA_SIG_get0_s(parsed), out + coordinate, coordinate) == coordinate);
    ECDSA_SIG_free(parsed);
    return 2 * (size_t)coordinate;
}

static size_t with_der(const unsigned char *bytes, int coordinate, unsigned char *out) {
    ECDSA_SIG *parsed = ECDSA_SIG_new();
    must(ECDSA_SIG_set0(parsed, BN_bin2bn(bytes, coordinate, NULL), BN_bin2bn(bytes + coordinate, coordinate, NULL)) == 1);
    int length = i2d_ECDSA_SIG(parsed, &out);
    must(length > 0);
    ECDSA_SIG_free(parsed);
    return (size_t)length;
}

static void run_openssl_sign(void) {
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    unsigned char made[512];
    size_t length = sizeof made;
    must(EVP_DigestSignInit(context, NULL, pair->hash ? pair->hash() : NULL, NULL, pair->private_key) == 1);
    must(EVP_DigestSign(context, made, &length, (const unsigned char *)pair->token, pair->message_length) == 1);
    EVP_MD_CTX_free(context);
    if (pair->coordinate) {
        pair->signature_length = without_der(made, length, pair->coordinate, pair->signature);
    } else {
        memcpy(pair->signature, made, length);
        pair->signature_length = length;
    }
}

static void run_visitorseal_verify(void) {
    visitorseal_verified *verified;
    must(visitorseal_verifier_verify_json(pair->verifier, pair->fields, strlen(pair->fields), NOW, &verified, NULL) == 0);
    visitorseal_verified_free(verified);
}

static void run_openssl_verify(void) {
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    unsigned char der[512];
    const unsigned char *signature = pair->signature;
    size_t length = pair->signature_length;
    if (pair->coordinate) {
        length = with_der(signature, pair->coordinate, der);
        signature = der;
    }
    must(EVP_DigestVerifyInit(context, NULL, pair->hash ? pair->hash() : NULL, NULL, pair->public_key) == 1);
    must(EVP_DigestVerify(context, signature, length, (const unsigned char *)pair->token, pair->message_length) == 1);
    EVP_MD_CTX_free(context);
}

static void explain(visitorseal_scheme *scheme, visitorseal_key key, const char *fields) {
    char *findings;
    must(visitorseal_explain(scheme, &key, 1, fields, strlen(fields), 0, 0, 0, NULL, 0, NULL, 0, &findings, NULL, NULL) == 0);
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
    explain(orlo, key, orlo_pair.fields);
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
    struct pair *pair;
} ROWS[] = {
    {"digest, same signer", "HMAC() + hex", run_visitorseal_digest, run_openssl_digest, 20000, NULL},
    {"digest, same signer", "two SHA-256 compressions", run_visitorseal_digest, run_compressions, 20000, NULL},
    {"digest, new signer", "HMAC() + hex", run_visitorseal_new_signer, run_openssl_digest, 5000, NULL},
    {"sign a Bookbag visitor, as JSON", "HMAC() + hex alone", run_visitorseal_sign, run_openssl_digest, 5000, NULL},
    {"sign a Zendesk visitor (HS256)", "JSON + base64url + HMAC()", run_visitorseal_shared, run_openssl_shared, 5000, NULL},
    {"sign an Orlo token (RS256)", "EVP_DigestSign alone", run_visitorseal_token, run_openssl_sign, 40, &orlo_pair},
    {"verify an Orlo token (RS256)", "EVP_DigestVerify alone", run_visitorseal_verify, run_openssl_verify, 400, &orlo_pair},
    {"sign a OneSignal token (ES256)", "EVP_DigestSign + r, s", run_visitorseal_token, run_openssl_sign, 400, &onesignal_pair},
    {"verify a OneSignal token (ES256)", "r, s + EVP_DigestVerify", run_visitorseal_verify, run_openssl_verify, 200, &onesignal_pair},
    {"sign a Mintlify token (EdDSA)", "EVP_DigestSign alone", run_visitorseal_token, run_openssl_sign, 400, &mintlify_pair},
    {"verify a Mintlify token (EdDSA)", "EVP_DigestVerify alone", run_visitorseal_verify, run_openssl_verify, 200, &mintlify_pair},
};
enum { COUNT = sizeof ROWS / sizeof *ROWS };

static char *read_file(const char *folder, const char *name, const char *end) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%s%s", folder, name, end);
    FILE *file = fopen(path, "rb");
    must(file != NULL);
    char *text = calloc(1, 8192);
    must(text != NULL && fread(text, 1, 8191, file) > 0);
    fclose(file);
    return text;
}

static visitorseal_scheme *scheme(const char *name) {
    visitorseal_scheme *made;
    must(visitorseal_scheme_new(name, strlen(name), &made, NULL) == 0);
    return made;
}

static void prepare(struct pair *new, const char *folder) {
    char *private_pem = read_file(folder, new->key, ".private.pem"), *public_pem = read_file(folder, new->key, ".public.pem");
    new->private_key = PEM_read_bio_PrivateKey(BIO_new_mem_buf(private_pem, -1), NULL, NULL, NULL);
    new->public_key = PEM_read_bio_PUBKEY(BIO_new_mem_buf(public_pem, -1), NULL, NULL, NULL);
    must(new->private_key != NULL && new->public_key != NULL);
    visitorseal_scheme *its = scheme(new->scheme);
    size_t length = strlen(new->settings);
    must(visitorseal_signer_new(its, private_pem, strlen(private_pem), new->settings, length, &new->signer, NULL) == 0);
    visitorseal_key key = {public_pem, strlen(public_pem), NULL, 0};
    visitorseal_verifier_options options = {.settings = new->settings, .settings_length = length};
    must(visitorseal_verifier_new(its, &key, 1, &options, &new->verifier, NULL) == 0);
    visitorseal_signed *visitor;
    must(visitorseal_signer_sign(new->signer, new->visitor, strlen(new->visitor), NOW, &visitor, NULL) == 0);
    must(visitorseal_signed_fields_json(visitor, &new->fields, NULL, NULL) == 0);
    must(visitorseal_signed_signature(visitor, &new->token, NULL, NULL) == 0);
    new->message_length = (size_t)(strrchr(new->token, '.') - new->token);
    pair = new;
    run_openssl_sign();
}

int main(int count, char **arguments) {
    must(count == 2);
    bookbag = scheme("bookbag");
    orlo = scheme("orlo");
    must(visitorseal_signer_new(bookbag, SECRET, sizeof SECRET - 1, NULL, 0, &signer, NULL) == 0);
    must(visitorseal_signer_new(scheme("zendesk_messaging"), SECRET, sizeof SECRET - 1, MEMBER_SETTINGS, sizeof MEMBER_SETTINGS - 1,
                                &zendesk, NULL) == 0);
    prepare(&orlo_pair, arguments[1]);
    prepare(&onesignal_pair, arguments[1]);
    prepare(&mintlify_pair, arguments[1]);
    other_pem = read_file(arguments[1], "other-2048", ".public.pem");

    visitorseal_signed *member;
    char *fields, by_hand[1100];
    must(visitorseal_signer_sign(zendesk, MEMBER, sizeof MEMBER - 1, NOW, &member, NULL) == 0);
    must(visitorseal_signed_fields_json(member, &fields, NULL, NULL) == 0);
    shared_by_hand(by_hand, sizeof by_hand);
    must(strcmp(fields, by_hand) == 0);

    static double visitorseal[COUNT][ROUNDS], openssl[COUNT][ROUNDS], ratio[COUNT][ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
        for (int row = 0; row < COUNT; row++) {
            pair = ROWS[row].pair;
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
