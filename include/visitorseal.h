/* visitorseal: signs and verifies the signed-in visitor for support-chat widgets.
 * MIT or Apache-2.0. Written by `make generate`: edit bindings/c/src instead.
 *
 * Statuses. A function returns VISITORSEAL_OK or another of `visitorseal_status`. It writes its `out_`
 * parameters only when it succeeds. `error` may be NULL. Otherwise it points to your `visitorseal_error`,
 * which the function fills when it fails. There is no last error to ask for afterwards.
 *
 * Text and bytes in. Pass a pointer and a length in bytes. No NUL is needed. The library reads them during
 * the call only. Text and JSON are UTF-8. NULL fails with VISITORSEAL_ARGUMENT_NULL, unless the function
 * says that it may be NULL. A length of 0 with another pointer is empty text.
 *
 * Text out. `out_text` receives UTF-8 with a NUL at its end. Free it with visitorseal_string_free.
 * `out_length` receives its length without the NUL, and may be NULL.
 *
 * Text into your buffer. A function with `out_text` and `capacity` writes UTF-8 and a NUL into your `capacity`
 * bytes, and there is nothing to free. `out_length` receives the length without the NUL, and may be NULL. If the
 * buffer is too small, the function fails with VISITORSEAL_BUFFER_TOO_SMALL and sets `out_length` to the `capacity`
 * that the text needs. No other failure sets it.
 *
 * Handles. Free each handle once, with the `_free` of its type. A handle never changes: many threads may
 * use it at the same time, and so may a child process after fork. Its `_free` must be the last use. Free
 * handles in any order: none depends on another.
 *
 * Panics. No panic reaches you: a fault in the library is VISITORSEAL_PANIC.
 *
 * Times are Unix seconds, and you pass them: time(NULL).
 */

#ifndef VISITORSEAL_H
#define VISITORSEAL_H

#include <stdint.h>
#include <stddef.h>

