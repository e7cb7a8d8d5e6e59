#define _POSIX_C_SOURCE 200809L

#include "hand.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/crypto.h>
#include <openssl/hmac.h>

enum { PLAIN = JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE };

void must(int is_true) {
    if (!is_true) {
        fputs("bench: a call failed\n", stderr);
        exit(1);
    }
}

void digest_by_hand(const char *message, size_t length, char *out) {
    static const char digits[] = "0123456789abcdef";
    unsigned char mac[32];
    must(HMAC(EVP_sha256(), SECRET, sizeof SECRET - 1, (const unsigned char *)message, length, mac, NULL) != NULL);
    for (int i = 0; i < 32; i++) {
        *out++ = digits[mac[i] >> 4];
        *out++ = digits[mac[i] & 15];
    }
    *out = 0;
}

static const char *text(json_object *object, const char *name) {
    json_object *value;
    must(json_object_object_get_ex(object, name, &value));
    return json_object_get_string(value);
}

static char *written(json_object *object) {
    char *copy = strdup(json_object_to_json_string_ext(object, PLAIN));
    json_object_put(object);
    return copy;
}

char *fields_by_hand(json_object *visitor) {
    char hash[65];
    const char *id = text(visitor, "id");
    digest_by_hand(id, strlen(id), hash);
    json_object *metadata = json_object_new_object(), *fields = json_object_new_object(), *attributes;
    json_object_object_add(metadata, "name", json_object_new_string(text(visitor, "name")));
    json_object_object_add(metadata, "email", json_object_new_string(text(visitor, "email")));
    must(json_object_object_get_ex(visitor, "attributes", &attributes));
    json_object_object_foreach(attributes, name, value) json_object_object_add(metadata, name, json_object_get(value));
    json_object_object_add(fields, "user_id", json_object_new_string(id));
    json_object_object_add(fields, "user_hash", json_object_new_string(hash));
    json_object_object_add(fields, "user_metadata", metadata);
    return written(fields);
}

char *script_by_hand(const char *fields) {
    static const char start[] = "<script nonce=\"" NONCE "\">window.bookbag('identify', ", end[] = ");</script>";
    char *script = malloc(sizeof start + 6 * strlen(fields) + sizeof end), *out = script + sizeof start - 1;
    memcpy(script, start, sizeof start - 1);
    for (; *fields; fields++) {
        if (*fields == '<' || *fields == '>' || *fields == '&') {
            out += sprintf(out, "\\u%04x", *fields);
        } else {
            *out++ = *fields;
        }
    }
    memcpy(out, end, sizeof end);
    return script;
}

static size_t base64url(const void *bytes, size_t length, char *out) {
    int size = EVP_EncodeBlock((unsigned char *)out, bytes, (int)length);
    while (size > 0 && out[size - 1] == '=') size--;
    out[size] = 0;
    for (int i = 0; i < size; i++) out[i] = out[i] == '+' ? '-' : out[i] == '/' ? '_' : out[i];
    return (size_t)size;
}

/* The bytes of base64url, with a NUL after them. */
static unsigned char *bytes_of(const char *base64, size_t length, size_t *out_length) {
    size_t padded = (length + 3) / 4 * 4;
    char *copy = malloc(padded + 1);
    for (size_t i = 0; i < padded; i++) {
        char each = i < length ? base64[i] : '=';
        copy[i] = each == '-' ? '+' : each == '_' ? '/' : each;
    }
    unsigned char *bytes = malloc(padded + 1);
    int size = EVP_DecodeBlock(bytes, (unsigned char *)copy, (int)padded);
    must(size >= 0);
    free(copy);
    *out_length = (size_t)size - (padded - length);
    bytes[*out_length] = 0;
    return bytes;
}

/* Writes the header and the claims of a token, and gives their length. */
static size_t start_token(const char *header, json_object *claims, char *token) {
    size_t end = base64url(header, strlen(header), token);
    token[end++] = '.';
    const char *json = json_object_to_json_string_ext(claims, PLAIN);
    end += base64url(json, strlen(json), token + end);
    json_object_put(claims);
    return end;
}

static char *with_token(const char *token) {
    json_object *fields = json_object_new_object();
    json_object_object_add(fields, "jwt", json_object_new_string(token));
    return written(fields);
}

char *hs256_by_hand(void) {
    char token[1024];
    unsigned char mac[32];
    json_object *claims = json_object_new_object();
    json_object_object_add(claims, "scope", json_object_new_string("user"));
    json_object_object_add(claims, "external_id", json_object_new_string("user-123"));
    json_object_object_add(claims, "name", json_object_new_string("Jane Doe"));
    json_object_object_add(claims, "email", json_object_new_string("jane@example.com"));
    json_object_object_add(claims, "email_verified", json_object_new_boolean(1));
    json_object_object_add(claims, "exp", json_object_new_uint64(NOW + 3600));
    size_t end = start_token("{\"typ\":\"JWT\",\"alg\":\"HS256\",\"kid\":\"app_5a2b3c4d5e6f\"}", claims, token);
    must(HMAC(EVP_sha256(), SECRET, sizeof SECRET - 1, (const unsigned char *)token, end, mac, NULL) != NULL);
    token[end] = '.';
    base64url(mac, sizeof mac, token + end + 1);
    return with_token(token);
}

char *rs256_by_hand(EVP_PKEY *key) {
    char token[2048];
    unsigned char signature[512];
    size_t length = sizeof signature;
    json_object *claims = json_object_new_object();
    json_object_object_add(claims, "name", json_object_new_string("Jane Doe"));
    json_object_object_add(claims, "isLoggedIn", json_object_new_boolean(1));
    json_object_object_add(claims, "email", json_object_new_string("jane@example.com"));
    json_object_object_add(claims, "User ID", json_object_new_int(124));
    size_t end = start_token("{\"typ\":\"JWT\",\"alg\":\"RS256\"}", claims, token);
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    must(EVP_DigestSignInit(context, NULL, EVP_sha256(), NULL, key) == 1);
    must(EVP_DigestSign(context, signature, &length, (unsigned char *)token, end) == 1);
    EVP_MD_CTX_free(context);
    token[end] = '.';
    base64url(signature, length, token + end + 1);
    return with_token(token);
}

json_object *claims_by_hand(const char *token, EVP_PKEY *key) {
    const char *dot = strchr(token, '.'), *last = strrchr(token, '.');
    size_t length, claims_length;
    unsigned char *signature = bytes_of(last + 1, strlen(last + 1), &length);
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    must(EVP_DigestVerifyInit(context, NULL, EVP_sha256(), NULL, key) == 1);
    must(EVP_DigestVerify(context, signature, length, (const unsigned char *)token, (size_t)(last - token)) == 1);
    EVP_MD_CTX_free(context);
    free(signature);
    unsigned char *json = bytes_of(dot + 1, (size_t)(last - dot - 1), &claims_length);
    json_object *claims = json_tokener_parse((char *)json);
    must(claims != NULL);
    free(json);
    return claims;
}

char *verified_by_hand(const char *body) {
    char hash[65];
    json_object *fields = json_tokener_parse(body);
    const char *id = text(fields, "user_id"), *given = text(fields, "user_hash");
    digest_by_hand(id, strlen(id), hash);
    must(strlen(given) == 64 && CRYPTO_memcmp(hash, given, 64) == 0);
    char *copy = strdup(id);
    json_object_put(fields);
    return copy;
}
