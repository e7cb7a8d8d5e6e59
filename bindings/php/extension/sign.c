/* The methods of Visitorseal\Signer that sign visitors. */
#include "signer.h"

/* A visitor as JSON. Plain ones are in VS_G(json), others in `other`. */
typedef struct {
    const char *text;
    size_t length;
    zend_string *other;
} vs_visitor;

/* False if an exception is thrown. */
static bool visitor_of(vs_visitor *out, zval *visitor, zval *named)
{
    bool has_visitor = Z_TYPE_P(visitor) != IS_ARRAY || zend_hash_num_elements(Z_ARRVAL_P(visitor)) > 0;
    out->other = NULL;
    if (EXPECTED((!named || !has_visitor) && vs_plain_visitor(named ? NULL : visitor, named, &out->length))) {
        out->text = VS_G(json);
        return true;
    }
    zval arguments[2], result;
    /* An autoloader may let the last other reference to the visitor go. */
    ZVAL_COPY(&arguments[0], visitor);
    array_init(&arguments[1]);
    static const char *const NAMES[] = {"id", "email", "name", "phone", "avatar", "attributes"};
    for (int field = 0; named && field < 6; field++) {
        if (!Z_ISUNDEF(named[field])) {
            Z_TRY_ADDREF(named[field]);
            add_assoc_zval(&arguments[1], NAMES[field], &named[field]);
        }
    }
    bool is_read = vs_call("Visitorseal\\Internal\\Input", "visitor", &result, 2, arguments);
    zval_ptr_dtor(&arguments[0]);
    zval_ptr_dtor(&arguments[1]);
    if (!is_read) {
        return false;
    }
    out->other = Z_STR(result);
    out->text = ZSTR_VAL(out->other);
    out->length = ZSTR_LEN(out->other);
    return true;
}

static void visitor_done(vs_visitor *visitor)
{
    if (visitor->other) {
        zend_string_release(visitor->other);
    } else {
        vs_wipe_json(visitor->length);
    }
}

/* Signs a visitor into an object. Where signing again makes the same, the object needs no handle of the library: it writes
 * its forms by signing again. A scheme may put a random value into what it signs, so the first visitor is signed twice. */
static bool signed_into(zval *out, vs_thing *thing, const vs_visitor *visitor, zend_long now)
{
    if (UNEXPECTED(thing->repeats < 0)) {
        zend_string *first = vs_sign_text(thing, visitor->text, visitor->length, now, VISITORSEAL_FORM_SIGNED, NULL);
        zend_string *second = first ? vs_sign_text(thing, visitor->text, visitor->length, now, VISITORSEAL_FORM_SIGNED, NULL) : NULL;
        if (second) {
            thing->repeats = zend_string_equals(first, second);
            zend_string_release(second);
        }
        if (first) {
            zend_string_release(first);
        }
        if (!second) {
            return false;
        }
    }
    if (EXPECTED(thing->repeats)) {
        zend_string *fields = vs_sign_text(thing, visitor->text, visitor->length, now, VISITORSEAL_FORM_FIELDS, NULL);
        if (!fields) {
            return false;
        }
        thing->users++;
        vs_signed_object(out, thing, visitor->text, visitor->length, now, fields);
        return true;
    }
    visitorseal_signed *made = NULL;
    visitorseal_error error;
    int32_t status = visitorseal_signer_sign(thing->pointer, visitor->text, visitor->length, (uint64_t)now, &made, &error);
    if (vs_failed(status, &error)) {
        return false;
    }
    vs_signed_object(out, vs_thing_new(VS_SIGNED, made), NULL, 0, 0, NULL);
    return true;
}

static bool is_given(const zval *value)
{
    return Z_TYPE_P(value) != IS_STRING || Z_STRLEN_P(value) != sizeof(NOT_GIVEN) - 1
        || memcmp(Z_STRVAL_P(value), NOT_GIVEN, sizeof(NOT_GIVEN) - 1) != 0;
}

/* The arguments of sign() and prefill(), some undefined. Whether one of the fields is there. */
static bool visitor_arguments(zend_execute_data *execute_data, zval *visitor, zval named[6])
{
    uint32_t count = ZEND_NUM_ARGS();
    bool has_fields = false;
    if (count > 0) {
        ZVAL_COPY_VALUE(visitor, ZEND_CALL_ARG(execute_data, 1));
    } else {
        ZVAL_EMPTY_ARRAY(visitor);
    }
    for (uint32_t field = 0; field < 6; field++) {
        if (field + 1 < count && is_given(ZEND_CALL_ARG(execute_data, field + 2))) {
            ZVAL_COPY_VALUE(&named[field], ZEND_CALL_ARG(execute_data, field + 2));
            has_fields = true;
        } else {
            ZVAL_UNDEF(&named[field]);
        }
    }
    return has_fields;
}

