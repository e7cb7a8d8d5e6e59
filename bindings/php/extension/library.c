/* Visitorseal\Internal\Library: what the class of this name in PHP does over ffi. */
#include "php_visitorseal.h"

static zend_class_entry *library_ce;

/* Throws the exception of a status that is not OK. */
bool vs_failed(int32_t status, const visitorseal_error *error)
{
    zval arguments[6], exception;
    if (EXPECTED(status == VISITORSEAL_OK)) {
        return false;
    }
    ZVAL_LONG(&arguments[0], error->kind);
    ZVAL_STRING(&arguments[1], error->code);
    ZVAL_STRING(&arguments[2], error->field);
    ZVAL_STRING(&arguments[3], error->reason);
    ZVAL_LONG(&arguments[4], error->http_status);
    ZVAL_STRING(&arguments[5], error->http_error);
    if (vs_call("Visitorseal\\Internal\\Failure", "exception", &exception, 6, arguments)) {
        zend_throw_exception_object(&exception);
    }
    for (int index = 1; index < 6; index++) {
        zval_ptr_dtor(&arguments[index]);
    }
    return true;
}

/* PHP's copy of a text of the library, which is freed. NULL if the call failed. */
zend_string *vs_taken(int32_t status, char *text, size_t length, const visitorseal_error *error)
{
    if (vs_failed(status, error)) {
        return NULL;
    }
    zend_string *copy = zend_string_init(text, length, 0);
    visitorseal_string_free(text);
    return copy;
}

/* Signs, and writes one form. NULL if an exception is thrown. */
zend_string *vs_sign_text(vs_thing *signer, const char *visitor, size_t length, zend_long now, int32_t form, zend_string *option)
{
    visitorseal_error error;
    /* A text is about as long as the last one was. */
    size_t capacity = MAX(signer->sizes[form], 512), written = 0;
    for (;;) {
        zend_string *text = zend_string_alloc(capacity, 0);
        int32_t status = visitorseal_signer_sign_text(signer->pointer, visitor, length, (uint64_t)now, form,
            option ? ZSTR_VAL(option) : NULL, option ? ZSTR_LEN(option) : 0, ZSTR_VAL(text), capacity + 1, &written, &error);
        if (EXPECTED(status == VISITORSEAL_OK)) {
            signer->sizes[form] = (written + 63) & ~(size_t)63;
            if (capacity - written > 512) {
                return zend_string_truncate(text, written, 0);
            }
            ZSTR_LEN(text) = written;
            return text;
        }
        zend_string_efree(text);
        if (status != VISITORSEAL_BUFFER_TOO_SMALL || written <= capacity) {
            vs_failed(status, &error);
            return NULL;
        }
        capacity = written;
    }
}

/* An argument that must be a handle of this type. NULL if an exception is thrown. */
static void *pointer_of(zval *value, vs_type type)
{
    vs_thing *thing = Z_TYPE_P(value) == IS_OBJECT && Z_OBJCE_P(value) == vs_handle_ce ? vs_handle_thing(Z_OBJ_P(value)) : NULL;
    if (!thing || thing->type != type) {
        vs_throw_copy();
        return NULL;
    }
    return thing->pointer;
}

static void return_text(zval *return_value, int32_t status, char *text, size_t length, const visitorseal_error *error)
{
    zend_string *copy = vs_taken(status, text, length, error);
    if (copy) {
        RETVAL_STR(copy);
    }
}

static void return_handle(zval *return_value, int32_t status, vs_type type, void *pointer, const visitorseal_error *error)
{
    if (!vs_failed(status, error)) {
        vs_handle_object(return_value, vs_thing_new(type, pointer));
    }
}

/* Where a function takes a text: pointer and length. */
#define TEXT(string) (string) ? ZSTR_VAL(string) : NULL, (string) ? ZSTR_LEN(string) : 0
#define OUT &text, &length, &error
/* The call must have written the text before return_text() looks at it. */
#define RETURN_TEXT_OF(call) { int32_t status = (call); return_text(return_value, status, text, length, &error); }
#define LOCALS char *text = NULL; size_t length = 0; visitorseal_error error

