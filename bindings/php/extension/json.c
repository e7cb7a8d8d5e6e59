/* Writes a visitor of plain values as JSON, as Internal\Json::plainVisitor does in PHP. Any other visitor, and every wrong
 * one, goes to Internal\Input, which knows what to say about it. */
#include "php_visitorseal.h"
#include "ext/standard/html.h"
#include "zend_smart_str.h"
#if PHP_VERSION_ID >= 80400
# include "zend_lazy_objects.h"
#endif

typedef struct {
    char *at;
    char *end;
} writer;

static const struct { const char *name; size_t length; } FIELDS[] = {
    {ZEND_STRL("id")}, {ZEND_STRL("email")}, {ZEND_STRL("name")}, {ZEND_STRL("phone")}, {ZEND_STRL("avatar")}, {ZEND_STRL("attributes")},
};

static bool put(writer *out, const char *bytes, size_t length)
{
    if ((size_t)(out->end - out->at) < length) {
        return false;
    }
    memcpy(out->at, bytes, length);
    out->at += length;
    return true;
}

static bool is_plain(unsigned char byte)
{
    return byte >= 0x20 && byte != '"' && byte != '\\';
}

/* Whether eight bytes are plain ASCII, which most text is. */
static bool are_plain(uint64_t bytes)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), tops = ones * 0x80;
    uint64_t quotes = bytes ^ (ones * '"'), backslashes = bytes ^ (ones * '\\');
    uint64_t below_space = (bytes - ones * 0x20) & ~bytes;
    return ((bytes | below_space | ((quotes - ones) & ~quotes) | ((backslashes - ones) & ~backslashes)) & tops) == 0;
}

static bool put_text(writer *out, const char *text, size_t length)
{
    static const char HEX[] = "0123456789abcdef";
    /* The longest form of a byte has 6. */
    if ((size_t)(out->end - out->at) / 6 < length + 1) {
        return false;
    }
    char *at = out->at;
    unsigned char high = 0;
    *at++ = '"';
    size_t index = 0;
    for (uint64_t eight; index + sizeof(eight) <= length; index += sizeof(eight), at += sizeof(eight)) {
        memcpy(&eight, text + index, sizeof(eight));
        if (!are_plain(eight)) {
            break;
        }
        memcpy(at, &eight, sizeof(eight));
    }
    for (; index < length; index++) {
        unsigned char byte = (unsigned char)text[index];
        high |= byte;
        if (EXPECTED(is_plain(byte))) {
            *at++ = (char)byte;
        } else if (byte >= 0x20) {
            *at++ = '\\';
            *at++ = (char)byte;
        } else {
            memcpy(at, "\\u00", 4);
            at[4] = HEX[byte >> 4];
            at[5] = HEX[byte & 15];
            at += 6;
        }
    }
    *at++ = '"';
    out->at = at;
    if (high >= 0x80) {
        zend_result status = SUCCESS;
        for (size_t cursor = 0; cursor < length;) {
            php_next_utf8_char((const unsigned char *)text, length, &cursor, &status);
            if (status == FAILURE) {
                return false;
            }
        }
    }
    return true;
}

static bool put_number(writer *out, zend_long number)
{
    char digits[MAX_LENGTH_OF_LONG + 1];
    char *first = zend_print_long_to_buf(digits + sizeof(digits) - 1, number);
    return put(out, first, (size_t)(digits + sizeof(digits) - 1 - first));
}

static bool put_fraction(writer *out, double number)
{
    smart_str text = {0};
    if (!zend_finite(number)) {
        return false;
    }
    smart_str_append_double(&text, number, -1, true);
    bool fits = put(out, ZSTR_VAL(text.s), ZSTR_LEN(text.s));
    smart_str_free(&text);
    return fits;
}

/* new stdClass is how PHP writes an empty map. */
static bool is_empty_object(zend_object *object)
{
#if PHP_VERSION_ID >= 80400
    if (zend_object_is_lazy(object)) {
        return false;
    }
#endif
    return object->ce == zend_standard_class_def && (!object->properties || zend_hash_num_elements(object->properties) == 0);
}

static bool put_array(writer *out, HashTable *array, int levels);