// What a function returns. Each range of numbers is a kind: 100 configuration, 200 visitor, 300
// refused, 900 internal. Numbers never change and are never reused. Any version may add numbers.
typedef enum visitorseal_status {
  // The function succeeded and set every `out_` parameter.
  VISITORSEAL_OK = 0,
  // The catalogue has no scheme of that name.
  VISITORSEAL_SCHEME_UNKNOWN = 100,
  // The scheme file cannot be read. `field` is the key in the file, and the reason names the line.
  VISITORSEAL_SCHEME_MALFORMED = 101,
  // The vendor's documents do not offer this call, for example a digest where the signature is a token.
  VISITORSEAL_NOT_OFFERED = 102,
  // The scheme has no setting of that name.
  VISITORSEAL_SETTING_UNKNOWN = 110,
  // The call needs a setting that was not passed.
  VISITORSEAL_SETTING_MISSING = 111,
  // The setting has a value that the scheme does not allow.
  VISITORSEAL_SETTING_INVALID = 112,
  // The secret is empty.
  VISITORSEAL_SECRET_EMPTY = 120,
  // The secret is not the text that the vendor's dashboard shows: not UTF-8, with a NUL or a byte order mark, or over 64 KiB.
  VISITORSEAL_SECRET_ENCODING = 121,
  // The secret is a PEM key, but the scheme needs the vendor's shared secret.
  VISITORSEAL_SECRET_IS_PEM = 122,
  // The secret is a JSON Web Key, but the scheme needs the vendor's shared secret.
  VISITORSEAL_SECRET_IS_JWK = 123,
  // The verifier has no key or more than 16.
  VISITORSEAL_KEY_COUNT = 130,
  // The key is empty.
  VISITORSEAL_KEY_EMPTY = 131,
  // The key is not one PEM block that can be read.
  VISITORSEAL_KEY_MALFORMED = 132,
  // The key is private, but the verifier needs the public key.
  VISITORSEAL_KEY_PRIVATE = 133,
  // The key is public, but the signer needs the private key.
  VISITORSEAL_KEY_PUBLIC = 134,
  // The key is encrypted with a passphrase.
  VISITORSEAL_KEY_ENCRYPTED = 135,
  // The RSA key has fewer than 2048 bits.
  VISITORSEAL_KEY_TOO_SHORT = 136,
  // The key is a certificate, or a request for one. A verifier needs the public key in it, and a signer the private key.
  VISITORSEAL_KEY_CERTIFICATE = 137,
  // The key has a type or size that the scheme does not use.
  VISITORSEAL_KEY_UNSUPPORTED = 138,
  // The `kid` is empty, too long, holds control characters, or belongs to two keys.
  VISITORSEAL_KID_INVALID = 139,
  // The leeway is more than 300 seconds.
  VISITORSEAL_LEEWAY_INVALID = 140,
  // The time is not Unix time in seconds.
  VISITORSEAL_NOW_INVALID = 141,
  // The policy is not `required`, `optional` or `observe`.
  VISITORSEAL_POLICY_UNKNOWN = 142,
  // The nonce is not base64 or base64url.
  VISITORSEAL_NONCE_INVALID = 143,
  // The package does not find a C library that loads. `field` is the variable that names another one.
  VISITORSEAL_LIBRARY_MISSING = 150,
  // The C library has another version than the package.
  VISITORSEAL_LIBRARY_VERSION = 151,
  // The site's configuration has no brand of that name.
  VISITORSEAL_BRAND_UNKNOWN = 152,
  // The key belongs to another algorithm than the scheme's, such as RSA-PSS or another curve.
  VISITORSEAL_KEY_ALGORITHM = 153,
  // The JSON Web Key may not be used to verify: its `use`, `key_ops` or `alg` forbids it.
  VISITORSEAL_KEY_USE = 154,
  // Anyone could forge signatures for the key: an Ed25519 key of small order, or an RSA key with the exponent 1.
  VISITORSEAL_KEY_WEAK = 155,
  // The visitor is not a JSON object, or has a member twice.
  VISITORSEAL_VISITOR_MALFORMED = 200,
  // The visitor is larger than 64 KiB as JSON.
  VISITORSEAL_VISITOR_TOO_LARGE = 201,
  // A visitor has no field of that name.
  VISITORSEAL_FIELD_UNKNOWN = 210,
  // A field that the signature covers is absent, or `id` or `email` is null.
  VISITORSEAL_FIELD_MISSING = 211,
  // A field that the signature covers is empty.
  VISITORSEAL_FIELD_EMPTY = 212,
  // The field has the wrong type.
  VISITORSEAL_FIELD_TYPE = 213,
  // The field has a value that is not allowed, such as a telephone number that is not E.164.
  VISITORSEAL_FIELD_INVALID = 214,
  // A field that the signature covers holds the separator of the signed message.
  VISITORSEAL_FIELD_SEPARATOR = 215,
  // The visitor has more than 256 attributes.
  VISITORSEAL_ATTRIBUTES_TOO_MANY = 220,
  // The attribute has a name that the scheme uses itself.
  VISITORSEAL_ATTRIBUTE_RESERVED = 221,
  // The attribute has the key `__proto__`, which a page cannot hold safely.
  VISITORSEAL_ATTRIBUTE_KEY = 222,
  // The number does not fit into 64 bits.
  VISITORSEAL_NUMBER_TOO_LARGE = 223,
  // The attribute is nested more than 32 deep.
  VISITORSEAL_ATTRIBUTE_TOO_DEEP = 224,
  // The fields are not a JSON object, or have a member twice.
  VISITORSEAL_FIELDS_MALFORMED = 300,
  // The fields are larger than the verifier allows.
  VISITORSEAL_FIELDS_TOO_LARGE = 301,
  // The signature is missing, and the policy requires one.
  VISITORSEAL_SIGNATURE_MISSING = 310,
  // The signature does not have the form that the scheme needs.
  VISITORSEAL_SIGNATURE_MALFORMED = 311,
  // The signature does not belong to these fields and to any of the keys.
  VISITORSEAL_SIGNATURE_MISMATCH = 312,
  // The signature's time has passed, or is older than the vendor allows.
  VISITORSEAL_SIGNATURE_EXPIRED = 313,
  // The signature's time is in the future.
  VISITORSEAL_SIGNATURE_NOT_YET_VALID = 314,
  // The token is not a JWT in compact form.
  VISITORSEAL_TOKEN_MALFORMED = 320,
  // The token is larger than the verifier allows.
  VISITORSEAL_TOKEN_TOO_LARGE = 321,
  // The token's `alg` is not the scheme's algorithm.
  VISITORSEAL_ALGORITHM_REFUSED = 322,
  // The token's header holds more than `alg`, `typ` and `kid`, or one of these is wrong.
  VISITORSEAL_HEADER_REFUSED = 323,
  // No key has the token's `kid`.
  VISITORSEAL_KEY_UNKNOWN = 324,
  // The token's `exp` has passed.
  VISITORSEAL_TOKEN_EXPIRED = 325,
  // The token's `nbf` or `iat` is in the future.
  VISITORSEAL_TOKEN_NOT_YET_VALID = 326,
  // A required claim or field is absent.
  VISITORSEAL_CLAIM_MISSING = 330,
  // The claim or field has the wrong type.
  VISITORSEAL_CLAIM_TYPE = 331,
  // The claim or field has a value that the scheme does not allow.
  VISITORSEAL_CLAIM_VALUE = 332,
  // A fault in this library.
  VISITORSEAL_INTERNAL = 900,
  // The cryptographic library failed.
  VISITORSEAL_CRYPTO_FAILED = 901,
  // A pointer that must not be NULL is NULL.
  VISITORSEAL_ARGUMENT_NULL = 910,
  // Another language passed text that is not UTF-8, or a length that no buffer can have.
  VISITORSEAL_ARGUMENT_ENCODING = 911,
  // The buffer is too small for the result.
  VISITORSEAL_BUFFER_TOO_SMALL = 912,
  // The library panicked. The panic did not reach the caller.
  VISITORSEAL_PANIC = 913,
  // A number stands for none of the values that the argument may have.
  VISITORSEAL_ARGUMENT_VALUE = 914,
} visitorseal_status;

