/* Tests the library with the files of tests/vectors. The README there says how, and where the values come from. */
#include <inttypes.h>
#include <json.h>

#include "header.h"

static visitorseal_error error;
static json_object *codes;
/* Parts of the visitors in the vectors. Errors must not contain them. */
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
    /* In strict mode, json-c refuses what follows the value. */
    while (file.length && strchr("\n\r ", file.bytes[file.length - 1])) file.length--;
    json_object *value = parse(file.bytes, file.length);
    free(file.bytes);
    running = "";
    return value;
}

/* Parses a text of the library, and frees it. */
static json_object *parse_and_free(char *result, size_t length) {
    CHECK(strlen(result) == length);
    json_object *value = parse(result, length);
    visitorseal_string_free(result);
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
    return copy_exactly(json_object_get_string(value), (size_t)json_object_get_string_len(value));
}

static text unhex(const char *digits) {
    text bytes = copy_exactly(digits, strlen(digits) / 2);
    for (size_t i = 0; i < bytes.length; i++) {
        unsigned byte = 0;
        need(sscanf(digits + 2 * i, "%2x", &byte) == 1, "hex digits");
        bytes.bytes[i] = (char)byte;
    }
    return bytes;
}

/* Gives the bytes of the member NAME, NAME_hex or NAME_repeat. */
static text bytes_of(json_object *vector, const char *name) {
    char other[64];
    snprintf(other, sizeof other, "%s_hex", name);
    if (has(vector, other)) return unhex(get_string(vector, other));
    snprintf(other, sizeof other, "%s_repeat", name);
    if (has(vector, other)) {
        json_object *list = get(vector, other);
        text parts[3];
        const int at[3] = {0, 1, 3};
        for (int i = 0; i < 3; i++) parts[i] = string_bytes(json_object_array_get_idx(list, (size_t)at[i]));
        size_t count = (size_t)json_object_get_int64(json_object_array_get_idx(list, 2));
        /* All inputs above a megabyte are refused because of their size. */
        if (count > 1000 * 1000) count = full_or_light(count, 1000 * 1000);
        text bytes = repeated(parts[0], parts[1], count, parts[2]);
        for (int i = 0; i < 3; i++) free(parts[i].bytes);
        return bytes;
    }
    need(json_object_is_type(get(vector, name), json_type_string), name);
    return string_bytes(get(vector, name));
}

static text secret_of(json_object *vector) {
    const char *file = get_string(vector, "secret_file");
    return file ? key_file(file) : bytes_of(vector, "secret");
}

static text to_text(json_object *value) {
    const char *json = json_object_to_json_string_ext(value, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE);
    return copy_exactly(json, strlen(json));
}

/* Compares as text, because the order of members matters. */
static int same_with_order(json_object *a, json_object *b) {
    text one = to_text(a), other = to_text(b);
    int same = one.length == other.length && memcmp(one.bytes, other.bytes, one.length) == 0;
    free(one.bytes);
    free(other.bytes);
    return same;
}

static int scheme_of(json_object *vector, visitorseal_scheme **out) {
    int own = has(vector, "scheme_toml");
    text name = bytes_of(vector, own ? "scheme_toml" : "scheme");
    int status = own ? visitorseal_scheme_parse(name.bytes, name.length, out, &error)
                     : visitorseal_scheme_new(name.bytes, name.length, out, &error);
    free(name.bytes);
    return status;
}

static int signer_of(json_object *vector, visitorseal_signer **out) {
    visitorseal_scheme *scheme = NULL;
    int status = scheme_of(vector, &scheme);
    if (status != VISITORSEAL_OK) return status;
    text secret = secret_of(vector), settings = {NULL, 0};
    if (has(vector, "settings")) settings = to_text(get(vector, "settings"));
    status = visitorseal_signer_new(scheme, secret.bytes, secret.length, settings.bytes, settings.length, out, &error);
    free(secret.bytes);
    free(settings.bytes);
    visitorseal_scheme_free(scheme);
    return status;
}

static uint64_t now_of(json_object *vector) {
    need(has(vector, "now"), "a case without now");
    return json_object_get_uint64(get(vector, "now"));
}

