/* What the files of Visitorseal\Signer share. */
#ifndef VISITORSEAL_SIGNER_H
#define VISITORSEAL_SIGNER_H

#include "php_visitorseal.h"

/* The default of an argument for which null is a value of its own. It is no UTF-8, so it cannot be a value that is signed. */
#define NOT_GIVEN "\x80not given"

/* NULL, with an exception, for an object that never had its constructor. */
vs_thing *vs_signer_thing(zval *self);

/* The values of an iterable, which the caller releases. NULL if an exception is thrown. */
HashTable *vs_values_of(zval *iterable);

ZEND_METHOD(Signer, sign);
ZEND_METHOD(Signer, fieldsJson);
ZEND_METHOD(Signer, script);
ZEND_METHOD(Signer, element);
ZEND_METHOD(Signer, signMany);
ZEND_METHOD(Signer, prefill);
ZEND_METHOD(Signer, digest);
ZEND_METHOD(Signer, digestMany);

#endif
