/* visitorseal: signs and verifies the signed-in visitor for support-chat widgets.
 * MIT or Apache-2.0. Written by `make generate`: edit bindings/c/src instead.
 *
 * Statuses. A function returns VISITORSEAL_OK or another of `visitorseal_status`, and writes its
 * `out_` parameters only when it succeeds. `error` may be NULL; otherwise it points to a
 * `visitorseal_error` of yours, which a failing function fills. There is no state of the library's or
 * of a thread's to ask afterwards.
 *
 * Text and bytes in. A pointer and a length in bytes, without a NUL; borrowed for the call and never
 * kept. Text and JSON are UTF-8. NULL fails with VISITORSEAL_ARGUMENT_NULL, unless the function says that
 * it may be NULL; a length of 0 with another pointer is empty text.
 *
 * Text out. `out_text` receives UTF-8 with a NUL at its end, which you free with
 * visitorseal_string_free; `out_length`, which may be NULL, its length without the NUL.
 *
 * Handles. Each is made by a `_new`, `_sign`, `_verify` or the like and freed once, with its own
 * `_free`, which takes NULL too. A handle never changes: any number of threads may use one at the same
 * time, and so may a child after fork; only its `_free` must be the last use of all. Handles do not depend
 * on one another: free them in any order.
 *
 * Panics. None crosses the boundary: a fault of the library is VISITORSEAL_PANIC.
 *
 * Times are Unix seconds and come from you: time(NULL).
 */

#ifndef VISITORSEAL_H
#define VISITORSEAL_H

#include <stdint.h>
#include <stddef.h>