static int32_t policy_of(json_object *vector) {
    const char *policy = get_string(vector, "policy");
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

static key_list keys_of(json_object *vector) {
    static const text none = {NULL, 0};
    key_list all;
    json_object *list = get(vector, "keys");
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

static int verifier_of(json_object *vector, visitorseal_verifier **out) {
    visitorseal_scheme *scheme = NULL;
    int status = scheme_of(vector, &scheme);
    if (status != VISITORSEAL_OK) return status;
    text settings = to_text(get(vector, "settings"));
    key_list all = keys_of(vector);
    visitorseal_verifier_options options = {0};
    options.policy = policy_of(vector);
    options.leeway = json_object_get_uint64(get(vector, "leeway"));
    options.max_token = (size_t)json_object_get_uint64(get(vector, "max_token"));
    options.settings = settings.bytes;
    options.settings_length = settings.length;
    status = visitorseal_verifier_new(scheme, all.count ? all.keys : NULL, all.count, &options, out, &error);
    free_keys(&all);
    free(settings.bytes);
    visitorseal_scheme_free(scheme);
    return status;
}

/* Errors never contain a secret or a visitor's data. */
static void check_no_personal_data(json_object *vector) {
    json_object *keys = get(vector, "keys");
    const char *secrets[2];
    secrets[0] = get_string(vector, "secret");
    secrets[1] = keys && json_object_array_length(keys) ? get_string(json_object_array_get_idx(keys, 0), "text") : NULL;
    for (int i = 0; i < 2; i++)
        CHECK(!secrets[i] || strlen(secrets[i]) < 4 || !holds(&error, sizeof error, secrets[i], strlen(secrets[i])));
    for (size_t i = 0; i < sizeof personal / sizeof *personal; i++)
        CHECK(!holds(&error, sizeof error, personal[i], strlen(personal[i])));
}

static void check_refused(json_object *vector, int status) {
    json_object *expected = get(vector, "error");
    const char *code = get_string(expected, "code"), *field = get_string(expected, "field");
    if (!field) field = "";
    json_object *known = get(codes, code);
    int ok = CHECK(strcmp(error.code, code) == 0);
    ok &= CHECK(status == json_object_get_int(get(known, "status")) && error.status == status);
    ok &= CHECK(error.kind == json_object_get_int(get(known, "kind")));
    ok &= CHECK(strcmp(error.field, field) == 0);
    CHECK(*error.reason);
    /* Only own_scheme.json has other answers than this. */
    int is_refused = error.kind == VISITORSEAL_KIND_REFUSED, own = has(vector, "http_status");
    CHECK(error.http_status == (!is_refused ? 0 : own ? json_object_get_int(get(vector, "http_status")) : 401));
    CHECK(strcmp(error.http_error, !is_refused ? "" : own ? get_string(vector, "http_error") : "identity_unverified") == 0);
    if (!ok) {
        fprintf(stderr, "  expected %s (%s), not %d %s (%s): %s\n",
                code, field, status, error.code, error.field, error.reason);
    }
    check_no_personal_data(vector);
}

/* True if the call succeeded and the vector expects that. Checks the error if the vector expects one. */
static int succeeded_as_expected(json_object *vector, int status) {
    if (has(vector, "error")) {
        if (CHECK(status != VISITORSEAL_OK)) check_refused(vector, status);
        return 0;
    }
    if (CHECK(status == VISITORSEAL_OK)) return 1;
    fprintf(stderr, "  it gave %d %s (%s): %s\n", status, error.code, error.field, error.reason);
    return 0;
}

/* Gives the member `error` that other files have, for a vector with `code` and `field`. */
static json_object *error_of(json_object *vector) {
    json_object *expected = json_object_new_object();
    json_object_object_add(expected, "code", json_object_get(get(vector, "code")));
    json_object_object_add(expected, "field", json_object_get(get(vector, "field")));
    return expected;
}

static size_t run_file(const char *name, void (*test)(json_object *), size_t step) {
    json_object *cases = parse_file(name);
    size_t length = json_object_array_length(cases), count = 0;
    need(length > 0, name);
    for (size_t i = 0; i < length; i += step, count++) {
        json_object *vector = json_object_array_get_idx(cases, i);
        running = get_string(vector, "id");
        about = get_string(vector, "comment");
        memset(&error, 0, sizeof error);
        test(vector);
    }
    json_object_put(cases);
    running = about = "";
    return count;
}

static void digest(json_object *vector) {
    const char *expected = get_string(vector, "digest");
    visitorseal_signer *signer = NULL;
    text message = bytes_of(vector, "message");
    visitorseal_digest one = {""};
    char two[2 * sizeof one.text] = "";
    size_t length = strlen(expected);
    visitorseal_message both[2];
    both[0].bytes = both[1].bytes = message.bytes;
    both[0].length = both[1].length = message.length;
    CHECK(signer_of(vector, &signer) == VISITORSEAL_OK);
    CHECK(visitorseal_signer_digest(signer, message.bytes, message.length, one.text, sizeof one.text, &error) == VISITORSEAL_OK);
    CHECK(strcmp(one.text, expected) == 0);
    CHECK(visitorseal_signer_digest_many(signer, both, 2, two, sizeof two, &error) == VISITORSEAL_OK);
    CHECK(strncmp(two, expected, length) == 0 && strcmp(two + length, expected) == 0);
    CHECK(visitorseal_signer_digest_size(signer) == length + 1);
    free(message.bytes);
    visitorseal_signer_free(signer);
}

static void check_mark(json_object *vector, const visitorseal_signed *visitor, json_object *all) {
    char *mark = NULL;
    CHECK(json_object_equal(get(all, "mark"), get(vector, "mark")));
    CHECK(visitorseal_signed_mark(visitor, &mark, NULL, &error) == VISITORSEAL_OK);
    CHECK(strcmp(mark, get_string(vector, "mark")) == 0);
    visitorseal_string_free(mark);
}

static void check_codes(json_object *warnings, json_object *expected) {
    size_t count = json_object_array_length(expected);
    if (!CHECK(json_object_array_length(warnings) == count)) return;
    for (size_t i = 0; i < count; i++) {
        json_object *code = get(json_object_array_get_idx(warnings, i), "code");
        CHECK(json_object_equal(code, json_object_array_get_idx(expected, i)));
    }
}

/* Room for what one call signs or verifies. No vector gives more. */
static char room[1 << 20];

/* Checks that one call writes `all` or gives the vector's error. */
static void sign_in_one_call(json_object *vector, const visitorseal_signer *signer, text visitor, json_object *all) {
    size_t length = 0;
    int status = visitorseal_signer_sign_text(signer, visitor.bytes, visitor.length, now_of(vector), VISITORSEAL_FORM_SIGNED, NULL, 0,
                                              room, sizeof room, &length, &error);
    if (!succeeded_as_expected(vector, status)) return;
    json_object *made = parse(room, length);
    CHECK(same_with_order(made, all));
    json_object_put(made);
}

static void sign(json_object *vector) {
    visitorseal_signer *signer = NULL;
    visitorseal_signed *visitor = NULL;
    char *result = NULL;
    size_t length = 0;
    text json = to_text(get(vector, "visitor"));
    if (!succeeded_as_expected(vector, signer_of(vector, &signer))) goto done;
    if (!succeeded_as_expected(vector, visitorseal_signer_sign(signer, json.bytes, json.length, now_of(vector), &visitor, &error))) goto done;

    CHECK(visitorseal_signed_signature(visitor, &result, &length, &error) == VISITORSEAL_OK);
    CHECK(strcmp(result, get_string(vector, "signature")) == 0 && strlen(result) == length);
    visitorseal_string_free(result);
    CHECK(visitorseal_signed_to_json(visitor, &result, &length, &error) == VISITORSEAL_OK);
    json_object *all = parse_and_free(result, length);
    CHECK(json_object_equal(get(all, "signature"), get(vector, "signature")));
    CHECK(json_object_equal(get(all, "scheme"), get(vector, "scheme")));
    CHECK(same_with_order(get(all, "fields"), get(vector, "fields")));
    int64_t end = 7;
    CHECK(visitorseal_signed_expires_at(visitor, &end, &error) == VISITORSEAL_OK);
    check_mark(vector, visitor, all);
    json_object *ends = get(all, "expires_at");
    CHECK(has(all, "expires_at") && end == (ends ? json_object_get_int64(ends) : -1));
    CHECK(json_object_equal(ends, get(vector, "expires_at")));
    check_codes(get(all, "warnings"), get(vector, "warnings"));
    sign_in_one_call(vector, signer, json, all);
    CHECK(visitorseal_signer_warnings(signer, &result, &length, &error) == VISITORSEAL_OK);
    json_object *warnings = parse_and_free(result, length);
    check_codes(warnings, get(vector, "signer_warnings"));

    text open = {"[", 1}, between = {",{},5,", 6}, close = {"]", 1};
    text start = repeated(open, json, 1, between), list = repeated(start, json, 1, close);
    CHECK(visitorseal_signer_sign_many(signer, list.bytes, list.length, now_of(vector), &result, &length, &error) == VISITORSEAL_OK);
    json_object *many = parse_and_free(result, length);
    CHECK(json_object_array_length(many) == 4);
    CHECK(same_with_order(json_object_array_get_idx(many, 0), all) && same_with_order(json_object_array_get_idx(many, 3), all));
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

static void sign_error(json_object *vector) {
    visitorseal_signer *signer = NULL;
    visitorseal_signed *visitor = NULL;
    text json = bytes_of(vector, "visitor_json");
    int status = signer_of(vector, &signer);
    if (status == VISITORSEAL_OK) {
        sign_in_one_call(vector, signer, json, NULL);
        status = visitorseal_signer_sign(signer, json.bytes, json.length, now_of(vector), &visitor, &error);
    }
    need(has(vector, "error"), "a case of sign_error.json has an error");
    (void)succeeded_as_expected(vector, status);
    CHECK(visitor == NULL);
    free(json.bytes);
    visitorseal_signer_free(signer);
}

static void check_verified(json_object *expected, const visitorseal_verified *verified, json_object *all) {
    char *result = NULL;
    size_t length = 0;
    int32_t key = -2;
    CHECK(json_object_get_boolean(get(all, "verified")) && !has(all, "anonymous"));
    CHECK(json_object_equal(get(all, "signed"), get(expected, "signed")));
    CHECK(json_object_equal(get(all, "unsigned"), get(expected, "unsigned")));
    CHECK(json_object_equal(get(all, "key"), get(expected, "key")));
    CHECK(visitorseal_verified_key(verified, &key, &error) == VISITORSEAL_OK);
    CHECK(key == json_object_get_int(get(expected, "key")));
    CHECK(visitorseal_verified_token_id(verified, &result, &length, &error) == VISITORSEAL_OK);
    const char *id = get_string(expected, "token_id");
    CHECK(strcmp(result, id ? id : "") == 0 && strlen(result) == length);
    visitorseal_string_free(result);
    CHECK(json_object_equal(get(all, "token_id"), get(expected, "token_id")));
    CHECK(visitorseal_verified_contact(verified, &result, &length, &error) == VISITORSEAL_OK);
    if (get(expected, "contact") == NULL) {
        CHECK(strcmp(result, "null") == 0);
        visitorseal_string_free(result);
        return;
    }
    json_object *contact = parse_and_free(result, length);
    CHECK(json_object_equal(contact, get(expected, "contact")));
    json_object_put(contact);
}

static void check_anonymous(json_object *expected, const visitorseal_verified *verified, json_object *all) {
    char *result = NULL;
    int32_t key = -2;
    CHECK(!json_object_get_boolean(get(all, "verified")) && json_object_get_boolean(get(all, "anonymous")));
    CHECK(!has(all, "signed") && !has(all, "key"));
    CHECK(json_object_equal(get(all, "unsigned"), get(expected, "unsigned")));
    CHECK(json_object_equal(get(get(all, "refusal"), "code"), get(expected, "refusal")));
    CHECK(visitorseal_verified_key(verified, &key, &error) == VISITORSEAL_OK && key == -1);
    CHECK(visitorseal_verified_contact(verified, &result, NULL, &error) == VISITORSEAL_OK);
    CHECK(strcmp(result, "null") == 0);
    visitorseal_string_free(result);
}

/* The scheme has the HTTP answer to a refused request. */
static void check_answer(json_object *vector) {
    if (!has(vector, "http_status")) return;
    visitorseal_scheme *scheme = NULL;
    char *result = NULL;
    size_t length = 0;
    CHECK(scheme_of(vector, &scheme) == VISITORSEAL_OK);
    CHECK(visitorseal_scheme_to_json(scheme, &result, &length, &error) == VISITORSEAL_OK);
    json_object *scheme_json = parse_and_free(result, length), *refused = get(scheme_json, "refused");
    CHECK(json_object_equal(get(refused, "status"), get(vector, "http_status")));
    CHECK(json_object_equal(get(refused, "error"), get(vector, "http_error")));
    json_object_put(scheme_json);
    visitorseal_scheme_free(scheme);
}

static void verify(json_object *vector) {
    visitorseal_verifier *verifier = NULL;
    visitorseal_verified *verified = NULL;
    text body = bytes_of(vector, "body");
    int status = verifier_of(vector, &verifier);
    if (status == VISITORSEAL_OK)
        status = visitorseal_verifier_verify_json(verifier, body.bytes, body.length, now_of(vector), &verified, &error);
    if (succeeded_as_expected(vector, status)) {
        char *result = NULL;
        size_t length = 0;
        CHECK(visitorseal_verified_to_json(verified, &result, &length, &error) == VISITORSEAL_OK);
        json_object *all = parse_and_free(result, length);
        CHECK(visitorseal_verifier_verify_text(verifier, body.bytes, body.length, now_of(vector), room, sizeof room, &length, &error) == VISITORSEAL_OK);
        json_object *made = parse(room, length);
        CHECK(same_with_order(made, all));
        json_object_put(made);
        if (has(vector, "verified")) check_verified(get(vector, "verified"), verified, all);
        else check_anonymous(get(vector, "anonymous"), verified, all);
        json_object_put(all);
    }
    if (has(vector, "error") && verifier) {
        status = visitorseal_verifier_verify_text(verifier, body.bytes, body.length, now_of(vector), room, sizeof room, NULL, &error);
        (void)succeeded_as_expected(vector, status);
    }
    check_answer(vector);
    free(body.bytes);
    visitorseal_verified_free(verified);
    visitorseal_verifier_free(verifier);
}

/* Reads base64url without padding. */
static text decoded(const char *part, size_t length) {
    static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    text bytes = copy_exactly(part, length);
    unsigned buffer = 0, bits = 0;
    bytes.length = 0;
    for (size_t i = 0; i < length; i++) {
        const char *digit = strchr(alphabet, part[i]);
        need(digit && *digit, "base64url");
        buffer = (buffer << 6 | (unsigned)(digit - alphabet)) & 0xffff;
        bits += 6;
        if (bits < 8) continue;
        bits -= 8;
        bytes.bytes[bytes.length++] = (char)(buffer >> bits & 0xff);
    }
    return bytes;
}

/* Checks that TEXT is the texts of a list, with 32 random hex digits between them. */
static void check_parts(text whole, json_object *parts) {
    size_t at = 0;
    for (size_t i = 0; i < json_object_array_length(parts); i++) {
        for (int digit = 0; i && digit < 32; digit++, at++)
            if (!CHECK(at < whole.length && whole.bytes[at] && strchr("0123456789abcdef", whole.bytes[at]))) return;
        json_object *part = json_object_array_get_idx(parts, i);
        size_t length = (size_t)json_object_get_string_len(part);
        if (!CHECK(length <= whole.length - at && memcmp(whole.bytes + at, json_object_get_string(part), length) == 0)) return;
        at += length;
    }
    CHECK(at == whole.length);
}

/* The signature is another each time: what is not random in it is compared, and the rest verified. */
static void sign_random(json_object *vector) {
    visitorseal_signer *signer = NULL;
    visitorseal_signed *visitor = NULL;
    char *result = NULL;
    size_t length = 0;
    text json = to_text(get(vector, "visitor"));
    if (!succeeded_as_expected(vector, signer_of(vector, &signer))) goto done;
    if (!succeeded_as_expected(vector, visitorseal_signer_sign(signer, json.bytes, json.length, now_of(vector), &visitor, &error))) goto done;
    if (has(vector, "header")) {
        CHECK(visitorseal_signed_signature(visitor, &result, &length, &error) == VISITORSEAL_OK);
        const char *first = strchr(result, '.'), *second = first ? strchr(first + 1, '.') : NULL;
        if (CHECK(second != NULL)) {
            text header = decoded(result, (size_t)(first - result)), payload = decoded(first + 1, (size_t)(second - first - 1));
            const char *expected = get_string(vector, "header");
            CHECK(header.length == strlen(expected) && memcmp(header.bytes, expected, header.length) == 0);
            check_parts(payload, get(vector, "payload"));
            json_object *claims = parse(payload.bytes, payload.length);
            if (has(claims, "jti")) json_object_object_add(get(vector, "verified"), "token_id", json_object_get(get(claims, "jti")));
            json_object_put(claims);
            free(header.bytes);
            free(payload.bytes);
        }
        visitorseal_string_free(result);
    }
    CHECK(visitorseal_signed_to_json(visitor, &result, &length, &error) == VISITORSEAL_OK);
    json_object *all = parse_and_free(result, length);
    CHECK(json_object_equal(get(all, "expires_at"), get(vector, "expires_at")));
    check_mark(vector, visitor, all);
    check_codes(get(all, "warnings"), get(vector, "warnings"));
    json_object_put(all);
    CHECK(visitorseal_signed_fields_json(visitor, &result, &length, &error) == VISITORSEAL_OK);
    json_object_object_add(vector, "body", json_object_new_string_len(result, (int)length));
    visitorseal_string_free(result);
    verify(vector);
done:
    free(json.bytes);
    visitorseal_signed_free(visitor);
    visitorseal_signer_free(signer);
}

/* A page without a secret writes the same script as its signer. */
static void check_page(json_object *vector, const char *call, text visitor, text nonce, int expected, const char *script) {
    visitorseal_scheme *scheme = NULL;
    visitorseal_page *page = NULL;
    visitorseal_signed *form = NULL;
    char *html = NULL;
    text settings = to_text(get(vector, "settings"));
    CHECK(scheme_of(vector, &scheme) == VISITORSEAL_OK);
    int status = visitorseal_page_new(scheme, settings.bytes, settings.length, &page, &error);
    if (status == VISITORSEAL_OK) {
        if (strcmp(call, "forget") == 0)
            status = visitorseal_page_forget_script(page, nonce.bytes, nonce.length, &html, NULL, &error);
        else if (strcmp(call, "anonymous") == 0)
            status = visitorseal_page_anonymous_script(page, nonce.bytes, nonce.length, &html, NULL, &error);
        else {
            status = visitorseal_page_prefill(page, visitor.bytes, visitor.length, &form, &error);
            if (status == VISITORSEAL_OK)
                status = visitorseal_signed_script(form, nonce.bytes, nonce.length, &html, NULL, &error);
        }
    }
    CHECK(status == expected);
    CHECK(script ? html && strcmp(html, script) == 0 : html == NULL);
    visitorseal_string_free(html);
    visitorseal_signed_free(form);
    visitorseal_page_free(page);
    visitorseal_scheme_free(scheme);
    free(settings.bytes);
}

static void script(json_object *vector) {
    visitorseal_signer *signer = NULL;
    visitorseal_signed *visitor = NULL;
    char *html = NULL;
    size_t length = 0;
    const char *call = get_string(vector, "call");
    text json = to_text(get(vector, "visitor")), nonce = {NULL, 0};
    if (get(vector, "nonce")) nonce = bytes_of(vector, "nonce");
    int of_visitor = strcmp(call, "script") == 0 || strcmp(call, "url") == 0;
    int status = signer_of(vector, &signer);
    if (status == VISITORSEAL_OK && of_visitor)
        status = visitorseal_signer_sign(signer, json.bytes, json.length, now_of(vector), &visitor, &error);
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
    if (succeeded_as_expected(vector, status)) {
        CHECK(strlen(html) == length);
        if (has(vector, "equals") && !CHECK(strcmp(html, get_string(vector, "equals")) == 0)) fprintf(stderr, "  %s\n", html);
        json_object *contains = get(vector, "contains"), *lacks = get(vector, "lacks");
        need(has(vector, "equals") || contains, "a case of script.json expects something");
        for (size_t i = 0; contains && i < json_object_array_length(contains); i++) {
            const char *part = json_object_get_string(json_object_array_get_idx(contains, i));
            if (!CHECK(strstr(html, part) != NULL)) fprintf(stderr, "  no %s in %s\n", part, html);
        }
        for (size_t i = 0; lacks && i < json_object_array_length(lacks); i++) {
            const char *part = json_object_get_string(json_object_array_get_idx(lacks, i));
            if (!CHECK(strstr(html, part) == NULL)) fprintf(stderr, "  %s in %s\n", part, html);
        }
    }
    if (!of_visitor) check_page(vector, call, json, nonce, status, html);
    visitorseal_string_free(html);
    free(json.bytes);
    free(nonce.bytes);
    visitorseal_signed_free(visitor);
    visitorseal_signer_free(signer);
}

/* A prefilled form and a page without a visitor need a page alone. */
static int element_of_page(json_object *vector, const char *call, text visitor, text endpoint, char **html, size_t *length) {
    visitorseal_scheme *scheme = NULL;
    visitorseal_page *page = NULL;
    visitorseal_signed *form = NULL;
    text settings = to_text(get(vector, "settings"));
    CHECK(scheme_of(vector, &scheme) == VISITORSEAL_OK);
    int status = visitorseal_page_new(scheme, settings.bytes, settings.length, &page, &error);
    if (status == VISITORSEAL_OK && strcmp(call, "anonymous_element") == 0)
        status = visitorseal_page_anonymous_element(page, html, length, &error);
    else if (status == VISITORSEAL_OK && CHECK(strcmp(call, "prefill_element") == 0)) {
        status = visitorseal_page_prefill(page, visitor.bytes, visitor.length, &form, &error);
        if (status == VISITORSEAL_OK)
            status = visitorseal_signed_element(form, endpoint.bytes, endpoint.length, html, length, &error);
    }
    visitorseal_signed_free(form);
    visitorseal_page_free(page);
    visitorseal_scheme_free(scheme);
    free(settings.bytes);
    return status;
}

static void element(json_object *vector) {
    visitorseal_signer *signer = NULL;
    visitorseal_signed *visitor = NULL;
    char *html = NULL;
    size_t length = 0;
    const char *call = get_string(vector, "call");
    int status;
    text json = to_text(get(vector, "visitor")), endpoint = {NULL, 0};
    if (get(vector, "endpoint")) endpoint = bytes_of(vector, "endpoint");
    if (strcmp(call, "element") == 0) {
        status = signer_of(vector, &signer);
        if (status == VISITORSEAL_OK)
            status = visitorseal_signer_sign(signer, json.bytes, json.length, now_of(vector), &visitor, &error);
        if (status == VISITORSEAL_OK)
            status = visitorseal_signed_element(visitor, endpoint.bytes, endpoint.length, &html, &length, &error);
    } else {
        status = element_of_page(vector, call, json, endpoint, &html, &length);
    }
    if (succeeded_as_expected(vector, status)) {
        const char *expected = get_string(vector, "equals");
        CHECK(strlen(html) == length);
        if (!CHECK(strcmp(html, expected) == 0)) fprintf(stderr, "  %s\n  %s\n", html, expected);
    }
    visitorseal_string_free(html);
    free(json.bytes);
    free(endpoint.bytes);
    visitorseal_signed_free(visitor);
    visitorseal_signer_free(signer);
}

/* Fills `codes`: the status and the kind of each code. */
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

/* The error of a body that cannot be read is explained like that body. */
static void check_explained_error(json_object *vector, const char *explanation) {
    const char *first = get_string(vector, "first");
    if (strcmp(first, "fields_malformed") != 0 && strcmp(first, "fields_too_large") != 0) return;
    visitorseal_verifier *verifier = NULL;
    visitorseal_verified *verified = NULL;
    char *result = NULL;
    text body = bytes_of(vector, "body");
    json_object_object_add(vector, "policy", json_object_new_string("required"));
    CHECK(verifier_of(vector, &verifier) == VISITORSEAL_OK);
    CHECK(visitorseal_verifier_verify_json(verifier, body.bytes, body.length, now_of(vector), &verified, &error) != VISITORSEAL_OK);
    CHECK(strcmp(error.code, first) == 0);
    visitorseal_error cause = error;
    CHECK(visitorseal_explain_error(cause.status, *cause.field ? cause.field : NULL, strlen(cause.field), cause.reason,
                                    strlen(cause.reason), &result, NULL, &error) == VISITORSEAL_OK);
    CHECK(strcmp(result, explanation) == 0);
    visitorseal_string_free(result);
    free(body.bytes);
    visitorseal_verifier_free(verifier);
}

static void explain(json_object *vector) {
    visitorseal_scheme *scheme = NULL;
    char *result = NULL;
    size_t length = 0;
    CHECK(scheme_of(vector, &scheme) == VISITORSEAL_OK);
    key_list all = keys_of(vector);
    text body = bytes_of(vector, "body"), settings = to_text(get(vector, "settings")), visitor = {NULL, 0};
    if (has(vector, "visitor")) visitor = to_text(get(vector, "visitor"));
    uint64_t leeway = json_object_get_uint64(get(vector, "leeway"));
    size_t max_token = (size_t)json_object_get_uint64(get(vector, "max_token"));
    if (CHECK(visitorseal_explain(scheme, all.keys, all.count, body.bytes, body.length, now_of(vector), leeway, max_token,
                                  settings.bytes, settings.length, visitor.bytes, visitor.length, &result, &length,
                                  &error) == VISITORSEAL_OK)) {
        check_explained_error(vector, result);
        json_object *explained = parse_and_free(result, length), *findings = get(explained, "findings"), *also = get(vector, "also");
        CHECK(json_object_equal(get(explained, "verified"), get(vector, "verified")));
        CHECK(json_object_equal(get(json_object_array_get_idx(findings, 0), "code"), get(vector, "first")));
        if (has(vector, "field"))
            CHECK(json_object_equal(get(json_object_array_get_idx(findings, 0), "field"), get(vector, "field")));
        for (size_t i = 0; i < json_object_array_length(also); i++)
            CHECK(found(findings, json_object_get_string(json_object_array_get_idx(also, i))));
        json_object_put(explained);
    }
    free_keys(&all);
    free(body.bytes);
    free(settings.bytes);
    free(visitor.bytes);
    visitorseal_scheme_free(scheme);
}

/* C passes a visitor as JSON, so these are the values of values.json that it can pass. */
static const struct {
    const char *value, *json;
} values[] = {
    {"null", "null"}, {"boolean", "true"}, {"integer", "42"}, {"integer_largest_signed", "9223372036854775807"},
    {"fraction", "1.5"}, {"text", "\"J\xc3\xa9r\xc3\xb4me\""}, {"list", "[1,\"a\"]"}, {"map", "{\"b\":1,\"a\":2}"},
    {"nested_32", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]"},
    {"nested_33", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]"},
    {"integer_beyond_64_bits", "18446744073709551616"}, {"proto_key", "{\"__proto__\":1}"}, {"nul", "\"a\\u0000b\""},
    {"text_too_large", NULL},
};
/* JSON has none of these. */
static const char *const not_in_json[] = {
    "time_utc", "time_offset", "time_negative_offset", "time_tenth", "time_micro", "time_nano", "date", "uuid", "enum_text",
    "enum_number", "decimal", "decimal_exponent", "decimal_small", "writes_text", "writes_number", "writes_boolean",
    "writes_object", "writes_list", "time_without_zone", "time_of_day", "enum_bare", "nan", "infinity", "decimal_nan", "object",
    "function", "bytes", "set", "invalid_text", "invalid_key", "key_not_text", "cycle",
};

static int is_not_in_json(const char *value) {
    for (size_t i = 0; i < sizeof not_in_json / sizeof *not_in_json; i++)
        if (strcmp(not_in_json[i], value) == 0) return 1;
    return 0;
}

/* Signs the visitor {"id":"1","attributes":{"odd":BEFORE VALUE AFTER}}. */
static void sign_value(json_object *vector, const visitorseal_signer *signer, const char *before, const char *json,
                       const char *after) {
    visitorseal_signed *visitor = NULL;
    char *start = malloc(strlen(before) + strlen(json) + strlen(after) + 100);
    need(start != NULL, "memory");
    sprintf(start, "{\"id\":\"1\",\"attributes\":{\"odd\":%s%s%s}}", before, json, after);
    if (succeeded_as_expected(vector, visitorseal_signer_sign(signer, start, strlen(start), 0, &visitor, &error))) {
        char *fields = NULL, *expected = malloc(strlen(start) + 1);
        need(expected != NULL, "memory");
        sprintf(expected, "\"odd\":%s%s%s}", before, get_string(vector, "json"), after);
        CHECK(visitorseal_signed_fields_json(visitor, &fields, NULL, &error) == VISITORSEAL_OK);
        if (!CHECK(strstr(fields, expected) != NULL)) fprintf(stderr, "  no %s in %s\n", expected, fields);
        visitorseal_string_free(fields);
        free(expected);
    }
    visitorseal_signed_free(visitor);
    free(start);
}

static void value(json_object *vector, const visitorseal_signer *signer) {
    const char *name = get_string(vector, "value"), *json = NULL;
    /* The 2 ends it with a NUL. */
    text large = repeated((text){"\"", 1}, (text){"x", 1}, 70000, (text){"\"", 2});
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        if (strcmp(values[i].value, name) == 0) json = values[i].json ? values[i].json : large.bytes;
    CHECK((json != NULL) != is_not_in_json(name));
    if (json) {
        sign_value(vector, signer, "", json, "");
        if (strncmp(name, STR("nested")) != 0) {
            sign_value(vector, signer, "[", json, "]");
            sign_value(vector, signer, "{\"a\":", json, "}");
        }
    }
    free(large.bytes);
}

static void long_name(json_object *vector, const visitorseal_signer *signer) {
    const char *shown = get_string(vector, "shown");
    visitorseal_signed *visitor = NULL;
    text name = to_text(get(vector, "name"));
    char json[1000], field[300];
    sprintf(json, "{%.*s:1}", (int)name.length, name.bytes);
    CHECK(visitorseal_signer_sign(signer, json, strlen(json), 0, &visitor, &error) == VISITORSEAL_FIELD_UNKNOWN);
    if (!CHECK(strcmp(error.field, shown) == 0)) fprintf(stderr, "  %s\n", error.field);
    sprintf(json, "{\"id\":\"1\",\"attributes\":{%.*s:18446744073709551616}}", (int)name.length, name.bytes);
    sprintf(field, "attributes.%s", shown);
    CHECK(visitorseal_signer_sign(signer, json, strlen(json), 0, &visitor, &error) == VISITORSEAL_NUMBER_TOO_LARGE);
    if (!CHECK(strcmp(error.field, field) == 0)) fprintf(stderr, "  %s\n", error.field);
    free(name.bytes);
}

/* Runs the two lists of values.json. */
static void values_and_long_names_are_as_in_every_language(void) {
    static const struct {
        const char *list;
        void (*test)(json_object *, const visitorseal_signer *);
        const char *id;
    } lists[] = {{"cases", value, "value"}, {"long_names", long_name, "about"}};
    json_object *file = parse_file("values.json"), *scheme = parse(STR("{\"scheme\":\"bookbag\",\"secret\":\"any-secret-of-16-bytes\"}"));
    visitorseal_signer *signer = NULL;
    need(signer_of(scheme, &signer) == VISITORSEAL_OK, "a signer");
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        json_object *list = get(file, lists[i].list);
        size_t count = json_object_array_length(list);
        need(count > 0, lists[i].list);
        for (size_t j = 0; j < count; j++) {
            json_object *vector = json_object_array_get_idx(list, j);
            running = get_string(vector, lists[i].id);
            about = get_string(vector, "about");
            memset(&error, 0, sizeof error);
            if (has(vector, "code")) json_object_object_add(vector, "error", error_of(vector));
            lists[i].test(vector, signer);
        }
    }
    running = about = "";
    visitorseal_signer_free(signer);
    json_object_put(scheme);
    json_object_put(file);
}

int main(void) {
    errors_json_and_the_header_agree();
    static const struct {
        const char *file;
        void (*test)(json_object *);
        size_t light_step; /* a light run takes one of so many cases */
    } files[] = {
        {"digest.json", digest, 1}, {"sign.json", sign, 1}, {"sign_random.json", sign_random, 1},
        {"sign_error.json", sign_error, 1}, {"verify.json", verify, 1}, {"own_scheme.json", verify, 1}, {"script.json", script, 1},
        {"element.json", element, 1}, {"explain.json", explain, 100},
    };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        printf("%s: %lu cases\n", files[i].file, (unsigned long)run_file(files[i].file, files[i].test, full_or_light(1, files[i].light_step)));
    values_and_long_names_are_as_in_every_language();
    json_object_put(codes);
    return finish("vectors");
}
