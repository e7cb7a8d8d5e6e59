/* Visitorseal\Signer. Its PHP class, src/Signer.php, documents it and does the same over ffi. */
#include "signer.h"
#include "ext/json/php_json.h"

static zend_class_entry *signer_ce;
static zend_object_handlers handlers;

/* The public properties in their order. */
enum { SCHEME, WARNINGS };

typedef struct {
    vs_thing *thing;
    /* A scheme of the site's own, whose name nobody has read yet. */
    vs_thing *scheme;
    zend_object std;
} vs_signer;

static vs_signer *signer_of(zend_object *object)
{
    return (vs_signer *)((char *)object - XtOffsetOf(vs_signer, std));
}

static zend_object *signer_create(zend_class_entry *ce)
{
    vs_signer *signer = zend_object_alloc(sizeof(vs_signer), ce);
    signer->thing = signer->scheme = NULL;
    zend_object_std_init(&signer->std, ce);
    object_properties_init(&signer->std, ce);
    signer->std.handlers = &handlers;
    return &signer->std;
}

static void signer_free(zend_object *object)
{
    vs_signer *signer = signer_of(object);
    vs_thing_release(signer->thing);
    vs_thing_release(signer->scheme);
    signer->thing = signer->scheme = NULL;
    zend_object_std_dtor(object);
}

static zend_object *signer_clone(zend_object *object)
{
    vs_throw_refusal(signer_ce, "cloned");
    return signer_create(signer_ce);
}

/* NULL, with an exception, for an object that never had its constructor. */
vs_thing *vs_signer_thing(zval *self)
{
    vs_thing *thing = signer_of(Z_OBJ_P(self))->thing;
    if (UNEXPECTED(!thing)) {
        vs_throw_copy();
    }
    return thing;
}

/* Sets a property from a text of the library. */
static void read_into(zval *property, const char *method, int32_t status, char *text, size_t length, const visitorseal_error *error)
{
    zval json, value;
    zend_string *copy = vs_taken(status, text, length, error);
    if (copy) {
        ZVAL_STR(&json, copy);
        if (vs_call("Visitorseal\\Internal\\Extension", method, &value, 1, &json)) {
            vs_set_once(property, &value);
        }
        zval_ptr_dtor(&json);
    }
}

static void fill(zend_object *object, zend_string *name)
{
    vs_signer *signer = signer_of(object);
    char *text = NULL;
    size_t length = 0;
    visitorseal_error error;
    int32_t status;
    if (signer->thing && zend_string_equals_literal(name, "warnings") && Z_ISUNDEF_P(OBJ_PROP_NUM(object, WARNINGS))) {
        status = visitorseal_signer_warnings(signer->thing->pointer, &text, &length, &error);
        read_into(OBJ_PROP_NUM(object, WARNINGS), "warnings", status, text, length, &error);
    } else if (signer->scheme && zend_string_equals_literal(name, "scheme") && Z_ISUNDEF_P(OBJ_PROP_NUM(object, SCHEME))) {
        status = visitorseal_scheme_to_json(signer->scheme->pointer, &text, &length, &error);
        read_into(OBJ_PROP_NUM(object, SCHEME), "schemeName", status, text, length, &error);
    }
}

static zval *signer_read(zend_object *object, zend_string *name, int type, void **cache, zval *space)
{
    return vs_read_filled(object, name, type, cache, space, fill);
}

static int signer_has(zend_object *object, zend_string *name, int check, void **cache)
{
    return vs_has_filled(object, name, check, cache, fill);
}