static bool put_value(writer *out, zval *value, int levels)
{
    ZVAL_DEREF(value);
    switch (Z_TYPE_P(value)) {
        case IS_STRING: return put_text(out, Z_STRVAL_P(value), Z_STRLEN_P(value));
        case IS_LONG: return put_number(out, Z_LVAL_P(value));
        case IS_TRUE: return put(out, "true", 4);
        case IS_FALSE: return put(out, "false", 5);
        case IS_NULL: return put(out, "null", 4);
        case IS_DOUBLE: return put_fraction(out, Z_DVAL_P(value));
        case IS_ARRAY: return levels > 0 && put_array(out, Z_ARRVAL_P(value), levels - 1);
        case IS_OBJECT:
            return is_empty_object(Z_OBJ_P(value)) && put(out, "{}", 2);
        default: return false;
    }
}

static bool put_name(writer *out, zend_ulong index, zend_string *name)
{
    if (name) {
        return put_text(out, ZSTR_VAL(name), ZSTR_LEN(name)) && put(out, ":", 1);
    }
    return put(out, "\"", 1) && put_number(out, (zend_long)index) && put(out, "\":", 2);
}

static bool put_array(writer *out, HashTable *array, int levels)
{
    bool is_list = zend_array_is_list(array), is_first = true;
    zend_ulong index;
    zend_string *name;
    zval *value;
    if (!put(out, is_list ? "[" : "{", 1)) {
        return false;
    }
    ZEND_HASH_FOREACH_KEY_VAL(array, index, name, value) {
        if (!(is_first || put(out, ",", 1)) || !(is_list || put_name(out, index, name)) || !put_value(out, value, levels)) {
            return false;
        }
        is_first = false;
    } ZEND_HASH_FOREACH_END();
    return put(out, is_list ? "]" : "}", 1);
}

/* The library reports the first fault, so PHP's code writes the attributes last, and so does this. */
static bool put_member(writer *out, const char *start, const char *name, size_t length, zval *value, zval **attributes)
{
    ZVAL_DEREF(value);
    bool is_attributes = length == sizeof("attributes") - 1 && memcmp(name, "attributes", length) == 0;
    switch (Z_TYPE_P(value)) {
        case IS_ARRAY:
            if (is_attributes && !*attributes && zend_hash_num_elements(Z_ARRVAL_P(value)) > 0
                && !zend_array_is_list(Z_ARRVAL_P(value))) {
                *attributes = value;
                return true;
            }
            return false;
        case IS_STRING: case IS_LONG: case IS_TRUE: case IS_FALSE:
            if (is_attributes) {
                return false;
            }
            ZEND_FALLTHROUGH;
        case IS_NULL:
            return (out->at == start || put(out, ",", 1)) && put_text(out, name, length) && put(out, ":", 1)
                && put_value(out, value, 0);
        default: return false;
    }
}

static bool written(writer *out, HashTable *visitor, zval *named)
{
    zval *attributes = NULL;
    char *start = out->at + 1;
    if (!put(out, "{", 1)) {
        return false;
    }
    if (visitor) {
        zend_string *name;
        zval *value;
        ZEND_HASH_FOREACH_STR_KEY_VAL(visitor, name, value) {
            if (!name || !put_member(out, start, ZSTR_VAL(name), ZSTR_LEN(name), value, &attributes)) {
                return false;
            }
        } ZEND_HASH_FOREACH_END();
    } else {
        for (int field = 0; field < 6; field++) {
            if (!Z_ISUNDEF(named[field])
                && !put_member(out, start, FIELDS[field].name, FIELDS[field].length, &named[field], &attributes)) {
                return false;
            }
        }
    }
    if (attributes) {
        return (out->at == start || put(out, ",", 1)) && put(out, "\"attributes\":", 13)
            && put_array(out, Z_ARRVAL_P(attributes), VS_MAX_DEPTH) && put(out, "}", 1);
    }
    return put(out, "}", 1);
}

/* Writes a visitor, or six named arguments (some undefined) if it is NULL, into VS_G(json). */
bool vs_plain_visitor(zval *visitor, zval *named, size_t *length)
{
    if (visitor && (Z_TYPE_P(visitor) != IS_ARRAY || zend_hash_num_elements(Z_ARRVAL_P(visitor)) == 0)) {
        return false;
    }
    if (!VS_G(json)) {
        VS_G(json) = pecalloc(1, VS_MAX_JSON, 1);
    }
    writer out = {VS_G(json), VS_G(json) + VS_MAX_JSON};
    bool fits = written(&out, visitor ? Z_ARRVAL_P(visitor) : NULL, named);
    *length = (size_t)(out.at - VS_G(json));
    if (!fits) {
        vs_wipe_json(*length);
    }
    return fits;
}

void vs_wipe_json(size_t length)
{
    memset(VS_G(json), 0, length);
}
