/* Visitorseal\Internal\Handle: an object of the C library, for PHP's code. */
#include "php_visitorseal.h"

zend_class_entry *vs_handle_ce;
static zend_object_handlers handlers;

typedef struct {
    vs_thing *thing;
    zend_object std;
} vs_handle;

static vs_handle *handle_of(zend_object *object)
{
    return (vs_handle *)((char *)object - XtOffsetOf(vs_handle, std));
}

vs_thing *vs_thing_new(vs_type type, void *pointer)
{
    vs_thing *thing = pecalloc(1, sizeof(vs_thing), 1);
    thing->pointer = pointer;
    thing->users = 1;
    thing->type = type;
    if (type == VS_SIGNER) {
        thing->digest_size = (uint32_t)visitorseal_signer_digest_size(pointer);
        /* A token is not made again, because a key pair takes long. */
        thing->repeats = thing->digest_size == 0 ? 0 : -1;
    }
    return thing;
}

void vs_thing_release(vs_thing *thing)
{
    if (!thing || --thing->users > 0) {
        return;
    }
    switch (thing->type) {
        case VS_SCHEME: visitorseal_scheme_free(thing->pointer); break;
        case VS_SIGNER: visitorseal_signer_free(thing->pointer); break;
        case VS_SIGNED: visitorseal_signed_free(thing->pointer); break;
        case VS_PAGE: visitorseal_page_free(thing->pointer); break;
        case VS_VERIFIER: visitorseal_verifier_free(thing->pointer); break;
        case VS_VERIFIED: visitorseal_verified_free(thing->pointer); break;
    }
    pefree(thing, 1);
}

static zend_object *handle_create(zend_class_entry *ce)
{
    vs_handle *handle = zend_object_alloc(sizeof(vs_handle), ce);
    handle->thing = NULL;
    zend_object_std_init(&handle->std, ce);
    object_properties_init(&handle->std, ce);
    handle->std.handlers = &handlers;
    return &handle->std;
}

static void handle_free(zend_object *object)
{
    vs_thing_release(handle_of(object)->thing);
    handle_of(object)->thing = NULL;
    zend_object_std_dtor(object);
}

/* Takes over the caller's use of the thing. */
void vs_handle_object(zval *out, vs_thing *thing)
{
    object_init_ex(out, vs_handle_ce);
    handle_of(Z_OBJ_P(out))->thing = thing;
}

vs_thing *vs_handle_thing(zend_object *object)
{
    return handle_of(object)->thing;
}

VS_METHOD(Handle, __construct)
{
    vs_throw_copy();
}

VS_METHOD(Handle, __serialize)
{
    vs_throw_refusal(vs_handle_ce, "serialized");
}

VS_METHOD(Handle, __unserialize)
{
    vs_throw_refusal(vs_handle_ce, "unserialized");
}

ZEND_BEGIN_ARG_INFO_EX(no_arguments, 0, 0, 0)
ZEND_END_ARG_INFO()
ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(returns_array, 0, 0, IS_ARRAY, 0)
ZEND_END_ARG_INFO()
ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(takes_data, 0, 1, IS_VOID, 0)
    ZEND_ARG_TYPE_INFO(0, data, IS_ARRAY, 0)
ZEND_END_ARG_INFO()

static const zend_function_entry methods[] = {
    ZEND_ME(Handle, __construct, no_arguments, ZEND_ACC_PRIVATE)
    ZEND_ME(Handle, __serialize, returns_array, ZEND_ACC_PUBLIC)
    ZEND_ME(Handle, __unserialize, takes_data, ZEND_ACC_PUBLIC)
    ZEND_FE_END
};

void vs_handle_register(void)
{
    zend_class_entry ce;
    INIT_NS_CLASS_ENTRY(ce, "Visitorseal\\Internal", "Handle", methods);
    vs_handle_ce = zend_register_internal_class(&ce);
    vs_handle_ce->ce_flags |= ZEND_ACC_FINAL | ZEND_ACC_NO_DYNAMIC_PROPERTIES;
    vs_handle_ce->create_object = handle_create;
    memcpy(&handlers, &std_object_handlers, sizeof(handlers));
#if PHP_VERSION_ID >= 80300
    vs_handle_ce->default_object_handlers = &handlers;
#endif
    handlers.offset = XtOffsetOf(vs_handle, std);
    handlers.free_obj = handle_free;
    handlers.clone_obj = NULL;
    handlers.compare = vs_never_equal;
    vs_hide_arguments(vs_handle_ce);
}
