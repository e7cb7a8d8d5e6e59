/* The module: its globals, and what its files share. */
#include "php_visitorseal.h"
#include "ext/standard/info.h"
#include "zend_attributes.h"

ZEND_DECLARE_MODULE_GLOBALS(visitorseal)

/* Calls a static method of the package's PHP code. False if it throws. */
bool vs_call(const char *class, const char *method, zval *result, uint32_t count, zval *arguments)
{
    zend_string *name = zend_string_init(class, strlen(class), 0);
    zend_class_entry *ce = zend_lookup_class(name);
    zend_string_release(name);
    ZVAL_UNDEF(result);
    if (!ce) {
        if (!EG(exception)) {
            zend_throw_error(NULL, "Class \"%s\" not found. Install the package visitorseal/visitorseal with Composer", class);
        }
        return false;
    }
    zend_string *lower = zend_string_init(method, strlen(method), 0);
    zend_str_tolower(ZSTR_VAL(lower), ZSTR_LEN(lower));
    zend_function *function = zend_hash_find_ptr(&ce->function_table, lower);
    zend_string_release(lower);
    if (!function) {
        zend_throw_error(NULL, "Call to undefined method %s::%s()", class, method);
        return false;
    }
    zend_call_known_function(function, NULL, ce, result, count, arguments, NULL);
    if (EG(exception)) {
        zval_ptr_dtor(result);
        ZVAL_UNDEF(result);
        return false;
    }
    return true;
}

static void throw_of(const char *method, uint32_t count, zval *arguments)
{
    zval exception;
    if (vs_call("Visitorseal\\Internal\\Failure", method, &exception, count, arguments)) {
        zend_throw_exception_object(&exception);
    }
}

/* Throws what an object says that can be neither cloned nor serialized. */
void vs_throw_refusal(zend_class_entry *ce, const char *verb)
{
    zval arguments[2];
    ZVAL_STR(&arguments[0], ce->name);
    ZVAL_STRING(&arguments[1], verb);
    throw_of("refusal", 2, arguments);
    zval_ptr_dtor(&arguments[1]);
}

/* Throws what an object says that was not made by its constructor. */
void vs_throw_copy(void)
{
    throw_of("copy", 0, NULL);
}

/* Whether extension and package belong together. Otherwise it throws. */
bool vs_checks_version(void)
{
    zval version, nothing;
    ZVAL_STRING(&version, visitorseal_version());
    bool fits = vs_call("Visitorseal\\Internal\\Extension", "checkVersion", &nothing, 1, &version);
    zval_ptr_dtor(&version);
    return fits;
}

/* Reads an argument of the type string|Stringable|null. False if it throws. The caller releases the text. */
bool vs_optional_text(zval *value, uint32_t position, zend_string **text)
{
    *text = NULL;
    if (!value || Z_TYPE_P(value) == IS_NULL) {
        return true;
    }
    if (Z_TYPE_P(value) == IS_STRING) {
        *text = zend_string_copy(Z_STR_P(value));
    } else if (Z_TYPE_P(value) == IS_OBJECT && instanceof_function(Z_OBJCE_P(value), zend_ce_stringable)) {
        *text = zval_try_get_string(value);
    } else if (!ZEND_ARG_USES_STRICT_TYPES() && zend_parse_arg_str_weak(value, text, position)) {
        zend_string_addref(*text);
    } else if (!EG(exception)) {
        zend_argument_type_error(position, "must be of type Stringable|string|null, %s given", zend_zval_type_name(value));
    }
    return *text != NULL;
}

/* No trace and no dump shows the arguments. */
void vs_hide_arguments(zend_class_entry *ce)
{
    zend_function *function;
    ZEND_HASH_FOREACH_PTR(&ce->function_table, function) {
        uint32_t count = function->common.num_args + ((function->common.fn_flags & ZEND_ACC_VARIADIC) != 0);
        for (uint32_t index = 0; index < count; index++) {
            zend_add_parameter_attribute(function, index, ZSTR_KNOWN(ZEND_STR_SENSITIVEPARAMETER), 0);
        }
    } ZEND_HASH_FOREACH_END();
}

zend_long vs_now(zend_long now, bool is_null)
{
    return is_null ? (zend_long)time(NULL) : now;
}

/* Their secrets may differ, although all that PHP sees is the same. */
int vs_never_equal(zval *left, zval *right)
{
    return Z_TYPE_P(left) == IS_OBJECT && Z_TYPE_P(right) == IS_OBJECT && Z_OBJ_P(left) == Z_OBJ_P(right) ? 0 : ZEND_UNCOMPARABLE;
}

static PHP_GINIT_FUNCTION(visitorseal)
{
#if defined(ZTS) && defined(COMPILE_DL_VISITORSEAL)
    ZEND_TSRMLS_CACHE_UPDATE();
#endif
    memset(visitorseal_globals, 0, sizeof(*visitorseal_globals));
}

static PHP_GSHUTDOWN_FUNCTION(visitorseal)
{
    vs_kept_free(visitorseal_globals);
    ZEND_SECURE_ZERO(visitorseal_globals->key, sizeof(visitorseal_globals->key));
    if (visitorseal_globals->json) {
        pefree(visitorseal_globals->json, 1);
    }
}

static PHP_MINIT_FUNCTION(visitorseal)
{
    vs_handle_register();
    vs_library_register();
    vs_script_register();
    vs_signed_register();
    vs_signer_register();
    return SUCCESS;
}

static PHP_MINFO_FUNCTION(visitorseal)
{
    char kept[16];
    snprintf(kept, sizeof(kept), "%u", VS_G(kept_count));
    php_info_print_table_start();
    php_info_print_table_row(2, "visitorseal", visitorseal_version());
    php_info_print_table_row(2, "Signers kept between requests", kept);
    php_info_print_table_end();
}

static const zend_module_dep dependencies[] = {
    ZEND_MOD_REQUIRED("json")
    ZEND_MOD_REQUIRED("hash")
    ZEND_MOD_REQUIRED("spl")
    ZEND_MOD_END
};

static zend_module_entry module = {
    STANDARD_MODULE_HEADER_EX,
    NULL,
    dependencies,
    "visitorseal",
    NULL,
    PHP_MINIT(visitorseal),
    NULL,
    NULL,
    NULL,
    PHP_MINFO(visitorseal),
    NULL,
    PHP_MODULE_GLOBALS(visitorseal),
    PHP_GINIT(visitorseal),
    PHP_GSHUTDOWN(visitorseal),
    NULL,
    STANDARD_MODULE_PROPERTIES_EX,
};

#ifdef COMPILE_DL_VISITORSEAL
# ifdef ZTS
ZEND_TSRMLS_CACHE_DEFINE()
# endif
ZEND_DLEXPORT zend_module_entry *get_module(void);

ZEND_DLEXPORT zend_module_entry *get_module(void)
{
    module.version = visitorseal_version();
    return &module;
}
#endif
