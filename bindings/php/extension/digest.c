/* The methods of Visitorseal\Signer that compute digests. */
#include "signer.h"
#include "ext/spl/spl_iterators.h"

static int collect(zend_object_iterator *iterator, void *list)
{
    zval *value = iterator->funcs->get_current_data(iterator);
    if (!value || EG(exception)) {
        return ZEND_HASH_APPLY_STOP;
    }
    ZVAL_DEREF(value);
    Z_TRY_ADDREF_P(value);
    zend_hash_next_index_insert((HashTable *)list, value);
    return ZEND_HASH_APPLY_KEEP;
}

/* The values of an iterable, which the caller releases. NULL if an exception is thrown. */
HashTable *vs_values_of(zval *iterable)
{
    if (Z_TYPE_P(iterable) == IS_ARRAY) {
        Z_TRY_ADDREF_P(iterable);
        return Z_ARRVAL_P(iterable);
    }
    HashTable *list = zend_new_array(0);
    if (spl_iterator_apply(iterable, collect, list) == FAILURE || EG(exception)) {
        zend_array_release(list);
        return NULL;
    }
    return list;
}

ZEND_METHOD(Signer, digest)
{
    zval *message;
    visitorseal_error error;
    ZEND_PARSE_PARAMETERS_START(1, 1)
        Z_PARAM_ZVAL(message)
    ZEND_PARSE_PARAMETERS_END();
    vs_thing *thing = vs_signer_thing(ZEND_THIS);
    if (!thing) {
        RETURN_THROWS();
    }
    if (UNEXPECTED(Z_TYPE_P(message) != IS_STRING)) {
        zend_argument_type_error(1, "must be of type string, %s given", zend_zval_type_name(message));
        RETURN_THROWS();
    }
    /* A token has no digest: the call says so. */
    size_t size = MAX(thing->digest_size, 1);
    zend_string *digest = zend_string_alloc(size - 1, 0);
    int32_t status = visitorseal_signer_digest(thing->pointer, Z_STRVAL_P(message), Z_STRLEN_P(message), ZSTR_VAL(digest), size, &error);
    if (UNEXPECTED(status != VISITORSEAL_OK)) {
        zend_string_efree(digest);
        vs_failed(status, &error);
        RETURN_THROWS();
    }
    RETURN_NEW_STR(digest);
}

/* So many messages cross at once. */
#define MESSAGES_AT_ONCE 4096

ZEND_METHOD(Signer, digestMany)
{
    zval *messages, *message;
    visitorseal_error error;
    ZEND_PARSE_PARAMETERS_START(1, 1)
        Z_PARAM_ITERABLE(messages)
    ZEND_PARSE_PARAMETERS_END();
    vs_thing *thing = vs_signer_thing(ZEND_THIS);
    HashTable *list = thing ? vs_values_of(messages) : NULL;
    if (!list) {
        RETURN_THROWS();
    }
    uint32_t count = zend_hash_num_elements(list), capacity = MIN(MAX(count, 1), MESSAGES_AT_ONCE), filled = 0, done = 0;
    size_t digest = MAX(thing->digest_size, 1) - 1;
    visitorseal_message *batch = safe_emalloc(capacity, sizeof(visitorseal_message), 0);
    char *out = safe_emalloc(capacity, digest, 1);
    array_init_size(return_value, count);
    ZEND_HASH_FOREACH_VAL(list, message) {
        ZVAL_DEREF(message);
        if (UNEXPECTED(Z_TYPE_P(message) != IS_STRING)) {
            zend_throw_error(zend_ce_type_error, "Visitorseal\\Signer::digest(): Argument #1 ($message) must be of type string, %s given",
                zend_zval_type_name(message));
            break;
        }
        batch[filled++] = (visitorseal_message) {Z_STRVAL_P(message), Z_STRLEN_P(message)};
        done++;
        if (filled < capacity && done < count) {
            continue;
        }
        if (vs_failed(visitorseal_signer_digest_many(thing->pointer, batch, filled, out, filled * digest + 1, &error), &error)) {
            break;
        }
        for (uint32_t index = 0; index < filled; index++) {
            zval text;
            ZVAL_STRINGL(&text, out + index * digest, digest);
            zend_hash_next_index_insert_new(Z_ARRVAL_P(return_value), &text);
        }
        filled = 0;
    } ZEND_HASH_FOREACH_END();
    if (count == 0) {
        vs_failed(visitorseal_signer_digest_many(thing->pointer, batch, 0, out, 1, &error), &error);
    }
    ZEND_SECURE_ZERO(out, capacity * digest);
    efree(out);
    efree(batch);
    zend_array_release(list);
}
