/* The signers that are kept between requests, because to make one takes longer than to sign. Each thread has its own. */
#include "php_visitorseal.h"
#include "ext/hash/php_hash.h"
#include "ext/hash/php_hash_sha.h"
#if PHP_VERSION_ID >= 80200
# include "ext/random/php_random.h"
#endif

static void add(PHP_SHA256_CTX *hash, const char *bytes, size_t length)
{
    /* With its length, so that no two lists of parts are one text. */
    PHP_SHA256Update(hash, (const unsigned char *)&length, sizeof(length));
    PHP_SHA256Update(hash, (const unsigned char *)bytes, length);
}

/* SHA-256 with a random key of the process, so that the hash alone tells nothing about the secret. */
static bool key_of(unsigned char key[32], zend_string *scheme, zend_string *secret, zend_string *settings)
{
    PHP_SHA256_CTX hash;
    if (!VS_G(has_key)) {
        if (php_random_bytes_silent(VS_G(key), sizeof(VS_G(key))) == FAILURE) {
            return false;
        }
        VS_G(has_key) = true;
    }
    PHP_SHA256Init(&hash);
    add(&hash, (const char *)VS_G(key), sizeof(VS_G(key)));
    add(&hash, ZSTR_VAL(scheme), ZSTR_LEN(scheme));
    add(&hash, ZSTR_VAL(secret), ZSTR_LEN(secret));
    add(&hash, settings ? ZSTR_VAL(settings) : "", settings ? ZSTR_LEN(settings) : 0);
    PHP_SHA256Final(key, &hash);
    ZEND_SECURE_ZERO(&hash, sizeof(hash));
    return true;
}

static vs_thing *made(zend_string *scheme, zend_string *secret, zend_string *settings)
{
    visitorseal_scheme *found = NULL;
    visitorseal_signer *signer = NULL;
    visitorseal_error error;
    if (!vs_checks_version()
        || vs_failed(visitorseal_scheme_new(ZSTR_VAL(scheme), ZSTR_LEN(scheme), &found, &error), &error)) {
        return NULL;
    }
    int32_t status = visitorseal_signer_new(found, ZSTR_VAL(secret), ZSTR_LEN(secret), settings ? ZSTR_VAL(settings) : NULL,
        settings ? ZSTR_LEN(settings) : 0, &signer, &error);
    visitorseal_scheme_free(found);
    return vs_failed(status, &error) ? NULL : vs_thing_new(VS_SIGNER, signer);
}

static void forget(vs_kept *kept)
{
    vs_thing_release(kept->signer);
    ZEND_SECURE_ZERO(kept, sizeof(*kept));
}

/* A signer for a scheme of the catalogue, for one use by the caller. NULL if it cannot be made: then an exception is thrown. */
vs_thing *vs_kept_signer(zend_string *scheme, zend_string *secret, zend_string *settings)
{
    unsigned char key[32];
    if (!key_of(key, scheme, secret, settings)) {
        return made(scheme, secret, settings);
    }
    vs_kept *oldest = VS_G(kept);
    for (uint32_t index = 0; index < VS_G(kept_count); index++) {
        vs_kept *kept = &VS_G(kept)[index];
        if (memcmp(kept->key, key, sizeof(key)) == 0) {
            kept->used = ++VS_G(clock);
            kept->signer->users++;
            return kept->signer;
        }
        if (kept->used < oldest->used) {
            oldest = kept;
        }
    }
    vs_thing *signer = made(scheme, secret, settings);
    if (signer) {
        if (VS_G(kept_count) < VS_KEPT) {
            oldest = &VS_G(kept)[VS_G(kept_count)++];
        } else {
            forget(oldest);
        }
        memcpy(oldest->key, key, sizeof(key));
        oldest->used = ++VS_G(clock);
        oldest->signer = signer;
        signer->users++;
    }
    return signer;
}

void vs_kept_free(zend_visitorseal_globals *globals)
{
    for (uint32_t index = 0; index < globals->kept_count; index++) {
        forget(&globals->kept[index]);
    }
    globals->kept_count = 0;
}