/* The arguments of a method: a handle, then as the macro's name says. */
#define HANDLE_OF(expected) \
    if (!(pointer = pointer_of(handle, expected))) { \
        RETURN_THROWS(); \
    }
#define METHOD_HANDLE(method, expected, call) VS_METHOD(Library, method) { \
    zval *handle; void *pointer; LOCALS; \
    ZEND_PARSE_PARAMETERS_START(1, 1) Z_PARAM_ZVAL(handle) ZEND_PARSE_PARAMETERS_END(); \
    HANDLE_OF(expected) call }
#define METHOD_HANDLE_TEXT(method, expected, call) VS_METHOD(Library, method) { \
    zval *handle; void *pointer; zend_string *in; LOCALS; \
    ZEND_PARSE_PARAMETERS_START(2, 2) Z_PARAM_ZVAL(handle) Z_PARAM_STR_OR_NULL(in) ZEND_PARSE_PARAMETERS_END(); \
    HANDLE_OF(expected) call }
#define METHOD_TEXT(method, call) VS_METHOD(Library, method) { \
    zend_string *in; LOCALS; (void)text; (void)length; \
    ZEND_PARSE_PARAMETERS_START(1, 1) Z_PARAM_STR(in) ZEND_PARSE_PARAMETERS_END(); \
    call }

#define TEXT_OF(function) RETURN_TEXT_OF(function(pointer, OUT))
#define TEXT_OF_TEXT(function) RETURN_TEXT_OF(function(pointer, TEXT(in), OUT))
METHOD_HANDLE(schemeJson, VS_SCHEME, TEXT_OF(visitorseal_scheme_to_json))
METHOD_HANDLE(pageAnonymousElement, VS_PAGE, TEXT_OF(visitorseal_page_anonymous_element))
METHOD_HANDLE(verifiedJson, VS_VERIFIED, TEXT_OF(visitorseal_verified_to_json))
METHOD_HANDLE(contact, VS_VERIFIED, TEXT_OF(visitorseal_verified_contact))
METHOD_HANDLE_TEXT(pageForgetScript, VS_PAGE, TEXT_OF_TEXT(visitorseal_page_forget_script))
METHOD_HANDLE_TEXT(pageAnonymousScript, VS_PAGE, TEXT_OF_TEXT(visitorseal_page_anonymous_script))
METHOD_HANDLE_TEXT(fill, VS_VERIFIED, TEXT_OF_TEXT(visitorseal_verified_fill))
METHOD_TEXT(inspectToken, RETURN_TEXT_OF(visitorseal_inspect_token(TEXT(in), OUT)))

#define MAKES(type, struct, call) { \
    struct *made = NULL; \
    int32_t status = (call); \
    return_handle(return_value, status, type, made, &error); }
METHOD_TEXT(scheme, MAKES(VS_SCHEME, visitorseal_scheme, visitorseal_scheme_new(TEXT(in), &made, &error)))
METHOD_TEXT(parsedScheme, MAKES(VS_SCHEME, visitorseal_scheme, visitorseal_scheme_parse(TEXT(in), &made, &error)))
#define METHOD_MAKES(method, expected, type, struct, call) VS_METHOD(Library, method) { \
    zval *handle; void *pointer; zend_string *in; visitorseal_error error; \
    ZEND_PARSE_PARAMETERS_START(2, 2) Z_PARAM_ZVAL(handle) Z_PARAM_STR_OR_NULL(in) ZEND_PARSE_PARAMETERS_END(); \
    HANDLE_OF(expected) MAKES(type, struct, call) }
METHOD_MAKES(page, VS_SCHEME, VS_PAGE, visitorseal_page, visitorseal_page_new(pointer, TEXT(in), &made, &error))
METHOD_MAKES(pagePrefill, VS_PAGE, VS_SIGNED, visitorseal_signed, visitorseal_page_prefill(pointer, TEXT(in), &made, &error))