// What a function returns. The ranges tell the kinds apart: 100 configuration, 200 visitor, 300
// refused, 900 internal. Numbers are never changed or reused; new ones may come in any version.
typedef enum visitorseal_status {
  // Done; every `out_` parameter is set.
  VISITORSEAL_OK = 0,
  // No scheme of that name is in the catalogue.
  VISITORSEAL_SCHEME_UNKNOWN = 100,
  // A scheme file that cannot be read; `field` is its key, the reason names the line.
  VISITORSEAL_SCHEME_MALFORMED = 101,
  // The vendor's documents offer no such thing, for example a digest of a token scheme.
  VISITORSEAL_NOT_OFFERED = 102,
  // A setting that the scheme does not have.
  VISITORSEAL_SETTING_UNKNOWN = 110,
  // A setting that the scheme needs for this.
  VISITORSEAL_SETTING_MISSING = 111,
  // A setting whose value cannot be used.
  VISITORSEAL_SETTING_INVALID = 112,
  // The secret is empty.
  VISITORSEAL_SECRET_EMPTY = 120,
  // The secret is not the text that the vendor's panel shows: not UTF-8, with a NUL or a byte order mark, or over 64 KiB.
  VISITORSEAL_SECRET_ENCODING = 121,
  // A PEM key was given where the vendor's shared secret belongs.
  VISITORSEAL_SECRET_IS_PEM = 122,
  // A verifier takes 1 to 16 keys.
  VISITORSEAL_KEY_COUNT = 130,
  // The key file is empty.
  VISITORSEAL_KEY_EMPTY = 131,
  // The key file is not one PEM key that can be read.
  VISITORSEAL_KEY_MALFORMED = 132,
  // A private key stands where a public one belongs.
  VISITORSEAL_KEY_PRIVATE = 133,
  // A public key stands where the private one belongs.
  VISITORSEAL_KEY_PUBLIC = 134,
  // The key file is protected by a passphrase.
  VISITORSEAL_KEY_ENCRYPTED = 135,
  // An RSA key of fewer than 2048 bits.
  VISITORSEAL_KEY_TOO_SHORT = 136,
  // A certificate stands where its public key belongs.
  VISITORSEAL_KEY_CERTIFICATE = 137,
  // A key of a type or size that the scheme does not use.
  VISITORSEAL_KEY_UNSUPPORTED = 138,
  // A `kid` that is empty, too long or holds control characters, or that two keys share.
  VISITORSEAL_KID_INVALID = 139,
  // A leeway above 300 seconds.
  VISITORSEAL_LEEWAY_INVALID = 140,
  // A time that is no Unix time in seconds.
  VISITORSEAL_NOW_INVALID = 141,
  // A policy other than `required`, `optional` and `observe`.
  VISITORSEAL_POLICY_UNKNOWN = 142,
  // A nonce that is not base64 or base64url.
  VISITORSEAL_NONCE_INVALID = 143,
  // A package over the C library does not find one that loads; `field` is what names another.
  VISITORSEAL_LIBRARY_MISSING = 150,
  // The C library that a package found is of another version than it needs.
  VISITORSEAL_LIBRARY_VERSION = 151,
  // A site's configuration has no brand of that name.
  VISITORSEAL_BRAND_UNKNOWN = 152,
  // The visitor is not one JSON object with each member once.
  VISITORSEAL_VISITOR_MALFORMED = 200,
  // The visitor is over 64 KiB as JSON.
  VISITORSEAL_VISITOR_TOO_LARGE = 201,
  // A member that no visitor has.
  VISITORSEAL_FIELD_UNKNOWN = 210,
  // A field that the signature covers, or an identifier, is absent or null.
  VISITORSEAL_FIELD_MISSING = 211,
  // A field that the signature covers is empty.
  VISITORSEAL_FIELD_EMPTY = 212,
  // A field of the wrong type.
  VISITORSEAL_FIELD_TYPE = 213,
  // A field whose value is not allowed: control characters, no E.164 number, no http address.
  VISITORSEAL_FIELD_INVALID = 214,
  // A covered field holds the separator of the signed message, which makes it ambiguous.
  VISITORSEAL_FIELD_SEPARATOR = 215,
  // More than 256 attributes.
  VISITORSEAL_ATTRIBUTES_TOO_MANY = 220,
  // An attribute under a key that the scheme uses itself.
  VISITORSEAL_ATTRIBUTE_RESERVED = 221,
  // An attribute under a key that a page cannot hold: `__proto__`.
  VISITORSEAL_ATTRIBUTE_KEY = 222,
  // A number beyond 64 bits.
  VISITORSEAL_NUMBER_TOO_LARGE = 223,
  // An attribute that is nested more than 32 deep.
  VISITORSEAL_ATTRIBUTE_TOO_DEEP = 224,
  // The fields are not one JSON object with each member once.
  VISITORSEAL_FIELDS_MALFORMED = 300,
  // The fields are larger than any that the scheme's signer makes.
  VISITORSEAL_FIELDS_TOO_LARGE = 301,
  // No signature came, and the policy requires one.
  VISITORSEAL_SIGNATURE_MISSING = 310,
  // The signature does not have the form of the scheme's signatures.
  VISITORSEAL_SIGNATURE_MALFORMED = 311,
  // The signature is not that of these fields by any of the keys.
  VISITORSEAL_SIGNATURE_MISMATCH = 312,
  // The token is not a JWT in compact form.
  VISITORSEAL_TOKEN_MALFORMED = 320,
  // The token is over the verifier's limit.
  VISITORSEAL_TOKEN_TOO_LARGE = 321,
  // The token's `alg` is not the scheme's.
  VISITORSEAL_ALGORITHM_REFUSED = 322,
  // The token's header holds more than `alg`, `typ` and `kid`, or one of them is unusable.
  VISITORSEAL_HEADER_REFUSED = 323,
  // The token names a `kid` that none of the keys has.
  VISITORSEAL_KEY_UNKNOWN = 324,
  // The token's `exp` has passed.
  VISITORSEAL_TOKEN_EXPIRED = 325,
  // The token's `nbf` or `iat` lies in the future.
  VISITORSEAL_TOKEN_NOT_YET_VALID = 326,
  // A required claim or field is absent.
  VISITORSEAL_CLAIM_MISSING = 330,
  // A claim or field of the wrong type.
  VISITORSEAL_CLAIM_TYPE = 331,
  // A claim or field with a value that the scheme does not allow.
  VISITORSEAL_CLAIM_VALUE = 332,
  // A fault of this library.
  VISITORSEAL_INTERNAL = 900,
  // The cryptographic library failed.
  VISITORSEAL_CRYPTO_FAILED = 901,
  // A pointer that must not be NULL is NULL.
  VISITORSEAL_ARGUMENT_NULL = 910,
  // Text that is not UTF-8 or cannot be as long as it says came from another language.
  VISITORSEAL_ARGUMENT_ENCODING = 911,
  // The buffer for a result is too small for it.
  VISITORSEAL_BUFFER_TOO_SMALL = 912,
  // The library panicked, and the boundary to another language caught it.
  VISITORSEAL_PANIC = 913,
} visitorseal_status;

