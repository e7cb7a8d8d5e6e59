# frozen_string_literal: true

# bench.rb [--json] [--rounds NUMBER]   Measures this gem beside Ruby's own way, and prints the rounds for `tools/bench --rows`.

require "json"
require "jwt"
require "openssl"
require "visitorseal"
require_relative "processes"

asked = ARGV[ARGV.index("--rounds") + 1].to_i if ARGV.include?("--rounds")
ROUNDS = asked || 31
BATCH = 10_000
SECRET = "3c6f1d0e5b2a49788f7e6d5c4b3a29180f1e2d3c"
KEYS = File.expand_path("../../../tests/vectors/keys", __dir__)
PEM = File.read("#{KEYS}/rsa-2048.private.pem")
PUBLIC_PEM = File.read("#{KEYS}/rsa-2048.public.pem")
MESSAGE = "jane.doe@example.com12345"
NONCE = "bm9uY2U="
KEY_ID = "app_5a2b3c4d5e6f"
CLAIMS = { name: "Jane Doe", isLoggedIn: true, "User ID" => 124 }.freeze
JANE = { id: "user-123", name: "Jane Doe", email: "jane@example.com", attributes: { plan: "growth" } }.freeze
VISITORS = Array.new(BATCH) { |n| { **JANE, id: "user-#{n}" } }
MESSAGES = VISITORS.map { |visitor| visitor[:id] }

# A loop that contains the code: calling a block would cost a tenth of a digest.
def loop_of(code, site) = eval("->(times) { while (times -= 1) >= 0 do #{code} end }", site, __FILE__, __LINE__)

def digest_by_hand(message) = OpenSSL::HMAC.hexdigest("SHA256", SECRET, message)

# Bookbag's fields as people write them.
def by_hand(visitor)
  JSON.generate(
    user_id: visitor[:id], user_hash: digest_by_hand(visitor[:id]),
    user_metadata: { name: visitor[:name], email: visitor[:email], **visitor[:attributes] }
  )
end

# Without this, a name such as "</script>" ends the script.
ESCAPES = { "<" => '\u003c', ">" => '\u003e', "&" => '\u0026', "\u2028" => '\u2028', "\u2029" => '\u2029' }.freeze

def script_by_hand(visitor)
  fields = by_hand(visitor).gsub(/[<>&\u2028\u2029]/, ESCAPES)
  "<script nonce=\"#{NONCE}\">window.bookbag('identify', #{fields});</script>"
end

def verified_by_hand(body)
  fields = JSON.parse(body)
  OpenSSL.secure_compare(fields["user_hash"], digest_by_hand(fields["user_id"])) or raise "refused"
  fields["user_id"]
end

def token_by_hand(key) = JWT.encode({ **CLAIMS, exp: Time.now.to_i + 3600 }, key, "RS256")

def hs256_by_hand(id)
  claims = { scope: "user", external_id: id, name: "Jane Doe", email: "jane@example.com", email_verified: true,
             exp: Time.now.to_i + 3600 }
  JSON.generate(jwt: JWT.encode(claims, SECRET, "HS256", { typ: "JWT", kid: KEY_ID }))
end

def hs256(zendesk, id)
  zendesk.fields_json(id: id, name: "Jane Doe", email: "jane@example.com", attributes: { email_verified: true })
end

bookbag = Visitorseal::Signer.new(:bookbag, SECRET)
bookbag_verifier = Visitorseal::Verifier.new(:bookbag, SECRET)
orlo = Visitorseal::Signer.new(:orlo, PEM, lifetime: 3600)
orlo_verifier = Visitorseal::Verifier.new(:orlo, PUBLIC_PEM)
zendesk = Visitorseal::Signer.new(:zendesk_messaging, SECRET, key_id: KEY_ID)
private_key = OpenSSL::PKey::RSA.new(PEM)
public_key = OpenSSL::PKey::RSA.new(PUBLIC_PEM)
body = bookbag.fields_json(JANE)
token = orlo.sign(name: "Jane Doe", attributes: { "User ID" => 124 }).signature

# Both sides of a row must do the same. The same header and claims stand in another order in each token.
raise "The two fields differ." if body != by_hand(JANE)
raise "The two tokens differ." if hs256(zendesk, "user-123").size != hs256_by_hand("user-123").size
raise "The two ids differ." if bookbag_verifier.verify_json(body).contact.external_id != verified_by_hand(body)

sign = 'bookbag.sign(id: "user-123", name: "Jane Doe", email: "jane@example.com", attributes: { plan: "growth" })'
rs256 = 'orlo.sign(name: "Jane Doe", attributes: { "User ID" => 124 }).signature'
hmac = "HMAC.hexdigest, JSON"
script = "the same, escaped, in a script"
# The name, the other way, the calls in a round, our code, the other code, and how many a call makes.
rows = [
  ["digest", "HMAC.hexdigest", 5_000, "bookbag.digest(MESSAGE)", "OpenSSL::HMAC.hexdigest('SHA256', SECRET, MESSAGE)"],
  ["visitor to fields", hmac, 1_000, "#{sign}.fields_json", "by_hand(JANE)"],
  ["array to fields", hmac, 1_000, "bookbag.fields_json(JANE)", "by_hand(JANE)"],
  ["visitor to a hash of fields", hmac, 1_000, "#{sign}.fields", "by_hand(JANE)"],
  ["visitor to script", script, 1_000, "#{sign}.script(nonce: NONCE)", "script_by_hand(JANE)"],
  ["array to script", script, 1_000, "bookbag.script(JANE, nonce: NONCE)", "script_by_hand(JANE)"],
  ["token signed", "ruby-jwt RS256, key loaded", 20, rs256, "token_by_hand(private_key)"],
  ["token signed, PEM", "ruby-jwt RS256, PEM", 10, rs256, "token_by_hand(OpenSSL::PKey::RSA.new(PEM))"],
  ["HS256 token to fields", "ruby-jwt, JSON", 500, 'hs256(zendesk, "user-123")', 'hs256_by_hand("user-123")'],
  ["token verified", "ruby-jwt RS256, key loaded", 50, "orlo_verifier.verify({ jwt: token })",
   'JWT.decode(token, public_key, true, algorithm: "RS256")'],
  ["digest verified", "JSON, HMAC, secure_compare", 500, "bookbag_verifier.verify_json(body).contact.external_id",
   "verified_by_hand(body)"],
  ["10,000 in a batch", "#{hmac} for each", 1, "bookbag.sign_many(VISITORS).map(&:fields_json)",
   "VISITORS.map { |each| by_hand(each) }", BATCH],
  ["10,000 digests in a batch", "HMAC.hexdigest for each", 1, "bookbag.digest_many(MESSAGES)",
   "MESSAGES.map { |each| digest_by_hand(each) }", BATCH]
]

timed = lambda do |times, call, each|
  # Otherwise one way pays for the other's garbage.
  GC.start
  began = Process.clock_gettime(Process::CLOCK_MONOTONIC, :nanosecond)
  call.call(times)
  (Process.clock_gettime(Process::CLOCK_MONOTONIC, :nanosecond) - began).fdiv(times * each)
end
rows.each do |name, than, times, ours, theirs, each = 1|
  ways = [ours, theirs].map { |code| loop_of(code, binding) }
  times = [times / 100, 1].max if ROUNDS == 1
  rounds = Array.new(ROUNDS) { ways.map { |way| timed.call(times, way, each) } }.transpose
  puts JSON.generate(name: name, than: than, ours: rounds[0], theirs: rounds[1])
end
Processes.measured(asked).each { |row| puts JSON.generate(row) }