VS_METHOD(Library, verify)
{
    zval *handle;
    void *pointer;
    zend_string *in;
    zend_long now;
    visitorseal_error error;
    ZEND_PARSE_PARAMETERS_START(3, 3)
        Z_PARAM_ZVAL(handle)
        Z_PARAM_STR(in)
        Z_PARAM_LONG(now)
    ZEND_PARSE_PARAMETERS_END();
    HANDLE_OF(VS_VERIFIER)
    MAKES(VS_VERIFIED, visitorseal_verified, visitorseal_verifier_verify_json(pointer, TEXT(in), (uint64_t)now, &made, &error))
}

VS_METHOD(Library, maxBody)
{
    zval *handle;
    void *pointer;
    size_t bytes = 0;
    visitorseal_error error;
    ZEND_PARSE_PARAMETERS_START(1, 1)
        Z_PARAM_ZVAL(handle)
    ZEND_PARSE_PARAMETERS_END();
    HANDLE_OF(VS_VERIFIER)
    if (!vs_failed(visitorseal_verifier_max_body(pointer, &bytes, &error), &error)) {
        RETURN_LONG((zend_long)bytes);
    }
}

VS_METHOD(Library, get)
{
    ZEND_PARSE_PARAMETERS_NONE();
    if (vs_checks_version()) {
        object_init_ex(return_value, library_ce);
    }
}

VS_METHOD(Library, schemes)
{
    LOCALS;
    ZEND_PARSE_PARAMETERS_NONE();
    RETURN_TEXT_OF(visitorseal_schemes(OUT))
}

/* Keys as C structs that point into PHP's array of lists of bytes and name. NULL if one is wrong. */
static visitorseal_key *key_structs(HashTable *keys)
{
    visitorseal_key *structs = safe_emalloc(zend_hash_num_elements(keys), sizeof(visitorseal_key), sizeof(visitorseal_key));
    visitorseal_key *next = structs;
    zval *pair;
    ZEND_HASH_FOREACH_VAL(keys, pair) {
        zval *bytes = Z_TYPE_P(pair) == IS_ARRAY ? zend_hash_index_find_deref(Z_ARRVAL_P(pair), 0) : NULL;
        zval *kid = Z_TYPE_P(pair) == IS_ARRAY ? zend_hash_index_find_deref(Z_ARRVAL_P(pair), 1) : NULL;
        if (!bytes || Z_TYPE_P(bytes) != IS_STRING || !kid || (Z_TYPE_P(kid) != IS_STRING && Z_TYPE_P(kid) != IS_NULL)) {
            efree(structs);
            zend_argument_type_error(2, "must be a list of lists of bytes and name");
            return NULL;
        }
        *next++ = (visitorseal_key) {
            .bytes = Z_STRVAL_P(bytes),
            .length = Z_STRLEN_P(bytes),
            .kid = Z_TYPE_P(kid) == IS_STRING ? Z_STRVAL_P(kid) : NULL,
            .kid_length = Z_TYPE_P(kid) == IS_STRING ? Z_STRLEN_P(kid) : 0,
        };
    } ZEND_HASH_FOREACH_END();
    return structs;
}

VS_METHOD(Library, verifier)
{
    zval *handle;
    void *pointer;
    HashTable *keys;
    zend_long policy, leeway, max_token;
    zend_string *settings;
    visitorseal_verifier *made = NULL;
    visitorseal_error error;
    ZEND_PARSE_PARAMETERS_START(6, 6)
        Z_PARAM_ZVAL(handle)
        Z_PARAM_ARRAY_HT(keys)
        Z_PARAM_LONG(policy)
        Z_PARAM_LONG(leeway)
        Z_PARAM_LONG(max_token)
        Z_PARAM_STR_OR_NULL(settings)
    ZEND_PARSE_PARAMETERS_END();
    HANDLE_OF(VS_SCHEME)
    visitorseal_key *structs = key_structs(keys);
    if (!structs) {
        RETURN_THROWS();
    }
    visitorseal_verifier_options options = {
        .policy = (int32_t)policy,
        .leeway = (uint64_t)leeway,
        .max_token = (size_t)max_token,
        .settings = settings ? ZSTR_VAL(settings) : NULL,
        .settings_length = settings ? ZSTR_LEN(settings) : 0,
    };
    int32_t status = visitorseal_verifier_new(pointer, structs, zend_hash_num_elements(keys), &options, &made, &error);
    efree(structs);
    return_handle(return_value, status, VS_VERIFIER, made, &error);
}