ZEND_METHOD(Signer, sign)
{
    zval visitor, named[6];
    zend_long now = 0;
    bool is_null = true;
    vs_visitor read;
    bool has_fields = visitor_arguments(execute_data, &visitor, named);
    if (ZEND_NUM_ARGS() > 7) {
        zval *time = ZEND_CALL_ARG(execute_data, 8);
        if (!zend_parse_arg_long(time, &now, &is_null, 1, 8)) {
            if (!EG(exception)) {
                zend_argument_type_error(8, "must be of type ?int, %s given", zend_zval_type_name(time));
            }
            RETURN_THROWS();
        }
    }
    vs_thing *thing = vs_signer_thing(ZEND_THIS);
    if (!thing || !visitor_of(&read, &visitor, has_fields ? named : NULL)) {
        RETURN_THROWS();
    }
    signed_into(return_value, thing, &read, vs_now(now, is_null));
    visitor_done(&read);
}

/* fieldsJson(), script() and element() without an object in between. */
static void sign_form(INTERNAL_FUNCTION_PARAMETERS, int32_t form)
{
    zval *visitor, *option = NULL;
    zend_long now = 0;
    bool is_null = true;
    bool has_option = form != VISITORSEAL_FORM_FIELDS;
    zend_string *text = NULL, *written;
    vs_visitor read;
    if (has_option) {
        ZEND_PARSE_PARAMETERS_START(1, 3)
            Z_PARAM_ZVAL(visitor)
            Z_PARAM_OPTIONAL
            Z_PARAM_ZVAL(option)
            Z_PARAM_LONG_OR_NULL(now, is_null)
        ZEND_PARSE_PARAMETERS_END();
    } else {
        ZEND_PARSE_PARAMETERS_START(1, 2)
            Z_PARAM_ZVAL(visitor)
            Z_PARAM_OPTIONAL
            Z_PARAM_LONG_OR_NULL(now, is_null)
        ZEND_PARSE_PARAMETERS_END();
    }
    vs_thing *thing = vs_signer_thing(ZEND_THIS);
    if (!thing || !vs_optional_text(option, 2, &text)) {
        RETURN_THROWS();
    }
    if (visitor_of(&read, visitor, NULL)) {
        written = vs_sign_text(thing, read.text, read.length, vs_now(now, is_null), form, text);
        visitor_done(&read);
        if (!written) {
        } else if (has_option) {
            vs_script_object(return_value, written);
        } else {
            RETVAL_STR(written);
        }
    }
    if (text) {
        zend_string_release(text);
    }
}

ZEND_METHOD(Signer, fieldsJson)
{
    sign_form(INTERNAL_FUNCTION_PARAM_PASSTHRU, VISITORSEAL_FORM_FIELDS);
}

ZEND_METHOD(Signer, script)
{
    sign_form(INTERNAL_FUNCTION_PARAM_PASSTHRU, VISITORSEAL_FORM_SCRIPT);
}

ZEND_METHOD(Signer, element)
{
    sign_form(INTERNAL_FUNCTION_PARAM_PASSTHRU, VISITORSEAL_FORM_ELEMENT);
}

ZEND_METHOD(Signer, signMany)
{
    zval *visitors, *visitor;
    zend_long now = 0;
    bool is_null = true;
    ZEND_PARSE_PARAMETERS_START(1, 2)
        Z_PARAM_ITERABLE(visitors)
        Z_PARAM_OPTIONAL
        Z_PARAM_LONG_OR_NULL(now, is_null)
    ZEND_PARSE_PARAMETERS_END();
    vs_thing *thing = vs_signer_thing(ZEND_THIS);
    HashTable *list = thing ? vs_values_of(visitors) : NULL;
    if (!list) {
        RETURN_THROWS();
    }
    now = vs_now(now, is_null);
    array_init_size(return_value, zend_hash_num_elements(list));
    ZEND_HASH_FOREACH_VAL(list, visitor) {
        vs_visitor read;
        zval out;
        ZVAL_UNDEF(&out);
        ZVAL_DEREF(visitor);
        if (visitor_of(&read, visitor, NULL)) {
            signed_into(&out, thing, &read, now);
            visitor_done(&read);
        }
        if (UNEXPECTED(EG(exception))) {
            /* The exception about a visitor takes the visitor's place. Any other ends the call. */
            if (!zend_string_equals_literal(EG(exception)->ce->name, "Visitorseal\\VisitorException")) {
                break;
            }
            ZVAL_OBJ_COPY(&out, EG(exception));
            zend_clear_exception();
        }
        zend_hash_next_index_insert_new(Z_ARRVAL_P(return_value), &out);
    } ZEND_HASH_FOREACH_END();
    zend_array_release(list);
}

ZEND_METHOD(Signer, prefill)
{
    zval visitor, named[6];
    vs_visitor read;
    visitorseal_signed *made = NULL;
    visitorseal_error error;
    bool has_fields = visitor_arguments(execute_data, &visitor, named);
    vs_thing *thing = vs_signer_thing(ZEND_THIS);
    if (!thing || !visitor_of(&read, &visitor, has_fields ? named : NULL)) {
        RETURN_THROWS();
    }
    int32_t status = visitorseal_signer_prefill(thing->pointer, read.text, read.length, &made, &error);
    visitor_done(&read);
    if (!vs_failed(status, &error)) {
        vs_signed_object(return_value, vs_thing_new(VS_SIGNED, made), NULL, 0, 0, NULL);
    }
}
