# frozen_string_literal: true

# Compares this gem with Ruby's own way: medians of interleaved rounds, and the median of their ratios. `--json` prints the
# rows as JSON.

require "json"
require "jwt"
require "openssl"
require "rbconfig"
require "visitorseal"

ROUNDS = 31
BATCH = 10_000
SECRET = "3c6f1d0e5b2a49788f7e6d5c4b3a29180f1e2d3c"
PEM = File.read(File.expand_path("../../../tests/vectors/keys/rsa-2048.private.pem", __dir__))
MESSAGE = "jane.doe@example.com12345"
KEY_ID = "app_5a2b3c4d5e6f"
CLAIMS = { name: "Jane Doe", isLoggedIn: true, "User ID" => 124 }.freeze
JANE = { id: "user-123", name: "Jane Doe", email: "jane@example.com", attributes: { plan: "growth" } }.freeze
VISITORS = Array.new(BATCH) { |n| { **JANE, id: "user-#{n}" } }
MESSAGES = VISITORS.map { |visitor| visitor[:id] }

# A loop that contains the code: calling a block would cost a tenth of a digest.
def loop_of(code, site) = eval("->(times) { while (times -= 1) >= 0 do #{code} end }", site, __FILE__, __LINE__)

# Bookbag's fields as people write them.
def by_hand(visitor)
  JSON.generate(
    user_id: visitor[:id], user_hash: OpenSSL::HMAC.hexdigest("SHA256", SECRET, visitor[:id]),
    user_metadata: { name: visitor[:name], email: visitor[:email], **visitor[:attributes] }
  )
end

# Without this, a name such as "</script>" ends the script.
ESCAPES = { "<" => '\u003c', ">" => '\u003e', "&" => '\u0026', "\u2028" => '\u2028', "\u2029" => '\u2029' }.freeze

def script_by_hand(visitor) = "<script>window.bookbag('identify', #{by_hand(visitor).gsub(/[<>&\u2028\u2029]/, ESCAPES)});</script>"

def token_by_hand(id)
  claims = { scope: "user", external_id: id, name: "Jane Doe", email: "jane@example.com", email_verified: true,
             exp: Time.now.to_i + 3600 }
  JSON.generate(jwt: JWT.encode(claims, SECRET, "HS256", { typ: "JWT", kid: KEY_ID }))
end

def token_fields(zendesk, id)
  zendesk.fields_json(id: id, name: "Jane Doe", email: "jane@example.com", attributes: { email_verified: true })
end

# A new process, up to its first script.
def process(code) = system(RbConfig.ruby, "-e", code) || abort("The process failed.")

COLD = "require 'visitorseal'; Visitorseal::Signer.new(:bookbag, '#{SECRET}').script(id: '7', name: 'Jane Doe')"
COLD_BY_HAND = <<~RUBY
  require 'json'
  require 'openssl'
  fields = { user_id: '7', user_hash: OpenSSL::HMAC.hexdigest('SHA256', '#{SECRET}', '7'), user_metadata: { name: 'Jane Doe' } }
  "<script>window.bookbag('identify', \#{JSON.generate(fields).gsub('<', '\\u003c')});</script>"
RUBY

bookbag = Visitorseal::Signer.new(:bookbag, SECRET)
orlo = Visitorseal::Signer.new(:orlo, PEM)
zendesk = Visitorseal::Signer.new(:zendesk_messaging, SECRET, key_id: KEY_ID)
parsed = OpenSSL::PKey::RSA.new(PEM)
raise "The two fields differ." if bookbag.fields_json(JANE) != by_hand(JANE)
# The same header and claims, in another order.
raise "The two tokens differ." if token_fields(zendesk, "user-123").size != token_by_hand("user-123").size

sign = 'bookbag.sign(id: "user-123", name: "Jane Doe", email: "jane@example.com", attributes: { plan: "growth" })'
token = 'orlo.sign(name: "Jane Doe", attributes: { "User ID" => 124 }).signature'
hmac = "HMAC.hexdigest + JSON"
# Each row: what is measured, the other way, calls in a round, our code, the other code, what a call makes, rounds.
rows = [
  ["digest", "HMAC.hexdigest", 20_000, "bookbag.digest(MESSAGE)", 'OpenSSL::HMAC.hexdigest("SHA256", SECRET, MESSAGE)'],
  ["visitor to fields, objects", hmac, 2_000, "#{sign}.fields_json", "by_hand(JANE)"],
  ["hash to fields, text", hmac, 2_000, "bookbag.fields_json(JANE)", "by_hand(JANE)"],
  ["hash to script, text", hmac, 2_000, "bookbag.script(JANE)", "script_by_hand(JANE)"],
  ["visitor to script, objects", hmac, 2_000, "#{sign}.script", "script_by_hand(JANE)"],
  ["visitor to a Ruby hash", hmac, 2_000, "#{sign}.fields", "by_hand(JANE)"],
  ["HS256 token to fields", "ruby-jwt + JSON", 2_000, 'token_fields(zendesk, "user-123")', 'token_by_hand("user-123")'],
  ["RS256 token", "ruby-jwt, key parsed", 30, token, 'JWT.encode(CLAIMS, parsed, "RS256")'],
  ["RS256 token", "ruby-jwt, PEM", 30, token, 'JWT.encode(CLAIMS, OpenSSL::PKey::RSA.new(PEM), "RS256")'],
  ["10,000 visitors, each", hmac, 1, "bookbag.sign_many(VISITORS).map(&:fields_json)", "VISITORS.map { |each| by_hand(each) }", BATCH],
  ["10,000 digests, each", "HMAC.hexdigest", 1, "bookbag.digest_many(MESSAGES)",
   'MESSAGES.map { |each| OpenSSL::HMAC.hexdigest("SHA256", SECRET, each) }', BATCH],
  ["process to first script", "json + openssl", 1, "process(COLD)", "process(COLD_BY_HAND)"]
]

median = ->(values) { values.sort[values.size / 2] }
timed = lambda do |times, call, each|
  # Otherwise one way pays for the other's garbage.
  GC.start
  began = Process.clock_gettime(Process::CLOCK_MONOTONIC)
  call.call(times)
  (Process.clock_gettime(Process::CLOCK_MONOTONIC) - began) / times / each * 1e6
end
json = ARGV.include?("--json")
printf("%-28s%-24s%14s%14s%8s\n", "Ruby #{RUBY_VERSION}", "theirs", "ours", "theirs", "ratio") unless json
rows.each do |what, than, times, ours, theirs, each = 1|
  ways = [ours, theirs].map { |code| loop_of(code, binding) }
  rounds = Array.new(ROUNDS) { ways.map { |way| timed.call(times, way, each) } }
  ratio = median.call(rounds.map { |a, b| a / b })
  a, b = rounds.transpose.map(&median)
  next puts(JSON.generate(row: what, compared_with: than, package_us: a, other_us: b, ratio: ratio)) if json

  printf("%-28s%-24s%11.2f us%11.2f us%8.3f\n", what, than, a, b, ratio)
end
