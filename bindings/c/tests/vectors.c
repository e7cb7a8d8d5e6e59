/* Runs every file of tests/vectors through the library; the README there says how, and where values come from. */
#include <inttypes.h>
#include <json.h>

#include "header.h"

static visitorseal_error error;
static json_object *codes;
/* The signatures and bodies of the vectors hold these; errors must not. */
static const char *const personal[] = {"jane@example.com", "user-123", "Jane Doe", "richard@"};

static json_object *parse(const char *bytes, size_t length) {
    json_tokener *tokener = json_tokener_new_ex(256);
    json_tokener_set_flags(tokener, JSON_TOKENER_STRICT);
    json_object *value = json_tokener_parse_ex(tokener, bytes, (int)length);
    int ok = json_tokener_get_error(tokener) == json_tokener_success && json_tokener_get_parse_end(tokener) == length;
    json_tokener_free(tokener);
    need(ok, "JSON that json-c cannot read");
    return value;
}

static json_object *parse_file(const char *name) {
    char path[256];
    snprintf(path, sizeof path, "tests/vectors/%s", name);
    text file = read_file(path);
    running = path;
    /* json-c ends a value of no brackets at the NUL alone; these have brackets, and a newline after them. */
    while (file.length && strchr("\n\r ", file.bytes[file.length - 1])) file.length--;
    json_object *value = parse(file.bytes, file.length);
    free(file.bytes);
    running = "";
    return value;
}

/* The library's text, parsed and freed. */
static json_object *taken_json(char *taken, size_t length) {
    CHECK(strlen(taken) == length);
    json_object *value = parse(taken, length);
    visitorseal_string_free(taken);
    return value;
}

static json_object *get(json_object *object, const char *name) {
    json_object *value = NULL;
    if (json_object_is_type(object, json_type_object)) json_object_object_get_ex(object, name, &value);
    return value;
}

static int has(json_object *object, const char *name) {
    return json_object_object_get_ex(object, name, NULL);
}

static const char *get_string(json_object *object, const char *name) {
    json_object *value = get(object, name);
    return json_object_is_type(value, json_type_string) ? json_object_get_string(value) : NULL;
}

static text string_bytes(json_object *value) {
    return exactly(json_object_get_string(value), (size_t)json_object_get_string_len(value));
}

static text unhex(const char *digits) {
    text whole = exactly(digits, strlen(digits) / 2);
    for (size_t i = 0; i < whole.length; i++) {
        unsigned byte = 0;
        need(sscanf(digits + 2 * i, "%2x", &byte) == 1, "hex digits");
        whole.bytes[i] = (char)byte;
    }
    return whole;
}

/* The bytes under NAME, NAME_hex or NAME_repeat. */
static text bytes_of(json_object *of, const char *name) {
    char other[64];
    snprintf(other, sizeof other, "%s_hex", name);
    if (has(of, other)) return unhex(get_string(of, other));
    snprintf(other, sizeof other, "%s_repeat", name);
    if (has(of, other)) {
        json_object *list = get(of, other);
        text parts[3];
        const int at[3] = {0, 1, 3};
        for (int i = 0; i < 3; i++) parts[i] = string_bytes(json_object_array_get_idx(list, (size_t)at[i]));
        size_t count = (size_t)json_object_get_int64(json_object_array_get_idx(list, 2));
        /* Those above a megabyte are all refused for it. */
        if (count > 1000 * 1000) count = heavy(count, 1000 * 1000);
        text whole = repeated(parts[0], parts[1], count, parts[2]);
        for (int i = 0; i < 3; i++) free(parts[i].bytes);
        return whole;
    }
    need(json_object_is_type(get(of, name), json_type_string), name);
    return string_bytes(get(of, name));
}

static text secret_of(json_object *of) {
    const char *file = get_string(of, "secret_file");
    return file ? key_file(file) : bytes_of(of, "secret");
}

static text written(json_object *value) {
    const char *json = json_object_to_json_string_ext(value, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE);
    return exactly(json, strlen(json));
}

