/* Calls every function of the header with arguments from the input: texts or NULL, handles or NULL, with or without an
   error to fill. Each text has its own memory, so that AddressSanitizer reports a read beyond its end. Results are
   checked and freed. */
#include <stdlib.h>
#include <string.h>
#include <visitorseal.h>

static const uint8_t *input;
static size_t input_length;

static uint8_t byte(void) { return input_length ? input_length--, *input++ : 0; }

typedef struct {
  char *bytes;
  size_t length;
} text;

/* Reads a text and the length before it. One in sixteen is NULL, with a length from 0 to 15. */
static text read_text(void) {
  text result = {NULL, 0};
  uint8_t kind = byte();
  if (kind < 16) {
    result.length = kind;
    return result;
  }
  result.length = kind == 255 ? input_length : (size_t)(kind - 16);
  if (result.length > input_length) result.length = input_length;
  result.bytes = malloc(result.length ? result.length : 1);
  if (!result.bytes) abort();
  if (result.length) memcpy(result.bytes, input, result.length);
  input += result.length;
  input_length -= result.length;
  return result;
}

static visitorseal_error *error_or_null(visitorseal_error *error) { return byte() & 1 ? error : NULL; }

/* Checks a text that a function gave, and frees it. A failed call must give none. */
static void check_text(int32_t status, char *result, size_t length) {
  if (status == VISITORSEAL_OK) {
    if (strlen(result) != length) abort();
    visitorseal_string_free(result);
  } else if (result) {
    abort();
  }
}

#define TEXT(...)                                                                   \
  do {                                                                              \
    char *result = NULL;                                                            \
    size_t length = 0;                                                              \
    int32_t status = __VA_ARGS__;                                                   \
    check_text(status, result, length);                                             \
  } while (0)

static void call_signed(visitorseal_signed *visitor, text nonce, text endpoint, visitorseal_error *error) {
  TEXT(visitorseal_signed_to_json(visitor, &result, &length, error));
  TEXT(visitorseal_signed_signature(visitor, &result, &length, error));
  TEXT(visitorseal_signed_fields_json(visitor, &result, &length, error));
  TEXT(visitorseal_signed_mark(visitor, &result, &length, error));
  TEXT(visitorseal_signed_element(visitor, endpoint.bytes, endpoint.length, &result, &length, error));
  int64_t end = 0;
  if (visitorseal_signed_expires_at(visitor, &end, error) == VISITORSEAL_OK && end < -1) abort();
  TEXT(visitorseal_signed_script(visitor, nonce.bytes, nonce.length, &result, &length, error));
  TEXT(visitorseal_signed_url(visitor, &result, &length, error));
  visitorseal_signed_free(visitor);
}

static void call_signer(const visitorseal_scheme *scheme, visitorseal_error *error) {
  text secret = read_text(), settings = read_text(), visitor = read_text(), message = read_text(), nonce = read_text();
  visitorseal_signer *signer = NULL;
  visitorseal_signer_new(scheme, secret.bytes, secret.length, settings.bytes, settings.length, &signer, error);
  TEXT(visitorseal_signer_warnings(signer, &result, &length, error));
  TEXT(visitorseal_signer_forget_script(signer, nonce.bytes, nonce.length, &result, &length, error));
  TEXT(visitorseal_signer_anonymous_script(signer, nonce.bytes, nonce.length, &result, &length, error));
  TEXT(visitorseal_signer_sign_many(signer, visitor.bytes, visitor.length, byte(), &result, &length, error));

  visitorseal_signed *signed_visitor = NULL;
  visitorseal_signer_sign(signer, visitor.bytes, visitor.length, byte(), &signed_visitor, error);
  call_signed(signed_visitor, nonce, message, error);
  signed_visitor = NULL;
  visitorseal_signer_prefill(signer, visitor.bytes, visitor.length, &signed_visitor, error);
  call_signed(signed_visitor, nonce, message, error);

  size_t capacity = byte(), size = visitorseal_signer_digest_size(signer);
  if (size > sizeof(visitorseal_digest)) abort();
  char *buffer = malloc(capacity ? capacity : 1);
  if (!buffer) abort();
  if (visitorseal_signer_digest(signer, message.bytes, message.length, buffer, capacity, error) == VISITORSEAL_OK &&
      strlen(buffer) + 1 != size)
    abort();
  visitorseal_message messages[2] = {{message.bytes, message.length}, {visitor.bytes, visitor.length}};
  visitorseal_signer_digest_many(signer, byte() & 1 ? messages : NULL, byte() % 3, buffer, capacity, error);
  free(buffer);
  visitorseal_digest digest;
  const char *written = visitorseal_signer_digest_text(signer, message.bytes, message.length, &digest);
  if (written && strlen(written) + 1 != size) abort();

  visitorseal_signer_free(signer);
  free(secret.bytes), free(settings.bytes), free(visitor.bytes), free(message.bytes), free(nonce.bytes);
}

