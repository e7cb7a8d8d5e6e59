/* Properties that are read from the library's text when somebody asks for them. */
#include "php_visitorseal.h"

/* Takes over the value. Code of the site that ran in between may have asked for the same property. */
void vs_set_once(zval *property, zval *value)
{
    if (EXPECTED(Z_ISUNDEF_P(property))) {
        ZVAL_COPY_VALUE(property, value);
    } else {
        zval_ptr_dtor(value);
    }
}

/* `fill` sets the property of a name, if nobody has asked for it before. It may run code of the site, such as an autoloader,
 * which may let the last other reference to the object go. */
zval *vs_read_filled(zend_object *object, zend_string *name, int type, void **cache, zval *space, vs_fill fill)
{
    GC_ADDREF(object);
    fill(object, name);
    zval *value = zend_std_read_property(object, name, type, cache, space);
    if (UNEXPECTED(GC_REFCOUNT(object) == 1) && value != space) {
        ZVAL_COPY(space, value);
        value = space;
    }
    OBJ_RELEASE(object);
    return value;
}

int vs_has_filled(zend_object *object, zend_string *name, int check, void **cache, vs_fill fill)
{
    GC_ADDREF(object);
    fill(object, name);
    int has = zend_std_has_property(object, name, check, cache);
    OBJ_RELEASE(object);
    return has;
}

/* All properties are read-only: PHP then reads them. */
zval *vs_no_pointer(zend_object *object, zend_string *name, int type, void **cache)
{
    return NULL;
}