// Who has to fix an error.
typedef enum visitorseal_kind {
  // The developer: a scheme, a setting, a secret or a key is wrong.
  VISITORSEAL_KIND_CONFIGURATION = 1,
  // The site: it must pass other values for this visitor.
  VISITORSEAL_KIND_VISITOR = 2,
  // Nobody: the browser did not prove who the visitor is, and there is nothing to fix in code.
  VISITORSEAL_KIND_REFUSED = 3,
  // The caller or the library's authors: a wrong argument or a fault in the library.
  VISITORSEAL_KIND_INTERNAL = 4,
} visitorseal_kind;

// What happens to a visitor without a correct signature.
typedef enum visitorseal_policy {
  // A missing or wrong signature is refused.
  VISITORSEAL_POLICY_REQUIRED = 0,
  // A visitor without a signature is anonymous. A wrong or empty signature is refused.
  VISITORSEAL_POLICY_OPTIONAL = 1,
  // A visitor with a wrong signature is anonymous too, and `visitorseal_verified_to_json` says why.
  VISITORSEAL_POLICY_OBSERVE = 2,
} visitorseal_policy;

// In which form `visitorseal_signer_sign_text` writes a signed visitor.
typedef enum visitorseal_form {
  // The fields alone, as JSON: what `visitorseal_signed_fields_json` gives.
  VISITORSEAL_FORM_FIELDS = 0,
  // The whole, as JSON: what `visitorseal_signed_to_json` gives.
  VISITORSEAL_FORM_SIGNED = 1,
  // The script, as HTML: what `visitorseal_signed_script` gives. Its option is the page's
  // Content-Security-Policy nonce.
  VISITORSEAL_FORM_SCRIPT = 2,
  // The element, as HTML: what `visitorseal_signed_element` gives. Its option is the endpoint.
  VISITORSEAL_FORM_ELEMENT = 3,
  // The address of the vendor's page for mobile apps: what `visitorseal_signed_url` gives.
  VISITORSEAL_FORM_URL = 4,
} visitorseal_form;

// A scheme with its settings: what a page needs without a secret. Make it once and use it from many threads.
typedef struct visitorseal_page visitorseal_page;

// How one vendor's widget wants a visitor signed.
typedef struct visitorseal_scheme visitorseal_scheme;

// A signed visitor, ready for the page.
typedef struct visitorseal_signed visitorseal_signed;

// A scheme with its secret and settings. Make it once and use it from many threads.
typedef struct visitorseal_signer visitorseal_signer;

// The outcome of a verification that was not refused: a verified or an anonymous visitor.
typedef struct visitorseal_verified visitorseal_verified;

// A scheme with the keys that it accepts. Make it once and use it from many threads.
typedef struct visitorseal_verifier visitorseal_verifier;

// A key that verifies, borrowed for the call.
typedef struct visitorseal_key {
  // The vendor's shared secret, or the site's public key: PEM, a JSON Web Key (JWK) or a JWK set. Keys of a
  // set that the scheme's algorithm cannot use are skipped.
  const char *bytes;
  // The number of bytes.
  size_t length;
  // The key's `kid`, or NULL for none. A token with a `kid` is verified only with the key of the same `kid`. A JWK
  // has its own, unless you pass one. A JWK set must have NULL here.
  const char *kid;
  // The number of bytes of the `kid`.
  size_t kid_length;
} visitorseal_key;

// What went wrong. The caller owns it, and there is nothing to free. A function that fails fills it, and
// a function that succeeds does not change it. The texts are UTF-8, end with a NUL, and are cut at a
// character if they are too long. Errors never contain a secret or a visitor's data.
typedef struct visitorseal_error {
  // The status that the function returned.
  int32_t status;
  // One of `visitorseal_kind`.
  int32_t kind;
  // The stable name of the status, such as `signature_mismatch`.
  char code[48];
  // The setting, field, claim or argument that the error is about. Empty if there is none.
  char field[256];
  // What is wrong and what to do. The words may change in any version.
  char reason[512];
  // For a refused visitor: the HTTP status to answer with, such as 401. Otherwise 0.
  int32_t http_status;
  // For a refused visitor: the name of the error in that answer, such as `identity_unverified`.
  // Otherwise empty.
  char http_error[64];
} visitorseal_error;

// A digest as text.
typedef struct visitorseal_digest {
  // The digest and a NUL. The longest is 128 hex digits of SHA-512.
  char text[129];
} visitorseal_digest;

// A message for `visitorseal_signer_digest_many`.
typedef struct visitorseal_message {
  // The bytes, borrowed for the call.
  const char *bytes;
  // The number of bytes.
  size_t length;
} visitorseal_message;

// How to verify. All zero is the default: `visitorseal_verifier_options options = {0};`
typedef struct visitorseal_verifier_options {
  // One of `visitorseal_policy`.
  int32_t policy;
  // Seconds that clocks may differ, at most 300.
  uint64_t leeway;
  // The largest token in bytes. 0 is the default, 8192.
  size_t max_token;
  // Settings as for a signer, or NULL for none. The fields must agree with them.
  const char *settings;
  // The number of bytes of the settings.
  size_t settings_length;
} visitorseal_verifier_options;

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