// Whose turn it is to act on an error.
typedef enum visitorseal_kind {
  // The developer's: a scheme, a setting, a secret or a key is not usable as given.
  VISITORSEAL_KIND_CONFIGURATION = 1,
  // The site's: this visitor cannot be signed as given.
  VISITORSEAL_KIND_VISITOR = 2,
  // Nobody's: what the browser sent does not prove who the visitor is.
  VISITORSEAL_KIND_REFUSED = 3,
  // The caller's or ours: a fault at the boundary or in the library.
  VISITORSEAL_KIND_INTERNAL = 4,
} visitorseal_kind;

// What happens to a visitor who does not prove who they are.
typedef enum visitorseal_policy {
  // A missing or wrong signature is refused.
  VISITORSEAL_POLICY_REQUIRED = 0,
  // Without a signature the visitor is anonymous; a wrong or empty one is refused.
  VISITORSEAL_POLICY_OPTIONAL = 1,
  // A wrong signature is anonymous too, and `visitorseal_verified_to_json` says why.
  VISITORSEAL_POLICY_OBSERVE = 2,
} visitorseal_policy;

// How one vendor's widget wants a visitor signed.
typedef struct visitorseal_scheme visitorseal_scheme;

// A visitor in the vendor's words, ready for the page.
typedef struct visitorseal_signed visitorseal_signed;

// A scheme with its secret and settings, ready to sign many visitors, from many threads.
typedef struct visitorseal_signer visitorseal_signer;

// A verified visitor, or an anonymous one.
typedef struct visitorseal_verified visitorseal_verified;

// A scheme with the keys that it accepts, for many verifications, from many threads.
typedef struct visitorseal_verifier visitorseal_verifier;

// A key to verify with, borrowed for the call.
typedef struct visitorseal_key {
  // The vendor's shared secret, or the site's RSA public key as PEM (Orlo).
  const char *bytes;
  // How many bytes.
  size_t length;
  // The key's name: a token with a `kid` is checked only against the key of that name. NULL is none.
  const char *kid;
  // How many bytes the name has.
  size_t kid_length;
} visitorseal_key;

// What went wrong, in memory of the caller's; there is nothing to free. A function that fails
// fills it; one that succeeds leaves it as it is. The texts are UTF-8, NUL-terminated, and cut at
// a character where they are too long. No secret and no value of the visitor's stands in it.
typedef struct visitorseal_error {
  // The status that the function returned.
  int32_t status;
  // One of `visitorseal_kind`.
  int32_t kind;
  // The stable name of the status, such as `signature_mismatch`.
  char code[48];
  // The setting, field, claim or argument that it is about; empty where there is none.
  char field[64];
  // A sentence for a person that says what to change.
  char reason[512];
} visitorseal_error;

// Room for a digest as text.
typedef struct visitorseal_digest {
  // 64 lower-case hex digits and a NUL.
  char hex[65];
} visitorseal_digest;

// A message for `visitorseal_signer_digest_many`.
typedef struct visitorseal_message {
  // The bytes, borrowed for the call.
  const char *bytes;
  // How many.
  size_t length;
} visitorseal_message;

// How to verify. All zero is a good start: `visitorseal_verifier_options options = {0};`
typedef struct visitorseal_verifier_options {
  // One of `visitorseal_policy`.
  int32_t policy;
  // Seconds to allow for clocks that differ, at most 300.
  uint64_t leeway;
  // The largest token that is taken, in bytes; 0 is 8192.
  size_t max_token;
  // Settings as for a signer; those that are given, the fields must agree with. NULL is none.
  const char *settings;
  // How many bytes the settings have.
  size_t settings_length;
} visitorseal_verifier_options;

