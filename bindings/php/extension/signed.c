/* Visitorseal\Signed. Its PHP class, src/Signed.php, documents it and does the same over ffi. */
#include "php_visitorseal.h"
#include "ext/json/php_json.h"

zend_class_entry *vs_signed_ce;
static zend_object_handlers handlers;

/* The public properties in their order. */
enum { SCHEME, SIGNATURE, FIELDS, FIELDS_JSON, EXPIRES_AT, MARK, WARNINGS, PROPERTIES };

static const struct { const char *name; size_t length; uint32_t type; } NAMES[PROPERTIES] = {
    {ZEND_STRL("scheme"), MAY_BE_STRING},
    {ZEND_STRL("signature"), MAY_BE_STRING | MAY_BE_NULL},
    {ZEND_STRL("fields"), MAY_BE_ARRAY},
    {ZEND_STRL("fieldsJson"), MAY_BE_STRING},
    {ZEND_STRL("expiresAt"), MAY_BE_LONG | MAY_BE_NULL},
    {ZEND_STRL("mark"), MAY_BE_STRING | MAY_BE_NULL},
    {ZEND_STRL("warnings"), MAY_BE_ARRAY},
};

typedef struct {
    /* A signer that makes the same again of the visitor and the time, or what it has signed. */
    vs_thing *thing;
    zend_string *visitor;
    zend_long now;
    /* Warnings of the package, after those of the library. */
    zval extra;
    zend_object std;
} vs_signed;

static vs_signed *signed_of(zend_object *object)
{
    return (vs_signed *)((char *)object - XtOffsetOf(vs_signed, std));
}

static zend_object *signed_create(zend_class_entry *ce)
{
    vs_signed *made = zend_object_alloc(sizeof(vs_signed), ce);
    made->thing = NULL;
    made->visitor = NULL;
    made->now = 0;
    ZVAL_UNDEF(&made->extra);
    zend_object_std_init(&made->std, ce);
    object_properties_init(&made->std, ce);
    made->std.handlers = &handlers;
    return &made->std;
}

static void signed_free(zend_object *object)
{
    vs_signed *made = signed_of(object);
    vs_thing_release(made->thing);
    made->thing = NULL;
    if (made->visitor) {
        zend_string_release(made->visitor);
        made->visitor = NULL;
    }
    zval_ptr_dtor(&made->extra);
    ZVAL_UNDEF(&made->extra);
    zend_object_std_dtor(object);
}

static zend_object *signed_clone(zend_object *object)
{
    vs_signed *made = signed_of(object), *copy = signed_of(signed_create(object->ce));
    copy->thing = made->thing;
    if (copy->thing) {
        copy->thing->users++;
    }
    copy->visitor = made->visitor ? zend_string_copy(made->visitor) : NULL;
    copy->now = made->now;
    if (!Z_ISUNDEF(made->extra)) {
        ZVAL_COPY(&copy->extra, &made->extra);
    }
    zend_objects_clone_members(&copy->std, object);
    return &copy->std;
}

/* Takes over the caller's use of the thing, and the text of the fields. */
void vs_signed_object(zval *out, vs_thing *thing, const char *visitor, size_t length, zend_long now, zend_string *fields_json)
{
    object_init_ex(out, vs_signed_ce);
    vs_signed *made = signed_of(Z_OBJ_P(out));
    made->thing = thing;
    made->now = now;
    if (visitor) {
        made->visitor = zend_string_init(visitor, length, 0);
    }
    if (fields_json) {
        ZVAL_STR(OBJ_PROP_NUM(&made->std, FIELDS_JSON), fields_json);
    }
}