// Wipes and frees text that a function wrote to `out_text`, or does nothing for NULL.
//
// - `text`: do not change its length, and do not use it afterwards.
void visitorseal_string_free(char *text);

// Explains why the fields of a page do not verify, as JSON:
// `{"verified":false,"findings":[{"code","field","reason","fix"}]}`, the most likely cause first. It tries
// the mistakes that integrators make and reports the one that explains this signature. If the fields
// verify, the findings are what else can stop a widget. Use it while integrating, not for every request:
// it takes some milliseconds, and a finding may show the message that the site must sign.
//
// - `scheme`: borrowed for the call.
// - `keys`, `key_count`: 1 to 16 keys to try. A key that cannot be read is a finding, not an error.
// - `fields`, `fields_length`: as for `visitorseal_verifier_verify_json`.
// - `now`: Unix time in seconds.
// - `leeway`, `max_token`: as in the options of your verifier. 0 is the default of both.
// - `settings`, `settings_length`: a JSON object, or NULL for none.
// - `visitor`, `visitor_length`: the site's own record of the visitor as for `visitorseal_signer_sign`, with further
//   columns in `attributes`, or NULL. The site may have signed one of these texts, and a finding may show it.
// - `out_text`, `out_length`: see "Text out".
//
// Fails with `VISITORSEAL_KEY_COUNT`, `VISITORSEAL_LEEWAY_INVALID`, `VISITORSEAL_NOW_INVALID`, or a status about the
// settings or the visitor.
int32_t visitorseal_explain(const struct visitorseal_scheme *scheme,
                            const struct visitorseal_key *keys,
                            size_t key_count,
                            const char *fields,
                            size_t fields_length,
                            uint64_t now,
                            uint64_t leeway,
                            size_t max_token,
                            const char *settings,
                            size_t settings_length,
                            const char *visitor,
                            size_t visitor_length,
                            char **out_text,
                            size_t *out_length,
                            struct visitorseal_error *error);

// Makes an explanation of an error that another language found before it called this library, such as
// fields that it cannot write as JSON. The result has the form of `visitorseal_explain`.
//
// - `status`: one of `visitorseal_status` but `VISITORSEAL_OK`.
// - `field`, `field_length`: what the error is about, or NULL for nothing.
// - `reason`, `reason_length`: what is wrong.
// - `out_text`, `out_length`: see "Text out".
//
// Fails with `VISITORSEAL_INTERNAL` for a number that is not a status.
int32_t visitorseal_explain_error(int32_t status,
                                  const char *field,
                                  size_t field_length,
                                  const char *reason,
                                  size_t reason_length,
                                  char **out_text,
                                  size_t *out_length,
                                  struct visitorseal_error *error);

// Makes a page: checks the settings, and prepares them.
//
// - `scheme`: borrowed for the call.
// - `settings`, `settings_length`: a JSON object such as `{"app_id":"…"}`, or NULL for none.
// - `out_page`: the handle. Free it with `visitorseal_page_free`.
//
// Fails with `VISITORSEAL_SETTING_UNKNOWN`, `VISITORSEAL_SETTING_MISSING` or `VISITORSEAL_SETTING_INVALID`.
int32_t visitorseal_page_new(const struct visitorseal_scheme *scheme,
                             const char *settings,
                             size_t settings_length,
                             struct visitorseal_page **out_page,
                             struct visitorseal_error *error);

// Fills the vendor's form without a signature. The vendor does not know who the visitor is.
//
// - `visitor`, `visitor_length`: as for `visitorseal_signer_sign`.
// - `out_signed`: the handle. Free it with `visitorseal_signed_free`.
//
// Fails with `VISITORSEAL_NOT_OFFERED` if the vendor documents no such mode, and like
// `visitorseal_signer_sign`.
int32_t visitorseal_page_prefill(const struct visitorseal_page *page,
                                 const char *visitor,
                                 size_t visitor_length,
                                 struct visitorseal_signed **out_signed,
                                 struct visitorseal_error *error);

// Gives the script of the page after sign-out, as HTML. The widget forgets the visitor.
//
// - `nonce`, `nonce_length`: the page's Content-Security-Policy nonce, or NULL for none.
// - `out_text`, `out_length`: see "Text out".
//
// Fails with `VISITORSEAL_NONCE_INVALID`.
int32_t visitorseal_page_forget_script(const struct visitorseal_page *page,
                                       const char *nonce,
                                       size_t nonce_length,
                                       char **out_text,
                                       size_t *out_length,
                                       struct visitorseal_error *error);

// Gives the script of a page where nobody is signed in, as HTML. A widget that knows somebody forgets them, and the
// widget starts for a visitor who is not signed in, if it needs a script for that.
//
// - `nonce`, `nonce_length`: the page's Content-Security-Policy nonce, or NULL for none.
// - `out_text`, `out_length`: see "Text out".
//
// Fails with `VISITORSEAL_NONCE_INVALID`.
int32_t visitorseal_page_anonymous_script(const struct visitorseal_page *page,
                                          const char *nonce,
                                          size_t nonce_length,
                                          char **out_text,
                                          size_t *out_length,
                                          struct visitorseal_error *error);