VS_METHOD(Signer, __construct)
{
    zval *scheme, *secret, *rest = NULL, json;
    uint32_t count = 0;
    HashTable *named = NULL;
    zend_string *name = NULL, *bytes = NULL, *settings = NULL;
    vs_signer *signer = signer_of(Z_OBJ_P(ZEND_THIS));
    ZEND_PARSE_PARAMETERS_START(2, -1)
        Z_PARAM_ZVAL(scheme)
        Z_PARAM_ZVAL(secret)
        Z_PARAM_VARIADIC_WITH_NAMED(rest, count, named)
    ZEND_PARSE_PARAMETERS_END();
    if (signer->thing) {
        zend_throw_error(NULL, "Cannot modify readonly property %s::$scheme", ZSTR_VAL(signer_ce->name));
        RETURN_THROWS();
    }
    ZVAL_UNDEF(&json);
    bool is_scheme = false;
    if (EXPECTED(Z_TYPE_P(scheme) == IS_STRING)) {
        name = zend_string_copy(Z_STR_P(scheme));
    } else if (Z_TYPE_P(scheme) == IS_OBJECT && zend_string_equals_literal(Z_OBJCE_P(scheme)->name, "Visitorseal\\Scheme")) {
        is_scheme = true;
    } else if (Z_TYPE_P(scheme) == IS_OBJECT && instanceof_function(Z_OBJCE_P(scheme), zend_ce_stringable)) {
        name = zval_try_get_string(scheme);
    } else if (Z_TYPE_P(scheme) == IS_NULL || ZEND_ARG_USES_STRICT_TYPES() || !zend_parse_arg_str_weak(scheme, &name, 1)) {
        if (!EG(exception)) {
            zend_argument_type_error(1, "must be of type Visitorseal\\Scheme|Stringable|string, %s given", zend_zval_type_name(scheme));
        }
    } else {
        zend_string_addref(name);
    }
    if (EG(exception)) {
        goto end;
    }
    if (EXPECTED(Z_TYPE_P(secret) == IS_STRING)) {
        bytes = zend_string_copy(Z_STR_P(secret));
    } else {
        zval arguments[4], result;
        ZVAL_COPY(&arguments[0], secret);
        ZVAL_STRING(&arguments[1], "Visitorseal\\Signer::__construct");
        ZVAL_LONG(&arguments[2], 2);
        ZVAL_STRING(&arguments[3], "secret");
        if (vs_call("Visitorseal\\Internal\\Input", "secret", &result, 4, arguments)) {
            bytes = Z_STR(result);
        }
        zval_ptr_dtor(&arguments[0]);
        zval_ptr_dtor(&arguments[1]);
        zval_ptr_dtor(&arguments[3]);
        if (!bytes) {
            goto end;
        }
    }
    if (count > 0 || named) {
        zval list;
        array_init(&list);
        for (uint32_t index = 0; index < count; index++) {
            Z_TRY_ADDREF(rest[index]);
            zend_hash_next_index_insert(Z_ARRVAL(list), &rest[index]);
        }
        if (named) {
            zend_hash_copy(Z_ARRVAL(list), named, zval_add_ref);
        }
        bool is_read = vs_call("Visitorseal\\Internal\\Input", "settings", &json, 1, &list);
        zval_ptr_dtor(&list);
        if (!is_read) {
            goto end;
        }
        settings = Z_TYPE(json) == IS_STRING ? Z_STR(json) : NULL;
    }
    if (is_scheme) {
        zval handle;
        ZVAL_UNDEF(&handle);
        zend_call_method_with_0_params(Z_OBJ_P(scheme), Z_OBJCE_P(scheme), NULL, "handle", &handle);
        vs_thing *thing = Z_TYPE(handle) == IS_OBJECT && Z_OBJCE(handle) == vs_handle_ce ? vs_handle_thing(Z_OBJ(handle)) : NULL;
        if (thing && thing->type == VS_SCHEME) {
            visitorseal_signer *made = NULL;
            visitorseal_error error;
            int32_t status = visitorseal_signer_new(thing->pointer, ZSTR_VAL(bytes), ZSTR_LEN(bytes),
                settings ? ZSTR_VAL(settings) : NULL, settings ? ZSTR_LEN(settings) : 0, &made, &error);
            if (!vs_failed(status, &error)) {
                signer->thing = vs_thing_new(VS_SIGNER, made);
                signer->scheme = thing;
                thing->users++;
            }
        } else if (!EG(exception)) {
            vs_throw_copy();
        }
        zval_ptr_dtor(&handle);
    } else if ((signer->thing = vs_kept_signer(name, bytes, settings))) {
        ZVAL_STR_COPY(OBJ_PROP_NUM(&signer->std, SCHEME), name);
    }
end:
    if (name) {
        zend_string_release(name);
    }
    if (bytes) {
        zend_string_release(bytes);
    }
    zval_ptr_dtor(&json);
}

typedef int32_t (*page_script)(const visitorseal_signer *, const char *, size_t, char **, size_t *, visitorseal_error *);