/* The text that a function of the signed visitor writes, or that the signer writes anew. NULL if an exception is thrown. */
static zend_string *form_of(vs_signed *made, int32_t form, zend_string *option)
{
    char *text = NULL;
    size_t length = 0;
    visitorseal_error error;
    int32_t status;
    if (!made->thing) {
        vs_throw_copy();
        return NULL;
    }
    if (made->visitor) {
        return vs_sign_text(made->thing, ZSTR_VAL(made->visitor), ZSTR_LEN(made->visitor), made->now, form, option);
    }
    void *pointer = made->thing->pointer;
    const char *bytes = option ? ZSTR_VAL(option) : NULL;
    size_t count = option ? ZSTR_LEN(option) : 0;
    switch (form) {
        case VISITORSEAL_FORM_FIELDS: status = visitorseal_signed_fields_json(pointer, &text, &length, &error); break;
        case VISITORSEAL_FORM_SCRIPT: status = visitorseal_signed_script(pointer, bytes, count, &text, &length, &error); break;
        case VISITORSEAL_FORM_ELEMENT: status = visitorseal_signed_element(pointer, bytes, count, &text, &length, &error); break;
        case VISITORSEAL_FORM_URL: status = visitorseal_signed_url(pointer, &text, &length, &error); break;
        default: status = visitorseal_signed_to_json(pointer, &text, &length, &error); break;
    }
    return vs_taken(status, text, length, &error);
}

/* Reads the fields' JSON as PHP's Json::decode does. Objects that PHP's arrays cannot hold go there. */
static bool decoded(zval *out, zend_string *json)
{
    const char *start = ZSTR_VAL(json), *end = start + ZSTR_LEN(json);
    if (zend_memnstr(start, "{}", 2, end) || zend_memnstr(start, "{\"0\":", 5, end) || zend_memnstr(start, "\"\\u0000", 7, end)) {
        zval argument;
        ZVAL_STR(&argument, json);
        return vs_call("Visitorseal\\Internal\\Extension", "fields", out, 1, &argument);
    }
    ZVAL_UNDEF(out);
    return php_json_decode_ex(out, ZSTR_VAL(json), ZSTR_LEN(json),
        PHP_JSON_OBJECT_AS_ARRAY | PHP_JSON_BIGINT_AS_STRING | PHP_JSON_THROW_ON_ERROR, 512) == SUCCESS && !EG(exception);
}

/* Sets a property that is read when somebody asks for it, and others that come with it. */
static void fill(zend_object *object, zend_string *name)
{
    vs_signed *made = signed_of(object);
    uint32_t asked = 0;
    if (!made->thing) {
        return;
    }
    while (asked < PROPERTIES && !zend_string_equals_cstr(name, NAMES[asked].name, NAMES[asked].length)) {
        asked++;
    }
    if (asked == PROPERTIES || !Z_ISUNDEF_P(OBJ_PROP_NUM(object, asked))) {
        return;
    }
    zval *fields_json = OBJ_PROP_NUM(object, FIELDS_JSON);
    if ((asked == FIELDS_JSON || asked == FIELDS) && Z_ISUNDEF_P(fields_json)) {
        zend_string *text = form_of(made, VISITORSEAL_FORM_FIELDS, NULL);
        if (!text) {
            return;
        }
        ZVAL_STR(fields_json, text);
    }
    if (asked == FIELDS_JSON) {
        return;
    }
    if (asked == FIELDS) {
        zval fields;
        if (decoded(&fields, Z_STR_P(fields_json))) {
            vs_set_once(OBJ_PROP_NUM(object, FIELDS), &fields);
        }
        return;
    }
    zend_string *json = form_of(made, VISITORSEAL_FORM_SIGNED, NULL);
    if (!json) {
        return;
    }
    zval arguments[2], members;
    ZVAL_STR(&arguments[0], json);
    if (Z_ISUNDEF(made->extra)) {
        ZVAL_EMPTY_ARRAY(&arguments[1]);
    } else {
        ZVAL_COPY_VALUE(&arguments[1], &made->extra);
    }
    if (vs_call("Visitorseal\\Internal\\Extension", "signed", &members, 2, arguments)) {
        for (uint32_t index = 0; index < PROPERTIES; index++) {
            zval *value = zend_hash_str_find(Z_ARRVAL(members), NAMES[index].name, NAMES[index].length);
            if (value) {
                Z_TRY_ADDREF_P(value);
                vs_set_once(OBJ_PROP_NUM(object, index), value);
            }
        }
        zval_ptr_dtor(&members);
    }
    zend_string_release(json);
}

static zval *signed_read(zend_object *object, zend_string *name, int type, void **cache, zval *space)
{
    return vs_read_filled(object, name, type, cache, space, fill);
}

static int signed_has(zend_object *object, zend_string *name, int check, void **cache)
{
    return vs_has_filled(object, name, check, cache, fill);
}