VS_METHOD(Library, explain)
{
    zval *handle;
    void *pointer;
    HashTable *keys;
    zend_long now, leeway, max_token;
    zend_string *fields, *settings, *visitor;
    LOCALS;
    ZEND_PARSE_PARAMETERS_START(8, 8)
        Z_PARAM_ZVAL(handle)
        Z_PARAM_ARRAY_HT(keys)
        Z_PARAM_STR(fields)
        Z_PARAM_LONG(now)
        Z_PARAM_LONG(leeway)
        Z_PARAM_LONG(max_token)
        Z_PARAM_STR_OR_NULL(settings)
        Z_PARAM_STR_OR_NULL(visitor)
    ZEND_PARSE_PARAMETERS_END();
    HANDLE_OF(VS_SCHEME)
    visitorseal_key *structs = key_structs(keys);
    if (!structs) {
        RETURN_THROWS();
    }
    int32_t status = visitorseal_explain(pointer, structs, zend_hash_num_elements(keys), TEXT(fields), (uint64_t)now,
        (uint64_t)leeway, (size_t)max_token, TEXT(settings), TEXT(visitor), OUT);
    efree(structs);
    return_text(return_value, status, text, length, &error);
}

/* Of an error that PHP's code found in the fields, before the library could. */
VS_METHOD(Library, explainError)
{
    zval *error_object, space, code, field, reason;
    LOCALS;
    ZEND_PARSE_PARAMETERS_START(1, 1)
        Z_PARAM_OBJECT(error_object)
    ZEND_PARSE_PARAMETERS_END();
    zend_object *object = Z_OBJ_P(error_object);
    ZVAL_COPY_DEREF(&code, zend_read_property(object->ce, object, ZEND_STRL("errorCode"), 1, &space));
    ZVAL_COPY_DEREF(&field, zend_read_property(object->ce, object, ZEND_STRL("field"), 1, &space));
    ZVAL_COPY_DEREF(&reason, zend_read_property(object->ce, object, ZEND_STRL("reason"), 1, &space));
    if (Z_TYPE(code) == IS_STRING && Z_TYPE(reason) == IS_STRING) {
        int32_t status = zend_string_equals_literal(Z_STR(code), "fields_too_large") ? VISITORSEAL_FIELDS_TOO_LARGE
            : VISITORSEAL_FIELDS_MALFORMED;
        zend_string *about = Z_TYPE(field) == IS_STRING ? Z_STR(field) : NULL;
        status = visitorseal_explain_error(status, TEXT(about), TEXT(Z_STR(reason)), OUT);
        return_text(return_value, status, text, length, &error);
    } else {
        zend_argument_type_error(1, "must be a VisitorsealException");
    }
    zval_ptr_dtor(&code);
    zval_ptr_dtor(&field);
    zval_ptr_dtor(&reason);
}

ZEND_BEGIN_ARG_INFO_EX(arguments, 0, 0, 0)
    ZEND_ARG_VARIADIC_INFO(0, arguments)
ZEND_END_ARG_INFO()

#define ME(name) ZEND_ME(Library, name, arguments, ZEND_ACC_PUBLIC)
static const zend_function_entry methods[] = {
    ZEND_ME(Library, get, arguments, ZEND_ACC_PUBLIC | ZEND_ACC_STATIC)
    ME(schemes) ME(scheme) ME(parsedScheme) ME(schemeJson)
    ME(page) ME(pagePrefill) ME(pageForgetScript) ME(pageAnonymousScript) ME(pageAnonymousElement)
    ME(verifier) ME(verify) ME(maxBody) ME(verifiedJson) ME(contact) ME(fill)
    ME(explain) ME(explainError) ME(inspectToken)
    ZEND_FE_END
};

void vs_library_register(void)
{
    zend_class_entry ce;
    INIT_NS_CLASS_ENTRY(ce, "Visitorseal\\Internal", "Library", methods);
    library_ce = zend_register_internal_class(&ce);
    library_ce->ce_flags |= ZEND_ACC_FINAL | ZEND_ACC_NO_DYNAMIC_PROPERTIES;
    vs_hide_arguments(library_ce);
}