static void script_of_page(INTERNAL_FUNCTION_PARAMETERS, page_script write)
{
    zval *nonce = NULL;
    zend_string *text = NULL;
    char *html = NULL;
    size_t length = 0;
    visitorseal_error error;
    ZEND_PARSE_PARAMETERS_START(0, 1)
        Z_PARAM_OPTIONAL
        Z_PARAM_ZVAL(nonce)
    ZEND_PARSE_PARAMETERS_END();
    vs_thing *thing = vs_signer_thing(ZEND_THIS);
    if (!thing || !vs_optional_text(nonce, 1, &text)) {
        RETURN_THROWS();
    }
    int32_t status = write(thing->pointer, text ? ZSTR_VAL(text) : NULL, text ? ZSTR_LEN(text) : 0, &html, &length, &error);
    zend_string *script = vs_taken(status, html, length, &error);
    if (text) {
        zend_string_release(text);
    }
    if (script) {
        vs_script_object(return_value, script);
    }
}

VS_METHOD(Signer, forgetScript)
{
    script_of_page(INTERNAL_FUNCTION_PARAM_PASSTHRU, visitorseal_signer_forget_script);
}

VS_METHOD(Signer, anonymousScript)
{
    script_of_page(INTERNAL_FUNCTION_PARAM_PASSTHRU, visitorseal_signer_anonymous_script);
}

VS_METHOD(Signer, __debugInfo)
{
    zval *scheme = OBJ_PROP_NUM(Z_OBJ_P(ZEND_THIS), SCHEME), copy;
    ZEND_PARSE_PARAMETERS_NONE();
    array_init(return_value);
    if (Z_ISUNDEF_P(scheme)) {
        ZVAL_NULL(&copy);
    } else {
        ZVAL_COPY(&copy, scheme);
    }
    add_assoc_zval(return_value, "scheme", &copy);
}

VS_METHOD(Signer, jsonSerialize)
{
    zval space;
    ZEND_PARSE_PARAMETERS_NONE();
    array_init(return_value);
    for (uint32_t index = 0; index < 2; index++) {
        const char *name = index == SCHEME ? "scheme" : "warnings";
        zval *value = zend_read_property(signer_ce, Z_OBJ_P(ZEND_THIS), name, strlen(name), 0, &space);
        if (EG(exception)) {
            break;
        }
        Z_TRY_ADDREF_P(value);
        add_assoc_zval(return_value, name, value);
    }
}

VS_METHOD(Signer, __serialize)
{
    vs_throw_refusal(signer_ce, "serialized");
}

VS_METHOD(Signer, __unserialize)
{
    vs_throw_refusal(signer_ce, "unserialized");
}

ZEND_BEGIN_ARG_INFO_EX(takes_signer, 0, 0, 2)
    ZEND_ARG_INFO(0, scheme)
    ZEND_ARG_TYPE_INFO(0, secret, IS_MIXED, 0)
    ZEND_ARG_VARIADIC_TYPE_INFO(0, settings, IS_MIXED, 0)
ZEND_END_ARG_INFO()
#define VISITOR_ARGUMENTS \
    ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, visitor, IS_MIXED, 0, "[]") \
    ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, id, IS_MIXED, 0, "'" NOT_GIVEN "'") \
    ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, email, IS_MIXED, 0, "'" NOT_GIVEN "'") \
    ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, name, IS_MIXED, 0, "'" NOT_GIVEN "'") \
    ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, phone, IS_MIXED, 0, "'" NOT_GIVEN "'") \
    ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, avatar, IS_MIXED, 0, "'" NOT_GIVEN "'") \
    ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, attributes, IS_MIXED, 0, "'" NOT_GIVEN "'")
ZEND_BEGIN_ARG_WITH_RETURN_OBJ_INFO_EX(takes_fields, 0, 0, Visitorseal\\Signed, 0)
    VISITOR_ARGUMENTS
ZEND_END_ARG_INFO()
ZEND_BEGIN_ARG_WITH_RETURN_OBJ_INFO_EX(takes_fields_and_now, 0, 0, Visitorseal\\Signed, 0)
    VISITOR_ARGUMENTS
    ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, now, IS_LONG, 1, "null")
ZEND_END_ARG_INFO()
ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(takes_visitor, 0, 1, IS_STRING, 0)
    ZEND_ARG_TYPE_INFO(0, visitor, IS_MIXED, 0)
    ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, now, IS_LONG, 1, "null")
ZEND_END_ARG_INFO()
ZEND_BEGIN_ARG_WITH_RETURN_OBJ_INFO_EX(takes_visitor_and_nonce, 0, 1, Visitorseal\\Script, 0)
    ZEND_ARG_TYPE_INFO(0, visitor, IS_MIXED, 0)
    ZEND_ARG_INFO_WITH_DEFAULT_VALUE(0, nonce, "null")
    ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, now, IS_LONG, 1, "null")