static void call_page(const visitorseal_scheme *scheme, visitorseal_error *error) {
  text settings = read_text(), visitor = read_text(), nonce = read_text();
  visitorseal_page *page = NULL;
  visitorseal_page_new(scheme, settings.bytes, settings.length, &page, error);
  TEXT(visitorseal_page_forget_script(page, nonce.bytes, nonce.length, &result, &length, error));
  TEXT(visitorseal_page_anonymous_script(page, nonce.bytes, nonce.length, &result, &length, error));
  TEXT(visitorseal_page_anonymous_element(page, &result, &length, error));
  visitorseal_signed *form = NULL;
  visitorseal_page_prefill(page, visitor.bytes, visitor.length, &form, error);
  call_signed(form, nonce, nonce, error);
  visitorseal_page_free(page);
  free(settings.bytes), free(visitor.bytes), free(nonce.bytes);
}

static void call_verifier(const visitorseal_scheme *scheme, visitorseal_error *error) {
  text secret = read_text(), kid = read_text(), settings = read_text(), fields = read_text(), template = read_text();
  visitorseal_key keys[2] = {{secret.bytes, secret.length, kid.bytes, kid.length}, {secret.bytes, secret.length, NULL, 0}};
  visitorseal_verifier_options options = {byte() % 4, byte(), (size_t)byte() << 8, settings.bytes, settings.length};
  size_t count = byte() % 3;
  visitorseal_verifier *verifier = NULL;
  visitorseal_verifier_new(scheme, byte() & 1 ? keys : NULL, count, byte() & 1 ? &options : NULL, &verifier, error);
  visitorseal_verified *verified = NULL;
  visitorseal_verifier_verify_json(verifier, fields.bytes, fields.length, byte(), &verified, error);
  size_t max_body = 0;
  if (visitorseal_verifier_max_body(verifier, &max_body, error) == VISITORSEAL_OK && max_body < 2 * 65536) abort();
  int32_t key = 0;
  visitorseal_verified_key(verified, &key, error);
  TEXT(visitorseal_verified_token_id(verified, &result, &length, error));
  TEXT(visitorseal_verified_to_json(verified, &result, &length, error));
  TEXT(visitorseal_verified_contact(verified, &result, &length, error));
  TEXT(visitorseal_verified_fill(verified, template.bytes, template.length, &result, &length, error));
  TEXT(visitorseal_explain(scheme, keys, count, fields.bytes, fields.length, byte(), byte(), (size_t)byte() << 8,
                           settings.bytes, settings.length, template.bytes, template.length, &result, &length, error));
  int32_t number = byte() << 2 | byte() % 4;
  TEXT(visitorseal_explain_error(number, kid.bytes, kid.length, template.bytes, template.length, &result, &length, error));
  TEXT(visitorseal_inspect_token(fields.bytes, fields.length, &result, &length, error));
  visitorseal_verified_free(verified);
  visitorseal_verifier_free(verifier);
  free(secret.bytes), free(kid.bytes), free(settings.bytes), free(fields.bytes), free(template.bytes);
}

void calls(const uint8_t *data, size_t length) {
  static const char *const names[] = {"bookbag", "reamaze", "fernand", "thread", "orlo"};
  input = data;
  input_length = length;
  visitorseal_error buffer, *error = error_or_null(&buffer);
  visitorseal_scheme *scheme = NULL;
  uint8_t which = byte() % 8;
  if (which < 5) {
    visitorseal_scheme_new(names[which], strlen(names[which]), &scheme, error);
  } else if (which < 7) {
    text source = read_text();
    if (which == 5)
      visitorseal_scheme_new(source.bytes, source.length, &scheme, error);
    else
      visitorseal_scheme_parse(source.bytes, source.length, &scheme, error);
    free(source.bytes);
  }
  TEXT(visitorseal_scheme_to_json(scheme, &result, &length, error));
  TEXT(visitorseal_schemes(&result, &length, error));
  if (!visitorseal_version()[0]) abort();
  uint8_t part = byte() % 4;
  if (part == 3)
    call_page(scheme, error);
  else if (part == 1)
    call_signer(scheme, error);
  else
    call_verifier(scheme, error);
  visitorseal_scheme_free(scheme);
}
