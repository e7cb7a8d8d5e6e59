/* Visitorseal\Script. Its PHP class, src/Script.php, documents it. */
#include "php_visitorseal.h"
#include "ext/json/php_json.h"

static zend_class_entry *script_ce;

/* Takes over the text. */
void vs_script_object(zval *out, zend_string *html)
{
    object_init_ex(out, script_ce);
    ZVAL_STR(OBJ_PROP_NUM(Z_OBJ_P(out), 0), html);
}

VS_METHOD(Script, __construct)
{
    zend_string *html = ZSTR_EMPTY_ALLOC();
    zval *property = OBJ_PROP_NUM(Z_OBJ_P(ZEND_THIS), 0);
    ZEND_PARSE_PARAMETERS_START(0, 1)
        Z_PARAM_OPTIONAL
        Z_PARAM_STR(html)
    ZEND_PARSE_PARAMETERS_END();
    if (!Z_ISUNDEF_P(property)) {
        zend_throw_error(NULL, "Cannot modify readonly property %s::$html", ZSTR_VAL(script_ce->name));
        RETURN_THROWS();
    }
    ZVAL_STR_COPY(property, html);
}

VS_METHOD(Script, __toString)
{
    zval *html = OBJ_PROP_NUM(Z_OBJ_P(ZEND_THIS), 0);
    ZEND_PARSE_PARAMETERS_NONE();
    if (Z_TYPE_P(html) != IS_STRING) {
        zend_throw_error(NULL, "Typed property %s::$html must not be accessed before initialization", ZSTR_VAL(script_ce->name));
        RETURN_THROWS();
    }
    RETURN_STR_COPY(Z_STR_P(html));
}

VS_METHOD(Script, __debugInfo)
{
    zval *html = OBJ_PROP_NUM(Z_OBJ_P(ZEND_THIS), 0);
    ZEND_PARSE_PARAMETERS_NONE();
    array_init(return_value);
    add_assoc_long(return_value, "length", Z_TYPE_P(html) == IS_STRING ? (zend_long)Z_STRLEN_P(html) : 0);
}

ZEND_BEGIN_ARG_INFO_EX(takes_html, 0, 0, 0)
    ZEND_ARG_TYPE_INFO_WITH_DEFAULT_VALUE(0, html, IS_STRING, 0, "''")
ZEND_END_ARG_INFO()
ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(returns_text, 0, 0, IS_STRING, 0)
ZEND_END_ARG_INFO()
ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(returns_array, 0, 0, IS_ARRAY, 0)
ZEND_END_ARG_INFO()

static const zend_function_entry methods[] = {
    ZEND_ME(Script, __construct, takes_html, ZEND_ACC_PUBLIC)
    ZEND_ME(Script, __toString, returns_text, ZEND_ACC_PUBLIC)
    ZEND_ME(Script, __debugInfo, returns_array, ZEND_ACC_PUBLIC)
    ZEND_MALIAS(Script, jsonSerialize, __toString, returns_text, ZEND_ACC_PUBLIC)
    ZEND_FE_END
};

void vs_script_register(void)
{
    zend_class_entry ce;
    zval none;
    INIT_NS_CLASS_ENTRY(ce, "Visitorseal", "Script", methods);
    script_ce = zend_register_internal_class(&ce);
    script_ce->ce_flags |= ZEND_ACC_READONLY_CLASS | ZEND_ACC_NO_DYNAMIC_PROPERTIES;
    zend_class_implements(script_ce, 2, php_json_serializable_ce, zend_ce_stringable);
    zend_string *name = zend_string_init_interned("html", 4, 1);
    ZVAL_UNDEF(&none);
    zend_declare_typed_property(script_ce, name, &none, ZEND_ACC_PRIVATE | ZEND_ACC_READONLY, NULL,
        (zend_type) ZEND_TYPE_INIT_MASK(MAY_BE_STRING));
}