// Gives the element of a page where nobody is signed in, as HTML. The scheme's static file (`visitorseal page SCHEME`) reads
// it and does what the code of `visitorseal_page_anonymous_script` does.
//
// - `out_text`, `out_length`: see "Text out".
//
// Fails with `VISITORSEAL_NOT_OFFERED` if the scheme has no code for pages.
int32_t visitorseal_page_anonymous_element(const struct visitorseal_page *page,
                                           char **out_text,
                                           size_t *out_length,
                                           struct visitorseal_error *error);

// Frees a page, or does nothing for NULL. What it has filled stays usable.
void visitorseal_page_free(struct visitorseal_page *page);

// The version of the library, such as "0.1.0". The text is constant: do not free it.
const char *visitorseal_version(void);

// Gives the names of the vendors' schemes, as a JSON array of strings.
//
// - `out_text`, `out_length`: see "Text out".
int32_t visitorseal_schemes(char **out_text, size_t *out_length, struct visitorseal_error *error);

// Gives the scheme of a vendor by its name.
//
// - `name`, `name_length`: the scheme's name, such as "bookbag".
// - `out_scheme`: the handle. Free it with `visitorseal_scheme_free`.
//
// Fails with `VISITORSEAL_SCHEME_UNKNOWN`.
int32_t visitorseal_scheme_new(const char *name,
                               size_t name_length,
                               struct visitorseal_scheme **out_scheme,
                               struct visitorseal_error *error);

// Reads a scheme of your own from TOML. A scheme file is code: load only your own.
//
// - `toml`, `toml_length`: the file's text.
// - `out_scheme`: the handle. Free it with `visitorseal_scheme_free`.
//
// Fails with `VISITORSEAL_SCHEME_MALFORMED`. The error names the line and the key.
int32_t visitorseal_scheme_parse(const char *toml,
                                 size_t toml_length,
                                 struct visitorseal_scheme **out_scheme,
                                 struct visitorseal_error *error);

// Gives a scheme as JSON: name, vendor, product and category (null if the scheme's file does not say them),
// document and the date when it was read, how sure the file is, whether the vendor has moved on, key kind,
// algorithm, what the signature covers, the names of the fields and of the signature's field, the settings,
// the HTTP answer to a refused request (`{"refused":{"status":401,"error":"identity_unverified"}}`), and
// what the vendor offers.
//
// - `out_text`, `out_length`: see "Text out".
int32_t visitorseal_scheme_to_json(const struct visitorseal_scheme *scheme,
                                   char **out_text,
                                   size_t *out_length,
                                   struct visitorseal_error *error);

// Frees a scheme, or does nothing for NULL. Its signers and verifiers stay usable.
void visitorseal_scheme_free(struct visitorseal_scheme *scheme);

// Gives the signed visitor as JSON: `{"scheme","signature","fields","expires_at","mark","warnings"}`. The
// signature and the mark of a prefilled form are null. `expires_at` is null if the signature never expires.
//
// - `out_text`, `out_length`: see "Text out".
int32_t visitorseal_signed_to_json(const struct visitorseal_signed *signed_,
                                   char **out_text,
                                   size_t *out_length,
                                   struct visitorseal_error *error);

// Gives what the vendor checks: a digest as the scheme writes it, such as in hex, or a JWT. It is empty for a prefilled
// form.
//
// - `out_text`, `out_length`: see "Text out".
int32_t visitorseal_signed_signature(const struct visitorseal_signed *signed_,
                                     char **out_text,
                                     size_t *out_length,
                                     struct visitorseal_error *error);

// Gives the payload as JSON in ASCII, as a page posts it.
//
// - `out_text`, `out_length`: see "Text out".
int32_t visitorseal_signed_fields_json(const struct visitorseal_signed *signed_,
                                       char **out_text,
                                       size_t *out_length,
                                       struct visitorseal_error *error);

// Gives when the vendor stops accepting the signature.
//
// - `out_time`: Unix time in seconds, or -1 if the signature never expires.
int32_t visitorseal_signed_expires_at(const struct visitorseal_signed *signed_,
                                      int64_t *out_time,
                                      struct visitorseal_error *error);

// Gives who the visitor is, for the widget's code: 16 characters of base64url that differ from visitor to visitor and say
// nothing about them. They stay the same until the secret changes. It is empty for a prefilled form.
//
// - `out_text`, `out_length`: see "Text out".
int32_t visitorseal_signed_mark(const struct visitorseal_signed *signed_,
                                char **out_text,
                                size_t *out_length,
                                struct visitorseal_error *error);

// Gives the HTML that hands the fields to the widget. It is for the page of this visitor alone: send
// `Cache-Control: private, no-store` with that page.
//
// - `nonce`, `nonce_length`: the page's Content-Security-Policy nonce, or NULL for none.
// - `out_text`, `out_length`: see "Text out".
//
// Fails with `VISITORSEAL_NONCE_INVALID`, with `VISITORSEAL_SETTING_MISSING` if the HTML comes from the
// vendor's dashboard and was not passed as a setting, and with `VISITORSEAL_NOT_OFFERED`.
int32_t visitorseal_signed_script(const struct visitorseal_signed *signed_,
                                  const char *nonce,
                                  size_t nonce_length,
                                  char **out_text,
                                  size_t *out_length,
                                  struct visitorseal_error *error);

