<?php

declare(strict_types=1);

namespace Visitorseal\Internal;

/**
 * The C declarations for ffi. `make generate` writes this file from include/visitorseal.h, which documents each function.
 *
 * @internal
 */
final class Declarations
{
    /** What a request needs that signs a visitor. */
    public const SIGNING = <<<'C'
        typedef struct visitorseal_scheme visitorseal_scheme;
        typedef struct visitorseal_signer visitorseal_signer;
        typedef struct visitorseal_digest {
          char text[129];
        } visitorseal_digest;
        const char *visitorseal_version(void);
        int32_t visitorseal_scheme_new(const char *name,
                                       size_t name_length,
                                       struct visitorseal_scheme **out_scheme,
                                       struct visitorseal_error *error);
        void visitorseal_scheme_free(struct visitorseal_scheme *scheme);
        int32_t visitorseal_signer_new(const struct visitorseal_scheme *scheme,
                                       const char *secret,
                                       size_t secret_length,
                                       const char *settings,
                                       size_t settings_length,
                                       struct visitorseal_signer **out_signer,
                                       struct visitorseal_error *error);
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
        size_t visitorseal_signer_digest_size(const struct visitorseal_signer *signer);
        const char *visitorseal_signer_digest_text(const struct visitorseal_signer *signer,
                                                   const char *message,
                                                   size_t message_length,
                                                   struct visitorseal_digest *out_digest);
        void visitorseal_signer_free(struct visitorseal_signer *signer);
        C;