/* As text too: the members' order counts. */
static int same_in_order(json_object *a, json_object *b) {
    text one = written(a), other = written(b);
    int same = one.length == other.length && memcmp(one.bytes, other.bytes, one.length) == 0;
    free(one.bytes);
    free(other.bytes);
    return same;
}

static int scheme_of(json_object *of, visitorseal_scheme **out) {
    int own = has(of, "scheme_toml");
    text name = bytes_of(of, own ? "scheme_toml" : "scheme");
    int status = own ? visitorseal_scheme_parse(name.bytes, name.length, out, &error)
                     : visitorseal_scheme_new(name.bytes, name.length, out, &error);
    free(name.bytes);
    return status;
}

static int signer_of(json_object *of, visitorseal_signer **out) {
    visitorseal_scheme *scheme = NULL;
    int status = scheme_of(of, &scheme);
    if (status != VISITORSEAL_OK) return status;
    /* A signer needs a secret although the call does not. */
    text secret = has(of, "secret") || has(of, "secret_file") || has(of, "secret_hex") ? secret_of(of)
        : strcmp(get_string(of, "scheme"), "orlo") == 0 ? key_file("rsa-2048.private.pem") : exactly("any-secret-of-16-bytes", 22);
    text settings = {NULL, 0};
    if (has(of, "settings")) settings = written(get(of, "settings"));
    status = visitorseal_signer_new(scheme, secret.bytes, secret.length, settings.bytes, settings.length, out, &error);
    free(secret.bytes);
    free(settings.bytes);
    visitorseal_scheme_free(scheme);
    return status;
}

static uint64_t now_of(json_object *of) {
    need(has(of, "now"), "a case without now");
    return json_object_get_uint64(get(of, "now"));
}

static int32_t policy_of(json_object *of) {
    const char *policy = get_string(of, "policy");
    return strcmp(policy, "required") == 0 ? VISITORSEAL_POLICY_REQUIRED
         : strcmp(policy, "optional") == 0 ? VISITORSEAL_POLICY_OPTIONAL
         : strcmp(policy, "observe") == 0 ? VISITORSEAL_POLICY_OBSERVE : 7;
}

enum { MOST_KEYS = 32 };

typedef struct {
    visitorseal_key keys[MOST_KEYS];
    text files[MOST_KEYS], kids[MOST_KEYS];
    size_t count;
} key_list;

static key_list keys_of(json_object *of) {
    static const text none = {NULL, 0};
    key_list all;
    json_object *list = get(of, "keys");
    all.count = json_object_array_length(list);
    need(all.count <= MOST_KEYS, "keys");
    for (size_t i = 0; i < all.count; i++) {
        json_object *key = json_object_array_get_idx(list, i);
        const char *file = get_string(key, "file"), *hex = get_string(key, "hex");
        all.files[i] = file ? key_file(file) : hex ? unhex(hex) : bytes_of(key, "text");
        all.kids[i] = has(key, "kid") ? bytes_of(key, "kid") : none;
        all.keys[i].bytes = all.files[i].bytes;
        all.keys[i].length = all.files[i].length;
        all.keys[i].kid = all.kids[i].bytes;
        all.keys[i].kid_length = all.kids[i].length;
    }
    return all;
}

static void free_keys(const key_list *all) {
    for (size_t i = 0; i < all->count; i++) {
        free(all->files[i].bytes);
        free(all->kids[i].bytes);
    }
}

static int verifier_of(json_object *of, visitorseal_verifier **out) {
    visitorseal_scheme *scheme = NULL;
    int status = scheme_of(of, &scheme);
    if (status != VISITORSEAL_OK) return status;
    text settings = written(get(of, "settings"));
    key_list all = keys_of(of);
    visitorseal_verifier_options options = {0};
    options.policy = policy_of(of);
    options.leeway = json_object_get_uint64(get(of, "leeway"));
    options.max_token = (size_t)json_object_get_uint64(get(of, "max_token"));
    options.settings = settings.bytes;
    options.settings_length = settings.length;
    status = visitorseal_verifier_new(scheme, all.count ? all.keys : NULL, all.count, &options, out, &error);
    free_keys(&all);
    free(settings.bytes);
    visitorseal_scheme_free(scheme);
    return status;
}