// Gives the element that states who the visitor is, as HTML. The scheme's static file (`visitorseal page SCHEME`) reads it and
// hands the fields to the widget, so the page needs no inline script and no nonce. It is for the page of this visitor
// alone: send `Cache-Control: private, no-store` with that page.
//
// - `endpoint`, `endpoint_length`: the address of your site that gives the fields anew when they expire, such as
//   "/visitor", or NULL for none.
// - `out_text`, `out_length`: see "Text out".
//
// Fails with `VISITORSEAL_NOT_OFFERED` if the scheme has no code for pages, and with `VISITORSEAL_SETTING_INVALID` for an
// endpoint that is neither a path of the site nor an http or https address.
int32_t visitorseal_signed_element(const struct visitorseal_signed *signed_,
                                   const char *endpoint,
                                   size_t endpoint_length,
                                   char **out_text,
                                   size_t *out_length,
                                   struct visitorseal_error *error);

// Gives the address of the vendor's page for mobile apps. Keep it secret: everyone who has it is taken
// for the visitor.
//
// - `out_text`, `out_length`: see "Text out".
//
// Fails with `VISITORSEAL_NOT_OFFERED` or `VISITORSEAL_SETTING_MISSING`.
int32_t visitorseal_signed_url(const struct visitorseal_signed *signed_,
                               char **out_text,
                               size_t *out_length,
                               struct visitorseal_error *error);

// Frees a signed visitor, or does nothing for NULL.
void visitorseal_signed_free(struct visitorseal_signed *signed_);

// Makes a signer: checks the secret and the settings, and prepares them so that signing is fast.
//
// - `scheme`: borrowed for the call.
// - `secret`, `secret_length`: what `key_kind` in `visitorseal_scheme_to_json` asks for: `shared` for the
//   vendor's shared secret as its dashboard shows it, `pair` for the site's private key as PEM (PKCS#8, for RSA
//   PKCS#1 too, for EC SEC 1 too). It is copied, and the copy is wiped when the signer is freed. You may wipe
//   yours.
// - `settings`, `settings_length`: a JSON object such as `{"app_id":"…"}`, or NULL for none.
// - `out_signer`: the handle. Free it with `visitorseal_signer_free`.
//
// Fails with a status of the kind `VISITORSEAL_KIND_CONFIGURATION`.
int32_t visitorseal_signer_new(const struct visitorseal_scheme *scheme,
                               const char *secret,
                               size_t secret_length,
                               const char *settings,
                               size_t settings_length,
                               struct visitorseal_signer **out_signer,
                               struct visitorseal_error *error);

// Gives problems with the secret that do not stop signing, as a JSON array of
// `{"code","field","reason"}`: it is short, in quotes, or the example from the vendor's documentation. A
// weakness of the vendor's own design, such as SHA-1, is there too.
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
// - `now`: Unix time in seconds. Only signatures that hold a time depend on it.
// - `out_signed`: the handle. Free it with `visitorseal_signed_free`.
//
// Fails with a status of the kind `VISITORSEAL_KIND_VISITOR` if a field that the signature covers is
// missing, empty or ambiguous, or a field has a wrong value; with `VISITORSEAL_NOW_INVALID` for a time in
// milliseconds.
int32_t visitorseal_signer_sign(const struct visitorseal_signer *signer,
                                const char *visitor,
                                size_t visitor_length,
                                uint64_t now,
                                struct visitorseal_signed **out_signed,
                                struct visitorseal_error *error);

// Signs a visitor and writes the form that you want into your buffer: `visitorseal_signer_sign` and a function of the
// signed visitor in one call, with nothing to free.
//
// - `visitor`, `visitor_length`, `now`: as for `visitorseal_signer_sign`.
// - `form`: one of `visitorseal_form`.
// - `option`, `option_length`: for `VISITORSEAL_FORM_SCRIPT` the nonce, for `VISITORSEAL_FORM_ELEMENT` the endpoint,
//   otherwise NULL. NULL is none.
// - `out_text`, `capacity`, `out_length`: see "Text into your buffer". 4 KiB are enough for most visitors.
//
// Fails like `visitorseal_signer_sign` and like the function of the form; with `VISITORSEAL_BUFFER_TOO_SMALL`; with
// `VISITORSEAL_ARGUMENT_VALUE` for a form that does not exist, and for an option that the form does not have.
int32_t visitorseal_signer_sign_text(const struct visitorseal_signer *signer,
                                     const char *visitor,
                                     size_t visitor_length,
                                     uint64_t now,
                                     int32_t form,
                                     const char *option,
                                     size_t option_length,
                                     char *out_text,
                                     size_t capacity,
                                     size_t *out_length,
                                     struct visitorseal_error *error);

// Signs many visitors in one call.
//
// - `visitors`, `visitors_length`: a JSON array of visitors as for `visitorseal_signer_sign`.
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