// Wipes and frees text that this library handed out.
//
// `text` is NULL, which does nothing, or what a function wrote to an `out_text`; it must not be
// used afterwards. Its length must not have been changed.
void visitorseal_string_free(char *text);

// Says why the fields that a page sent are refused, and what to change, as JSON:
// `{"verified":false,"findings":[{"code","field","reason","fix"}]}`, best first. Where they verify, the
// findings are what else stops a widget. For the developer, not for every request: it takes some
// milliseconds, and a finding may show the message that should have been signed.
//
// - `scheme`: not kept.
// - `keys`, `key_count`: 1 to 16 keys to try; one that cannot be read is a finding, not an error.
// - `fields`, `fields_length`: as for `visitorseal_verifier_verify`.
// - `now`: Unix time in seconds.
// - `settings`, `settings_length`: a JSON object; NULL is none.
// - `out_text`, `out_length`: see "Text out".
//
// Fails with `VISITORSEAL_KEY_COUNT`, `VISITORSEAL_NOW_INVALID`, or for what is wrong with the settings.
int32_t visitorseal_explain(const struct visitorseal_scheme *scheme,
                            const struct visitorseal_key *keys,
                            size_t key_count,
                            const char *fields,
                            size_t fields_length,
                            uint64_t now,
                            const char *settings,
                            size_t settings_length,
                            char **out_text,
                            size_t *out_length,
                            struct visitorseal_error *error);

// The version of the library, such as "0.1.0". The text is constant and never freed.
const char *visitorseal_version(void);

// Lists the catalogue: a JSON array of what `visitorseal_scheme_to_json` writes for each scheme.
//
// - `out_text`, `out_length`: see "Text out".
int32_t visitorseal_schemes(char **out_text, size_t *out_length, struct visitorseal_error *error);

// Takes a scheme from the catalogue.
//
// - `name`, `name_length`: its name, such as "bookbag".
// - `out_scheme`: the handle; free it with `visitorseal_scheme_free`.
//
// Fails with `VISITORSEAL_SCHEME_UNKNOWN`.
int32_t visitorseal_scheme_new(const char *name,
                               size_t name_length,
                               struct visitorseal_scheme **out_scheme,
                               struct visitorseal_error *error);

// Reads a scheme of one's own. A scheme file is code for the page: load only your own.
//
// - `toml`, `toml_length`: the file's text.
// - `out_scheme`: the handle; free it with `visitorseal_scheme_free`.
//
// Fails with `VISITORSEAL_SCHEME_MALFORMED`; the error names line and key.
int32_t visitorseal_scheme_parse(const char *toml,
                                 size_t toml_length,
                                 struct visitorseal_scheme **out_scheme,
                                 struct visitorseal_error *error);

// Describes a scheme as JSON: name, vendor, document and the date it was read, algorithm, what the
// signature covers, the fields' names, the settings, how a refused request is answered
// (`{"refused":{"status":401,"error":"identity_unverified"}}`), and what the vendor offers.
//
// - `out_text`, `out_length`: see "Text out".
int32_t visitorseal_scheme_to_json(const struct visitorseal_scheme *scheme,
                                   char **out_text,
                                   size_t *out_length,
                                   struct visitorseal_error *error);

// Frees a scheme; NULL is nothing. Signers and verifiers made with it stay usable.
void visitorseal_scheme_free(struct visitorseal_scheme *scheme);

// All of it as JSON: `{"scheme","signature","fields","warnings"}`; the signature of a pre-filled form
// is null.
//
// - `out_text`, `out_length`: see "Text out".
int32_t visitorseal_signed_to_json(const struct visitorseal_signed *visitor,
                                   char **out_text,
                                   size_t *out_length,
                                   struct visitorseal_error *error);

// What the vendor checks: 64 lower-case hex digits, or a JWT; empty for a pre-filled form.
//
// - `out_text`, `out_length`: see "Text out".
int32_t visitorseal_signed_signature(const struct visitorseal_signed *visitor,
                                     char **out_text,
                                     size_t *out_length,
                                     struct visitorseal_error *error);