/* No secret and no value of the visitor's stands in an error. */
static void check_discreet(json_object *of) {
    json_object *keys = get(of, "keys");
    const char *secrets[2];
    secrets[0] = get_string(of, "secret");
    secrets[1] = keys && json_object_array_length(keys) ? get_string(json_object_array_get_idx(keys, 0), "text") : NULL;
    for (int i = 0; i < 2; i++)
        CHECK(!secrets[i] || strlen(secrets[i]) < 4 || !holds(&error, sizeof error, secrets[i], strlen(secrets[i])));
    for (size_t i = 0; i < sizeof personal / sizeof *personal; i++)
        CHECK(!holds(&error, sizeof error, personal[i], strlen(personal[i])));
}

static void check_refused(json_object *of, int status) {
    json_object *expected = get(of, "error");
    const char *code = get_string(expected, "code"), *field = get_string(expected, "field");
    if (!field) field = "";
    json_object *known = get(codes, code);
    int ok = CHECK(strcmp(error.code, code) == 0);
    ok &= CHECK(status == json_object_get_int(get(known, "status")) && error.status == status);
    ok &= CHECK(error.kind == json_object_get_int(get(known, "kind")));
    ok &= CHECK(strncmp(error.field, field, sizeof error.field - 1) == 0);
    CHECK(*error.reason);
    if (!ok) {
        fprintf(stderr, "  expected %s (%s), not %d %s (%s): %s\n",
                code, field, status, error.code, error.field, error.reason);
    }
    check_discreet(of);
}

/* True for a call that succeeded as it should. */
static int came_out(json_object *of, int status) {
    if (has(of, "error")) {
        if (CHECK(status != VISITORSEAL_OK)) check_refused(of, status);
        return 0;
    }
    if (CHECK(status == VISITORSEAL_OK)) return 1;
    fprintf(stderr, "  it gave %d %s (%s): %s\n", status, error.code, error.field, error.reason);
    return 0;
}

static size_t run_file(const char *name, void (*test)(json_object *)) {
    json_object *cases = parse_file(name);
    size_t count = json_object_array_length(cases);
    need(count > 0, name);
    for (size_t i = 0; i < count; i++) {
        json_object *of = json_object_array_get_idx(cases, i);
        running = get_string(of, "id");
        about = get_string(of, "comment");
        memset(&error, 0, sizeof error);
        test(of);
    }
    json_object_put(cases);
    running = about = "";
    return count;
}

static void digest(json_object *of) {
    const char *scheme = get_string(of, "scheme"), *expected = get_string(of, "digest");
    if (strcmp(scheme, "thread") == 0) json_object_object_add(of, "settings", parse("{\"app_id\":\"a\"}", 14));
    visitorseal_signer *signer = NULL;
    text message = bytes_of(of, "message");
    char one[65] = "", two[129] = "";
    visitorseal_message both[2];
    both[0].bytes = both[1].bytes = message.bytes;
    both[0].length = both[1].length = message.length;
    CHECK(signer_of(of, &signer) == VISITORSEAL_OK);
    CHECK(visitorseal_signer_digest(signer, message.bytes, message.length, one, sizeof one, &error) == VISITORSEAL_OK);
    CHECK(strcmp(one, expected) == 0);
    CHECK(visitorseal_signer_digest_many(signer, both, 2, two, sizeof two, &error) == VISITORSEAL_OK);
    CHECK(strncmp(two, expected, 64) == 0 && strcmp(two + 64, expected) == 0);
    free(message.bytes);
    visitorseal_signer_free(signer);
}

static void check_codes(json_object *warnings, json_object *expected) {
    size_t count = json_object_array_length(expected);
    if (!CHECK(json_object_array_length(warnings) == count)) return;
    for (size_t i = 0; i < count; i++) {
        json_object *code = get(json_object_array_get_idx(warnings, i), "code");
        CHECK(json_object_equal(code, json_object_array_get_idx(expected, i)));
    }
}

