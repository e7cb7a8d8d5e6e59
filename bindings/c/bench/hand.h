/* What people write by hand with OpenSSL 3 and json-c. Each text is the caller's, who frees it. */
#ifndef HAND_H
#define HAND_H

#include <stddef.h>

#include <json-c/json.h>
#include <openssl/evp.h>

#define SECRET "6fdc0085d97cc621edcc0333fd93ef220f0eb1ce"
#define NONCE "bm9uY2U="
#define VISITOR "{\"id\":\"user-123\",\"name\":\"Jane Doe\",\"email\":\"jane@example.com\",\"attributes\":{\"plan\":\"growth\"}}"
#define NOW 1795132800ULL

/* Ends the program if a call failed. */
void must(int is_true);

/* The HMAC-SHA256 of a message in hex, with a NUL. */
void digest_by_hand(const char *message, size_t length, char *out);

/* Bookbag's fields of a visitor. */
char *fields_by_hand(json_object *visitor);

/* The script of a visitor's fields. */
char *script_by_hand(const char *fields);

/* Zendesk's fields, with an HS256 token. */
char *hs256_by_hand(void);

/* Orlo's fields, with an RS256 token. */
char *rs256_by_hand(EVP_PKEY *key);

/* Verifies an RS256 token and reads its claims. */
json_object *claims_by_hand(const char *token, EVP_PKEY *key);

/* Verifies Bookbag's fields and gives the id. */
char *verified_by_hand(const char *body);

#endif