// The HTML that hands the fields to the widget, for the page of this visitor alone: send
// `Cache-Control: private, no-store` with it.
//
// - `nonce`, `nonce_length`: the page's Content-Security-Policy nonce; NULL is none.
// - `out_text`, `out_length`: see "Text out".
//
// Fails with `VISITORSEAL_NONCE_INVALID`, with `VISITORSEAL_SETTING_MISSING` where the vendor's
// panel gives the HTML and it was not set, and with `VISITORSEAL_NOT_OFFERED`.
int32_t visitorseal_signed_script(const struct visitorseal_signed *visitor,
                                  const char *nonce,
                                  size_t nonce_length,
                                  char **out_text,
                                  size_t *out_length,
                                  struct visitorseal_error *error);

// The address of the vendor's page for mobile apps (Orlo). Whoever has it is the visitor.
//
// - `out_text`, `out_length`: see "Text out".
//
// Fails with `VISITORSEAL_NOT_OFFERED` or `VISITORSEAL_SETTING_MISSING`.
int32_t visitorseal_signed_url(const struct visitorseal_signed *visitor,
                               char **out_text,
                               size_t *out_length,
                               struct visitorseal_error *error);

// Frees a signed visitor; NULL is nothing.
void visitorseal_signed_free(struct visitorseal_signed *visitor);

// Makes a signer: checks secret and settings once, and keeps what can be kept.
//
// - `scheme`: not kept.
// - `secret`, `secret_length`: the vendor's shared secret as its panel shows it, or the site's RSA
//   private key as PEM (Orlo). It is copied into a form of its own, which is wiped on free; wipe
//   your copy when you will.
// - `settings`, `settings_length`: a JSON object such as `{"app_id":"…"}`; NULL is none.
// - `out_signer`: the handle; free it with `visitorseal_signer_free`.
//
// Fails with a status of the kind `VISITORSEAL_KIND_CONFIGURATION`.
int32_t visitorseal_signer_new(const struct visitorseal_scheme *scheme,
                               const char *secret,
                               size_t secret_length,
                               const char *settings,
                               size_t settings_length,
                               struct visitorseal_signer **out_signer,
                               struct visitorseal_error *error);

// What deserves a look about the secret, as a JSON array of `{"code","field","reason"}`: it is
// short, in quotes, or the sample of the vendor's page.
//
// - `out_text`, `out_length`: see "Text out".
int32_t visitorseal_signer_warnings(const struct visitorseal_signer *signer,
                                    char **out_text,
                                    size_t *out_length,
                                    struct visitorseal_error *error);

// Signs a visitor.
//
// - `visitor`, `visitor_length`: a JSON object with `id` (text or integer), `email`, `name`,
//   `phone` (E.164), `avatar` (http or https address) and `attributes` (an object).
// - `now`: Unix time in seconds; it matters only to tokens with a lifetime.
// - `out_signed`: the handle; free it with `visitorseal_signed_free`.
//
// Fails with a status of the kind `VISITORSEAL_KIND_VISITOR` where a field that the signature
// covers is missing, empty or ambiguous, or any field is not of its form; with
// `VISITORSEAL_NOW_INVALID` for a time in milliseconds.
int32_t visitorseal_signer_sign(const struct visitorseal_signer *signer,
                                const char *visitor,
                                size_t visitor_length,
                                uint64_t now,
                                struct visitorseal_signed **out_signed,
                                struct visitorseal_error *error);

// Signs visitors in one call.
//
// - `visitors`, `visitors_length`: a JSON array of visitors as `visitorseal_signer_sign` takes them.
// - `now`: Unix time in seconds.
// - `out_text`, `out_length`: a JSON array in the same order, see "Text out": what
//   `visitorseal_signed_to_json` writes, or `{"error":{"code","field","reason"}}`.
//
// Fails with `VISITORSEAL_VISITOR_MALFORMED` for anything but an array.
int32_t visitorseal_signer_sign_many(const struct visitorseal_signer *signer,
                                     const char *visitors,
                                     size_t visitors_length,
                                     uint64_t now,
                                     char **out_text,
                                     size_t *out_length,
                                     struct visitorseal_error *error);