static void sign(json_object *of) {
    visitorseal_signer *signer = NULL;
    visitorseal_signed *visitor = NULL;
    char *taken = NULL;
    size_t length = 0;
    text json = written(get(of, "visitor"));
    if (!came_out(of, signer_of(of, &signer))) goto done;
    if (!came_out(of, visitorseal_signer_sign(signer, json.bytes, json.length, now_of(of), &visitor, &error))) goto done;

    CHECK(visitorseal_signed_signature(visitor, &taken, &length, &error) == VISITORSEAL_OK);
    CHECK(strcmp(taken, get_string(of, "signature")) == 0 && strlen(taken) == length);
    visitorseal_string_free(taken);
    CHECK(visitorseal_signed_to_json(visitor, &taken, &length, &error) == VISITORSEAL_OK);
    json_object *all = taken_json(taken, length);
    CHECK(json_object_equal(get(all, "signature"), get(of, "signature")));
    CHECK(json_object_equal(get(all, "scheme"), get(of, "scheme")));
    CHECK(same_in_order(get(all, "fields"), get(of, "fields")));
    check_codes(get(all, "warnings"), get(of, "warnings"));
    CHECK(visitorseal_signer_warnings(signer, &taken, &length, &error) == VISITORSEAL_OK);
    json_object *warnings = taken_json(taken, length);
    check_codes(warnings, get(of, "signer_warnings"));

    text open = {"[", 1}, between = {",{},5,", 6}, close = {"]", 1};
    text start = repeated(open, json, 1, between), list = repeated(start, json, 1, close);
    CHECK(visitorseal_signer_sign_many(signer, list.bytes, list.length, now_of(of), &taken, &length, &error) == VISITORSEAL_OK);
    json_object *many = taken_json(taken, length);
    CHECK(json_object_array_length(many) == 4);
    CHECK(same_in_order(json_object_array_get_idx(many, 0), all) && same_in_order(json_object_array_get_idx(many, 3), all));
    const char *const expected[] = {"field_missing", "visitor_malformed"};
    for (size_t i = 0; i < 2; i++) {
        const char *code = get_string(get(json_object_array_get_idx(many, i + 1), "error"), "code");
        CHECK(code && strcmp(code, expected[i]) == 0);
    }
    free(start.bytes);
    free(list.bytes);
    json_object_put(many);
    json_object_put(warnings);
    json_object_put(all);
done:
    free(json.bytes);
    visitorseal_signed_free(visitor);
    visitorseal_signer_free(signer);
}

static void sign_error(json_object *of) {
    visitorseal_signer *signer = NULL;
    visitorseal_signed *visitor = NULL;
    text json = bytes_of(of, "visitor_json");
    int status = signer_of(of, &signer);
    if (status == VISITORSEAL_OK)
        status = visitorseal_signer_sign(signer, json.bytes, json.length, now_of(of), &visitor, &error);
    need(has(of, "error"), "a case of sign_error.json has an error");
    (void)came_out(of, status);
    CHECK(visitor == NULL);
    free(json.bytes);
    visitorseal_signer_free(signer);
}

static void check_verified(json_object *expected, const visitorseal_verified *verified, json_object *all) {
    char *taken = NULL;
    size_t length = 0;
    int32_t key = -2;
    CHECK(json_object_get_boolean(get(all, "verified")) && !has(all, "anonymous"));
    CHECK(json_object_equal(get(all, "signed"), get(expected, "signed")));
    CHECK(json_object_equal(get(all, "unsigned"), get(expected, "unsigned")));
    CHECK(json_object_equal(get(all, "key"), get(expected, "key")));
    CHECK(visitorseal_verified_key(verified, &key, &error) == VISITORSEAL_OK);
    CHECK(key == json_object_get_int(get(expected, "key")));
    CHECK(visitorseal_verified_contact(verified, &taken, &length, &error) == VISITORSEAL_OK);
    if (get(expected, "contact") == NULL) {
        CHECK(strcmp(taken, "null") == 0);
        visitorseal_string_free(taken);
        return;
    }
    json_object *contact = taken_json(taken, length);
    CHECK(json_object_equal(contact, get(expected, "contact")));
    json_object_put(contact);
}

