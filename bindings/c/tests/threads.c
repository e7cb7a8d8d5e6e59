/* Threads share handles, and so does a child after fork. */
#define _POSIX_C_SOURCE 200809L

#include <pthread.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"

#define NOW 1795132800u
#define VISITOR "{\"id\":\"user-123\",\"email\":\"jane@example.com\",\"name\":\"Jane\"}"

typedef struct {
    visitorseal_signer *signer;
    visitorseal_verifier *verifier;
    /* The first signature. PKCS#1 v1.5 and HMAC give the same one every time. */
    char *signature, *fields;
} handles;

static handles hmac, rsa;
static pthread_barrier_t start;

static handles make_handles(const char *scheme_name, text secret, text public, const char *format) {
    handles result = {NULL, NULL, NULL, NULL};
    visitorseal_scheme *scheme = NULL;
    visitorseal_signed *visitor = NULL;
    visitorseal_key key = {public.bytes, public.length, NULL, 0};
    int ok = visitorseal_scheme_new(scheme_name, strlen(scheme_name), &scheme, NULL) == VISITORSEAL_OK
        && visitorseal_signer_new(scheme, secret.bytes, secret.length, NULL, 0, &result.signer, NULL) == VISITORSEAL_OK
        && visitorseal_verifier_new(scheme, &key, 1, NULL, &result.verifier, NULL) == VISITORSEAL_OK
        && visitorseal_signer_sign(result.signer, STR(VISITOR), NOW, &visitor, NULL) == VISITORSEAL_OK
        && visitorseal_signed_signature(visitor, &result.signature, NULL, NULL) == VISITORSEAL_OK;
    need(ok, scheme_name);
    size_t room = strlen(format) + strlen(result.signature) + 1;
    result.fields = malloc(room);
    need(result.fields != NULL, "memory");
    snprintf(result.fields, room, format, result.signature);
    visitorseal_signed_free(visitor);
    visitorseal_scheme_free(scheme);
    return result;
}

static void free_handles(handles *of) {
    visitorseal_signer_free(of->signer);
    visitorseal_verifier_free(of->verifier);
    visitorseal_string_free(of->signature);
    free(of->fields);
}

/* Makes four calls, and gives the number of those that failed. CHECK is not for threads. */
static int failed_calls(const handles *with) {
    int count = 0;
    visitorseal_signed *visitor = NULL;
    visitorseal_verified *verified = NULL;
    visitorseal_error error;
    char *signature = NULL;
    int32_t key = -2;
    count += visitorseal_signer_sign(with->signer, STR(VISITOR), NOW, &visitor, NULL) != VISITORSEAL_OK;
    count += visitorseal_signed_signature(visitor, &signature, NULL, NULL) != VISITORSEAL_OK
        || strcmp(signature, with->signature) != 0;
    count += visitorseal_verifier_verify_json(with->verifier, with->fields, strlen(with->fields), NOW, &verified, NULL)
            != VISITORSEAL_OK
        || visitorseal_verified_key(verified, &key, NULL) != VISITORSEAL_OK || key != 0;
    /* An error belongs to its call, whatever other threads do. */
    visitorseal_verified *none = NULL;
    count += visitorseal_verifier_verify_json(with->verifier, STR("{"), NOW, &none, &error) != VISITORSEAL_FIELDS_MALFORMED
        || error.status != VISITORSEAL_FIELDS_MALFORMED || strcmp(error.code, "fields_malformed") != 0 || none != NULL;
    visitorseal_signed_free(visitor);
    visitorseal_verified_free(verified);
    visitorseal_string_free(signature);
    return count;
}

static void *work(void *rounds) {
    int *result = rounds, count = 0;
    pthread_barrier_wait(&start);
    for (int round = 0; round < *result; round++) count += failed_calls(&hmac) + failed_calls(&rsa);
    *result = count;
    return NULL;
}

static void threads_share_handles(int threads) {
    pthread_t running_threads[8];
    int results[8];
    pthread_barrier_init(&start, NULL, (unsigned)threads);
    for (int i = 0; i < threads; i++) {
        results[i] = (int)full_or_light(200, 5);
        need(pthread_create(&running_threads[i], NULL, work, &results[i]) == 0, "a thread");
    }
    for (int i = 0; i < threads; i++) {
        pthread_join(running_threads[i], NULL);
        CHECK(results[i] == 0);
    }
    pthread_barrier_destroy(&start);
}

static void two_threads_share_handles(void) {
    threads_share_handles(2);
}

static void eight_threads_share_handles(void) {
    threads_share_handles(8);
}

static void parent_and_child_use_the_same_handles_after_fork(void) {
    fflush(NULL);
    pid_t child = fork();
    need(child >= 0, "fork");
    if (child == 0) {
        int count = failed_calls(&hmac) + failed_calls(&rsa);
        /* The child has its own copies. */
        free_handles(&hmac);
        free_handles(&rsa);
        _exit(count == 0 ? 0 : 1);
    }
    CHECK(failed_calls(&hmac) == 0 && failed_calls(&rsa) == 0);
    int status = -1;
    CHECK(waitpid(child, &status, 0) == child);
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

static void *sign_one(void *out) {
    visitorseal_signed **visitor = out;
    (void)visitorseal_signer_sign(rsa.signer, STR(VISITOR), NOW, visitor, NULL);
    return NULL;
}

static void a_handle_outlives_the_thread_that_made_it(void) {
    pthread_t thread;
    visitorseal_signed *visitor = NULL;
    char *signature = NULL;
    need(pthread_create(&thread, NULL, sign_one, &visitor) == 0, "a thread");
    pthread_join(thread, NULL);
    if (CHECK(visitorseal_signed_signature(visitor, &signature, NULL, NULL) == VISITORSEAL_OK))
        CHECK(strcmp(signature, rsa.signature) == 0);
    visitorseal_string_free(signature);
    visitorseal_signed_free(visitor);
}

int main(void) {
    char shared[] = "threads-secret-0123456789abcdef";
    text secret = {shared, sizeof shared - 1};
    text private = key_file("rsa-2048.private.pem"), public = key_file("rsa-2048.public.pem");
    hmac = make_handles("bookbag", secret, secret, "{\"user_id\":\"user-123\",\"user_hash\":\"%s\"}");
    rsa = make_handles("orlo", private, public, "{\"jwt\":\"%s\"}");
    /* The handles have copied what they need. */
    memset(shared, 0, sizeof shared);
    memset(private.bytes, 0, private.length);
    memset(public.bytes, 0, public.length);
    free(private.bytes);
    free(public.bytes);
    RUN(parent_and_child_use_the_same_handles_after_fork);
    RUN(two_threads_share_handles);
    RUN(eight_threads_share_handles);
    RUN(parent_and_child_use_the_same_handles_after_fork);
    RUN(a_handle_outlives_the_thread_that_made_it);
    free_handles(&hmac);
    free_handles(&rsa);
    return finish("threads");
}