// Fills the vendor's form without a signature. The vendor does not know who the visitor is.
//
// - `visitor`, `visitor_length`: as for `visitorseal_signer_sign`.
// - `out_signed`: the handle. Free it with `visitorseal_signed_free`.
//
// Fails with `VISITORSEAL_NOT_OFFERED` if the vendor documents no such mode, and like
// `visitorseal_signer_sign`.
int32_t visitorseal_signer_prefill(const struct visitorseal_signer *signer,
                                   const char *visitor,
                                   size_t visitor_length,
                                   struct visitorseal_signed **out_signed,
                                   struct visitorseal_error *error);

// Gives the size of one digest of this signer in bytes, with the NUL at its end: 65 for SHA-256 in hex, and never
// more than `sizeof(visitorseal_digest)`. It is 0 for NULL, and if the scheme's signature is a token.
size_t visitorseal_signer_digest_size(const struct visitorseal_signer *signer);

// Computes the HMAC of exactly these bytes with the scheme's hash, for code that writes the page itself. The
// digest is written as the scheme writes it, such as in hex.
//
// - `message`, `message_length`: any bytes. A length of 0 is the empty message.
// - `out_digest`, `capacity`: your buffer of at least `visitorseal_signer_digest_size` bytes, for the digest
//   and a NUL.
//
// Fails with `VISITORSEAL_BUFFER_TOO_SMALL`, and with `VISITORSEAL_NOT_OFFERED` if the scheme's
// signature is a token.
int32_t visitorseal_signer_digest(const struct visitorseal_signer *signer,
                                  const char *message,
                                  size_t message_length,
                                  char *out_digest,
                                  size_t capacity,
                                  struct visitorseal_error *error);

// `visitorseal_signer_digest` with fewer arguments, for languages where each argument takes as long as a
// block of SHA-256.
//
// - `message`, `message_length`: any bytes. A length of 0 is the empty message.
// - `out_digest`: your memory.
//
// Returns `out_digest->text`, or NULL on failure: then call `visitorseal_signer_digest` to learn why.
const char *visitorseal_signer_digest_text(const struct visitorseal_signer *signer,
                                           const char *message,
                                           size_t message_length,
                                           struct visitorseal_digest *out_digest);

// Computes the digests of many messages, in their order.
//
// - `messages`, `count`: the messages. It may be NULL if there are none.
// - `out_digests`, `capacity`: your buffer of at least `(visitorseal_signer_digest_size - 1) * count + 1`
//   bytes, for the digests, one after the other, and a NUL at the end.
//
// Fails like `visitorseal_signer_digest`.
int32_t visitorseal_signer_digest_many(const struct visitorseal_signer *signer,
                                       const struct visitorseal_message *messages,
                                       size_t count,
                                       char *out_digests,
                                       size_t capacity,
                                       struct visitorseal_error *error);

// Gives the script that makes the widget forget the visitor at sign-out, as HTML. It is empty if the
// vendor documents none: a page without a signed script is anonymous there.
//
// - `nonce`, `nonce_length`: the page's Content-Security-Policy nonce, or NULL for none.
// - `out_text`, `out_length`: see "Text out".
//
// Fails with `VISITORSEAL_NONCE_INVALID`.
int32_t visitorseal_signer_forget_script(const struct visitorseal_signer *signer,
                                         const char *nonce,
                                         size_t nonce_length,
                                         char **out_text,
                                         size_t *out_length,
                                         struct visitorseal_error *error);

// Gives the script of a page where nobody is signed in, as HTML: `visitorseal_page_anonymous_script`.
//
// - `nonce`, `nonce_length`: the page's Content-Security-Policy nonce, or NULL for none.
// - `out_text`, `out_length`: see "Text out".
//
// Fails with `VISITORSEAL_NONCE_INVALID`.
int32_t visitorseal_signer_anonymous_script(const struct visitorseal_signer *signer,
                                            const char *nonce,
                                            size_t nonce_length,
                                            char **out_text,
                                            size_t *out_length,
                                            struct visitorseal_error *error);

// Wipes and frees a signer, or does nothing for NULL. What it has signed stays usable.
void visitorseal_signer_free(struct visitorseal_signer *signer);

// Reads a token without verifying it, as JSON: `{"unverified":true,"header":{…},"claims":{…}}`. Never
// trust the result.
//
// - `token`, `token_length`: the token.
// - `out_text`, `out_length`: see "Text out".
//
// Fails with `VISITORSEAL_TOKEN_MALFORMED`, or `VISITORSEAL_TOKEN_TOO_LARGE` above 64 KiB.
int32_t visitorseal_inspect_token(const char *token,
                                  size_t token_length,
                                  char **out_text,
                                  size_t *out_length,
                                  struct visitorseal_error *error);

// Gives the outcome as JSON: `{"verified":true,"signed":{…},"unsigned":{…},"key":0}`, with a `token_id` if the
// token has one, or `{"verified":false,"anonymous":true,"unsigned":{…}}`, with a `refusal` under the policy
// observe. `signed` is what the signature covers, `unsigned` is what the browser merely claims, both in the
// visitor's words. `key` is the index of the key that matches.
//
// - `out_text`, `out_length`: see "Text out".
int32_t visitorseal_verified_to_json(const struct visitorseal_verified *verified,
                                     char **out_text,
                                     size_t *out_length,
                                     struct visitorseal_error *error);

