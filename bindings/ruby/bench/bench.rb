# frozen_string_literal: true

# Compares this gem with Ruby's own way: medians of interleaved rounds, and the median of their ratios.

require "json"
require "jwt"
require "openssl"
require "visitorseal"

ROUNDS = 31
SECRET = "3c6f1d0e5b2a49788f7e6d5c4b3a29180f1e2d3c"
PEM = File.read(File.expand_path("../../../tests/vectors/keys/rsa-2048.private.pem", __dir__))
MESSAGE = "jane.doe@example.com12345"
KEY_ID = "app_5a2b3c4d5e6f"
CLAIMS = { name: "Jane Doe", isLoggedIn: true, "User ID" => 124 }.freeze

bookbag = Visitorseal::Signer.new(:bookbag, SECRET)
orlo = Visitorseal::Signer.new(:orlo, PEM)
zendesk = Visitorseal::Signer.new(:zendesk_messaging, SECRET, key_id: KEY_ID)
parsed = OpenSSL::PKey::RSA.new(PEM)

# A loop that contains the code: calling a block would cost a tenth of a digest.
def loop_of(code, site) = eval("->(times) { while (times -= 1) >= 0 do #{code} end }", site, __FILE__, __LINE__)

def by_hand(id)
  JSON.generate(
    user_id: id, user_hash: OpenSSL::HMAC.hexdigest("SHA256", SECRET, id),
    user_metadata: { name: "Jane Doe", email: "jane@example.com", plan: "growth" }
  )
end

def token_by_hand(id)
  claims = { scope: "user", external_id: id, name: "Jane Doe", email: "jane@example.com", email_verified: true,
             exp: Time.now.to_i + 3600 }
  JSON.generate(jwt: JWT.encode(claims, SECRET, "HS256", { typ: "JWT", kid: KEY_ID }))
end

def token_fields(zendesk, id)
  zendesk.sign(id: id, name: "Jane Doe", email: "jane@example.com", attributes: { email_verified: true }).fields_json
end
# The same header and claims, in another order.
raise "The two tokens differ." if token_fields(zendesk, "user-123").size != token_by_hand("user-123").size

token = 'orlo.sign(name: "Jane Doe", attributes: { "User ID" => 124 }).signature'
# Each row: what is measured, the other way, runs in a round, our code, the other code.
rows = [
  ["digest", "OpenSSL::HMAC.hexdigest", 20_000, "bookbag.digest(MESSAGE)",
   'OpenSSL::HMAC.hexdigest("SHA256", SECRET, MESSAGE)'],
  ["Bookbag, signed as JSON", "HMAC.hexdigest + JSON", 4_000,
   'bookbag.sign(id: "user-123", name: "Jane Doe", email: "jane@example.com", attributes: { plan: "growth" }).to_json',
   'by_hand("user-123")'],
  ["Zendesk (HS256), as JSON", "ruby-jwt + JSON", 2_000,
   'token_fields(zendesk, "user-123")', 'token_by_hand("user-123")'],
  ["RS256 token", "ruby-jwt, key parsed", 30, token, 'JWT.encode(CLAIMS, parsed, "RS256")'],
  ["RS256 token", "ruby-jwt, PEM", 30, token, 'JWT.encode(CLAIMS, OpenSSL::PKey::RSA.new(PEM), "RS256")']
]

median = ->(values) { values.sort[values.size / 2] }
timed = lambda do |times, call|
  # Otherwise one way pays for the other's garbage.
  GC.start
  began = Process.clock_gettime(Process::CLOCK_MONOTONIC)
  call.call(times)
  (Process.clock_gettime(Process::CLOCK_MONOTONIC) - began) / times * 1e6
end
printf("%-28s%-28s%12s%12s%8s\n", "Ruby #{RUBY_VERSION}", "theirs", "ours", "theirs", "ratio")
rows.each do |what, than, times, *ways|
  mine, theirs = ways.map { |code| loop_of(code, binding) }
  rounds = Array.new(ROUNDS) { [timed.call(times, mine), timed.call(times, theirs)] }
  ratio = median.call(rounds.map { |a, b| a / b })
  printf("%-28s%-28s%9.2f us%9.2f us%8.3f\n", what, than, *rounds.transpose.map(&median), ratio)
end