    public const ALL = <<<'C'
        typedef enum visitorseal_status {
          VISITORSEAL_OK = 0,
          VISITORSEAL_SCHEME_UNKNOWN = 100,
          VISITORSEAL_SCHEME_MALFORMED = 101,
          VISITORSEAL_NOT_OFFERED = 102,
          VISITORSEAL_SETTING_UNKNOWN = 110,
          VISITORSEAL_SETTING_MISSING = 111,
          VISITORSEAL_SETTING_INVALID = 112,
          VISITORSEAL_SECRET_EMPTY = 120,
          VISITORSEAL_SECRET_ENCODING = 121,
          VISITORSEAL_SECRET_IS_PEM = 122,
          VISITORSEAL_SECRET_IS_JWK = 123,
          VISITORSEAL_KEY_COUNT = 130,
          VISITORSEAL_KEY_EMPTY = 131,
          VISITORSEAL_KEY_MALFORMED = 132,
          VISITORSEAL_KEY_PRIVATE = 133,
          VISITORSEAL_KEY_PUBLIC = 134,
          VISITORSEAL_KEY_ENCRYPTED = 135,
          VISITORSEAL_KEY_TOO_SHORT = 136,
          VISITORSEAL_KEY_CERTIFICATE = 137,
          VISITORSEAL_KEY_UNSUPPORTED = 138,
          VISITORSEAL_KID_INVALID = 139,
          VISITORSEAL_LEEWAY_INVALID = 140,
          VISITORSEAL_NOW_INVALID = 141,
          VISITORSEAL_POLICY_UNKNOWN = 142,
          VISITORSEAL_NONCE_INVALID = 143,
          VISITORSEAL_LIBRARY_MISSING = 150,
          VISITORSEAL_LIBRARY_VERSION = 151,
          VISITORSEAL_BRAND_UNKNOWN = 152,
          VISITORSEAL_KEY_ALGORITHM = 153,
          VISITORSEAL_KEY_USE = 154,
          VISITORSEAL_KEY_WEAK = 155,
          VISITORSEAL_VISITOR_MALFORMED = 200,
          VISITORSEAL_VISITOR_TOO_LARGE = 201,
          VISITORSEAL_FIELD_UNKNOWN = 210,
          VISITORSEAL_FIELD_MISSING = 211,
          VISITORSEAL_FIELD_EMPTY = 212,
          VISITORSEAL_FIELD_TYPE = 213,
          VISITORSEAL_FIELD_INVALID = 214,
          VISITORSEAL_FIELD_SEPARATOR = 215,
          VISITORSEAL_ATTRIBUTES_TOO_MANY = 220,
          VISITORSEAL_ATTRIBUTE_RESERVED = 221,
          VISITORSEAL_ATTRIBUTE_KEY = 222,
          VISITORSEAL_NUMBER_TOO_LARGE = 223,
          VISITORSEAL_ATTRIBUTE_TOO_DEEP = 224,
          VISITORSEAL_FIELDS_MALFORMED = 300,
          VISITORSEAL_FIELDS_TOO_LARGE = 301,
          VISITORSEAL_SIGNATURE_MISSING = 310,
          VISITORSEAL_SIGNATURE_MALFORMED = 311,
          VISITORSEAL_SIGNATURE_MISMATCH = 312,
          VISITORSEAL_SIGNATURE_EXPIRED = 313,
          VISITORSEAL_SIGNATURE_NOT_YET_VALID = 314,
          VISITORSEAL_TOKEN_MALFORMED = 320,
          VISITORSEAL_TOKEN_TOO_LARGE = 321,
          VISITORSEAL_ALGORITHM_REFUSED = 322,
          VISITORSEAL_HEADER_REFUSED = 323,
          VISITORSEAL_KEY_UNKNOWN = 324,
          VISITORSEAL_TOKEN_EXPIRED = 325,
          VISITORSEAL_TOKEN_NOT_YET_VALID = 326,
          VISITORSEAL_CLAIM_MISSING = 330,
          VISITORSEAL_CLAIM_TYPE = 331,
          VISITORSEAL_CLAIM_VALUE = 332,
          VISITORSEAL_INTERNAL = 900,
          VISITORSEAL_CRYPTO_FAILED = 901,
          VISITORSEAL_ARGUMENT_NULL = 910,
          VISITORSEAL_ARGUMENT_ENCODING = 911,
          VISITORSEAL_BUFFER_TOO_SMALL = 912,
          VISITORSEAL_PANIC = 913,
          VISITORSEAL_ARGUMENT_VALUE = 914,
        } visitorseal_status;
        typedef enum visitorseal_kind {
          VISITORSEAL_KIND_CONFIGURATION = 1,
          VISITORSEAL_KIND_VISITOR = 2,
          VISITORSEAL_KIND_REFUSED = 3,
          VISITORSEAL_KIND_INTERNAL = 4,
        } visitorseal_kind;
        typedef enum visitorseal_policy {
          VISITORSEAL_POLICY_REQUIRED = 0,
          VISITORSEAL_POLICY_OPTIONAL = 1,
          VISITORSEAL_POLICY_OBSERVE = 2,
        } visitorseal_policy;
        typedef enum visitorseal_form {
          VISITORSEAL_FORM_FIELDS = 0,
          VISITORSEAL_FORM_SIGNED = 1,
          VISITORSEAL_FORM_SCRIPT = 2,
          VISITORSEAL_FORM_ELEMENT = 3,
          VISITORSEAL_FORM_URL = 4,
        } visitorseal_form;
        typedef struct visitorseal_page visitorseal_page;
        typedef struct visitorseal_scheme visitorseal_scheme;
        typedef struct visitorseal_signed visitorseal_signed;
        typedef struct visitorseal_signer visitorseal_signer;
        typedef struct visitorseal_verified visitorseal_verified;
        typedef struct visitorseal_verifier visitorseal_verifier;
        typedef struct visitorseal_key {
          const char *bytes;
          size_t length;
          const char *kid;
          size_t kid_length;
        } visitorseal_key;
        typedef struct visitorseal_error {
          int32_t status;
          int32_t kind;
          char code[48];
          char field[256];
          char reason[512];
          int32_t http_status;
          char http_error[64];
        } visitorseal_error;
        typedef struct visitorseal_digest {
          char text[129];
        } visitorseal_digest;
        typedef struct visitorseal_message {
          const char *bytes;
          size_t length;
        } visitorseal_message;
        typedef struct visitorseal_verifier_options {
          int32_t policy;
          uint64_t leeway;
          size_t max_token;
          const char *settings;
          size_t settings_length;
        } visitorseal_verifier_options;
        void visitorseal_string_free(char *text);
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
        int32_t visitorseal_explain_error(int32_t status,
                                          const char *field,
                                          size_t field_length,
                                          const char *reason,
                                          size_t reason_length,
                                          char **out_text,
                                          size_t *out_length,
                                          struct visitorseal_error *error);
        int32_t visitorseal_page_new(const struct visitorseal_scheme *scheme,
                                     const char *settings,
                                     size_t settings_length,
                                     struct visitorseal_page **out_page,
                                     struct visitorseal_error *error);
        int32_t visitorseal_page_prefill(const struct visitorseal_page *page,
                                         const char *visitor,
                                         size_t visitor_length,
                                         struct visitorseal_signed **out_signed,
                                         struct visitorseal_error *error);
        int32_t visitorseal_page_forget_script(const struct visitorseal_page *page,
                                               const char *nonce,
                                               size_t nonce_length,
                                               char **out_text,
                                               size_t *out_length,
                                               struct visitorseal_error *error);
        int32_t visitorseal_page_anonymous_script(const struct visitorseal_page *page,
                                                  const char *nonce,
                                                  size_t nonce_length,
                                                  char **out_text,
                                                  size_t *out_length,
                                                  struct visitorseal_error *error);
        int32_t visitorseal_page_anonymous_element(const struct visitorseal_page *page,
                                                   char **out_text,
                                                   size_t *out_length,
                                                   struct visitorseal_error *error);
        void visitorseal_page_free(struct visitorseal_page *page);
        const char *visitorseal_version(void);
        int32_t visitorseal_schemes(char **out_text, size_t *out_length, struct visitorseal_error *error);
        int32_t visitorseal_scheme_new(const char *name,
                                       size_t name_length,
                                       struct visitorseal_scheme **out_scheme,
                                       struct visitorseal_error *error);
        int32_t visitorseal_scheme_parse(const char *toml,
                                         size_t toml_length,
                                         struct visitorseal_scheme **out_scheme,
                                         struct visitorseal_error *error);
        int32_t visitorseal_scheme_to_json(const struct visitorseal_scheme *scheme,
                                           char **out_text,
                                           size_t *out_length,
                                           struct visitorseal_error *error);
        void visitorseal_scheme_free(struct visitorseal_scheme *scheme);
        int32_t visitorseal_signed_to_json(const struct visitorseal_signed *signed_,
                                           char **out_text,
                                           size_t *out_length,
                                           struct visitorseal_error *error);
        int32_t visitorseal_signed_signature(const struct visitorseal_signed *signed_,
                                             char **out_text,
                                             size_t *out_length,
                                             struct visitorseal_error *error);
        int32_t visitorseal_signed_fields_json(const struct visitorseal_signed *signed_,
                                               char **out_text,
                                               size_t *out_length,
                                               struct visitorseal_error *error);
        int32_t visitorseal_signed_expires_at(const struct visitorseal_signed *signed_,
                                              int64_t *out_time,
                                              struct visitorseal_error *error);
        int32_t visitorseal_signed_mark(const struct visitorseal_signed *signed_,
                                        char **out_text,
                                        size_t *out_length,
                                        struct visitorseal_error *error);
        int32_t visitorseal_signed_script(const struct visitorseal_signed *signed_,
                                          const char *nonce,
                                          size_t nonce_length,
                                          char **out_text,
                                          size_t *out_length,
                                          struct visitorseal_error *error);
        int32_t visitorseal_signed_element(const struct visitorseal_signed *signed_,
                                           const char *endpoint,
                                           size_t endpoint_length,
                                           char **out_text,
                                           size_t *out_length,
                                           struct visitorseal_error *error);
        int32_t visitorseal_signed_url(const struct visitorseal_signed *signed_,
                                       char **out_text,
                                       size_t *out_length,
                                       struct visitorseal_error *error);
        void visitorseal_signed_free(struct visitorseal_signed *signed_);
        int32_t visitorseal_signer_new(const struct visitorseal_scheme *scheme,
                                       const char *secret,
                                       size_t secret_length,
                                       const char *settings,
                                       size_t settings_length,
                                       struct visitorseal_signer **out_signer,
                                       struct visitorseal_error *error);
        int32_t visitorseal_signer_warnings(const struct visitorseal_signer *signer,
                                            char **out_text,
                                            size_t *out_length,
                                            struct visitorseal_error *error);
        int32_t visitorseal_signer_sign(const struct visitorseal_signer *signer,
                                        const char *visitor,
                                        size_t visitor_length,
                                        uint64_t now,
                                        struct visitorseal_signed **out_signed,
                                        struct visitorseal_error *error);
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
        int32_t visitorseal_signer_sign_many(const struct visitorseal_signer *signer,
                                             const char *visitors,
                                             size_t visitors_length,
                                             uint64_t now,
                                             char **out_text,
                                             size_t *out_length,
                                             struct visitorseal_error *error);
        int32_t visitorseal_signer_prefill(const struct visitorseal_signer *signer,
                                           const char *visitor,
                                           size_t visitor_length,
                                           struct visitorseal_signed **out_signed,
                                           struct visitorseal_error *error);
        size_t visitorseal_signer_digest_size(const struct visitorseal_signer *signer);
        int32_t visitorseal_signer_digest(const struct visitorseal_signer *signer,
                                          const char *message,
                                          size_t message_length,
                                          char *out_digest,
                                          size_t capacity,
                                          struct visitorseal_error *error);
        const char *visitorseal_signer_digest_text(const struct visitorseal_signer *signer,
                                                   const char *message,
                                                   size_t message_length,
                                                   struct visitorseal_digest *out_digest);
        int32_t visitorseal_signer_digest_many(const struct visitorseal_signer *signer,
                                               const struct visitorseal_message *messages,
                                               size_t count,
                                               char *out_digests,
                                               size_t capacity,
                                               struct visitorseal_error *error);
        int32_t visitorseal_signer_forget_script(const struct visitorseal_signer *signer,
                                                 const char *nonce,
                                                 size_t nonce_length,
                                                 char **out_text,
                                                 size_t *out_length,
                                                 struct visitorseal_error *error);
        int32_t visitorseal_signer_anonymous_script(const struct visitorseal_signer *signer,
                                                    const char *nonce,
                                                    size_t nonce_length,
                                                    char **out_text,
                                                    size_t *out_length,
                                                    struct visitorseal_error *error);
        void visitorseal_signer_free(struct visitorseal_signer *signer);
        int32_t visitorseal_inspect_token(const char *token,
                                          size_t token_length,
                                          char **out_text,
                                          size_t *out_length,
                                          struct visitorseal_error *error);
        int32_t visitorseal_verified_to_json(const struct visitorseal_verified *verified,
                                             char **out_text,
                                             size_t *out_length,
                                             struct visitorseal_error *error);
        int32_t visitorseal_verified_key(const struct visitorseal_verified *verified,
                                         int32_t *out_key,
                                         struct visitorseal_error *error);
        int32_t visitorseal_verified_token_id(const struct visitorseal_verified *verified,
                                              char **out_text,
                                              size_t *out_length,
                                              struct visitorseal_error *error);
        int32_t visitorseal_verified_contact(const struct visitorseal_verified *verified,
                                             char **out_text,
                                             size_t *out_length,
                                             struct visitorseal_error *error);
        int32_t visitorseal_verified_fill(const struct visitorseal_verified *verified,
                                          const char *template_text,
                                          size_t template_length,
                                          char **out_text,
                                          size_t *out_length,
                                          struct visitorseal_error *error);
        void visitorseal_verified_free(struct visitorseal_verified *verified);
        int32_t visitorseal_verifier_new(const struct visitorseal_scheme *scheme,
                                         const struct visitorseal_key *keys,
                                         size_t key_count,
                                         const struct visitorseal_verifier_options *options,
                                         struct visitorseal_verifier **out_verifier,
                                         struct visitorseal_error *error);
        int32_t visitorseal_verifier_verify_json(const struct visitorseal_verifier *verifier,
                                                 const char *fields,
                                                 size_t fields_length,
                                                 uint64_t now,
                                                 struct visitorseal_verified **out_verified,
                                                 struct visitorseal_error *error);
        int32_t visitorseal_verifier_verify_text(const struct visitorseal_verifier *verifier,
                                                 const char *fields,
                                                 size_t fields_length,
                                                 uint64_t now,
                                                 char *out_text,
                                                 size_t capacity,
                                                 size_t *out_length,
                                                 struct visitorseal_error *error);
        int32_t visitorseal_verifier_max_body(const struct visitorseal_verifier *verifier,
                                              size_t *out_bytes,
                                              struct visitorseal_error *error);
        void visitorseal_verifier_free(struct visitorseal_verifier *verifier);
        C;
}