static void check_anonymous(json_object *expected, const visitorseal_verified *verified, json_object *all) {
    char *taken = NULL;
    int32_t key = -2;
    CHECK(!json_object_get_boolean(get(all, "verified")) && json_object_get_boolean(get(all, "anonymous")));
    CHECK(!has(all, "signed") && !has(all, "key"));
    CHECK(json_object_equal(get(all, "unsigned"), get(expected, "unsigned")));
    CHECK(json_object_equal(get(get(all, "refusal"), "code"), get(expected, "refusal")));
    CHECK(visitorseal_verified_key(verified, &key, &error) == VISITORSEAL_OK && key == -1);
    CHECK(visitorseal_verified_contact(verified, &taken, NULL, &error) == VISITORSEAL_OK);
    CHECK(strcmp(taken, "null") == 0);
    visitorseal_string_free(taken);
}

/* What a backend answers stands in the scheme. */
static void check_answer(json_object *of) {
    if (!has(of, "http_status")) return;
    visitorseal_scheme *scheme = NULL;
    char *taken = NULL;
    size_t length = 0;
    CHECK(scheme_of(of, &scheme) == VISITORSEAL_OK);
    CHECK(visitorseal_scheme_to_json(scheme, &taken, &length, &error) == VISITORSEAL_OK);
    json_object *described = taken_json(taken, length), *refused = get(described, "refused");
    CHECK(json_object_equal(get(refused, "status"), get(of, "http_status")));
    CHECK(json_object_equal(get(refused, "error"), get(of, "http_error")));
    json_object_put(described);
    visitorseal_scheme_free(scheme);
}

static void verify(json_object *of) {
    visitorseal_verifier *verifier = NULL;
    visitorseal_verified *verified = NULL;
    text body = bytes_of(of, "body");
    int status = verifier_of(of, &verifier);
    if (status == VISITORSEAL_OK)
        status = visitorseal_verifier_verify_json(verifier, body.bytes, body.length, now_of(of), &verified, &error);
    if (came_out(of, status)) {
        char *taken = NULL;
        size_t length = 0;
        CHECK(visitorseal_verified_to_json(verified, &taken, &length, &error) == VISITORSEAL_OK);
        json_object *all = taken_json(taken, length);
        if (has(of, "verified")) check_verified(get(of, "verified"), verified, all);
        else check_anonymous(get(of, "anonymous"), verified, all);
        json_object_put(all);
    }
    check_answer(of);
    free(body.bytes);
    visitorseal_verified_free(verified);
    visitorseal_verifier_free(verifier);
}

static void script(json_object *of) {
    visitorseal_signer *signer = NULL;
    visitorseal_signed *visitor = NULL;
    char *html = NULL;
    size_t length = 0;
    const char *call = get_string(of, "call");
    text json = written(get(of, "visitor")), nonce = {NULL, 0};
    if (get(of, "nonce")) nonce = bytes_of(of, "nonce");
    int of_visitor = strcmp(call, "script") == 0 || strcmp(call, "url") == 0;
    int status = signer_of(of, &signer);
    if (status == VISITORSEAL_OK && of_visitor)
        status = visitorseal_signer_sign(signer, json.bytes, json.length, now_of(of), &visitor, &error);
    if (status == VISITORSEAL_OK && strcmp(call, "prefill") == 0)
        status = visitorseal_signer_prefill(signer, json.bytes, json.length, &visitor, &error);
    if (status == VISITORSEAL_OK) {
        if (strcmp(call, "url") == 0) status = visitorseal_signed_url(visitor, &html, &length, &error);
        else if (strcmp(call, "forget") == 0)
            status = visitorseal_signer_forget_script(signer, nonce.bytes, nonce.length, &html, &length, &error);
        else if (strcmp(call, "anonymous") == 0)
            status = visitorseal_signer_anonymous_script(signer, nonce.bytes, nonce.length, &html, &length, &error);
        else status = visitorseal_signed_script(visitor, nonce.bytes, nonce.length, &html, &length, &error);
    }
    if (came_out(of, status)) {
        CHECK(strlen(html) == length);
        if (has(of, "equals") && !CHECK(strcmp(html, get_string(of, "equals")) == 0)) fprintf(stderr, "  %s\n", html);
        json_object *contains = get(of, "contains"), *lacks = get(of, "lacks");
        need(has(of, "equals") || contains, "a case of script.json expects something");
        for (size_t i = 0; contains && i < json_object_array_length(contains); i++) {
            const char *part = json_object_get_string(json_object_array_get_idx(contains, i));
            if (!CHECK(strstr(html, part) != NULL)) fprintf(stderr, "  no %s in %s\n", part, html);
        }
        for (size_t i = 0; lacks && i < json_object_array_length(lacks); i++) {
            const char *part = json_object_get_string(json_object_array_get_idx(lacks, i));
            if (!CHECK(strstr(html, part) == NULL)) fprintf(stderr, "  %s in %s\n", part, html);
        }
    }
    visitorseal_string_free(html);
    free(json.bytes);
    free(nonce.bytes);
    visitorseal_signed_free(visitor);
    visitorseal_signer_free(signer);
}

