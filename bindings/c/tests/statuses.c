/* Tests the rules at the top of the header, and every status that a C program can cause. */
#include "header.h"

#define NOW 1795132800u
#define SECRET "statuses-secret-7f3a91c05d"
#define EMAIL "jane@example.com"
#define JANE "{\"id\":\"user-123\",\"email\":\"" EMAIL "\",\"name\":\"Jane Doe\"}"
#define INVALID "a\xff\xfe"

/* The results of failing calls. A pattern fills it, and a failing call must not change it. */
typedef struct {
    char *text;
    size_t length, bytes;
    visitorseal_scheme *scheme;
    visitorseal_page *page;
    visitorseal_signer *signer;
    visitorseal_signed *visitor;
    visitorseal_verifier *verifier;
    visitorseal_verified *verified;
    int32_t key;
    int64_t time;
    char digits[200];
} outs;

static outs out, out_before;
static visitorseal_error error_buffer, error_before;
/* What FAILS and SUCCEEDS pass to the call: `error_buffer`, or NULL. */
static visitorseal_error *error;
static unsigned char was_caused[1000];
static pointer nulls[512];
static size_t null_count;
static text private_pem, public_pem;

/* What most tests use. */
static visitorseal_scheme *bookbag, *reamaze, *thread, *orlo;
static visitorseal_page *page;
static visitorseal_signer *signer, *token_signer;
static visitorseal_verifier *verifier, *token_verifier;
static visitorseal_signed *visitor, *token;
static visitorseal_verified *verified, *anonymous;

static int no_error(void) {
    memset(&error_buffer, 0xa5, sizeof error_buffer);
    error_before = error_buffer;
    error = &error_buffer;
    return 0;
}

static void reset(void) {
    memset(&out, 0x5a, sizeof out);
    out_before = out;
    (void)no_error();
}

static int ends_with_nul(const char *bytes, size_t size) {
    return memchr(bytes, 0, size) != NULL;
}

static void check_no_secrets(void) {
    CHECK(!holds(&error_buffer, sizeof error_buffer, STR(SECRET)));
    CHECK(!holds(&error_buffer, sizeof error_buffer, STR(EMAIL)));
    CHECK(!holds(&error_buffer, sizeof error_buffer, private_pem.bytes + 160, 40));
}

static void check_failed(int line, const char *call, const char *name, int expected, const char *field, int status) {
    int at = failures;
    CHECK(status == expected);
    CHECK(error_buffer.status == status);
    CHECK(ends_with_nul(error_buffer.code, sizeof error_buffer.code));
    CHECK(ends_with_nul(error_buffer.field, sizeof error_buffer.field));
    CHECK(ends_with_nul(error_buffer.reason, sizeof error_buffer.reason) && *error_buffer.reason);
    CHECK(is_lower_case_of(error_buffer.code, name));
    CHECK(error_buffer.kind == (expected < 200 ? VISITORSEAL_KIND_CONFIGURATION
                       : expected < 300 ? VISITORSEAL_KIND_VISITOR
                       : expected < 900 ? VISITORSEAL_KIND_REFUSED : VISITORSEAL_KIND_INTERNAL));
    CHECK(field == NULL || strcmp(error_buffer.field, field) == 0);
    /* Every scheme here answers with 401 identity_unverified. A token that is only read has no scheme. */
    int has_answer = expected >= 300 && expected < 900 && strncmp(call, STR("visitorseal_inspect_token")) != 0;
    CHECK(error_buffer.http_status == (has_answer ? 401 : 0));
    CHECK(ends_with_nul(error_buffer.http_error, sizeof error_buffer.http_error));
    CHECK(strcmp(error_buffer.http_error, has_answer ? "identity_unverified" : "") == 0);
    CHECK(memcmp(&out, &out_before, sizeof out) == 0);
    check_no_secrets();
    was_caused[expected] |= status == expected;
    if (expected == VISITORSEAL_ARGUMENT_NULL && null_count < 512) {
        pointer *null = &nulls[null_count++];
        snprintf(null->function, sizeof null->function, "%.*s", (int)strcspn(call, "("), call);
        snprintf(null->name, sizeof null->name, "%.63s", error_buffer.field);
    }
    if (failures > at)
        fprintf(stderr, "  line %d: %s gave %d %s (%s): %s\n", line, call, status, error_buffer.code, error_buffer.field,
                error_buffer.reason);
}

static void check_failed_without_error(int line, const char *call, int expected, int status) {
    if (!CHECK(status == expected && memcmp(&out, &out_before, sizeof out) == 0))
        fprintf(stderr, "  line %d: %s with error NULL gave %d\n", line, call, status);
}

static void check_succeeded(int line, const char *call, int status) {
    if (!CHECK(status == VISITORSEAL_OK))
        fprintf(stderr, "  line %d: %s gave %d %s (%s): %s\n", line, call, status, error_buffer.code, error_buffer.field,
                error_buffer.reason);
    CHECK(memcmp(&error_buffer, &error_before, sizeof error_buffer) == 0);
}

