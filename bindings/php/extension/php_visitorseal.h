/* The extension of the package visitorseal: its classes for signing and its Internal\Library, over the C library. */
#ifndef PHP_VISITORSEAL_H
#define PHP_VISITORSEAL_H

#ifdef HAVE_CONFIG_H
# include "config.h"
#endif
#include "php.h"
#include "zend_exceptions.h"
#include "zend_interfaces.h"
#include "visitorseal.h"

/* Between requests, so many signers are kept. */
#define VS_KEPT 64
/* A visitor that is larger or nested deeper goes to PHP's code and to the library, which know the limits and refuse it. */
#define VS_MAX_JSON (64 * 1024)
#define VS_MAX_DEPTH 32

typedef enum { VS_SCHEME, VS_SIGNER, VS_SIGNED, VS_PAGE, VS_VERIFIER, VS_VERIFIED } vs_type;

/* An object of the C library, shared by the PHP objects that use it, and freed with the last of them. */
typedef struct {
    void *pointer;
    uint32_t users;
    vs_type type;
    /* Of a signer: the size of a digest with its NUL, or 0 for a token. */
    uint32_t digest_size;
    /* Of a signer: whether it makes the same of the same visitor and time; -1 until it has signed. */
    int repeats;
    /* Of a signer: how large a text of each form was. */
    size_t sizes[5];
} vs_thing;

typedef struct {
    unsigned char key[32];
    uint64_t used;
    vs_thing *signer;
} vs_kept;

ZEND_BEGIN_MODULE_GLOBALS(visitorseal)
    vs_kept kept[VS_KEPT];
    uint32_t kept_count;
    uint64_t clock;
    bool has_key;
    unsigned char key[32];
    /* A visitor as JSON. It is zero between calls. */
    char *json;
ZEND_END_MODULE_GLOBALS(visitorseal)

ZEND_EXTERN_MODULE_GLOBALS(visitorseal)
#define VS_G(member) ZEND_MODULE_GLOBALS_ACCESSOR(visitorseal, member)
#if defined(ZTS) && defined(COMPILE_DL_VISITORSEAL)
ZEND_TSRMLS_CACHE_EXTERN()
#endif

/* handle.c */
extern zend_class_entry *vs_handle_ce;
vs_thing *vs_thing_new(vs_type type, void *pointer);
void vs_thing_release(vs_thing *thing);
void vs_handle_object(zval *out, vs_thing *thing);
vs_thing *vs_handle_thing(zend_object *object);
void vs_handle_register(void);

/* cache.c */
vs_thing *vs_kept_signer(zend_string *scheme, zend_string *secret, zend_string *settings);
void vs_kept_free(zend_visitorseal_globals *globals);

/* json.c */
bool vs_plain_visitor(zval *visitor, zval *named, size_t *length);
void vs_wipe_json(size_t length);

/* library.c */
bool vs_failed(int32_t status, const visitorseal_error *error);
zend_string *vs_sign_text(vs_thing *signer, const char *visitor, size_t length, zend_long now, int32_t form, zend_string *option);
zend_string *vs_taken(int32_t status, char *text, size_t length, const visitorseal_error *error);
void vs_library_register(void);

/* visitorseal.c */
bool vs_call(const char *class, const char *method, zval *result, uint32_t count, zval *arguments);
void vs_throw_refusal(zend_class_entry *ce, const char *verb);
void vs_throw_copy(void);
bool vs_checks_version(void);
bool vs_optional_text(zval *value, uint32_t position, zend_string **text);
void vs_hide_arguments(zend_class_entry *ce);
zend_long vs_now(zend_long now, bool is_null);
int vs_never_equal(zval *left, zval *right);

/* lazy.c */
typedef void (*vs_fill)(zend_object *object, zend_string *name);
void vs_set_once(zval *property, zval *value);
zval *vs_read_filled(zend_object *object, zend_string *name, int type, void **cache, zval *space, vs_fill fill);
int vs_has_filled(zend_object *object, zend_string *name, int check, void **cache, vs_fill fill);
zval *vs_no_pointer(zend_object *object, zend_string *name, int type, void **cache);

/* signer.c, signed.c, script.c */
extern zend_class_entry *vs_signed_ce;
void vs_signer_register(void);
void vs_signed_register(void);
void vs_script_register(void);
void vs_signed_object(zval *out, vs_thing *thing, const char *visitor, size_t length, zend_long now, zend_string *fields_json);
void vs_script_object(zval *out, zend_string *html);

#define VS_METHOD(class, name) static ZEND_METHOD(class, name)

#endif