/* Gives each code its numbers: of the header's enumerator, and of its kind. */
static void errors_json_and_the_header_agree(void) {
    static const char *const kinds[] = {"", "configuration", "visitor", "refused", "internal"};
    read_statuses();
    json_object *file = parse_file("errors.json"), *list = get(file, "errors");
    running = "errors_json_and_the_header_agree";
    size_t count = json_object_array_length(list);
    codes = json_object_new_object();
    for (size_t i = 0; i < count; i++) {
        json_object *one = json_object_array_get_idx(list, i), *numbers = json_object_new_object();
        const char *code = get_string(one, "code"), *name = status_name(json_object_get_int(get(one, "status")));
        about = code;
        CHECK(name && is_lower_case_of(code, name));
        int kind = 4;
        while (kind && strcmp(kinds[kind], get_string(one, "kind")) != 0) kind--;
        CHECK(kind != 0);
        json_object_object_add(numbers, "status", json_object_get(get(one, "status")));
        json_object_object_add(numbers, "kind", json_object_new_int(kind));
        json_object_object_add(codes, code, numbers);
    }
    about = "";
    CHECK(status_count == count + 1);
    json_object_put(file);
}

static int found(json_object *findings, const char *code) {
    for (size_t i = 0; i < json_object_array_length(findings); i++)
        if (strcmp(get_string(json_object_array_get_idx(findings, i), "code"), code) == 0) return 1;
    return 0;
}

static void explain(json_object *of) {
    visitorseal_scheme *scheme = NULL;
    char *taken = NULL;
    size_t length = 0;
    CHECK(scheme_of(of, &scheme) == VISITORSEAL_OK);
    key_list all = keys_of(of);
    text body = bytes_of(of, "body"), settings = written(get(of, "settings"));
    if (CHECK(visitorseal_explain(scheme, all.keys, all.count, body.bytes, body.length, now_of(of), settings.bytes,
                                  settings.length, &taken, &length, &error) == VISITORSEAL_OK)) {
        json_object *explained = taken_json(taken, length), *findings = get(explained, "findings"), *also = get(of, "also");
        CHECK(json_object_equal(get(explained, "verified"), get(of, "verified")));
        CHECK(json_object_equal(get(json_object_array_get_idx(findings, 0), "code"), get(of, "first")));
        for (size_t i = 0; i < json_object_array_length(also); i++)
            CHECK(found(findings, json_object_get_string(json_object_array_get_idx(also, i))));
        json_object_put(explained);
    }
    free_keys(&all);
    free(body.bytes);
    free(settings.bytes);
    visitorseal_scheme_free(scheme);
}

int main(void) {
    errors_json_and_the_header_agree();
    static const struct {
        const char *file;
        void (*test)(json_object *);
    } files[] = {
        {"digest.json", digest}, {"sign.json", sign}, {"sign_error.json", sign_error},
        {"verify.json", verify}, {"own_scheme.json", verify}, {"script.json", script},
        {"explain.json", explain},
    };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        printf("%s: %lu cases\n", files[i].file, (unsigned long)run_file(files[i].file, files[i].test));
    json_object_put(codes);
    return finish("vectors");
}
