/* bench KEYS PROGRAMS ROUNDS: measures visitorseal beside OpenSSL's libcrypto with json-c, and prints the rounds for
 * `tools/bench --rows`. Each round times each side of a row once. PROGRAMS is the folder with process.c's two programs. */
#define _POSIX_C_SOURCE 200809L
#define OPENSSL_SUPPRESS_DEPRECATED

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <openssl/ecdsa.h>
#include <openssl/pem.h>
#include <openssl/sha.h>

#include "hand.h"
#include "visitorseal.h"

enum { BATCH = 10000, USUAL_ROUNDS = 31, PROCESS_ROUNDS = 15 };

static const char MESSAGE[] = "richard.hendricks@piper.com";
static const char MEMBER[] =
    "{\"id\":\"user-123\",\"name\":\"Jane Doe\",\"email\":\"jane@example.com\",\"attributes\":{\"email_verified\":true}}";
static const char MEMBER_SETTINGS[] = "{\"key_id\":\"app_5a2b3c4d5e6f\"}";

/* A scheme whose tokens are signed with a private key, and one token of its visitor. */
struct pair {
    const char *scheme, *settings, *visitor, *key;
    const EVP_MD *(*hash)(void);
    /* The bytes of r and of s: a token has both, without OpenSSL's DER around them. 0 for what is not ECDSA. */
    int coordinate;
    visitorseal_signer *signer;
    visitorseal_verifier *verifier;
    EVP_PKEY *private_key, *public_key;
    char fields[2048], *token;
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

static visitorseal_scheme *bookbag;
static visitorseal_signer *signer, *zendesk;
static visitorseal_verifier *verifier;
/* The one of the row that runs. */
static struct pair *pair;
static char body[1024], *visitors;
static const char *programs;
static volatile unsigned char sink;

static void keep(char *text) {
    sink = (unsigned char)text[0];
    free(text);
}

static void digest(void) {
    char out[65];
    must(visitorseal_signer_digest(signer, MESSAGE, sizeof MESSAGE - 1, out, sizeof out, NULL) == 0);
    sink = (unsigned char)out[0];
}

static void digest_of_a_new_signer(void) {
    char out[65];
    visitorseal_signer *once;
    must(visitorseal_signer_new(bookbag, SECRET, sizeof SECRET - 1, NULL, 0, &once, NULL) == 0);
    must(visitorseal_signer_digest(once, MESSAGE, sizeof MESSAGE - 1, out, sizeof out, NULL) == 0);
    visitorseal_signer_free(once);
    sink = (unsigned char)out[0];
}

static void their_digest(void) {
    char out[65];
    digest_by_hand(MESSAGE, sizeof MESSAGE - 1, out);
    sink = (unsigned char)out[0];
}

/* No HMAC of a short message can be faster: two compressions, the second one of the first one's result. */
static void two_compressions(void) {
    static unsigned char block[64];
    SHA256_CTX inner, outer;
    SHA256_Init(&inner);
    SHA256_Init(&outer);
    SHA256_Transform(&inner, block);
    memcpy(block, inner.h, 32);
    SHA256_Transform(&outer, block);
    sink = (unsigned char)outer.h[0];
}

static void sign_text(visitorseal_signer *by, const char *visitor, int32_t form, const char *nonce) {
    char text[4096];
    must(visitorseal_signer_sign_text(by, visitor, strlen(visitor), NOW, form, nonce, nonce ? strlen(nonce) : 0, text, sizeof text, NULL,
                                      NULL) == 0);
    sink = (unsigned char)text[0];
}

static void fields(void) { sign_text(signer, VISITOR, VISITORSEAL_FORM_FIELDS, NULL); }

static char *their_fields_text(void) {
    json_object *visitor = json_tokener_parse(VISITOR);
    char *made = fields_by_hand(visitor);
    json_object_put(visitor);
    return made;
}

static void their_fields(void) { keep(their_fields_text()); }

static void script(void) { sign_text(signer, VISITOR, VISITORSEAL_FORM_SCRIPT, NONCE); }

static void their_script(void) {
    char *made = their_fields_text();
    keep(script_by_hand(made));
    free(made);
}

static void hs256(void) { sign_text(zendesk, MEMBER, VISITORSEAL_FORM_FIELDS, NULL); }

static void their_hs256(void) { keep(hs256_by_hand()); }

static void rs256(void) { sign_text(orlo_pair.signer, orlo_pair.visitor, VISITORSEAL_FORM_FIELDS, NULL); }

static void their_rs256(void) { keep(rs256_by_hand(orlo_pair.private_key)); }

static void verify_text(visitorseal_verifier *by, const char *posted) {
    char outcome[4096];
    must(visitorseal_verifier_verify_text(by, posted, strlen(posted), NOW, outcome, sizeof outcome, NULL, NULL) == 0);
    sink = (unsigned char)outcome[0];
}

static void verify_rs256(void) { verify_text(orlo_pair.verifier, orlo_pair.fields); }

static void their_verify_rs256(void) { json_object_put(claims_by_hand(orlo_pair.token, orlo_pair.public_key)); }

static void verify_digest(void) { verify_text(verifier, body); }

static void their_verify_digest(void) { keep(verified_by_hand(body)); }

static void batch(void) {
    char *text;
    must(visitorseal_signer_sign_many(signer, visitors, strlen(visitors), NOW, &text, NULL, NULL) == 0);
    sink = (unsigned char)text[0];
    visitorseal_string_free(text);
}

static void their_batch(void) {
    json_object *list = json_tokener_parse(visitors);
    for (size_t i = 0; i < json_object_array_length(list); i++) keep(fields_by_hand(json_object_array_get_idx(list, i)));
    json_object_put(list);
}

static void token(void) { sign_text(pair->signer, pair->visitor, VISITORSEAL_FORM_FIELDS, NULL); }

static void verify(void) { verify_text(pair->verifier, pair->fields); }

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

static void openssl_sign(void) {
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

static void openssl_verify(void) {
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

static double nanoseconds(void (*run)(void), int times) {
    struct timespec start, end;
    clock_gettime(CLOCK_MONOTONIC, &start);
    for (int i = 0; i < times; i++) run();
    clock_gettime(CLOCK_MONOTONIC, &end);
    return ((double)(end.tv_sec - start.tv_sec) * 1e9 + (double)(end.tv_nsec - start.tv_nsec)) / times;
}

static const struct {
    const char *name, *than;
    /* Ours, theirs, and the physical limit. */
    void (*sides[3])(void);
    /* Calls in a round, and how many visitors a call signs. */
    int times, each;
    struct pair *pair;
} ROWS[] = {
    {"digest", "HMAC() + hex", {digest, their_digest, two_compressions}, 5000, 1, NULL},
    {"digest, new signer", "HMAC() + hex", {digest_of_a_new_signer, their_digest, NULL}, 2000, 1, NULL},
    {"visitor to fields", "HMAC(), json-c", {fields, their_fields, NULL}, 2000, 1, NULL},
    {"visitor to script", "the same, escaped, in a script", {script, their_script, NULL}, 2000, 1, NULL},
    {"token signed", "EVP_DigestSign RS256, json-c", {rs256, their_rs256, openssl_sign}, 20, 1, &orlo_pair},
    {"token verified", "EVP_DigestVerify RS256, json-c", {verify_rs256, their_verify_rs256, openssl_verify}, 100, 1, &orlo_pair},
    {"HS256 token to fields", "HMAC(), json-c", {hs256, their_hs256, NULL}, 2000, 1, NULL},
    {"ES256 token signed", "EVP_DigestSign alone", {token, openssl_sign, NULL}, 100, 1, &onesignal_pair},
    {"ES256 token verified", "EVP_DigestVerify alone", {verify, openssl_verify, NULL}, 100, 1, &onesignal_pair},
    {"EdDSA token signed", "EVP_DigestSign alone", {token, openssl_sign, NULL}, 100, 1, &mintlify_pair},
    {"EdDSA token verified", "EVP_DigestVerify alone", {verify, openssl_verify, NULL}, 100, 1, &mintlify_pair},
    {"digest verified", "json-c, HMAC(), CRYPTO_memcmp", {verify_digest, their_verify_digest, NULL}, 2000, 1, NULL},
    {"10,000 in a batch", "HMAC(), json-c for each", {batch, their_batch, NULL}, 1, BATCH, NULL},
};

/* The number that a program prints, or the nanoseconds from its start to its end if it prints a script. */
static double run_program(const char *side, const char *what, const char *argument) {
    char path[4096], number[64] = "";
    snprintf(path, sizeof path, "%s/%s", programs, side);
    int ends[2];
    must(pipe(ends) == 0);
    struct timespec start, end;
    clock_gettime(CLOCK_MONOTONIC, &start);
    pid_t child = fork();
    if (child == 0) {
        dup2(ends[1], 1);
        close(ends[0]);
        execl(path, path, what, argument, (char *)NULL);
        _exit(1);
    }
    close(ends[1]);
    int status;
    must(child > 0 && read(ends[0], number, sizeof number - 1) > 0);
    must(waitpid(child, &status, 0) == child);
    clock_gettime(CLOCK_MONOTONIC, &end);
    close(ends[0]);
    must(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    if (argument) return atof(number);
    return (double)(end.tv_sec - start.tv_sec) * 1e9 + (double)(end.tv_nsec - start.tv_nsec);
}

static double load_ours(void) { return run_program("theirs", "load", getenv("BENCH_VISITORSEAL")); }
/* By the program that has not loaded it yet. */
static double load_theirs(void) { return run_program("ours", "load", getenv("BENCH_CRYPTO")); }
static double cold_ours(void) { return run_program("ours", "script", NULL); }
static double cold_theirs(void) { return run_program("theirs", "script", NULL); }
static double memory_ours(void) { return run_program("ours", "memory", "10000"); }
static double memory_theirs(void) { return run_program("theirs", "memory", "10000"); }

static const struct {
    const char *name, *than, *unit;
    double (*sides[2])(void);
} PROCESSES[] = {
    {"load time", "libcrypto", "ns", {load_ours, load_theirs}},
    {"cold start to the first script", "HMAC(), json-c", "ns", {cold_ours, cold_theirs}},
    {"memory of a signer", "a kept HMAC_CTX", "bytes", {memory_ours, memory_theirs}},
};

static void print(const char *name, const char *than, const char *unit, double values[3][USUAL_ROUNDS], int sides, int rounds) {
    static const char *names[] = {"ours", "theirs", "limit"};
    printf("{\"name\":\"%s\",\"than\":\"%s\",\"unit\":\"%s\"", name, than, unit);
    for (int side = 0; side < sides; side++) {
        printf(",\"%s\":[", names[side]);
        for (int round = 0; round < rounds; round++) printf("%s%f", round ? "," : "", values[side][round]);
        putchar(']');
    }
    puts("}");
    fflush(stdout);
}

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

static visitorseal_verifier *verifier_of(visitorseal_scheme *its, const char *key_text, const char *settings) {
    visitorseal_verifier *made;
    visitorseal_key key = {key_text, strlen(key_text), NULL, 0};
    visitorseal_verifier_options options = {.settings = settings, .settings_length = strlen(settings)};
    must(visitorseal_verifier_new(its, &key, 1, &options, &made, NULL) == 0);
    return made;
}

static void prepare(struct pair *new, const char *folder) {
    char *private_pem = read_file(folder, new->key, ".private.pem"), *public_pem = read_file(folder, new->key, ".public.pem");
    new->private_key = PEM_read_bio_PrivateKey(BIO_new_mem_buf(private_pem, -1), NULL, NULL, NULL);
    new->public_key = PEM_read_bio_PUBKEY(BIO_new_mem_buf(public_pem, -1), NULL, NULL, NULL);
    must(new->private_key != NULL && new->public_key != NULL);
    visitorseal_scheme *its = scheme(new->scheme);
    must(visitorseal_signer_new(its, private_pem, strlen(private_pem), new->settings, strlen(new->settings), &new->signer, NULL) == 0);
    new->verifier = verifier_of(its, public_pem, new->settings);
    visitorseal_signed *visitor;
    must(visitorseal_signer_sign(new->signer, new->visitor, strlen(new->visitor), NOW, &visitor, NULL) == 0);
    must(visitorseal_signed_signature(visitor, &new->token, NULL, NULL) == 0);
    char *json;
    must(visitorseal_signed_fields_json(visitor, &json, NULL, NULL) == 0);
    snprintf(new->fields, sizeof new->fields, "%s", json);
    visitorseal_string_free(json);
    visitorseal_signed_free(visitor);
    new->message_length = (size_t)(strrchr(new->token, '.') - new->token);
    pair = new;
    openssl_sign();
}

/* Both sides of a row must do the same. The same header and claims stand in another order in each token. */
static void compare(void) {
    char text[4096];
    must(visitorseal_signer_sign_text(signer, VISITOR, sizeof VISITOR - 1, NOW, VISITORSEAL_FORM_FIELDS, NULL, 0, body, sizeof body, NULL,
                                      NULL) == 0);
    must(strcmp(body, their_fields_text()) == 0);
    must(visitorseal_signer_sign_text(zendesk, MEMBER, sizeof MEMBER - 1, NOW, VISITORSEAL_FORM_FIELDS, NULL, 0, text, sizeof text, NULL,
                                      NULL) == 0);
    must(strlen(text) == strlen(hs256_by_hand()));
    must(strlen(orlo_pair.fields) == strlen(rs256_by_hand(orlo_pair.private_key)));
    must(strcmp(verified_by_hand(body), "user-123") == 0);
}

int main(int count, char **arguments) {
    must(count == 4);
    programs = arguments[2];
    int asked = atoi(arguments[3]), rounds = asked && asked < USUAL_ROUNDS ? asked : USUAL_ROUNDS;
    bookbag = scheme("bookbag");
    must(visitorseal_signer_new(bookbag, SECRET, sizeof SECRET - 1, NULL, 0, &signer, NULL) == 0);
    must(visitorseal_signer_new(scheme("zendesk_messaging"), SECRET, sizeof SECRET - 1, MEMBER_SETTINGS, sizeof MEMBER_SETTINGS - 1,
                                &zendesk, NULL) == 0);
    verifier = verifier_of(bookbag, SECRET, "{}");
    prepare(&onesignal_pair, arguments[1]);
    prepare(&mintlify_pair, arguments[1]);
    prepare(&orlo_pair, arguments[1]);
    compare();
    char *end = visitors = malloc(BATCH * 128);
    for (int i = 0; i < BATCH; i++) {
        end += sprintf(end, "%c{\"id\":\"user-%d\",\"name\":\"Jane Doe\",\"email\":\"jane@example.com\",\"attributes\":{\"plan\":\"growth\"}}",
                       i ? ',' : '[', i);
    }
    strcpy(end, "]");

    static double values[3][USUAL_ROUNDS];
    for (size_t row = 0; row < sizeof ROWS / sizeof *ROWS; row++) {
        pair = ROWS[row].pair;
        int times = rounds == 1 ? (ROWS[row].times + 99) / 100 : ROWS[row].times, sides = ROWS[row].sides[2] ? 3 : 2;
        for (int round = 0; round < rounds; round++) {
            for (int side = 0; side < sides; side++) values[side][round] = nanoseconds(ROWS[row].sides[side], times) / ROWS[row].each;
        }
        print(ROWS[row].name, ROWS[row].than, "ns", values, sides, rounds);
    }
    if (rounds > PROCESS_ROUNDS) rounds = PROCESS_ROUNDS;
    for (size_t row = 0; row < sizeof PROCESSES / sizeof *PROCESSES; row++) {
        /* In the first round the system fills its caches. */
        for (int round = -1; round < rounds; round++) {
            for (int side = 0; side < 2; side++) values[side][round < 0 ? 0 : round] = PROCESSES[row].sides[side]();
        }
        print(PROCESSES[row].name, PROCESSES[row].than, PROCESSES[row].unit, values, 2, rounds);
    }
    return 0;
}