// Name and e-mail for the vendor's form, without a signature: the visitor is not recognised.
//
// - `visitor`, `visitor_length`: as for `visitorseal_signer_sign`.
// - `out_signed`: the handle; free it with `visitorseal_signed_free`.
//
// Fails with `VISITORSEAL_NOT_OFFERED` where the vendor documents no such mode, and as
// `visitorseal_signer_sign`.
int32_t visitorseal_signer_prefill(const struct visitorseal_signer *signer,
                                   const char *visitor,
                                   size_t visitor_length,
                                   struct visitorseal_signed **out_signed,
                                   struct visitorseal_error *error);

// The digest of exactly these bytes: the one-liner of the vendors' pages.
//
// - `message`, `message_length`: any bytes; a length of 0 is the empty message.
// - `out_digest`, `capacity`: your buffer of at least 65 bytes, for 64 lower-case hex digits and a NUL.
//
// Fails with `VISITORSEAL_BUFFER_TOO_SMALL`, and with `VISITORSEAL_NOT_OFFERED` where the scheme's
// signature is a token.
int32_t visitorseal_signer_digest(const struct visitorseal_signer *signer,
                                  const char *message,
                                  size_t message_length,
                                  char *out_digest,
                                  size_t capacity,
                                  struct visitorseal_error *error);

// `visitorseal_signer_digest` with as few arguments as can be, for languages where each one costs as much as
// a block of SHA-256 (PHP).
//
// - `message`, `message_length`: any bytes; a length of 0 is the empty message.
// - `out_digest`: yours.
//
// Returns `out_digest->hex`; NULL where it fails, and then `visitorseal_signer_digest` says why.
const char *visitorseal_signer_digest_text(const struct visitorseal_signer *signer,
                                           const char *message,
                                           size_t message_length,
                                           struct visitorseal_digest *out_digest);

// The digests of many messages, in their order.
//
// - `messages`, `count`: the messages; NULL is allowed for none.
// - `out_digests`, `capacity`: your buffer of at least `64 * count + 1` bytes, for 64 hex digits
//   each, one after the other, and a NUL at the end.
//
// Fails as `visitorseal_signer_digest`.
int32_t visitorseal_signer_digest_many(const struct visitorseal_signer *signer,
                                       const struct visitorseal_message *messages,
                                       size_t count,
                                       char *out_digests,
                                       size_t capacity,
                                       struct visitorseal_error *error);

// The script that a page runs at sign-out, as HTML; empty where the vendor documents none, since a
// page without a signed script is anonymous there.
//
// - `nonce`, `nonce_length`: the page's Content-Security-Policy nonce; NULL is none.
// - `out_text`, `out_length`: see "Text out".
//
// Fails with `VISITORSEAL_NONCE_INVALID`.
int32_t visitorseal_signer_forget_script(const struct visitorseal_signer *signer,
                                         const char *nonce,
                                         size_t nonce_length,
                                         char **out_text,
                                         size_t *out_length,
                                         struct visitorseal_error *error);

// The script for a visitor who is not signed in, as HTML; empty where the widget starts without.
//
// - `nonce`, `nonce_length`: the page's Content-Security-Policy nonce; NULL is none.
// - `out_text`, `out_length`: see "Text out".
//
// Fails with `VISITORSEAL_NONCE_INVALID`.
int32_t visitorseal_signer_anonymous_script(const struct visitorseal_signer *signer,
                                            const char *nonce,
                                            size_t nonce_length,
                                            char **out_text,
                                            size_t *out_length,
                                            struct visitorseal_error *error);

// Wipes and frees a signer; NULL is nothing. What it has signed stays usable.
void visitorseal_signer_free(struct visitorseal_signer *signer);

// Reads a token without verifying it, to look at while integrating: `{"unverified":true,"header":{…},
// "claims":{…}}`. Trust nothing in it.
//
// - `token`, `token_length`: the token.
// - `out_text`, `out_length`: see "Text out".
//
// Fails with `VISITORSEAL_TOKEN_MALFORMED`, or `VISITORSEAL_TOKEN_TOO_LARGE` over 64 KiB.
int32_t visitorseal_inspect(const char *token,
                            size_t token_length,
                            char **out_text,
                            size_t *out_length,
                            struct visitorseal_error *error);