VS_METHOD(Signed, ofHandle)
{
    zval *library, *handle;
    ZEND_PARSE_PARAMETERS_START(2, 2)
        Z_PARAM_ZVAL(library)
        Z_PARAM_OBJECT_OF_CLASS(handle, vs_handle_ce)
    ZEND_PARSE_PARAMETERS_END();
    vs_thing *thing = vs_handle_thing(Z_OBJ_P(handle));
    if (!thing || thing->type != VS_SIGNED) {
        vs_throw_copy();
        RETURN_THROWS();
    }
    thing->users++;
    vs_signed_object(return_value, thing, NULL, 0, 0, NULL);
}

VS_METHOD(Signed, withWarnings)
{
    zval *warnings;
    ZEND_PARSE_PARAMETERS_START(1, 1)
        Z_PARAM_ARRAY(warnings)
    ZEND_PARSE_PARAMETERS_END();
    if (zend_hash_num_elements(Z_ARRVAL_P(warnings)) == 0) {
        RETURN_COPY(ZEND_THIS);
    }
    zend_object *object = signed_clone(Z_OBJ_P(ZEND_THIS));
    vs_signed *copy = signed_of(object);
    zval_ptr_dtor(&copy->extra);
    ZVAL_COPY(&copy->extra, warnings);
    zval_ptr_dtor(OBJ_PROP_NUM(object, WARNINGS));
    ZVAL_UNDEF(OBJ_PROP_NUM(object, WARNINGS));
    RETURN_OBJ(object);
}

VS_METHOD(Signed, toJson)
{
    vs_signed *made = signed_of(Z_OBJ_P(ZEND_THIS));
    ZEND_PARSE_PARAMETERS_NONE();
    zend_string *json = form_of(made, VISITORSEAL_FORM_SIGNED, NULL);
    if (!json) {
        RETURN_THROWS();
    }
    if (Z_ISUNDEF(made->extra)) {
        RETURN_STR(json);
    }
    zval arguments[2], text;
    ZVAL_STR(&arguments[0], json);
    ZVAL_COPY(&arguments[1], &made->extra);
    if (vs_call("Visitorseal\\Internal\\Extension", "withWarnings", &text, 2, arguments)) {
        RETVAL_COPY_VALUE(&text);
    }
    zval_ptr_dtor(&arguments[1]);
    zend_string_release(json);
}

static void script(INTERNAL_FUNCTION_PARAMETERS, int32_t form)
{
    zval *option = NULL;
    zend_string *text = NULL;
    ZEND_PARSE_PARAMETERS_START(0, 1)
        Z_PARAM_OPTIONAL
        Z_PARAM_ZVAL(option)
    ZEND_PARSE_PARAMETERS_END();
    if (!vs_optional_text(option, 1, &text)) {
        RETURN_THROWS();
    }
    zend_string *html = form_of(signed_of(Z_OBJ_P(ZEND_THIS)), form, text);
    if (html) {
        vs_script_object(return_value, html);
    }
    if (text) {
        zend_string_release(text);
    }
}

VS_METHOD(Signed, script)
{
    script(INTERNAL_FUNCTION_PARAM_PASSTHRU, VISITORSEAL_FORM_SCRIPT);
}

VS_METHOD(Signed, element)
{
    script(INTERNAL_FUNCTION_PARAM_PASSTHRU, VISITORSEAL_FORM_ELEMENT);
}

VS_METHOD(Signed, url)
{
    ZEND_PARSE_PARAMETERS_NONE();
    zend_string *url = form_of(signed_of(Z_OBJ_P(ZEND_THIS)), VISITORSEAL_FORM_URL, NULL);
    if (url) {
        RETURN_STR(url);
    }
}

VS_METHOD(Signed, __debugInfo)
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

VS_METHOD(Signed, jsonSerialize)
{
    zval space;
    ZEND_PARSE_PARAMETERS_NONE();
    array_init(return_value);
    for (uint32_t index = 0; index < PROPERTIES; index++) {
        zval *value = zend_read_property(vs_signed_ce, Z_OBJ_P(ZEND_THIS), NAMES[index].name, NAMES[index].length, 0, &space);
        if (EG(exception)) {
            break;
        }
        Z_TRY_ADDREF_P(value);
        add_assoc_zval(return_value, NAMES[index].name, value);
    }
}

VS_METHOD(Signed, __construct)
{
    vs_throw_copy();
}