// Gives the index of the key that matches, counted from 0. Once it is always 0, remove the old secret.
//
// - `out_key`: the index, or -1 for an anonymous visitor.
int32_t visitorseal_verified_key(const struct visitorseal_verified *verified,
                                 int32_t *out_key,
                                 struct visitorseal_error *error);

// Gives the token's own id, its claim `jti`. It is empty if the token has none, and for a digest. To refuse a token that
// is used a second time, keep the ids of verified tokens until the tokens expire.
//
// - `out_text`, `out_length`: see "Text out".
int32_t visitorseal_verified_token_id(const struct visitorseal_verified *verified,
                                      char **out_text,
                                      size_t *out_length,
                                      struct visitorseal_error *error);

// Gives the visitor as a vendor's backend stores a contact, as JSON: `{"external_id","name","email",
// "phone","attributes","unsigned"}`. `unsigned` lists the names of what the signature does not cover. It is
// `null` for an anonymous visitor, and if nothing signed identifies a contact.
//
// - `out_text`, `out_length`: see "Text out".
int32_t visitorseal_verified_contact(const struct visitorseal_verified *verified,
                                     char **out_text,
                                     size_t *out_length,
                                     struct visitorseal_error *error);

// Replaces placeholders in a text with the contact's values: `{{contact.email}}`, `{{contact.name}}`,
// `{{contact.phone}}`, `{{contact.external_id}}` and `{{contact.attr.<key>}}`. Unknown values, and all values
// of an anonymous visitor, are empty. The result is plain text: escape it before you show it.
//
// - `template_text`, `template_length`: the text.
// - `out_text`, `out_length`: see "Text out".
int32_t visitorseal_verified_fill(const struct visitorseal_verified *verified,
                                  const char *template_text,
                                  size_t template_length,
                                  char **out_text,
                                  size_t *out_length,
                                  struct visitorseal_error *error);

// Frees a verified visitor, or does nothing for NULL.
void visitorseal_verified_free(struct visitorseal_verified *verified);

// Makes a verifier.
//
// - `scheme`: borrowed for the call.
// - `keys`, `key_count`: 1 to 16 keys, newest first. They are copied.
// - `options`: borrowed for the call, or NULL for the default.
// - `out_verifier`: the handle. Free it with `visitorseal_verifier_free`.
//
// Fails with a status of the kind `VISITORSEAL_KIND_CONFIGURATION`. The error's `field` names the key.
int32_t visitorseal_verifier_new(const struct visitorseal_scheme *scheme,
                                 const struct visitorseal_key *keys,
                                 size_t key_count,
                                 const struct visitorseal_verifier_options *options,
                                 struct visitorseal_verifier **out_verifier,
                                 struct visitorseal_error *error);

// Verifies the fields in a request's body.
//
// - `fields`, `fields_length`: the body: a JSON object with the fields under the vendor's names. Pass it
//   unchanged, so that duplicate members are refused.
// - `now`: Unix time in seconds.
// - `out_verified`: the handle. Free it with `visitorseal_verified_free`.
//
// Fails with `VISITORSEAL_NOW_INVALID` or a status of the kind `VISITORSEAL_KIND_REFUSED`. Answer a refused
// request with the error's `http_status` and `http_error`.
int32_t visitorseal_verifier_verify_json(const struct visitorseal_verifier *verifier,
                                         const char *fields,
                                         size_t fields_length,
                                         uint64_t now,
                                         struct visitorseal_verified **out_verified,
                                         struct visitorseal_error *error);

// Verifies the fields in a request's body and writes the outcome into your buffer: `visitorseal_verifier_verify_json` and
// `visitorseal_verified_to_json` in one call, with nothing to free.
//
// - `fields`, `fields_length`, `now`: as for `visitorseal_verifier_verify_json`.
// - `out_text`, `capacity`, `out_length`: see "Text into your buffer". Twice the length of the fields is enough for
//   most.
//
// Fails like `visitorseal_verifier_verify_json`, and with `VISITORSEAL_BUFFER_TOO_SMALL`.
int32_t visitorseal_verifier_verify_text(const struct visitorseal_verifier *verifier,
                                         const char *fields,
                                         size_t fields_length,
                                         uint64_t now,
                                         char *out_text,
                                         size_t capacity,
                                         size_t *out_length,
                                         struct visitorseal_error *error);

// Gives the largest body in bytes that `visitorseal_verifier_verify_json` reads. A web server can refuse a
// larger one.
//
// - `out_bytes`: the number of bytes.
int32_t visitorseal_verifier_max_body(const struct visitorseal_verifier *verifier,
                                      size_t *out_bytes,
                                      struct visitorseal_error *error);

// Wipes and frees a verifier, or does nothing for NULL. What it has verified stays usable.
void visitorseal_verifier_free(struct visitorseal_verifier *verifier);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* VISITORSEAL_H */
