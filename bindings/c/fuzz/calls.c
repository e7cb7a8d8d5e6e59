/* Calls every function of the header, as any program may: with parts of the input as texts, each in a
   memory of its own so that a read beyond its end is seen, with handles or NULL, and with or without places
   for results. What is handed out is looked at and freed. */
#include <stdlib.h>
#include <string.h>
#include <visitorseal.h>

static const uint8_t *rest;
static size_t left;

static uint8_t byte(void) { return left ? left--, *rest++ : 0; }

typedef struct {
  char *bytes;
  size_t length;
} text;

/* A text of the input: its length goes before it. One in sixteen is NULL, with a length or without. */
static text take(void) {
  text taken = {NULL, 0};
  uint8_t kind = byte();
  if (kind < 16) {
    taken.length = kind;
    return taken;
  }
  taken.length = kind == 255 ? left : (size_t)(kind - 16);
  if (taken.length > left) taken.length = left;
  taken.bytes = malloc(taken.length ? taken.length : 1);
  if (!taken.bytes) abort();
  if (taken.length) memcpy(taken.bytes, rest, taken.length);
  rest += taken.length;
  left -= taken.length;
  return taken;
}

static visitorseal_error *reason(visitorseal_error *error) { return byte() & 1 ? error : NULL; }

/* Reads a text that was handed out to its end, and frees it. */
static void look(int32_t status, char *handed, size_t length) {
  if (status == VISITORSEAL_OK) {
    if (strlen(handed) != length) abort();
    visitorseal_string_free(handed);
  } else if (handed) {
    abort();
  }
}

#define TEXT(...)                                                                   \
  do {                                                                              \
    char *handed = NULL;                                                            \
    size_t length = 0;                                                              \
    int32_t status = __VA_ARGS__;                                                   \
    look(status, handed, length);                                                   \
  } while (0)

static void of_signed(visitorseal_signed *visitor, text nonce, visitorseal_error *error) {
  TEXT(visitorseal_signed_to_json(visitor, &handed, &length, error));
  TEXT(visitorseal_signed_signature(visitor, &handed, &length, error));
  TEXT(visitorseal_signed_script(visitor, nonce.bytes, nonce.length, &handed, &length, error));
  TEXT(visitorseal_signed_url(visitor, &handed, &length, error));
  visitorseal_signed_free(visitor);
}

static void of_signer(const visitorseal_scheme *scheme, visitorseal_error *error) {
  text secret = take(), settings = take(), visitor = take(), message = take(), nonce = take();
  visitorseal_signer *signer = NULL;
  visitorseal_signer_new(scheme, secret.bytes, secret.length, settings.bytes, settings.length, &signer, error);
  TEXT(visitorseal_signer_warnings(signer, &handed, &length, error));
  TEXT(visitorseal_signer_forget_script(signer, nonce.bytes, nonce.length, &handed, &length, error));
  TEXT(visitorseal_signer_anonymous_script(signer, nonce.bytes, nonce.length, &handed, &length, error));
  TEXT(visitorseal_signer_sign_many(signer, visitor.bytes, visitor.length, byte(), &handed, &length, error));

  visitorseal_signed *made = NULL;
  visitorseal_signer_sign(signer, visitor.bytes, visitor.length, byte(), &made, error);
  of_signed(made, nonce, error);
  made = NULL;
  visitorseal_signer_prefill(signer, visitor.bytes, visitor.length, &made, error);
  of_signed(made, nonce, error);

  size_t capacity = byte();
  char *room = malloc(capacity ? capacity : 1);
  if (!room) abort();
  if (visitorseal_signer_digest(signer, message.bytes, message.length, room, capacity, error) == VISITORSEAL_OK &&
      strlen(room) != 64)
    abort();
  visitorseal_message messages[2] = {{message.bytes, message.length}, {visitor.bytes, visitor.length}};
  visitorseal_signer_digest_many(signer, byte() & 1 ? messages : NULL, byte() % 3, room, capacity, error);
  free(room);
  visitorseal_digest digest;
  const char *hex = visitorseal_signer_digest_text(signer, message.bytes, message.length, &digest);
  if (hex && strlen(hex) != 64) abort();

  visitorseal_signer_free(signer);
  free(secret.bytes), free(settings.bytes), free(visitor.bytes), free(message.bytes), free(nonce.bytes);
}

static void of_verifier(const visitorseal_scheme *scheme, visitorseal_error *error) {
  text one = take(), kid = take(), settings = take(), fields = take(), template = take();
  visitorseal_key keys[2] = {{one.bytes, one.length, kid.bytes, kid.length}, {one.bytes, one.length, NULL, 0}};
  visitorseal_verifier_options options = {byte() % 4, byte(), (size_t)byte() << 8, settings.bytes, settings.length};
  size_t count = byte() % 3;
  visitorseal_verifier *verifier = NULL;
  visitorseal_verifier_new(scheme, byte() & 1 ? keys : NULL, count, byte() & 1 ? &options : NULL, &verifier, error);
  visitorseal_verified *verified = NULL;
  visitorseal_verifier_verify_json(verifier, fields.bytes, fields.length, byte(), &verified, error);
  int32_t key = 0;
  visitorseal_verified_key(verified, &key, error);
  TEXT(visitorseal_verified_to_json(verified, &handed, &length, error));
  TEXT(visitorseal_verified_contact(verified, &handed, &length, error));
  TEXT(visitorseal_verified_fill(verified, template.bytes, template.length, &handed, &length, error));
  TEXT(visitorseal_explain(scheme, keys, count, fields.bytes, fields.length, byte(), settings.bytes,
                           settings.length, &handed, &length, error));
  TEXT(visitorseal_inspect_token(fields.bytes, fields.length, &handed, &length, error));
  visitorseal_verified_free(verified);
  visitorseal_verifier_free(verifier);
  free(one.bytes), free(kid.bytes), free(settings.bytes), free(fields.bytes), free(template.bytes);
}

void calls(const uint8_t *data, size_t length) {
  static const char *const names[] = {"bookbag", "reamaze", "fernand", "thread", "orlo"};
  rest = data;
  left = length;
  visitorseal_error room, *error = reason(&room);
  visitorseal_scheme *scheme = NULL;
  uint8_t which = byte() % 8;
  if (which < 5) {
    visitorseal_scheme_new(names[which], strlen(names[which]), &scheme, error);
  } else if (which < 7) {
    text given = take();
    if (which == 5)
      visitorseal_scheme_new(given.bytes, given.length, &scheme, error);
    else
      visitorseal_scheme_parse(given.bytes, given.length, &scheme, error);
    free(given.bytes);
  }
  TEXT(visitorseal_scheme_to_json(scheme, &handed, &length, error));
  TEXT(visitorseal_schemes(&handed, &length, error));
  if (!visitorseal_version()[0]) abort();
  if (byte() & 1)
    of_signer(scheme, error);
  else
    of_verifier(scheme, error);
  visitorseal_scheme_free(scheme);
}