VS_METHOD(Signed, __serialize)
{
    vs_throw_refusal(vs_signed_ce, "serialized");
}

VS_METHOD(Signed, __unserialize)
{
    vs_throw_refusal(vs_signed_ce, "unserialized");
}

ZEND_BEGIN_ARG_INFO_EX(no_arguments, 0, 0, 0)
ZEND_END_ARG_INFO()
ZEND_BEGIN_ARG_INFO_EX(takes_handle, 0, 0, 2)
    ZEND_ARG_INFO(0, library)
    ZEND_ARG_INFO(0, signed)
ZEND_END_ARG_INFO()
ZEND_BEGIN_ARG_WITH_RETURN_OBJ_INFO_EX(takes_warnings, 0, 1, Visitorseal\\Signed, 0)
    ZEND_ARG_TYPE_INFO(0, warnings, IS_ARRAY, 0)
ZEND_END_ARG_INFO()
ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(returns_text, 0, 0, IS_STRING, 0)
ZEND_END_ARG_INFO()
ZEND_BEGIN_ARG_WITH_RETURN_OBJ_INFO_EX(takes_nonce, 0, 0, Visitorseal\\Script, 0)
    ZEND_ARG_INFO_WITH_DEFAULT_VALUE(0, nonce, "null")
ZEND_END_ARG_INFO()
ZEND_BEGIN_ARG_WITH_RETURN_OBJ_INFO_EX(takes_endpoint, 0, 0, Visitorseal\\Script, 0)
    ZEND_ARG_INFO_WITH_DEFAULT_VALUE(0, endpoint, "null")
ZEND_END_ARG_INFO()
ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(returns_array, 0, 0, IS_ARRAY, 0)
ZEND_END_ARG_INFO()
ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(takes_data, 0, 1, IS_VOID, 0)
    ZEND_ARG_TYPE_INFO(0, data, IS_ARRAY, 0)
ZEND_END_ARG_INFO()

#define ME(name, arguments) ZEND_ME(Signed, name, arguments, ZEND_ACC_PUBLIC)
static const zend_function_entry methods[] = {
    ZEND_ME(Signed, __construct, no_arguments, ZEND_ACC_PRIVATE)
    ZEND_ME(Signed, ofHandle, takes_handle, ZEND_ACC_PUBLIC | ZEND_ACC_STATIC)
    ME(withWarnings, takes_warnings)
    ME(toJson, returns_text)
    ME(script, takes_nonce)
    ME(element, takes_endpoint)
    ME(url, returns_text)
    ME(__debugInfo, returns_array)
    ME(jsonSerialize, returns_array)
    ME(__serialize, returns_array)
    ME(__unserialize, takes_data)
    ZEND_FE_END
};

void vs_signed_register(void)
{
    zend_class_entry ce;
    zval none;
    INIT_NS_CLASS_ENTRY(ce, "Visitorseal", "Signed", methods);
    vs_signed_ce = zend_register_internal_class(&ce);
    vs_signed_ce->ce_flags |= ZEND_ACC_FINAL | ZEND_ACC_READONLY_CLASS | ZEND_ACC_NO_DYNAMIC_PROPERTIES;
    vs_signed_ce->create_object = signed_create;
    zend_class_implements(vs_signed_ce, 1, php_json_serializable_ce);
    for (uint32_t index = 0; index < PROPERTIES; index++) {
        zend_string *name = zend_string_init_interned(NAMES[index].name, NAMES[index].length, 1);
        ZVAL_UNDEF(&none);
        zend_declare_typed_property(vs_signed_ce, name, &none, ZEND_ACC_PUBLIC | ZEND_ACC_READONLY, NULL,
            (zend_type) ZEND_TYPE_INIT_MASK(NAMES[index].type));
    }
    memcpy(&handlers, &std_object_handlers, sizeof(handlers));
#if PHP_VERSION_ID >= 80300
    vs_signed_ce->default_object_handlers = &handlers;
#endif
    handlers.offset = XtOffsetOf(vs_signed, std);
    handlers.free_obj = signed_free;
    handlers.clone_obj = signed_clone;
    handlers.compare = vs_never_equal;
    handlers.read_property = signed_read;
    handlers.has_property = signed_has;
    handlers.get_property_ptr_ptr = vs_no_pointer;
    vs_hide_arguments(vs_signed_ce);
}