ZEND_END_ARG_INFO()
ZEND_BEGIN_ARG_WITH_RETURN_OBJ_INFO_EX(takes_visitor_and_endpoint, 0, 1, Visitorseal\\Script, 0)
    ZEND_ARG_TYPE_INFO(0, visitor, IS_MIXED, 0)
    ZEND_ARG_INFO_WITH_DEFAULT_VALUE(0, endpoint, "null")
    ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, now, IS_LONG, 1, "null")
ZEND_END_ARG_INFO()
ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(takes_visitors, 0, 1, IS_ARRAY, 0)
    ZEND_ARG_OBJ_TYPE_MASK(0, visitors, Traversable, MAY_BE_ARRAY, NULL)
    ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, now, IS_LONG, 1, "null")
ZEND_END_ARG_INFO()
ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(takes_message, 0, 1, IS_STRING, 0)
    ZEND_ARG_TYPE_INFO(0, message, IS_MIXED, 0)
ZEND_END_ARG_INFO()
ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(takes_messages, 0, 1, IS_ARRAY, 0)
    ZEND_ARG_OBJ_TYPE_MASK(0, messages, Traversable, MAY_BE_ARRAY, NULL)
ZEND_END_ARG_INFO()
ZEND_BEGIN_ARG_WITH_RETURN_OBJ_INFO_EX(takes_nonce, 0, 0, Visitorseal\\Script, 0)
    ZEND_ARG_INFO_WITH_DEFAULT_VALUE(0, nonce, "null")
ZEND_END_ARG_INFO()
ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(returns_array, 0, 0, IS_ARRAY, 0)
ZEND_END_ARG_INFO()
ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(takes_data, 0, 1, IS_VOID, 0)
    ZEND_ARG_TYPE_INFO(0, data, IS_ARRAY, 0)
ZEND_END_ARG_INFO()

#define ME(name, arguments) ZEND_ME(Signer, name, arguments, ZEND_ACC_PUBLIC)
static const zend_function_entry methods[] = {
    ME(__construct, takes_signer)
    ME(sign, takes_fields_and_now)
    ME(fieldsJson, takes_visitor)
    ME(script, takes_visitor_and_nonce)
    ME(element, takes_visitor_and_endpoint)
    ME(signMany, takes_visitors)
    ME(prefill, takes_fields)
    ME(digest, takes_message)
    ME(digestMany, takes_messages)
    ME(forgetScript, takes_nonce)
    ME(anonymousScript, takes_nonce)
    ME(__debugInfo, returns_array)
    ME(jsonSerialize, returns_array)
    ME(__serialize, returns_array)
    ME(__unserialize, takes_data)
    ZEND_FE_END
};

void vs_signer_register(void)
{
    zend_class_entry ce;
    zval none;
    INIT_NS_CLASS_ENTRY(ce, "Visitorseal", "Signer", methods);
    signer_ce = zend_register_internal_class(&ce);
    signer_ce->ce_flags |= ZEND_ACC_FINAL | ZEND_ACC_READONLY_CLASS | ZEND_ACC_NO_DYNAMIC_PROPERTIES;
    signer_ce->create_object = signer_create;
    zend_class_implements(signer_ce, 1, php_json_serializable_ce);
    static const struct { const char *name; uint32_t type; } PROPERTIES[] = {{"scheme", MAY_BE_STRING}, {"warnings", MAY_BE_ARRAY}};
    for (uint32_t index = 0; index < 2; index++) {
        zend_string *name = zend_string_init_interned(PROPERTIES[index].name, strlen(PROPERTIES[index].name), 1);
        ZVAL_UNDEF(&none);
        zend_declare_typed_property(signer_ce, name, &none, ZEND_ACC_PUBLIC | ZEND_ACC_READONLY, NULL,
            (zend_type) ZEND_TYPE_INIT_MASK(PROPERTIES[index].type));
    }
    memcpy(&handlers, &std_object_handlers, sizeof(handlers));
#if PHP_VERSION_ID >= 80300
    signer_ce->default_object_handlers = &handlers;
#endif
    handlers.offset = XtOffsetOf(vs_signer, std);
    handlers.free_obj = signer_free;
    handlers.clone_obj = signer_clone;
    handlers.compare = vs_never_equal;
    handlers.read_property = signer_read;
    handlers.has_property = signer_has;
    handlers.get_property_ptr_ptr = vs_no_pointer;
    vs_hide_arguments(signer_ce);
}