/* Makes a call that must fail, once with an error and once with NULL. `field` may be NULL: it is not checked then. */
#define FAILS(status, field, call) \
    (reset(), check_failed(__LINE__, #call, #status, VISITORSEAL_##status, field, (call)), \
     reset(), error = NULL, check_failed_without_error(__LINE__, #call, VISITORSEAL_##status, (call)))
/* Makes a call that must succeed and must not change the error. */
#define SUCCEEDS(call) (no_error(), check_succeeded(__LINE__, #call, (call)))
/* Explains no fields with a `key`. */
#define EXPLAIN(leeway, ...) \
    visitorseal_explain(bookbag, &key, 1, STR("{}"), NOW, leeway, 0, __VA_ARGS__, &out.text, &out.length, error)

static int same_text(char *result, size_t length, const char *expected) {
    int same = strlen(result) == length && strcmp(result, expected) == 0;
    visitorseal_string_free(result);
    return same;
}

/* Calls a function that must give a text. The caller frees it. */
#define TEXT(result, function, ...) \
    do { \
        size_t length_ = SIZE_MAX; \
        SUCCEEDS(function(__VA_ARGS__, &result, &length_, error)); \
        need(result != NULL, #function); \
        CHECK(strlen(result) == length_); \
    } while (0)

static visitorseal_scheme *scheme_named(const char *name) {
    visitorseal_scheme *scheme = NULL;
    SUCCEEDS(visitorseal_scheme_new(name, strlen(name), &scheme, error));
    need(scheme != NULL, name);
    return scheme;
}

static visitorseal_page *page_for(const visitorseal_scheme *scheme, const char *settings) {
    visitorseal_page *result = NULL;
    SUCCEEDS(visitorseal_page_new(scheme, settings, settings ? strlen(settings) : 0, &result, error));
    need(result != NULL, "a page");
    return result;
}

static visitorseal_signer *signer_for(const visitorseal_scheme *scheme, const char *settings) {
    visitorseal_signer *result = NULL;
    text secret = {SECRET, sizeof SECRET - 1};
    if (scheme == orlo) secret = private_pem;
    size_t length = settings ? strlen(settings) : 0;
    SUCCEEDS(visitorseal_signer_new(scheme, secret.bytes, secret.length, settings, length, &result, error));
    need(result != NULL, "a signer");
    return result;
}

static visitorseal_key secret_key(void) {
    visitorseal_key key = {SECRET, sizeof SECRET - 1, NULL, 0};
    return key;
}

static visitorseal_key public_key(void) {
    visitorseal_key key = {public_pem.bytes, public_pem.length, NULL, 0};
    return key;
}

static visitorseal_verifier *verifier_for(const visitorseal_scheme *scheme, const visitorseal_verifier_options *options) {
    visitorseal_verifier *result = NULL;
    visitorseal_key key = scheme == orlo ? public_key() : secret_key();
    SUCCEEDS(visitorseal_verifier_new(scheme, &key, 1, options, &result, error));
    need(result != NULL, "a verifier");
    return result;
}

/* Gives the fields that a page sends for a signed visitor. */
static text fields_of(const visitorseal_signed *from, const char *format) {
    char *signature = NULL;
    TEXT(signature, visitorseal_signed_signature, from);
    text fields = {malloc(strlen(format) + strlen(signature) + 1), 0};
    need(fields.bytes != NULL, "memory");
    sprintf(fields.bytes, format, signature);
    fields.length = strlen(fields.bytes);
    visitorseal_string_free(signature);
    return fields;
}

#define BOOKBAG_FIELDS "{\"user_id\":\"user-123\",\"user_hash\":\"%s\",\"user_metadata\":{\"name\":\"Jane Doe\"}}"
#define ORLO_FIELDS "{\"jwt\":\"%s\"}"

static void make_all(void) {
    private_pem = key_file("rsa-2048.private.pem");
    public_pem = key_file("rsa-2048.public.pem");
    bookbag = scheme_named("bookbag");
    reamaze = scheme_named("reamaze");
    thread = scheme_named("thread");
    orlo = scheme_named("orlo");
    page = page_for(bookbag, NULL);
    signer = signer_for(bookbag, NULL);
    token_signer = signer_for(orlo, "{\"lifetime\":60}");
    visitorseal_verifier_options options = {0};
    options.policy = VISITORSEAL_POLICY_OPTIONAL;
    verifier = verifier_for(bookbag, &options);
    token_verifier = verifier_for(orlo, NULL);
    SUCCEEDS(visitorseal_signer_sign(signer, STR(JANE), NOW, &visitor, error));
    SUCCEEDS(visitorseal_signer_sign(token_signer, STR("{\"name\":\"Jane Doe\"}"), NOW, &token, error));
    text fields = fields_of(visitor, BOOKBAG_FIELDS);
    SUCCEEDS(visitorseal_verifier_verify_json(verifier, fields.bytes, fields.length, NOW, &verified, error));
    SUCCEEDS(visitorseal_verifier_verify_json(verifier, STR("{\"user_id\":\"user-123\"}"), NOW, &anonymous, error));
    free(fields.bytes);
}

static void free_all(void) {
    visitorseal_scheme_free(bookbag);
    visitorseal_scheme_free(reamaze);
    visitorseal_scheme_free(thread);
    visitorseal_scheme_free(orlo);
    visitorseal_page_free(page);
    visitorseal_signer_free(signer);
    visitorseal_signer_free(token_signer);
    visitorseal_verifier_free(verifier);
    visitorseal_verifier_free(token_verifier);
    visitorseal_signed_free(visitor);
    visitorseal_signed_free(token);
    visitorseal_verified_free(verified);
    visitorseal_verified_free(anonymous);
    free(private_pem.bytes);
    free(public_pem.bytes);
}

static void null_is_refused_for_every_pointer(void) {
    visitorseal_key key = secret_key(), no_bytes = {NULL, 0, NULL, 0};
    visitorseal_message no_message = {NULL, 0};

    FAILS(ARGUMENT_NULL, "out_text", visitorseal_schemes(NULL, &out.length, error));
    FAILS(ARGUMENT_NULL, "name", visitorseal_scheme_new(NULL, 0, &out.scheme, error));
    FAILS(ARGUMENT_NULL, "out_scheme", visitorseal_scheme_new(STR("bookbag"), NULL, error));
    FAILS(ARGUMENT_NULL, "toml", visitorseal_scheme_parse(NULL, 0, &out.scheme, error));
    FAILS(ARGUMENT_NULL, "out_scheme", visitorseal_scheme_parse(STR(""), NULL, error));
    FAILS(ARGUMENT_NULL, "scheme", visitorseal_scheme_to_json(NULL, &out.text, &out.length, error));
    FAILS(ARGUMENT_NULL, "out_text", visitorseal_scheme_to_json(bookbag, NULL, &out.length, error));

    FAILS(ARGUMENT_NULL, "scheme", visitorseal_page_new(NULL, NULL, 0, &out.page, error));
    FAILS(ARGUMENT_NULL, "out_page", visitorseal_page_new(bookbag, NULL, 0, NULL, error));
    FAILS(ARGUMENT_NULL, "page", visitorseal_page_prefill(NULL, STR(JANE), &out.visitor, error));
    FAILS(ARGUMENT_NULL, "visitor", visitorseal_page_prefill(page, NULL, 0, &out.visitor, error));
    FAILS(ARGUMENT_NULL, "out_signed", visitorseal_page_prefill(page, STR(JANE), NULL, error));
    FAILS(ARGUMENT_NULL, "page", visitorseal_page_forget_script(NULL, NULL, 0, &out.text, &out.length, error));
    FAILS(ARGUMENT_NULL, "out_text", visitorseal_page_forget_script(page, NULL, 0, NULL, &out.length, error));
    FAILS(ARGUMENT_NULL, "page", visitorseal_page_anonymous_script(NULL, NULL, 0, &out.text, &out.length, error));
    FAILS(ARGUMENT_NULL, "out_text", visitorseal_page_anonymous_script(page, NULL, 0, NULL, &out.length, error));
    FAILS(ARGUMENT_NULL, "page", visitorseal_page_anonymous_element(NULL, &out.text, &out.length, error));
    FAILS(ARGUMENT_NULL, "out_text", visitorseal_page_anonymous_element(page, NULL, &out.length, error));

    FAILS(ARGUMENT_NULL, "signed", visitorseal_signed_to_json(NULL, &out.text, &out.length, error));
    FAILS(ARGUMENT_NULL, "out_text", visitorseal_signed_to_json(visitor, NULL, &out.length, error));
    FAILS(ARGUMENT_NULL, "signed", visitorseal_signed_signature(NULL, &out.text, &out.length, error));
    FAILS(ARGUMENT_NULL, "out_text", visitorseal_signed_signature(visitor, NULL, &out.length, error));
    FAILS(ARGUMENT_NULL, "signed", visitorseal_signed_fields_json(NULL, &out.text, &out.length, error));
    FAILS(ARGUMENT_NULL, "out_text", visitorseal_signed_fields_json(visitor, NULL, &out.length, error));
    FAILS(ARGUMENT_NULL, "signed", visitorseal_signed_mark(NULL, &out.text, &out.length, error));
    FAILS(ARGUMENT_NULL, "out_text", visitorseal_signed_mark(visitor, NULL, &out.length, error));
    FAILS(ARGUMENT_NULL, "signed", visitorseal_signed_expires_at(NULL, &out.time, error));
    FAILS(ARGUMENT_NULL, "out_time", visitorseal_signed_expires_at(visitor, NULL, error));
    FAILS(ARGUMENT_NULL, "signed", visitorseal_signed_script(NULL, NULL, 0, &out.text, &out.length, error));
    FAILS(ARGUMENT_NULL, "out_text", visitorseal_signed_script(visitor, NULL, 0, NULL, &out.length, error));
    FAILS(ARGUMENT_NULL, "signed", visitorseal_signed_element(NULL, NULL, 0, &out.text, &out.length, error));
    FAILS(ARGUMENT_NULL, "out_text", visitorseal_signed_element(visitor, NULL, 0, NULL, &out.length, error));
    FAILS(ARGUMENT_NULL, "signed", visitorseal_signed_url(NULL, &out.text, &out.length, error));
    FAILS(ARGUMENT_NULL, "out_text", visitorseal_signed_url(visitor, NULL, &out.length, error));

    FAILS(ARGUMENT_NULL, "scheme", visitorseal_signer_new(NULL, STR(SECRET), NULL, 0, &out.signer, error));
    FAILS(ARGUMENT_NULL, "secret", visitorseal_signer_new(bookbag, NULL, 0, NULL, 0, &out.signer, error));
    FAILS(ARGUMENT_NULL, "out_signer", visitorseal_signer_new(bookbag, STR(SECRET), NULL, 0, NULL, error));
    FAILS(ARGUMENT_NULL, "signer", visitorseal_signer_warnings(NULL, &out.text, &out.length, error));
    FAILS(ARGUMENT_NULL, "out_text", visitorseal_signer_warnings(signer, NULL, &out.length, error));
    FAILS(ARGUMENT_NULL, "signer", visitorseal_signer_sign(NULL, STR(JANE), NOW, &out.visitor, error));
    FAILS(ARGUMENT_NULL, "visitor", visitorseal_signer_sign(signer, NULL, 0, NOW, &out.visitor, error));
    FAILS(ARGUMENT_NULL, "out_signed", visitorseal_signer_sign(signer, STR(JANE), NOW, NULL, error));
    FAILS(ARGUMENT_NULL, "signer",
          visitorseal_signer_sign_text(NULL, STR(JANE), NOW, 0, NULL, 0, out.digits, sizeof out.digits, &out.length, error));
    FAILS(ARGUMENT_NULL, "visitor",
          visitorseal_signer_sign_text(signer, NULL, 0, NOW, 0, NULL, 0, out.digits, sizeof out.digits, &out.length, error));
    FAILS(ARGUMENT_NULL, "out_text",
          visitorseal_signer_sign_text(signer, STR(JANE), NOW, 0, NULL, 0, NULL, sizeof out.digits, &out.length, error));
    FAILS(ARGUMENT_NULL, "signer", visitorseal_signer_sign_many(NULL, STR("[]"), NOW, &out.text, &out.length, error));
    FAILS(ARGUMENT_NULL, "visitors", visitorseal_signer_sign_many(signer, NULL, 0, NOW, &out.text, &out.length, error));
    FAILS(ARGUMENT_NULL, "out_text", visitorseal_signer_sign_many(signer, STR("[]"), NOW, NULL, &out.length, error));
    FAILS(ARGUMENT_NULL, "signer", visitorseal_signer_prefill(NULL, STR(JANE), &out.visitor, error));
    FAILS(ARGUMENT_NULL, "visitor", visitorseal_signer_prefill(signer, NULL, 0, &out.visitor, error));
    FAILS(ARGUMENT_NULL, "out_signed", visitorseal_signer_prefill(signer, STR(JANE), NULL, error));
    FAILS(ARGUMENT_NULL, "signer", visitorseal_signer_digest(NULL, STR("m"), out.digits, sizeof out.digits, error));
    FAILS(ARGUMENT_NULL, "message", visitorseal_signer_digest(signer, NULL, 0, out.digits, sizeof out.digits, error));
    FAILS(ARGUMENT_NULL, "out_digest", visitorseal_signer_digest(signer, STR("m"), NULL, sizeof out.digits, error));
    FAILS(ARGUMENT_NULL, "signer", visitorseal_signer_digest_many(NULL, NULL, 0, out.digits, sizeof out.digits, error));
    FAILS(ARGUMENT_NULL, "messages", visitorseal_signer_digest_many(signer, NULL, 1, out.digits, sizeof out.digits, error));
    FAILS(ARGUMENT_NULL, "messages[0]",
          visitorseal_signer_digest_many(signer, &no_message, 1, out.digits, sizeof out.digits, error));
    FAILS(ARGUMENT_NULL, "out_digests", visitorseal_signer_digest_many(signer, NULL, 0, NULL, 1, error));
    FAILS(ARGUMENT_NULL, "signer", visitorseal_signer_forget_script(NULL, NULL, 0, &out.text, &out.length, error));
    FAILS(ARGUMENT_NULL, "out_text", visitorseal_signer_forget_script(signer, NULL, 0, NULL, &out.length, error));
    FAILS(ARGUMENT_NULL, "signer", visitorseal_signer_anonymous_script(NULL, NULL, 0, &out.text, &out.length, error));
    FAILS(ARGUMENT_NULL, "out_text", visitorseal_signer_anonymous_script(signer, NULL, 0, NULL, &out.length, error));

    FAILS(ARGUMENT_NULL, "token", visitorseal_inspect_token(NULL, 0, &out.text, &out.length, error));
    FAILS(ARGUMENT_NULL, "out_text", visitorseal_inspect_token(STR("e30.e30."), NULL, &out.length, error));

    FAILS(ARGUMENT_NULL, "verified", visitorseal_verified_to_json(NULL, &out.text, &out.length, error));
    FAILS(ARGUMENT_NULL, "out_text", visitorseal_verified_to_json(verified, NULL, &out.length, error));
    FAILS(ARGUMENT_NULL, "verified", visitorseal_verified_key(NULL, &out.key, error));
    FAILS(ARGUMENT_NULL, "out_key", visitorseal_verified_key(verified, NULL, error));
    FAILS(ARGUMENT_NULL, "verified", visitorseal_verified_token_id(NULL, &out.text, &out.length, error));
    FAILS(ARGUMENT_NULL, "out_text", visitorseal_verified_token_id(verified, NULL, &out.length, error));
    FAILS(ARGUMENT_NULL, "verified", visitorseal_verified_contact(NULL, &out.text, &out.length, error));
    FAILS(ARGUMENT_NULL, "out_text", visitorseal_verified_contact(verified, NULL, &out.length, error));
    FAILS(ARGUMENT_NULL, "verified", visitorseal_verified_fill(NULL, STR("x"), &out.text, &out.length, error));
    FAILS(ARGUMENT_NULL, "template_text", visitorseal_verified_fill(verified, NULL, 0, &out.text, &out.length, error));
    FAILS(ARGUMENT_NULL, "out_text", visitorseal_verified_fill(verified, STR("x"), NULL, &out.length, error));

    FAILS(ARGUMENT_NULL, "scheme", visitorseal_verifier_new(NULL, &key, 1, NULL, &out.verifier, error));
    FAILS(ARGUMENT_NULL, "keys", visitorseal_verifier_new(bookbag, NULL, 1, NULL, &out.verifier, error));
    FAILS(ARGUMENT_NULL, "keys[0]", visitorseal_verifier_new(bookbag, &no_bytes, 1, NULL, &out.verifier, error));
    FAILS(ARGUMENT_NULL, "out_verifier", visitorseal_verifier_new(bookbag, &key, 1, NULL, NULL, error));
    FAILS(ARGUMENT_NULL, "verifier", visitorseal_verifier_verify_json(NULL, STR("{}"), NOW, &out.verified, error));
    FAILS(ARGUMENT_NULL, "fields", visitorseal_verifier_verify_json(verifier, NULL, 0, NOW, &out.verified, error));
    FAILS(ARGUMENT_NULL, "out_verified", visitorseal_verifier_verify_json(verifier, STR("{}"), NOW, NULL, error));
    FAILS(ARGUMENT_NULL, "verifier",
          visitorseal_verifier_verify_text(NULL, STR("{}"), NOW, out.digits, sizeof out.digits, &out.length, error));
    FAILS(ARGUMENT_NULL, "fields",
          visitorseal_verifier_verify_text(verifier, NULL, 0, NOW, out.digits, sizeof out.digits, &out.length, error));
    FAILS(ARGUMENT_NULL, "out_text",
          visitorseal_verifier_verify_text(verifier, STR("{}"), NOW, NULL, sizeof out.digits, &out.length, error));
    FAILS(ARGUMENT_NULL, "verifier", visitorseal_verifier_max_body(NULL, &out.bytes, error));
    FAILS(ARGUMENT_NULL, "out_bytes", visitorseal_verifier_max_body(verifier, NULL, error));

    FAILS(ARGUMENT_NULL, "scheme",
          visitorseal_explain(NULL, &key, 1, STR("{}"), NOW, 0, 0, NULL, 0, NULL, 0, &out.text, &out.length, error));
    FAILS(ARGUMENT_NULL, "keys",
          visitorseal_explain(bookbag, NULL, 1, STR("{}"), NOW, 0, 0, NULL, 0, NULL, 0, &out.text, &out.length, error));
    FAILS(ARGUMENT_NULL, "fields",
          visitorseal_explain(bookbag, &key, 1, NULL, 0, NOW, 0, 0, NULL, 0, NULL, 0, &out.text, &out.length, error));
    FAILS(ARGUMENT_NULL, "out_text",
          visitorseal_explain(bookbag, &key, 1, STR("{}"), NOW, 0, 0, NULL, 0, NULL, 0, NULL, &out.length, error));
    FAILS(KEY_COUNT, NULL,
          visitorseal_explain(bookbag, &key, SIZE_MAX, STR("{}"), NOW, 0, 0, NULL, 0, NULL, 0, &out.text, &out.length, error));
    FAILS(ARGUMENT_NULL, "reason",
          visitorseal_explain_error(VISITORSEAL_FIELDS_MALFORMED, STR("x"), NULL, 0, &out.text, &out.length, error));
    FAILS(ARGUMENT_NULL, "out_text",
          visitorseal_explain_error(VISITORSEAL_FIELDS_MALFORMED, STR("x"), STR("y"), NULL, &out.length, error));

    /* Every pointer parameter of the header must be tested above. */
    static const char *const may_be_null[] = {"error", "out_length", "nonce", "endpoint", "option", "settings", "options"};
    read_pointers();
    for (size_t i = 0; i < pointer_count; i++) {
        const pointer *parameter = &pointers[i];
        int tested = 0;
        for (size_t j = 0; j < sizeof may_be_null / sizeof *may_be_null; j++)
            tested |= strcmp(parameter->name, may_be_null[j]) == 0;
        tested |= strcmp(parameter->function, "visitorseal_explain_error") == 0 && strcmp(parameter->name, "field") == 0;
        tested |= strcmp(parameter->function, "visitorseal_explain") == 0 && strcmp(parameter->name, "visitor") == 0;
        for (size_t j = 0; j < null_count; j++)
            tested |= strcmp(parameter->function, nulls[j].function) == 0 && strcmp(parameter->name, nulls[j].name) == 0;
        if (!CHECK(tested)) fprintf(stderr, "  NULL was not tested for %s of %s\n", parameter->name, parameter->function);
    }
}

static void free_takes_null(void) {
    visitorseal_string_free(NULL);
    visitorseal_scheme_free(NULL);
    visitorseal_page_free(NULL);
    visitorseal_signer_free(NULL);
    visitorseal_signed_free(NULL);
    visitorseal_verifier_free(NULL);
    visitorseal_verified_free(NULL);
}

static void optional_pointers_may_be_null(void) {
    char *result = NULL;
    SUCCEEDS(visitorseal_schemes(&result, NULL, error));
    CHECK(result && strstr(result, "\"bookbag\""));
    visitorseal_string_free(result);
    result = NULL;
    CHECK(visitorseal_signed_script(visitor, NULL, 0, &result, NULL, NULL) == VISITORSEAL_OK);
    CHECK(result && strncmp(result, "<script ", 8) == 0);
    visitorseal_string_free(result);
    /* The length of a NULL is not read. */
    size_t length = 0;
    SUCCEEDS(visitorseal_signed_element(visitor, NULL, SIZE_MAX, &result, &length, error));
    CHECK(strstr(result, "endpoint") == NULL);
    visitorseal_string_free(result);
    SUCCEEDS(visitorseal_signer_forget_script(signer, NULL, SIZE_MAX, &result, &length, error));
    visitorseal_string_free(result);
    SUCCEEDS(visitorseal_page_forget_script(page, NULL, SIZE_MAX, &result, &length, error));
    visitorseal_string_free(result);
    visitorseal_page *without_settings = NULL;
    SUCCEEDS(visitorseal_page_new(bookbag, NULL, SIZE_MAX, &without_settings, error));
    visitorseal_page_free(without_settings);
    visitorseal_key key = secret_key();
    TEXT(result, visitorseal_explain, bookbag, &key, 1, STR("{}"), NOW, 0, 0, NULL, SIZE_MAX, NULL, SIZE_MAX);
    CHECK(strstr(result, "signature_missing"));
    visitorseal_string_free(result);
    TEXT(result, visitorseal_explain_error, VISITORSEAL_FIELDS_MALFORMED, NULL, SIZE_MAX, STR("It is broken."));
    CHECK(strstr(result, "\"field\":null") && strstr(result, "It is broken."));
    visitorseal_string_free(result);
    CHECK(strcmp(visitorseal_version(), "") > 0);
}

static void explain_refuses_what_verifiers_and_signers_refuse(void) {
    visitorseal_key key = secret_key();
    char *result = NULL;
    TEXT(result, visitorseal_explain, bookbag, &key, 1, STR("{}"), NOW, 300, SIZE_MAX, STR("{}"), STR(JANE));
    visitorseal_string_free(result);
    FAILS(LEEWAY_INVALID, "leeway", EXPLAIN(301, NULL, 0, NULL, 0));
    FAILS(LEEWAY_INVALID, "leeway", EXPLAIN(UINT64_MAX, NULL, 0, NULL, 0));
    FAILS(SETTING_UNKNOWN, "unheard_of", EXPLAIN(0, STR("{\"unheard_of\":\"x\"}"), NULL, 0));
    FAILS(VISITOR_MALFORMED, "", EXPLAIN(0, NULL, 0, STR("[]")));
    FAILS(FIELD_UNKNOWN, "uuid", EXPLAIN(0, NULL, 0, STR("{\"uuid\":\"x\"}")));
    FAILS(FIELD_MISSING, "id", EXPLAIN(0, NULL, 0, STR("{\"id\":null}")));
    FAILS(FIELD_TYPE, "id", EXPLAIN(0, NULL, 0, STR("{\"id\":1.5}")));
    FAILS(FIELD_INVALID, "phone", EXPLAIN(0, NULL, 0, STR("{\"phone\":\"0911\"}")));
}

static void text_that_is_not_utf8_is_refused(void) {
    visitorseal_verifier_options options = {0};
    visitorseal_key key = secret_key(), named = secret_key(), invalid = {STR(INVALID), NULL, 0};
    options.settings = INVALID;
    options.settings_length = sizeof INVALID - 1;
    named.kid = INVALID;
    named.kid_length = sizeof INVALID - 1;

    FAILS(ARGUMENT_ENCODING, "name", visitorseal_scheme_new(STR(INVALID), &out.scheme, error));
    FAILS(ARGUMENT_ENCODING, "toml", visitorseal_scheme_parse(STR(INVALID), &out.scheme, error));
    FAILS(ARGUMENT_ENCODING, "settings",
          visitorseal_signer_new(thread, STR(SECRET), STR("{\"app_id\":\"" INVALID "\"}"), &out.signer, error));
    FAILS(ARGUMENT_ENCODING, "settings",
          visitorseal_page_new(thread, STR("{\"app_id\":\"" INVALID "\"}"), &out.page, error));
    FAILS(ARGUMENT_ENCODING, "endpoint", visitorseal_signed_element(visitor, STR(INVALID), &out.text, &out.length, error));
    FAILS(ARGUMENT_ENCODING, "nonce", visitorseal_page_forget_script(page, STR(INVALID), &out.text, &out.length, error));
    FAILS(ARGUMENT_ENCODING, "nonce", visitorseal_page_anonymous_script(page, STR(INVALID), &out.text, &out.length, error));
    FAILS(ARGUMENT_ENCODING, "nonce", visitorseal_signed_script(visitor, STR(INVALID), &out.text, &out.length, error));
    FAILS(ARGUMENT_ENCODING, "nonce", visitorseal_signer_forget_script(signer, STR(INVALID), &out.text, &out.length, error));
    FAILS(ARGUMENT_ENCODING, "nonce",
          visitorseal_signer_anonymous_script(signer, STR(INVALID), &out.text, &out.length, error));
    FAILS(ARGUMENT_ENCODING, "token", visitorseal_inspect_token(STR(INVALID), &out.text, &out.length, error));
    FAILS(ARGUMENT_ENCODING, "template_text",
          visitorseal_verified_fill(verified, STR(INVALID), &out.text, &out.length, error));
    FAILS(ARGUMENT_ENCODING, "keys[0]", visitorseal_verifier_new(bookbag, &named, 1, NULL, &out.verifier, error));
    FAILS(ARGUMENT_ENCODING, "settings", visitorseal_verifier_new(bookbag, &key, 1, &options, &out.verifier, error));
    FAILS(ARGUMENT_ENCODING, "settings", EXPLAIN(0, STR(INVALID), NULL, 0));
    FAILS(VISITOR_MALFORMED, "", EXPLAIN(0, NULL, 0, STR("{\"id\":\"" INVALID "\"}")));
    FAILS(ARGUMENT_ENCODING, "field",
          visitorseal_explain_error(VISITORSEAL_FIELD_TYPE, STR(INVALID), STR("y"), &out.text, &out.length, error));
    FAILS(ARGUMENT_ENCODING, "reason",
          visitorseal_explain_error(VISITORSEAL_FIELD_TYPE, STR("x"), STR(INVALID), &out.text, &out.length, error));
    /* The core reads these as bytes, and has its own statuses for them. */
    FAILS(SECRET_ENCODING, "secret", visitorseal_signer_new(bookbag, STR(SECRET INVALID), NULL, 0, &out.signer, error));
    FAILS(SECRET_ENCODING, NULL, visitorseal_verifier_new(bookbag, &invalid, 1, NULL, &out.verifier, error));
    FAILS(VISITOR_MALFORMED, "", visitorseal_signer_sign(signer, STR("{\"id\":\"" INVALID "\"}"), NOW, &out.visitor, error));
    FAILS(VISITOR_MALFORMED, "",
          visitorseal_signer_sign_many(signer, STR("[{\"id\":\"" INVALID "\"}]"), NOW, &out.text, &out.length, error));
    FAILS(FIELDS_MALFORMED, "",
          visitorseal_verifier_verify_json(verifier, STR("{\"user_id\":\"" INVALID "\"}"), NOW, &out.verified, error));
}

static void a_nul_does_not_end_a_text(void) {
    FAILS(SCHEME_UNKNOWN, NULL, visitorseal_scheme_new(STR("bookbag\0"), &out.scheme, error));
    FAILS(SCHEME_MALFORMED, NULL, visitorseal_scheme_parse(STR("name = \"a\0b\""), &out.scheme, error));
    FAILS(SECRET_ENCODING, "secret", visitorseal_signer_new(bookbag, STR(SECRET "\0x"), NULL, 0, &out.signer, error));
    FAILS(SETTING_INVALID, NULL,
          visitorseal_signer_new(thread, STR(SECRET), STR("{\"app_id\":\"a\\u0000\"}"), &out.signer, error));
    FAILS(SETTING_INVALID, "endpoint", visitorseal_signed_element(visitor, STR("/visitor\0"), &out.text, &out.length, error));
    FAILS(NONCE_INVALID, "nonce", visitorseal_signed_script(visitor, STR("YQ==\0"), &out.text, &out.length, error));
    FAILS(VISITOR_MALFORMED, "", visitorseal_signer_sign(signer, STR(JANE "\0"), NOW, &out.visitor, error));
    FAILS(FIELD_INVALID, "id", visitorseal_signer_sign(signer, STR("{\"id\":\"42\\u0000\"}"), NOW, &out.visitor, error));
    FAILS(FIELDS_MALFORMED, "", visitorseal_verifier_verify_json(verifier, STR("{}\0"), NOW, &out.verified, error));
    FAILS(TOKEN_MALFORMED, NULL, visitorseal_inspect_token(STR("e30.e30.\0"), &out.text, &out.length, error));
    FAILS(ARGUMENT_ENCODING, "out_text", visitorseal_verified_fill(verified, STR("a\0b"), &out.text, &out.length, error));
    /* A NUL would end the text in the error. */
    FAILS(FIELD_UNKNOWN, "ab\xef\xbf\xbd" "c", visitorseal_signer_sign(signer, STR("{\"ab\\u0000c\":1}"), NOW, &out.visitor, error));
    visitorseal_digest first, second;
    SUCCEEDS(visitorseal_signer_digest(signer, STR("a\0b"), first.text, sizeof first.text, error));
    SUCCEEDS(visitorseal_signer_digest(signer, STR("a"), second.text, sizeof second.text, error));
    CHECK(strcmp(first.text, second.text) != 0);
}

static void zero_lengths_are_empty_texts(void) {
    visitorseal_key empty = {"x", 0, NULL, 0}, named = secret_key();
    visitorseal_verifier_options options = {0};
    options.settings = "x";
    named.kid = "x";
    FAILS(SCHEME_UNKNOWN, NULL, visitorseal_scheme_new("x", 0, &out.scheme, error));
    FAILS(SCHEME_MALFORMED, NULL, visitorseal_scheme_parse("x", 0, &out.scheme, error));
    FAILS(SECRET_EMPTY, "secret", visitorseal_signer_new(bookbag, "x", 0, NULL, 0, &out.signer, error));
    FAILS(SETTING_INVALID, "", visitorseal_signer_new(bookbag, STR(SECRET), "x", 0, &out.signer, error));
    FAILS(SETTING_INVALID, "", visitorseal_page_new(bookbag, "x", 0, &out.page, error));
    FAILS(VISITOR_MALFORMED, "", visitorseal_page_prefill(page, "x", 0, &out.visitor, error));
    FAILS(NONCE_INVALID, "nonce", visitorseal_page_forget_script(page, "x", 0, &out.text, &out.length, error));
    FAILS(NONCE_INVALID, "nonce", visitorseal_page_anonymous_script(page, "x", 0, &out.text, &out.length, error));
    FAILS(VISITOR_MALFORMED, "", visitorseal_signer_sign(signer, "x", 0, NOW, &out.visitor, error));
    FAILS(VISITOR_MALFORMED, "", visitorseal_signer_prefill(signer, "x", 0, &out.visitor, error));
    FAILS(VISITOR_MALFORMED, "", visitorseal_signer_sign_many(signer, "x", 0, NOW, &out.text, &out.length, error));
    FAILS(SETTING_INVALID, "endpoint", visitorseal_signed_element(visitor, "x", 0, &out.text, &out.length, error));
    FAILS(NONCE_INVALID, "nonce", visitorseal_signed_script(visitor, "x", 0, &out.text, &out.length, error));
    FAILS(NONCE_INVALID, "nonce", visitorseal_signer_forget_script(signer, "x", 0, &out.text, &out.length, error));
    FAILS(NONCE_INVALID, "nonce", visitorseal_signer_anonymous_script(signer, "x", 0, &out.text, &out.length, error));
    FAILS(TOKEN_MALFORMED, NULL, visitorseal_inspect_token("x", 0, &out.text, &out.length, error));
    FAILS(SECRET_EMPTY, NULL, visitorseal_verifier_new(bookbag, &empty, 1, NULL, &out.verifier, error));
    FAILS(KID_INVALID, NULL, visitorseal_verifier_new(bookbag, &named, 1, NULL, &out.verifier, error));
    named.kid = NULL;
    FAILS(SETTING_INVALID, "", visitorseal_verifier_new(bookbag, &named, 1, &options, &out.verifier, error));
    FAILS(FIELDS_MALFORMED, "", visitorseal_verifier_verify_json(verifier, "x", 0, NOW, &out.verified, error));
    visitorseal_key key = secret_key();
    FAILS(SETTING_INVALID, "", EXPLAIN(0, "x", 0, NULL, 0));
    FAILS(VISITOR_MALFORMED, "", EXPLAIN(0, NULL, 0, "x", 0));
    visitorseal_digest digest;
    char *filled = NULL;
    size_t length = 7;
    SUCCEEDS(visitorseal_verified_fill(verified, "x", 0, &filled, &length, error));
    CHECK(filled && same_text(filled, length, ""));
    SUCCEEDS(visitorseal_signer_digest(signer, "x", 0, digest.text, sizeof digest.text, error));
    CHECK(strlen(digest.text) + 1 == visitorseal_signer_digest_size(signer));
}

static void impossible_lengths_are_refused(void) {
    visitorseal_key keys[17], long_key = secret_key(), long_kid = secret_key();
    visitorseal_message message = {"x", SIZE_MAX};
    visitorseal_verifier_options options = {0};
    long_key.length = SIZE_MAX;
    long_kid.kid = "x";
    long_kid.kid_length = SIZE_MAX;
    options.settings = "x";
    options.settings_length = SIZE_MAX;
    for (size_t i = 0; i < 17; i++) keys[i] = secret_key();

    FAILS(ARGUMENT_ENCODING, "name", visitorseal_scheme_new("x", SIZE_MAX, &out.scheme, error));
    FAILS(ARGUMENT_ENCODING, "toml", visitorseal_scheme_parse("x", SIZE_MAX, &out.scheme, error));
    FAILS(ARGUMENT_ENCODING, "secret", visitorseal_signer_new(bookbag, "x", SIZE_MAX, NULL, 0, &out.signer, error));
    FAILS(ARGUMENT_ENCODING, "settings",
          visitorseal_signer_new(bookbag, STR(SECRET), "x", SIZE_MAX, &out.signer, error));
    FAILS(ARGUMENT_ENCODING, "settings", visitorseal_page_new(bookbag, "x", SIZE_MAX, &out.page, error));
    FAILS(ARGUMENT_ENCODING, "visitor", visitorseal_page_prefill(page, "x", SIZE_MAX, &out.visitor, error));
    FAILS(ARGUMENT_ENCODING, "nonce", visitorseal_page_forget_script(page, "x", SIZE_MAX, &out.text, &out.length, error));
    FAILS(ARGUMENT_ENCODING, "nonce",
          visitorseal_page_anonymous_script(page, "x", SIZE_MAX, &out.text, &out.length, error));
    FAILS(ARGUMENT_ENCODING, "endpoint", visitorseal_signed_element(visitor, "x", SIZE_MAX, &out.text, &out.length, error));
    FAILS(ARGUMENT_ENCODING, "nonce", visitorseal_signed_script(visitor, "x", SIZE_MAX, &out.text, &out.length, error));
    FAILS(ARGUMENT_ENCODING, "visitor", visitorseal_signer_sign(signer, "x", SIZE_MAX, NOW, &out.visitor, error));
    FAILS(ARGUMENT_ENCODING, "visitors",
          visitorseal_signer_sign_many(signer, "x", SIZE_MAX, NOW, &out.text, &out.length, error));
    FAILS(ARGUMENT_ENCODING, "visitor", visitorseal_signer_prefill(signer, "x", SIZE_MAX, &out.visitor, error));
    FAILS(ARGUMENT_ENCODING, "message",
          visitorseal_signer_digest(signer, "x", SIZE_MAX, out.digits, sizeof out.digits, error));
    FAILS(ARGUMENT_ENCODING, "messages[0]",
          visitorseal_signer_digest_many(signer, &message, 1, out.digits, sizeof out.digits, error));
    FAILS(ARGUMENT_ENCODING, "messages",
          visitorseal_signer_digest_many(signer, &message, SIZE_MAX, out.digits, sizeof out.digits, error));
    FAILS(ARGUMENT_ENCODING, "nonce",
          visitorseal_signer_forget_script(signer, "x", SIZE_MAX, &out.text, &out.length, error));
    FAILS(ARGUMENT_ENCODING, "nonce",
          visitorseal_signer_anonymous_script(signer, "x", SIZE_MAX, &out.text, &out.length, error));
    FAILS(ARGUMENT_ENCODING, "token", visitorseal_inspect_token("x", SIZE_MAX, &out.text, &out.length, error));
    FAILS(ARGUMENT_ENCODING, "template_text",
          visitorseal_verified_fill(verified, "x", SIZE_MAX, &out.text, &out.length, error));
    FAILS(ARGUMENT_ENCODING, "keys[0]", visitorseal_verifier_new(bookbag, &long_key, 1, NULL, &out.verifier, error));
    FAILS(ARGUMENT_ENCODING, "keys[0]", visitorseal_verifier_new(bookbag, &long_kid, 1, NULL, &out.verifier, error));
    FAILS(ARGUMENT_ENCODING, "settings", visitorseal_verifier_new(bookbag, keys, 1, &options, &out.verifier, error));
    FAILS(ARGUMENT_ENCODING, "fields", visitorseal_verifier_verify_json(verifier, "x", SIZE_MAX, NOW, &out.verified, error));
    FAILS(ARGUMENT_ENCODING, "field",
          visitorseal_explain_error(VISITORSEAL_FIELD_TYPE, "x", SIZE_MAX, STR("y"), &out.text, &out.length, error));
    FAILS(ARGUMENT_ENCODING, "reason",
          visitorseal_explain_error(VISITORSEAL_FIELD_TYPE, STR("x"), "y", SIZE_MAX, &out.text, &out.length, error));
    /* It counts the keys before it reads them. */
    FAILS(KEY_COUNT, NULL, visitorseal_verifier_new(bookbag, keys, SIZE_MAX, NULL, &out.verifier, error));
}

static text repeat(const char *prefix, const char *piece, size_t count, const char *suffix) {
    text parts[3] = {{NULL, 0}, {NULL, 0}, {NULL, 0}};
    const char *from[3];
    from[0] = prefix, from[1] = piece, from[2] = suffix;
    for (int i = 0; i < 3; i++) parts[i] = copy_exactly(from[i], strlen(from[i]));
    text result = repeated(parts[0], parts[1], count, parts[2]);
    for (int i = 0; i < 3; i++) free(parts[i].bytes);
    return result;
}

static void long_input_is_refused_or_accepted(void) {
    const size_t million = 1000 * 1000;
    visitorseal_key key = secret_key();
    char *result = NULL;
    size_t length = 0;

    text input = repeat("{\"id\":\"", "x", full_or_light(10 * million, million), "\"}");
    FAILS(VISITOR_TOO_LARGE, "", visitorseal_signer_sign(signer, input.bytes, input.length, NOW, &out.visitor, error));
    FAILS(VISITOR_TOO_LARGE, "", visitorseal_signer_prefill(signer, input.bytes, input.length, &out.visitor, error));
    FAILS(SETTING_UNKNOWN, NULL, visitorseal_signer_new(bookbag, STR(SECRET), input.bytes, input.length, &out.signer, error));
    free(input.bytes);

    input = repeat("[{\"id\":\"1\"},{\"id\":\"", "x", full_or_light(10 * million, million), "\"},{\"id\":\"1\"}]");
    TEXT(result, visitorseal_signer_sign_many, signer, input.bytes, input.length, NOW);
    CHECK(strstr(result, "\"visitor_too_large\"") && strlen(result) < 2000);
    visitorseal_string_free(result);
    free(input.bytes);

    input = repeat("e30.", "e", full_or_light(50 * million, million), ".e30");
    FAILS(TOKEN_TOO_LARGE, NULL, visitorseal_inspect_token(input.bytes, input.length, &out.text, &out.length, error));
    FAILS(SCHEME_UNKNOWN, NULL, visitorseal_scheme_new(input.bytes, input.length, &out.scheme, error));
    FAILS(NONCE_INVALID, "nonce", visitorseal_signed_script(visitor, input.bytes, input.length, &out.text, &out.length, error));
    FAILS(SECRET_ENCODING, "secret", visitorseal_signer_new(bookbag, input.bytes, input.length, NULL, 0, &out.signer, error));
    FAILS(KEY_MALFORMED, "secret", visitorseal_signer_new(orlo, input.bytes, input.length, NULL, 0, &out.signer, error));
    key.kid = input.bytes;
    key.kid_length = input.length;
    FAILS(KID_INVALID, NULL, visitorseal_verifier_new(bookbag, &key, 1, NULL, &out.verifier, error));
    visitorseal_digest digest;
    SUCCEEDS(visitorseal_signer_digest(signer, input.bytes, input.length, digest.text, sizeof digest.text, error));
    CHECK(strlen(digest.text) + 1 == visitorseal_signer_digest_size(signer));
    SUCCEEDS(visitorseal_verified_fill(verified, input.bytes, input.length, &result, &length, error));
    CHECK(length == input.length && memcmp(result, input.bytes, length) == 0);
    visitorseal_string_free(result);
    free(input.bytes);

    input = repeat("{\"jwt\":\"", "e", full_or_light(50 * million, million), "\"}");
    FAILS(FIELDS_TOO_LARGE, "", visitorseal_verifier_verify_json(token_verifier, input.bytes, input.length, NOW, &out.verified, error));
    free(input.bytes);
    input = repeat("{\"jwt\":\"", "e", 100 * 1000, "\"}");
    FAILS(TOKEN_TOO_LARGE, "jwt",
          visitorseal_verifier_verify_json(token_verifier, input.bytes, input.length, NOW, &out.verified, error));
    free(input.bytes);

    input = repeat("{", " ", full_or_light(60 * million, million), "}");
    FAILS(FIELDS_TOO_LARGE, "", visitorseal_verifier_verify_json(verifier, input.bytes, input.length, NOW, &out.verified, error));
    free(input.bytes);

    input = repeat("# ", "x", full_or_light(10 * million, million), "\n");
    FAILS(SCHEME_MALFORMED, NULL, visitorseal_scheme_parse(input.bytes, input.length, &out.scheme, error));
    free(input.bytes);
    input = repeat("", "[", 100 * 1000, "");
    FAILS(VISITOR_MALFORMED, "", visitorseal_signer_sign_many(signer, input.bytes, input.length, NOW, &out.text, &out.length, error));
    FAILS(FIELDS_MALFORMED, "", visitorseal_verifier_verify_json(verifier, input.bytes, input.length, NOW, &out.verified, error));
    free(input.bytes);
    input = repeat("a = ", "[", 100 * 1000, "");
    FAILS(SCHEME_MALFORMED, NULL, visitorseal_scheme_parse(input.bytes, input.length, &out.scheme, error));
    free(input.bytes);
    /* A long name is cut at a character. */
    input = repeat("{\"", "\xc3\xa9", 1000, "\":1}");
    FAILS(FIELD_UNKNOWN, NULL, visitorseal_signer_sign(signer, input.bytes, input.length, NOW, &out.visitor, error));
    free(input.bytes);
}

static void a_digest_as_text_is_that_digest_or_null(void) {
    visitorseal_digest digest;
    SUCCEEDS(visitorseal_signer_digest(signer, STR("a\0b"), out.digits, sizeof out.digits, error));
    CHECK(visitorseal_signer_digest_text(signer, STR("a\0b"), &digest) == digest.text);
    CHECK(strcmp(digest.text, out.digits) == 0);
    CHECK(visitorseal_signer_digest_text(NULL, STR("m"), &digest) == NULL);
    CHECK(visitorseal_signer_digest_text(signer, NULL, 0, &digest) == NULL);
    CHECK(visitorseal_signer_digest_text(signer, STR("m"), NULL) == NULL);
}

static void a_digest_needs_the_size_that_its_signer_tells(void) {
    char buffer[80];
    size_t size = visitorseal_signer_digest_size(signer);
    need(size < sizeof buffer, "room");
    FAILS(BUFFER_TOO_SMALL, "out_digest", visitorseal_signer_digest(signer, STR("m"), out.digits, size - 1, error));
    FAILS(BUFFER_TOO_SMALL, "out_digest", visitorseal_signer_digest(signer, STR("m"), out.digits, 0, error));
    memset(buffer, '~', sizeof buffer);
    SUCCEEDS(visitorseal_signer_digest(signer, STR("m"), buffer, size, error));
    CHECK(strspn(buffer, "0123456789abcdef") == size - 1 && buffer[size - 1] == 0 && buffer[size] == '~');
    CHECK(visitorseal_signer_digest_size(NULL) == 0);
    CHECK(visitorseal_signer_digest_size(token_signer) == 0);
}

/* Signs JANE into `out.digits`, which is too small for most. */
#define SIGN_TEXT(form, ...) \
    visitorseal_signer_sign_text(signer, STR(JANE), NOW, form, __VA_ARGS__, out.digits, sizeof out.digits, &out.length, error)

static void a_form_has_its_number_and_its_option(void) {
    FAILS(ARGUMENT_VALUE, "form", SIGN_TEXT(-1, NULL, 0));
    FAILS(ARGUMENT_VALUE, "form", SIGN_TEXT(VISITORSEAL_FORM_URL + 1, NULL, 0));
    FAILS(ARGUMENT_VALUE, "form", SIGN_TEXT(7, STR("bm9uY2U=")));
    static const int32_t without[] = {VISITORSEAL_FORM_FIELDS, VISITORSEAL_FORM_SIGNED, VISITORSEAL_FORM_URL};
    for (size_t i = 0; i < sizeof without / sizeof *without; i++)
        FAILS(ARGUMENT_VALUE, "option", SIGN_TEXT(without[i], STR("")));
    FAILS(ARGUMENT_ENCODING, "option", SIGN_TEXT(VISITORSEAL_FORM_SCRIPT, STR(INVALID)));
    FAILS(NONCE_INVALID, "nonce", SIGN_TEXT(VISITORSEAL_FORM_SCRIPT, STR("a b")));
    FAILS(SETTING_INVALID, "endpoint", SIGN_TEXT(VISITORSEAL_FORM_ELEMENT, STR("//elsewhere")));
    FAILS(NOT_OFFERED, "", SIGN_TEXT(VISITORSEAL_FORM_URL, NULL, 0));
    FAILS(FIELD_MISSING, "id",
          visitorseal_signer_sign_text(signer, STR("{}"), NOW, 0, NULL, 0, out.digits, sizeof out.digits, &out.length, error));
    FAILS(NOW_INVALID, "now",
          visitorseal_signer_sign_text(signer, STR(JANE), UINT64_MAX, 0, NULL, 0, out.digits, sizeof out.digits, &out.length, error));
    FAILS(SIGNATURE_MISSING, "jwt",
          visitorseal_verifier_verify_text(token_verifier, STR("{}"), NOW, out.digits, sizeof out.digits, &out.length, error));
}

/* Calls a function that writes into a buffer: with one of 1 byte, with one that lacks a byte, and with one of exactly the size
 * that the first call tells. The caller frees `made`. */
#define INTO_BUFFER(made, function, ...) \
    do { \
        size_t needed_ = SIZE_MAX, length_ = SIZE_MAX; \
        char none_ = '~'; \
        (void)no_error(); \
        CHECK(function(__VA_ARGS__, &none_, 1, &needed_, error) == VISITORSEAL_BUFFER_TOO_SMALL && none_ == '~'); \
        CHECK(strcmp(error_buffer.field, "out_text") == 0); \
        check_no_secrets(); \
        made = malloc(needed_ + 1); \
        need(made != NULL, #function); \
        memset(made, '~', needed_ + 1); \
        CHECK(function(__VA_ARGS__, made, needed_ - 1, NULL, NULL) == VISITORSEAL_BUFFER_TOO_SMALL && *made == '~'); \
        SUCCEEDS(function(__VA_ARGS__, made, needed_, &length_, error)); \
        CHECK(strlen(made) == length_ && length_ + 1 == needed_ && made[needed_] == '~'); \
    } while (0)

/* Compares with what the functions with handles give, and frees both. */
static void same_as(char *made, char *expected) {
    CHECK(strcmp(made, expected) == 0);
    free(made);
    visitorseal_string_free(expected);
}

static void one_call_writes_what_the_handles_give(void) {
    char *made = NULL, *expected = NULL;
    TEXT(expected, visitorseal_signed_fields_json, visitor);
    INTO_BUFFER(made, visitorseal_signer_sign_text, signer, STR(JANE), NOW, VISITORSEAL_FORM_FIELDS, NULL, 0);
    same_as(made, expected);
    TEXT(expected, visitorseal_signed_to_json, visitor);
    INTO_BUFFER(made, visitorseal_signer_sign_text, signer, STR(JANE), NOW, VISITORSEAL_FORM_SIGNED, NULL, SIZE_MAX);
    same_as(made, expected);
    static const char *const nonces[] = {NULL, "bm9uY2U="}, *const endpoints[] = {NULL, "/visitor"};
    for (size_t i = 0; i < 2; i++) {
        size_t nonce = nonces[i] ? strlen(nonces[i]) : 0, endpoint = endpoints[i] ? strlen(endpoints[i]) : 0;
        TEXT(expected, visitorseal_signed_script, visitor, nonces[i], nonce);
        INTO_BUFFER(made, visitorseal_signer_sign_text, signer, STR(JANE), NOW, VISITORSEAL_FORM_SCRIPT, nonces[i], nonce);
        same_as(made, expected);
        TEXT(expected, visitorseal_signed_element, visitor, endpoints[i], endpoint);
        INTO_BUFFER(made, visitorseal_signer_sign_text, signer, STR(JANE), NOW, VISITORSEAL_FORM_ELEMENT, endpoints[i], endpoint);
        same_as(made, expected);
    }
    visitorseal_signer *mobile = signer_for(orlo, "{\"mobile_url\":\"https://chat.example.com/mobile?t=JWT_TOKEN\"}");
    visitorseal_signed *jane = NULL;
    SUCCEEDS(visitorseal_signer_sign(mobile, STR("{\"name\":\"Jane Doe\"}"), NOW, &jane, error));
    TEXT(expected, visitorseal_signed_url, jane);
    INTO_BUFFER(made, visitorseal_signer_sign_text, mobile, STR("{\"name\":\"Jane Doe\"}"), NOW, VISITORSEAL_FORM_URL, NULL, 0);
    same_as(made, expected);
    visitorseal_signed_free(jane);
    visitorseal_signer_free(mobile);
    visitorseal_signer *pasted = signer_for(orlo, "{\"embed_code\":\"<script>a('\\u0000JWT_TOKEN');</script>\"}");
    FAILS(ARGUMENT_ENCODING, "out_text",
          visitorseal_signer_sign_text(pasted, STR("{\"name\":\"Jane Doe\"}"), NOW, VISITORSEAL_FORM_SCRIPT, NULL, 0, out.digits,
                                       sizeof out.digits, &out.length, error));
    visitorseal_signer_free(pasted);

    text fields = fields_of(visitor, BOOKBAG_FIELDS);
    TEXT(expected, visitorseal_verified_to_json, verified);
    INTO_BUFFER(made, visitorseal_verifier_verify_text, verifier, fields.bytes, fields.length, NOW);
    same_as(made, expected);
    free(fields.bytes);
    TEXT(expected, visitorseal_verified_to_json, anonymous);
    INTO_BUFFER(made, visitorseal_verifier_verify_text, verifier, STR("{\"user_id\":\"user-123\"}"), NOW);
    same_as(made, expected);
}

#define OWN_HEAD "name='own'\nvendor='Own'\ndocument='https://example.com/docs'\nread=2026-11-20\n[signature]\nkind='hmac'\nsecret='text'\n"
#define OWN(hash, result) \
    OWN_HEAD "message='{id}'\nhash='" hash "'\nresult='" result "'\n[fields]\nid='{id}'\nhash='{signature}'\n"

/* What `printf user-123 | openssl dgst -sha512 -binary -hmac "statuses-secret-7f3a91c05d"` prints: through
   `xxd -p -c 64` (and `tr a-f A-F`), through `base64 -w 0` and, with -sha1, through `basenc --base64url`. */
static const struct { const char *scheme, *digest; } own_digests[] = {
    {OWN("sha512", "hex"), "47bd05e8a537fa836d202e7bf1552e258545123a15213c3cc615b04d889b7dd176cf02fd0176331f7be23ce22aef1a2f70404f5da2bdafa64ac1c4303d68d820"},
    {OWN("sha512", "HEX"), "47BD05E8A537FA836D202E7BF1552E258545123A15213C3CC615B04D889B7DD176CF02FD0176331F7BE23CE22AEF1A2F70404F5DA2BDAFA64AC1C4303D68D820"},
    {OWN("sha512", "base64"), "R70F6KU3+oNtIC578VUuJYVFEjoVITw8xhWwTYibfdF2zwL9AXYzH3viPOIq7xovcEBPXaK9r6ZKwcQwPWjYIA=="},
    {OWN("sha1", "base64url"), "Lm-8MSyJzaIhvakM0cLlCv6aS6s"},
};

static void a_digest_has_the_hash_and_the_form_of_its_scheme(void) {
    for (size_t i = 0; i < sizeof own_digests / sizeof *own_digests; i++) {
        const char *expected = own_digests[i].digest;
        size_t length = strlen(expected), size = 0;
        visitorseal_scheme *scheme = NULL;
        visitorseal_signer *own = NULL;
        visitorseal_signed *own_visitor = NULL;
        visitorseal_message two[2] = {{STR("user-123")}, {STR("user-123")}};
        visitorseal_digest digest;
        char buffer[2 * sizeof digest.text], *signature = NULL;
        SUCCEEDS(visitorseal_scheme_parse(own_digests[i].scheme, strlen(own_digests[i].scheme), &scheme, error));
        SUCCEEDS(visitorseal_signer_new(scheme, STR(SECRET), NULL, 0, &own, error));

        CHECK((size = visitorseal_signer_digest_size(own)) == length + 1);
        FAILS(BUFFER_TOO_SMALL, "out_digest", visitorseal_signer_digest(own, STR("user-123"), out.digits, size - 1, error));
        SUCCEEDS(visitorseal_signer_digest(own, STR("user-123"), buffer, size, error));
        CHECK(strcmp(buffer, expected) == 0);
        CHECK(visitorseal_signer_digest_text(own, STR("user-123"), &digest) == digest.text);
        CHECK(strcmp(digest.text, expected) == 0);

        FAILS(BUFFER_TOO_SMALL, "out_digests", visitorseal_signer_digest_many(own, two, 2, out.digits, 2 * length, error));
        SUCCEEDS(visitorseal_signer_digest_many(own, two, 2, buffer, 2 * length + 1, error));
        CHECK(strlen(buffer) == 2 * length);
        CHECK(strncmp(buffer, expected, length) == 0 && strcmp(buffer + length, expected) == 0);

        SUCCEEDS(visitorseal_signer_sign(own, STR("{\"id\":\"user-123\"}"), NOW, &own_visitor, error));
        TEXT(signature, visitorseal_signed_signature, own_visitor);
        CHECK(strcmp(signature, expected) == 0);
        visitorseal_string_free(signature);
        visitorseal_signed_free(own_visitor);
        visitorseal_signer_free(own);
        visitorseal_scheme_free(scheme);
    }
}

static void digests_of_many_messages_follow_one_another(void) {
    visitorseal_message two[2] = {{STR("a")}, {"x", 0}};
    size_t length = visitorseal_signer_digest_size(signer) - 1;
    char buffer[200];
    visitorseal_digest one;
    need(2 * length + 2 < sizeof buffer, "room");
    FAILS(BUFFER_TOO_SMALL, "out_digests", visitorseal_signer_digest_many(signer, two, 2, out.digits, 2 * length, error));
    FAILS(BUFFER_TOO_SMALL, "out_digests", visitorseal_signer_digest_many(signer, NULL, 0, out.digits, 0, error));
    memset(buffer, '~', sizeof buffer);
    SUCCEEDS(visitorseal_signer_digest_many(signer, NULL, 0, buffer, 1, error));
    CHECK(buffer[0] == 0 && buffer[1] == '~');
    SUCCEEDS(visitorseal_signer_digest_many(signer, two, 2, buffer, 2 * length + 1, error));
    CHECK(strlen(buffer) == 2 * length && buffer[2 * length + 1] == '~');
    for (size_t i = 0; i < 2; i++) {
        SUCCEEDS(visitorseal_signer_digest(signer, two[i].bytes, two[i].length, one.text, sizeof one.text, error));
        CHECK(memcmp(buffer + length * i, one.text, length) == 0);
    }

    size_t count = full_or_light(20000, 200), wrong = 0;
    visitorseal_message *messages = malloc(count * sizeof *messages);
    char (*names)[24] = malloc(count * sizeof *names), *all = malloc(length * count + 1);
    need(messages && names && all, "memory");
    for (size_t i = 0; i < count; i++) {
        messages[i].bytes = names[i];
        messages[i].length = (size_t)snprintf(names[i], sizeof names[i], "user-%lu", (unsigned long)i);
    }
    SUCCEEDS(visitorseal_signer_digest_many(signer, messages, count, all, length * count + 1, error));
    for (size_t i = 0; i < count; i++) {
        wrong += visitorseal_signer_digest(signer, messages[i].bytes, messages[i].length, one.text, sizeof one.text, NULL) != 0
            || memcmp(all + length * i, one.text, length) != 0;
    }
    CHECK(wrong == 0 && all[length * count] == 0);
    free(messages);
    free(names);
    free(all);
    FAILS(NOT_OFFERED, "", visitorseal_signer_digest_many(token_signer, two, 2, out.digits, sizeof out.digits, error));
}

static void each_of_many_visitors_has_its_own_result(void) {
    char *result = NULL, *one = NULL, expected[2000];
    TEXT(result, visitorseal_signer_sign_many, signer, STR("[" JANE ",{\"email\":\"" EMAIL "\"},5," JANE "]"), NOW);
    TEXT(one, visitorseal_signed_to_json, visitor);
    size_t length = strlen(one);
    snprintf(expected, sizeof expected, "[%s,{\"error\":{\"code\":\"field_missing\",\"field\":\"id\",", one);
    CHECK(strncmp(result, expected, strlen(expected)) == 0);
    CHECK(strstr(result, ",{\"error\":{\"code\":\"visitor_malformed\",") != NULL);
    CHECK(strlen(result) > length && strncmp(result + strlen(result) - length - 1, one, length) == 0);
    visitorseal_string_free(one);
    visitorseal_string_free(result);
    TEXT(result, visitorseal_signer_sign_many, signer, STR("[]"), NOW);
    CHECK(strcmp(result, "[]") == 0);
    visitorseal_string_free(result);
    FAILS(VISITOR_MALFORMED, "", visitorseal_signer_sign_many(signer, STR(JANE), NOW, &out.text, &out.length, error));
}

static int verify(const visitorseal_verifier *with, const char *json) {
    return visitorseal_verifier_verify_json(with, json, strlen(json), NOW, &out.verified, error);
}

static void schemes_are_a_json_array_of_names(void) {
    char *names = NULL;
    SUCCEEDS(visitorseal_schemes(&names, NULL, error));
    need(names != NULL, "names");
    CHECK(strncmp(names, STR("[\"")) == 0 && strcmp(names + strlen(names) - 2, "\"]") == 0);
    CHECK(strchr(names, '{') == NULL);
    size_t count = 0;
    for (char *name = strtok(names, "[],\""); name; name = strtok(NULL, "[],\"")) {
        visitorseal_scheme_free(scheme_named(name));
        count++;
    }
    CHECK(count >= 5);
    visitorseal_string_free(names);
}

static void fields_json_is_the_member_fields(void) {
    static const char accents[] = "{\"id\":\"user-123\",\"name\":\"J\xc3\xa9r\xc3\xb4me <b>\"}";
    visitorseal_signed *ascii = NULL;
    SUCCEEDS(visitorseal_signer_sign(signer, STR(accents), NOW, &ascii, error));
    const visitorseal_signed *all[3];
    all[0] = visitor, all[1] = token, all[2] = ascii;
    for (int i = 0; i < 3; i++) {
        char *fields = NULL, *json = NULL;
        TEXT(fields, visitorseal_signed_fields_json, all[i]);
        TEXT(json, visitorseal_signed_to_json, all[i]);
        const char *member = strstr(json, "\"fields\":");
        if (CHECK(member != NULL)) {
            member += strlen("\"fields\":");
            CHECK(strncmp(member, fields, strlen(fields)) == 0);
            CHECK(strncmp(member + strlen(fields), STR(",\"expires_at\":")) == 0);
        }
        for (const char *at = fields; *at; at++) CHECK((unsigned char)*at < 128);
        visitorseal_string_free(fields);
        visitorseal_string_free(json);
    }
    visitorseal_signed_free(ascii);
}

/* The rule: the largest token, and twice the largest visitor (64 KiB). */
static void max_body_is_the_largest_body(void) {
    const size_t visitors = 2 * 65536;
    size_t bytes = 0;
    SUCCEEDS(visitorseal_verifier_max_body(verifier, &bytes, error));
    CHECK(bytes == 8192 + visitors);
    text body = repeat("{", " ", bytes - 2, "}"), larger = repeat("{", " ", bytes - 1, "}");
    visitorseal_verified *read = NULL;
    SUCCEEDS(visitorseal_verifier_verify_json(verifier, body.bytes, body.length, NOW, &read, error));
    FAILS(FIELDS_TOO_LARGE, "", visitorseal_verifier_verify_json(verifier, larger.bytes, larger.length, NOW, &out.verified, error));
    visitorseal_verified_free(read);
    free(body.bytes);
    free(larger.bytes);

    visitorseal_verifier_options options = {0};
    options.max_token = 20000;
    visitorseal_verifier *other = verifier_for(orlo, &options);
    SUCCEEDS(visitorseal_verifier_max_body(other, &bytes, error));
    CHECK(bytes == 20000 + visitors);
    visitorseal_verifier_free(other);
    options.max_token = SIZE_MAX;
    other = verifier_for(orlo, &options);
    SUCCEEDS(visitorseal_verifier_max_body(other, &bytes, error));
    CHECK(bytes == SIZE_MAX);
    visitorseal_verifier_free(other);
}

static void an_error_is_explained_like_the_same_body(void) {
    visitorseal_key key = secret_key();
    static const char *const bodies[] = {"[]", "{\"user_id\":1,\"user_id\":1}", "user_id=1"};
    for (int i = 0; i < 3; i++) {
        char *of_body = NULL, *of_error = NULL;
        FAILS(FIELDS_MALFORMED, "", verify(verifier, bodies[i]));
        visitorseal_error cause;
        CHECK(visitorseal_verifier_verify_json(verifier, bodies[i], strlen(bodies[i]), NOW, &out.verified, &cause) != 0);
        TEXT(of_body, visitorseal_explain, bookbag, &key, 1, bodies[i], strlen(bodies[i]), NOW, 0, 0, NULL, 0, NULL, 0);
        TEXT(of_error, visitorseal_explain_error, cause.status, NULL, 0, cause.reason, strlen(cause.reason));
        if (!CHECK(strcmp(of_body, of_error) == 0)) fprintf(stderr, "  %s\n  %s\n", of_body, of_error);
        visitorseal_string_free(of_body);
        visitorseal_string_free(of_error);
    }
    char *result = NULL;
    TEXT(result, visitorseal_explain_error, VISITORSEAL_FIELD_TYPE, STR("user_metadata.plan"), STR("It is a \"model\"."));
    CHECK(strncmp(result, STR("{\"verified\":false,\"findings\":[{\"code\":\"field_type\",\"field\":\"user_metadata.plan\",")) == 0);
    CHECK(strstr(result, "\"reason\":\"It is a \\\"model\\\".\"") != NULL);
    visitorseal_string_free(result);
    static const int32_t unknown[] = {VISITORSEAL_OK, 1, -1, 99, 999, INT32_MAX, INT32_MIN};
    for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++)
        FAILS(INTERNAL, "status", visitorseal_explain_error(unknown[i], NULL, 0, STR("y"), &out.text, &out.length, error));
}

static void handles_are_freed_in_any_order(void) {
    visitorseal_scheme *scheme = scheme_named("bookbag");
    visitorseal_signer *first = signer_for(scheme, NULL);
    visitorseal_verifier *second = verifier_for(scheme, NULL);
    visitorseal_scheme_free(scheme);
    visitorseal_signed *third = NULL;
    SUCCEEDS(visitorseal_signer_sign(first, STR(JANE), NOW, &third, error));
    visitorseal_signer_free(first);
    char *script = NULL;
    TEXT(script, visitorseal_signed_script, third, STR("bm9uY2U="));
    CHECK(strstr(script, "nonce=\"bm9uY2U=\"") != NULL);
    text fields = fields_of(third, BOOKBAG_FIELDS);
    visitorseal_signed_free(third);
    CHECK(strstr(script, "user-123") != NULL);
    visitorseal_string_free(script);
    visitorseal_verified *fourth = NULL;
    SUCCEEDS(visitorseal_verifier_verify_json(second, fields.bytes, fields.length, NOW, &fourth, error));
    visitorseal_verifier_free(second);
    free(fields.bytes);
    char *filled = NULL;
    TEXT(filled, visitorseal_verified_fill, fourth, STR("{{contact.external_id}} {{contact.name}}"));
    CHECK(strcmp(filled, "user-123 Jane Doe") == 0);
    visitorseal_verified_free(fourth);
    visitorseal_string_free(filled);
}

static void no_options_are_the_same_as_all_zero(void) {
    visitorseal_verifier_options zero = {0};
    visitorseal_verifier *verifiers[2];
    verifiers[0] = verifier_for(orlo, NULL);
    verifiers[1] = verifier_for(orlo, &zero);
    text fields = fields_of(token, ORLO_FIELDS);
    text large = repeat("{\"jwt\":\"", "e", 8193, "\"}"), largest = repeat("{\"jwt\":\"", "e", 8192, "\"}");
    for (int i = 0; i < 2; i++) {
        visitorseal_verified *now = NULL;
        SUCCEEDS(visitorseal_verifier_verify_json(verifiers[i], fields.bytes, fields.length, NOW, &now, error));
        visitorseal_verified_free(now);
        FAILS(SIGNATURE_MISSING, "jwt", visitorseal_verifier_verify_json(verifiers[i], STR("{}"), NOW, &out.verified, error));
        FAILS(TOKEN_EXPIRED, "exp",
              visitorseal_verifier_verify_json(verifiers[i], fields.bytes, fields.length, NOW + 60, &out.verified, error));
        FAILS(TOKEN_TOO_LARGE, "jwt",
              visitorseal_verifier_verify_json(verifiers[i], large.bytes, large.length, NOW, &out.verified, error));
        FAILS(TOKEN_MALFORMED, "jwt",
              visitorseal_verifier_verify_json(verifiers[i], largest.bytes, largest.length, NOW, &out.verified, error));
        visitorseal_verifier_free(verifiers[i]);
    }

    zero.max_token = 10;
    zero.leeway = 300;
    verifiers[0] = verifier_for(orlo, &zero);
    FAILS(TOKEN_TOO_LARGE, "jwt",
          visitorseal_verifier_verify_json(verifiers[0], fields.bytes, fields.length, NOW, &out.verified, error));
    visitorseal_verifier_free(verifiers[0]);
    zero.max_token = 100 * 1000;
    verifiers[0] = verifier_for(orlo, &zero);
    visitorseal_verified *late = NULL;
    SUCCEEDS(visitorseal_verifier_verify_json(verifiers[0], fields.bytes, fields.length, NOW + 359, &late, error));
    FAILS(TOKEN_MALFORMED, "jwt",
          visitorseal_verifier_verify_json(verifiers[0], large.bytes, large.length, NOW, &out.verified, error));
    visitorseal_verified_free(late);
    visitorseal_verifier_free(verifiers[0]);
    free(fields.bytes);
    free(large.bytes);
    free(largest.bytes);
}

/* The ends are computed by hand: the vendor's age or lifetime after the time of signing. */
static void a_signed_visitor_tells_when_its_signature_ends(void) {
    static const char jane[] = "{\"id\":\"7\",\"email\":\"jane@example.com\",\"name\":\"Jane\"}";
    static const struct {
        const char *scheme, *settings;
        uint64_t now;
        int64_t end;
        const char *member;
    } cases[] = {
        {"chameleon", NULL, 1596165824, 1596252224, ",\"expires_at\":1596252224,"},
        {"product_fruits_expiring", "{\"workspace_code\":\"w\",\"language\":\"en\"}", NOW, 1795136400,
         ",\"expires_at\":1795136400,"},
        {"bookbag", NULL, NOW, -1, ",\"expires_at\":null,"},
    };
    int64_t end = 7;
    SUCCEEDS(visitorseal_signed_expires_at(token, &end, error));
    CHECK(end == 1795132860);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        visitorseal_scheme *scheme = scheme_named(cases[i].scheme);
        visitorseal_signer *timed = signer_for(scheme, cases[i].settings);
        visitorseal_signed *ending = NULL;
        char *json = NULL;
        SUCCEEDS(visitorseal_signer_sign(timed, STR(jane), cases[i].now, &ending, error));
        SUCCEEDS(visitorseal_signed_expires_at(ending, &end, error));
        CHECK(end == cases[i].end);
        TEXT(json, visitorseal_signed_to_json, ending);
        CHECK(strstr(json, cases[i].member) != NULL);
        visitorseal_string_free(json);
        visitorseal_signed_free(ending);
        visitorseal_signer_free(timed);
        visitorseal_scheme_free(scheme);
    }
}

/* A scheme whose tokens HS256 signs. */
static const char hs256[] =
    "name='own'\nvendor='Own'\ndocument='https://example.com/docs'\nread=2026-11-20\n"
    "[signature]\nkind='jwt'\nalgorithm='HS256'\nsecret='text'\nlifetime=60\n"
    "[signature.claims]\nsub='{id}'\nexp='{expires}'\njti='{random}'\n[fields]\njwt='{signature}'\n";
/* Python's hmac made it with SECRET: {"typ":"JWT","alg":"HS256"} and {"sub":"user-123","exp":1795132860,"jti":"a-1"}. */
#define TOKEN_A_1 \
    "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ1c2VyLTEyMyIsImV4cCI6MTc5NTEzMjg2MCwianRpIjoiYS0xIn0." \
    "uKlp9uE6HSy3UxpcbfA7scMPjXgjipzaykLY8yTY8rU"

static void check_token_id(const visitorseal_verifier *with, const char *fields, const char *id, const char *member) {
    visitorseal_verified *result = NULL;
    char *found = NULL, *json = NULL;
    SUCCEEDS(visitorseal_verifier_verify_json(with, fields, strlen(fields), NOW, &result, error));
    TEXT(found, visitorseal_verified_token_id, result);
    TEXT(json, visitorseal_verified_to_json, result);
    CHECK(strcmp(found, id) == 0);
    CHECK(member ? strstr(json, member) != NULL : strstr(json, "token_id") == NULL);
    visitorseal_string_free(found);
    visitorseal_string_free(json);
    visitorseal_verified_free(result);
}

static void a_verified_token_hands_out_its_id(void) {
    visitorseal_scheme *scheme = NULL;
    SUCCEEDS(visitorseal_scheme_parse(STR(hs256), &scheme, error));
    visitorseal_verifier *own = verifier_for(scheme, NULL);
    check_token_id(own, "{\"jwt\":\"" TOKEN_A_1 "\"}", "a-1", "\"token_id\":\"a-1\"");
    text without = fields_of(token, ORLO_FIELDS);
    check_token_id(token_verifier, without.bytes, "", NULL);
    free(without.bytes);
    visitorseal_verifier_free(own);
    visitorseal_scheme_free(scheme);
}

static void an_anonymous_visitor_has_no_key_and_no_contact(void) {
    char *result = NULL;
    int32_t key = 7;
    SUCCEEDS(visitorseal_verified_key(anonymous, &key, error));
    CHECK(key == -1);
    SUCCEEDS(visitorseal_verified_key(verified, &key, error));
    CHECK(key == 0);
    TEXT(result, visitorseal_verified_token_id, anonymous);
    CHECK(strcmp(result, "") == 0);
    visitorseal_string_free(result);
    TEXT(result, visitorseal_verified_contact, anonymous);
    CHECK(strcmp(result, "null") == 0);
    visitorseal_string_free(result);
    TEXT(result, visitorseal_verified_fill, anonymous, STR("Hello {{contact.name}}{{contact.external_id}}!"));
    CHECK(strcmp(result, "Hello !") == 0);
    visitorseal_string_free(result);
    TEXT(result, visitorseal_verified_to_json, anonymous);
    CHECK(strstr(result, "\"verified\":false") && strstr(result, "\"anonymous\":true"));
    visitorseal_string_free(result);

    visitorseal_verifier_options options = {0};
    options.policy = VISITORSEAL_POLICY_OBSERVE;
    visitorseal_verifier *observer = verifier_for(orlo, &options);
    visitorseal_verified *refused = NULL;
    SUCCEEDS(visitorseal_verifier_verify_json(observer, STR("{\"jwt\":\"a.b.c\"}"), NOW, &refused, error));
    TEXT(result, visitorseal_verified_to_json, refused);
    CHECK(strstr(result, "\"refusal\"") && strstr(result, "token_malformed"));
    visitorseal_string_free(result);
    visitorseal_verified_free(refused);
    visitorseal_verifier_free(observer);
}

static void a_prefilled_form_has_no_signature(void) {
    visitorseal_signer *prefiller = signer_for(reamaze, NULL);
    visitorseal_page *form_page = page_for(reamaze, NULL);
    visitorseal_signed *form = NULL, *of_page = NULL;
    char *result = NULL, *other = NULL;
    int64_t end = 7;
    SUCCEEDS(visitorseal_signer_prefill(prefiller, STR(JANE), &form, error));
    SUCCEEDS(visitorseal_page_prefill(form_page, STR(JANE), &of_page, error));
    visitorseal_page_free(form_page);
    SUCCEEDS(visitorseal_signed_expires_at(form, &end, error));
    CHECK(end == -1);
    TEXT(result, visitorseal_signed_signature, form);
    CHECK(strcmp(result, "") == 0);
    visitorseal_string_free(result);
    TEXT(result, visitorseal_signed_to_json, form);
    CHECK(strstr(result, "\"signature\":null") != NULL);
    TEXT(other, visitorseal_signed_mark, form);
    CHECK(strcmp(other, "") == 0);
    visitorseal_string_free(other);
    /* A page fills it in the same way, without a secret. */
    TEXT(other, visitorseal_signed_to_json, of_page);
    CHECK(strcmp(result, other) == 0);
    visitorseal_string_free(result);
    visitorseal_string_free(other);
    visitorseal_signed_free(form);
    visitorseal_signed_free(of_page);
    visitorseal_signer_free(prefiller);
}

static visitorseal_signed *signed_by(const char *secret, const char *json) {
    visitorseal_signer *by = NULL;
    visitorseal_signed *result = NULL;
    SUCCEEDS(visitorseal_signer_new(bookbag, secret, strlen(secret), NULL, 0, &by, error));
    SUCCEEDS(visitorseal_signer_sign(by, json, strlen(json), NOW, &result, error));
    visitorseal_signer_free(by);
    return result;
}

static void a_mark_tells_visitors_apart(void) {
    static const char *const others[][2] = {
        {SECRET, "{\"id\":\"user-124\",\"name\":\"Jane Doe\"}"}, {"another-secret-of-some-length", JANE},
        {SECRET, "{\"id\":\"user-123\",\"name\":\"Jane Smith\"}"},
    };
    char *mark = NULL, *json = NULL, *element = NULL;
    TEXT(mark, visitorseal_signed_mark, visitor);
    CHECK(strlen(mark) == 16 && strspn(mark, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") == 16);
    for (int i = 0; i < 3; i++) {
        char *other = NULL;
        visitorseal_signed *signed_other = signed_by(others[i][0], others[i][1]);
        TEXT(other, visitorseal_signed_mark, signed_other);
        CHECK((strcmp(mark, other) == 0) == (i == 2));
        visitorseal_string_free(other);
        visitorseal_signed_free(signed_other);
    }
    TEXT(json, visitorseal_signed_to_json, visitor);
    CHECK(strstr(json, mark) != NULL);
    TEXT(element, visitorseal_signed_element, visitor, STR("/visitor?a=b&c"));
    CHECK(strncmp(element, STR("<visitorseal-visitor scheme=\"bookbag\" state=\"signed\" mark=\"")) == 0);
    CHECK(strstr(element, mark) != NULL && strstr(element, "Jane Doe") != NULL);
    CHECK(strstr(element, " endpoint=\"/visitor?a=b&amp;c\"") != NULL);
    visitorseal_string_free(mark);
    visitorseal_string_free(json);
    visitorseal_string_free(element);
}

static void a_page_writes_what_its_signer_writes(void) {
    visitorseal_signer *thread_signer = signer_for(thread, "{\"app_id\":\"a-1\"}");
    visitorseal_page *thread_page = page_for(thread, "{\"app_id\":\"a-1\"}");
    char *expected = NULL, *result = NULL;
    TEXT(expected, visitorseal_signer_forget_script, thread_signer, STR("bm9uY2U="));
    TEXT(result, visitorseal_page_forget_script, thread_page, STR("bm9uY2U="));
    CHECK(strcmp(result, expected) == 0 && strstr(result, "bm9uY2U="));
    visitorseal_string_free(expected);
    visitorseal_string_free(result);
    TEXT(expected, visitorseal_signer_anonymous_script, thread_signer, STR("bm9uY2U="));
    TEXT(result, visitorseal_page_anonymous_script, thread_page, STR("bm9uY2U="));
    CHECK(strcmp(result, expected) == 0 && strstr(result, "a-1") && strstr(result, "bm9uY2U="));
    visitorseal_string_free(expected);
    visitorseal_string_free(result);
    TEXT(result, visitorseal_page_anonymous_element, thread_page);
    CHECK(strncmp(result, STR("<visitorseal-visitor scheme=\"thread\" state=\"anonymous\" ")) == 0 && strstr(result, "a-1"));
    visitorseal_string_free(result);
    visitorseal_signer_free(thread_signer);
    visitorseal_page_free(thread_page);
}

static void wrong_schemes_settings_and_secrets_have_statuses(void) {
    FAILS(SCHEME_UNKNOWN, "no_such_vendor", visitorseal_scheme_new(STR("no_such_vendor"), &out.scheme, error));
    FAILS(SCHEME_MALFORMED, NULL, visitorseal_scheme_parse(STR("name = 5"), &out.scheme, error));
    FAILS(NOT_OFFERED, "", visitorseal_signer_digest(token_signer, STR("m"), out.digits, sizeof out.digits, error));
    FAILS(NOT_OFFERED, "", visitorseal_page_prefill(page, STR(JANE), &out.visitor, error));
    FAILS(SETTING_UNKNOWN, "app_id", visitorseal_page_new(bookbag, STR("{\"app_id\":\"a\"}"), &out.page, error));
    FAILS(SETTING_MISSING, "app_id", visitorseal_page_new(thread, NULL, 0, &out.page, error));
    FAILS(SETTING_INVALID, "app_id", visitorseal_page_new(thread, STR("{\"app_id\":true}"), &out.page, error));
    FAILS(NONCE_INVALID, "nonce", visitorseal_page_forget_script(page, STR("a\"b"), &out.text, &out.length, error));
    FAILS(NONCE_INVALID, "nonce", visitorseal_page_anonymous_script(page, STR("a\"b"), &out.text, &out.length, error));
    FAILS(NOT_OFFERED, "", visitorseal_signer_prefill(signer, STR(JANE), &out.visitor, error));
    FAILS(NOT_OFFERED, "", visitorseal_signed_url(visitor, &out.text, &out.length, error));
    FAILS(SETTING_MISSING, "mobile_url", visitorseal_signed_url(token, &out.text, &out.length, error));
    FAILS(SETTING_INVALID, "endpoint", visitorseal_signed_element(visitor, STR("javascript:alert(1)"), &out.text, &out.length, error));
    FAILS(SETTING_MISSING, "embed_code", visitorseal_signed_script(token, NULL, 0, &out.text, &out.length, error));
    FAILS(SETTING_UNKNOWN, "app_id",
          visitorseal_signer_new(bookbag, STR(SECRET), STR("{\"app_id\":\"a\"}"), &out.signer, error));
    FAILS(SETTING_MISSING, "app_id", visitorseal_signer_new(thread, STR(SECRET), NULL, 0, &out.signer, error));
    FAILS(SETTING_INVALID, "app_id",
          visitorseal_signer_new(thread, STR(SECRET), STR("{\"app_id\":true}"), &out.signer, error));
    FAILS(SECRET_EMPTY, "secret", visitorseal_signer_new(bookbag, STR(" \n"), NULL, 0, &out.signer, error));
    FAILS(SECRET_ENCODING, "secret",
          visitorseal_signer_new(bookbag, STR("\xef\xbb\xbf" SECRET), NULL, 0, &out.signer, error));
    FAILS(SECRET_IS_PEM, "secret",
          visitorseal_signer_new(bookbag, private_pem.bytes, private_pem.length, NULL, 0, &out.signer, error));
    FAILS(SECRET_IS_JWK, "secret",
          visitorseal_signer_new(bookbag, STR("{\"kty\":\"oct\",\"k\":\"c2VjcmV0\"}"), NULL, 0, &out.signer, error));
    FAILS(NONCE_INVALID, "nonce", visitorseal_signed_script(visitor, STR("a\"b"), &out.text, &out.length, error));
    FAILS(NOW_INVALID, "now", visitorseal_signer_sign(signer, STR(JANE), NOW * UINT64_C(1000), &out.visitor, error));
    FAILS(NOW_INVALID, "now", visitorseal_signer_sign(signer, STR(JANE), UINT64_MAX, &out.visitor, error));
    FAILS(NOW_INVALID, "now", visitorseal_verifier_verify_json(verifier, STR("{}"), UINT64_MAX, &out.verified, error));
}

static int signer_from(const char *file) {
    text key = key_file(file);
    int status = visitorseal_signer_new(orlo, key.bytes, key.length, NULL, 0, &out.signer, error);
    free(key.bytes);
    return status;
}

static int verifier_from(const char *file) {
    text pem = key_file(file);
    visitorseal_key key = {pem.bytes, pem.length, NULL, 0};
    int status = visitorseal_verifier_new(orlo, &key, 1, NULL, &out.verifier, error);
    free(pem.bytes);
    return status;
}

static int verifier_from_jwk_with(const char *member) {
    char json[1000];
    text jwk = key_file("rsa-2048.jwk.json");
    int length = snprintf(json, sizeof json, "{%s,%.*s", member, (int)jwk.length - 1, jwk.bytes + 1);
    need(length > 0 && (size_t)length < sizeof json, "a JWK");
    visitorseal_key key = {json, (size_t)length, NULL, 0};
    int status = visitorseal_verifier_new(orlo, &key, 1, NULL, &out.verifier, error);
    free(jwk.bytes);
    return status;
}

static void wrong_keys_have_statuses(void) {
    FAILS(KEY_EMPTY, "secret", signer_from("empty.pem"));
    FAILS(KEY_MALFORMED, "secret", signer_from("rsa-2048.literal-newlines.txt"));
    FAILS(KEY_PUBLIC, "secret", signer_from("rsa-2048.public.pem"));
    FAILS(KEY_ENCRYPTED, "secret", signer_from("encrypted.pkcs8.pem"));
    FAILS(KEY_TOO_SHORT, "secret", signer_from("rsa-1024.private.pem"));
    FAILS(KEY_ALGORITHM, "secret", signer_from("ed25519.private.pem"));
    FAILS(KEY_UNSUPPORTED, "secret", signer_from("openssh.private.pem"));
    FAILS(KEY_EMPTY, NULL, verifier_from("empty.pem"));
    FAILS(KEY_MALFORMED, NULL, verifier_from("two-keys.public.pem"));
    FAILS(KEY_PRIVATE, NULL, verifier_from("rsa-2048.private.pem"));
    FAILS(KEY_TOO_SHORT, NULL, verifier_from("rsa-1024.public.pem"));
    FAILS(KEY_CERTIFICATE, NULL, verifier_from("certificate.pem"));
    FAILS(KEY_ALGORITHM, NULL, verifier_from("ec-p256.public.pem"));
    FAILS(KEY_WEAK, NULL, verifier_from("rsa-e1.public.pem"));
    FAILS(KEY_USE, NULL, verifier_from_jwk_with("\"use\":\"enc\""));

    visitorseal_key keys[17];
    for (size_t i = 0; i < 17; i++) keys[i] = secret_key();
    FAILS(KEY_COUNT, NULL, visitorseal_verifier_new(bookbag, keys, 0, NULL, &out.verifier, error));
    FAILS(KEY_COUNT, NULL, visitorseal_verifier_new(bookbag, NULL, 0, NULL, &out.verifier, error));
    FAILS(KEY_COUNT, NULL, visitorseal_verifier_new(bookbag, keys, 17, NULL, &out.verifier, error));
    visitorseal_verifier *sixteen = NULL;
    SUCCEEDS(visitorseal_verifier_new(bookbag, keys, 16, NULL, &sixteen, error));
    visitorseal_verifier_free(sixteen);
    keys[0].kid = keys[1].kid = "2026";
    keys[0].kid_length = keys[1].kid_length = 4;
    FAILS(KID_INVALID, NULL, visitorseal_verifier_new(bookbag, keys, 2, NULL, &out.verifier, error));
}

static int with_options(int32_t policy, uint64_t leeway) {
    visitorseal_verifier_options options = {0};
    visitorseal_key key = secret_key();
    options.policy = policy;
    options.leeway = leeway;
    return visitorseal_verifier_new(bookbag, &key, 1, &options, &out.verifier, error);
}

static void wrong_options_have_statuses(void) {
    FAILS(POLICY_UNKNOWN, "policy", with_options(7, 0));
    FAILS(POLICY_UNKNOWN, "policy", with_options(-1, 0));
    FAILS(POLICY_UNKNOWN, "policy", with_options(INT32_MIN, 0));
    FAILS(LEEWAY_INVALID, "leeway", with_options(0, 301));
    FAILS(LEEWAY_INVALID, "leeway", with_options(0, UINT64_MAX));
}

static int sign(const visitorseal_signer *with, const char *json) {
    return visitorseal_signer_sign(with, json, strlen(json), NOW, &out.visitor, error);
}

static void wrong_visitors_have_statuses(void) {
    visitorseal_signer *reamaze_signer = signer_for(reamaze, NULL);
    FAILS(VISITOR_MALFORMED, "", sign(signer, "{\"id\":1,\"id\":1}"));
    FAILS(FIELD_UNKNOWN, "user_id", sign(signer, "{\"user_id\":1}"));
    FAILS(FIELD_MISSING, "id", sign(signer, "{\"email\":\"" EMAIL "\"}"));
    FAILS(FIELD_EMPTY, "id", sign(signer, "{\"id\":\"\",\"email\":\"" EMAIL "\"}"));
    FAILS(FIELD_TYPE, "id", sign(signer, "{\"id\":1.5}"));
    FAILS(FIELD_INVALID, "phone", sign(signer, "{\"id\":1,\"phone\":\"5551234\"}"));
    FAILS(FIELD_SEPARATOR, "email", sign(reamaze_signer, "{\"id\":\"a:b\",\"email\":\"a:" EMAIL "\"}"));
    FAILS(ATTRIBUTE_RESERVED, "attributes.email", sign(signer, "{\"id\":1,\"attributes\":{\"email\":\"" EMAIL "\"}}"));
    FAILS(ATTRIBUTE_KEY, "attributes.__proto__", sign(signer, "{\"id\":1,\"attributes\":{\"__proto__\":1}}"));
    FAILS(NUMBER_TOO_LARGE, "attributes.n", sign(signer, "{\"id\":1,\"attributes\":{\"n\":18446744073709551616}}"));
    text deep = repeat("{\"id\":1,\"attributes\":{\"a\":", "[", 33, "");
    text closed = repeated(deep, (text){"]", 1}, 33, (text){"}}", 2});
    FAILS(ATTRIBUTE_TOO_DEEP, "attributes.a",
          visitorseal_signer_sign(signer, closed.bytes, closed.length, NOW, &out.visitor, error));
    free(deep.bytes);
    free(closed.bytes);
    char json[4096] = "{\"id\":1,\"attributes\":{\"k\":0";
    for (int i = 0; i < 256; i++) sprintf(json + strlen(json), ",\"k%d\":0", i);
    strcat(json, "}}");
    FAILS(ATTRIBUTES_TOO_MANY, "", sign(signer, json));
    visitorseal_signer_free(reamaze_signer);
}

/* A scheme whose claims are the attributes: it makes tokens with any claims but `nbf`, which is the time of signing. */
static const char any_claims[] =
    "name = \"any\"\nvendor = \"Any\"\ndocument = \"https://example.com/\"\nread = 2026-11-20\n"
    "[signature]\nkind = \"jwt\"\nalgorithm = \"RS256\"\n[signature.claims]\nnbf = \"{now}\"\n\"*\" = \"{attributes}\"\n"
    "[fields]\njwt = \"{signature}\"\n[refused]\nstatus = 401\nerror = \"identity_unverified\"\n";

static text token_with_claims(const char *attributes) {
    visitorseal_scheme *scheme = NULL;
    visitorseal_signer *any = NULL;
    visitorseal_signed *token_visitor = NULL;
    char json[200];
    SUCCEEDS(visitorseal_scheme_parse(STR(any_claims), &scheme, error));
    need(scheme != NULL, "a scheme");
    SUCCEEDS(visitorseal_signer_new(scheme, private_pem.bytes, private_pem.length, NULL, 0, &any, error));
    snprintf(json, sizeof json, "{\"attributes\":%s}", attributes);
    SUCCEEDS(visitorseal_signer_sign(any, json, strlen(json), NOW, &token_visitor, error));
    need(token_visitor != NULL, attributes);
    text fields = fields_of(token_visitor, ORLO_FIELDS);
    visitorseal_signed_free(token_visitor);
    visitorseal_signer_free(any);
    visitorseal_scheme_free(scheme);
    return fields;
}

/* Gives the claims and the signature of a good token, with another header in base64url. */
static text token_with_header(const char *header) {
    text fields = fields_of(token, ORLO_FIELDS);
    const char *rest = strchr(fields.bytes, '.');
    need(rest != NULL, "a token has dots");
    text forged = {malloc(strlen(header) + strlen(rest) + 9), 0};
    need(forged.bytes != NULL, "memory");
    sprintf(forged.bytes, "{\"jwt\":\"%s%s", header, rest);
    free(fields.bytes);
    return forged;
}

static void a_signature_of_another_time_is_refused(void) {
    visitorseal_scheme *scheme = NULL;
    visitorseal_signer *own = NULL;
    visitorseal_signed *own_visitor = NULL;
    SUCCEEDS(visitorseal_scheme_parse(STR(OWN_HEAD "message='{id}-{now}'\nmay_hold_separator='id'\nmax_age=60\nhash='sha256'\n"
                                          "result='hex'\n[fields]\nid='{id}'\nhash='{signature}-{now}'\n"), &scheme, error));
    SUCCEEDS(visitorseal_signer_new(scheme, STR(SECRET), NULL, 0, &own, error));
    SUCCEEDS(visitorseal_signer_sign(own, STR("{\"id\":\"user-123\"}"), NOW, &own_visitor, error));
    text fields = fields_of(own_visitor, "{\"id\":\"user-123\",\"hash\":\"%s\"}");
    visitorseal_verifier *own_verifier = verifier_for(scheme, NULL);
    SUCCEEDS(visitorseal_verifier_verify_json(own_verifier, fields.bytes, fields.length, NOW + 59, &out.verified, error));
    visitorseal_verified_free(out.verified);
    FAILS(SIGNATURE_EXPIRED, "hash",
          visitorseal_verifier_verify_json(own_verifier, fields.bytes, fields.length, NOW + 61, &out.verified, error));
    FAILS(SIGNATURE_NOT_YET_VALID, "hash",
          visitorseal_verifier_verify_json(own_verifier, fields.bytes, fields.length, NOW - 1, &out.verified, error));
    free(fields.bytes);
    visitorseal_verifier_free(own_verifier);
    visitorseal_signed_free(own_visitor);
    visitorseal_signer_free(own);
    visitorseal_scheme_free(scheme);
}

static void wrong_signatures_and_tokens_have_statuses(void) {
    visitorseal_key key = public_key();
    visitorseal_verifier *named = NULL;
    FAILS(FIELDS_MALFORMED, "", verify(token_verifier, "[]"));
    FAILS(SIGNATURE_MISSING, "jwt", verify(token_verifier, "{}"));
    FAILS(SIGNATURE_MALFORMED, "user_hash", verify(verifier, "{\"user_id\":\"1\",\"user_hash\":\"abc\"}"));
    text wrong = repeat("{\"user_id\":\"1\",\"user_hash\":\"", "0", 64, "\"}");
    FAILS(SIGNATURE_MISMATCH, "user_hash",
          visitorseal_verifier_verify_json(verifier, wrong.bytes, wrong.length, NOW, &out.verified, error));
    free(wrong.bytes);
    FAILS(TOKEN_MALFORMED, "jwt", verify(token_verifier, "{\"jwt\":\"a.b\"}"));

    text fields = fields_of(token, ORLO_FIELDS);
    FAILS(TOKEN_EXPIRED, "exp",
          visitorseal_verifier_verify_json(token_verifier, fields.bytes, fields.length, NOW + 60, &out.verified, error));
    free(fields.bytes);

    /* {"alg":"none"}, {"alg":"RS256","b":1} and {"alg":"RS256","kid":"x"}. */
    fields = token_with_header("eyJhbGciOiJub25lIn0");
    FAILS(ALGORITHM_REFUSED, "alg", verify(token_verifier, fields.bytes));
    free(fields.bytes);
    fields = token_with_header("eyJhbGciOiJSUzI1NiIsImIiOjF9");
    FAILS(HEADER_REFUSED, "b", verify(token_verifier, fields.bytes));
    free(fields.bytes);
    key.kid = "2026";
    key.kid_length = 4;
    SUCCEEDS(visitorseal_verifier_new(orlo, &key, 1, NULL, &named, error));
    fields = token_with_header("eyJhbGciOiJSUzI1NiIsImtpZCI6IngifQ");
    FAILS(KEY_UNKNOWN, "kid", verify(named, fields.bytes));
    free(fields.bytes);
    visitorseal_verifier_free(named);

    fields = token_with_claims("{\"email\":\"" EMAIL "\",\"isLoggedIn\":true}");
    FAILS(CLAIM_MISSING, "name", verify(token_verifier, fields.bytes));
    free(fields.bytes);
    fields = token_with_claims("{\"name\":\"Jane Doe\",\"isLoggedIn\":true}");
    FAILS(TOKEN_NOT_YET_VALID, "nbf",
          visitorseal_verifier_verify_json(token_verifier, fields.bytes, strlen(fields.bytes), NOW - 1, &out.verified, error));
    free(fields.bytes);
    fields = token_with_claims("{\"name\":5,\"isLoggedIn\":true}");
    FAILS(CLAIM_TYPE, "name", verify(token_verifier, fields.bytes));
    free(fields.bytes);
    fields = token_with_claims("{\"name\":\"Jane Doe\",\"isLoggedIn\":false}");
    FAILS(CLAIM_VALUE, "isLoggedIn", verify(token_verifier, fields.bytes));
    free(fields.bytes);
}

/* It must run last: it checks which statuses the other tests have caused. */
static void every_status_was_tested(void) {
    static const int others[] = {
        VISITORSEAL_OK, VISITORSEAL_CRYPTO_FAILED, VISITORSEAL_PANIC,
        /* Only packages in other languages cause these. */
        VISITORSEAL_LIBRARY_MISSING, VISITORSEAL_LIBRARY_VERSION, VISITORSEAL_BRAND_UNKNOWN,
    };
    read_statuses();
    for (size_t i = 0; i < status_count; i++) {
        int expected = was_caused[statuses[i].number];
        for (size_t j = 0; j < sizeof others / sizeof *others; j++) expected |= statuses[i].number == others[j];
        if (!CHECK(expected)) fprintf(stderr, "  no test caused %s\n", statuses[i].name);
    }
}

int main(void) {
    make_all();
    RUN(null_is_refused_for_every_pointer);
    RUN(free_takes_null);
    RUN(optional_pointers_may_be_null);
    RUN(explain_refuses_what_verifiers_and_signers_refuse);
    RUN(text_that_is_not_utf8_is_refused);
    RUN(a_nul_does_not_end_a_text);
    RUN(zero_lengths_are_empty_texts);
    RUN(impossible_lengths_are_refused);
    RUN(long_input_is_refused_or_accepted);
    RUN(a_digest_as_text_is_that_digest_or_null);
    RUN(a_digest_needs_the_size_that_its_signer_tells);
    RUN(a_digest_has_the_hash_and_the_form_of_its_scheme);
    RUN(digests_of_many_messages_follow_one_another);
    RUN(a_form_has_its_number_and_its_option);
    RUN(one_call_writes_what_the_handles_give);
    RUN(each_of_many_visitors_has_its_own_result);
    RUN(schemes_are_a_json_array_of_names);
    RUN(fields_json_is_the_member_fields);
    RUN(max_body_is_the_largest_body);
    RUN(an_error_is_explained_like_the_same_body);
    RUN(handles_are_freed_in_any_order);
    RUN(no_options_are_the_same_as_all_zero);
    RUN(a_signed_visitor_tells_when_its_signature_ends);
    RUN(a_verified_token_hands_out_its_id);
    RUN(an_anonymous_visitor_has_no_key_and_no_contact);
    RUN(a_prefilled_form_has_no_signature);
    RUN(a_mark_tells_visitors_apart);
    RUN(a_page_writes_what_its_signer_writes);
    RUN(wrong_schemes_settings_and_secrets_have_statuses);
    RUN(wrong_keys_have_statuses);
    RUN(wrong_options_have_statuses);
    RUN(wrong_visitors_have_statuses);
    RUN(a_signature_of_another_time_is_refused);
    RUN(wrong_signatures_and_tokens_have_statuses);
    RUN(every_status_was_tested);
    free_all();
    return finish("statuses");
}