// All of it as JSON: `{"verified":true,"signed":{…},"unsigned":{…},"key":0}`, or
// `{"verified":false,"anonymous":true,"unsigned":{…}}`, with a `refusal` under the policy observe.
// `signed` is what the signature covers, `unsigned` what the browser merely claims, `key` the index
// of the key that matched: all in the visitor's words.
//
// - `out_text`, `out_length`: see "Text out".
int32_t visitorseal_verified_to_json(const struct visitorseal_verified *verified,
                                     char **out_text,
                                     size_t *out_length,
                                     struct visitorseal_error *error);

// The index of the key that matched, so that a change of keys can be watched.
//
// - `out_key`: the index, or -1 for an anonymous visitor, of whom nothing is proven.
int32_t visitorseal_verified_key(const struct visitorseal_verified *verified,
                                 int32_t *out_key,
                                 struct visitorseal_error *error);

// The contact to create or update, as JSON: `{"external_id","name","email","phone","attributes",
// "unsigned"}`, where `unsigned` names those that the signature does not cover; `null` for an anonymous
// visitor, and where nothing that is signed identifies a contact.
//
// - `out_text`, `out_length`: see "Text out".
int32_t visitorseal_verified_contact(const struct visitorseal_verified *verified,
                                     char **out_text,
                                     size_t *out_length,
                                     struct visitorseal_error *error);

// Puts the contact into a text: `{{contact.email}}`, `{{contact.name}}`, `{{contact.phone}}`,
// `{{contact.external_id}}` and `{{contact.attr.<key>}}`. What is not known, and everything of an
// anonymous visitor, is empty. The result is plain text: escape it where it is shown.
//
// - `template_text`, `template_length`: the text, without a NUL.
// - `out_text`, `out_length`: see "Text out".
int32_t visitorseal_verified_fill(const struct visitorseal_verified *verified,
                                  const char *template_text,
                                  size_t template_length,
                                  char **out_text,
                                  size_t *out_length,
                                  struct visitorseal_error *error);

// Frees a verified visitor; NULL is nothing.
void visitorseal_verified_free(struct visitorseal_verified *verified);

// Makes a verifier.
//
// - `scheme`: not kept.
// - `keys`, `key_count`: 1 to 16 keys, newest first; copied.
// - `options`: borrowed for the call; NULL is all zero.
// - `out_verifier`: the handle; free it with `visitorseal_verifier_free`.
//
// Fails with a status of the kind `VISITORSEAL_KIND_CONFIGURATION`; the error's `field` names the key.
int32_t visitorseal_verifier_new(const struct visitorseal_scheme *scheme,
                                 const struct visitorseal_key *keys,
                                 size_t key_count,
                                 const struct visitorseal_verifier_options *options,
                                 struct visitorseal_verifier **out_verifier,
                                 struct visitorseal_error *error);

// Verifies the fields that a page sent.
//
// - `fields`, `fields_length`: a JSON object with the fields under the vendor's names, best the body
//   of the request as it came: a member that stands twice is then seen and refused.
// - `now`: Unix time in seconds.
// - `out_verified`: the handle; free it with `visitorseal_verified_free`.
//
// Fails with `VISITORSEAL_NOW_INVALID`, or a status of the kind `VISITORSEAL_KIND_REFUSED`. Answer the request as the scheme says:
// see `refused` in `visitorseal_scheme_to_json`.
int32_t visitorseal_verifier_verify(const struct visitorseal_verifier *verifier,
                                    const char *fields,
                                    size_t fields_length,
                                    uint64_t now,
                                    struct visitorseal_verified **out_verified,
                                    struct visitorseal_error *error);

// Wipes and frees a verifier; NULL is nothing. What it has verified stays usable.
void visitorseal_verifier_free(struct visitorseal_verifier *verifier);

#endif  /* VISITORSEAL_H */
