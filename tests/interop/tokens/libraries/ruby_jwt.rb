# frozen_string_literal: true

# Does jobs with ruby-jwt. README.md says what a job is.

require "base64"
require "json"
require "openssl"
require "jwt"
# ruby-jwt signs with Ed25519 only beside this library.
require "rbnacl"

# The last 32 bytes of an Ed25519 key in PKCS#8 or SPKI are the key itself.
def ed25519(pem)
  bytes = Base64.decode64(pem.lines.grep_v(/-----/).join).byteslice(-32, 32)
  pem.include?("PRIVATE") ? RbNaCl::Signatures::Ed25519::SigningKey.new(bytes) : RbNaCl::Signatures::Ed25519::VerifyKey.new(bytes)
end

def imported(jwk) = JWT::JWK.import(jwk.transform_keys(&:to_sym))

# ruby-jwt before 2.6 has no verify_key.
def key_in(jwk) = jwk.respond_to?(:verify_key) ? jwk.verify_key : jwk.keypair

def key_of(job)
  key = job["key"]
  return if job["algorithm"] == "none"
  return Base64.strict_decode64(key["secret"]) if key["secret"]
  return key_in(imported(key["jwk"])) if key["jwk"]

  job["algorithm"] == "EdDSA" ? ed25519(key["pem"]) : OpenSSL::PKey.read(key["pem"])
end

def jwk_of(job) = JWT::JWK.create_from(key_of(job), job["kid"])

JOBS = {
  "make" => lambda do |job|
    { token: JWT.encode(job["claims"], key_of(job), job["algorithm"], job["header"]) }
  end,
  "verify" => lambda do |job|
    claims, header = JWT.decode(job["token"], key_of(job), true,
                                algorithm: job["algorithm"], required_claims: ["exp"],
                                iss: job["issuer"], verify_iss: true, aud: job["audience"], verify_aud: true)
    { claims: claims, header: header }
  end,
  "jwk" => lambda do |job|
    { jwk: jwk_of(job).export }
  end,
  "thumbprint" => lambda do |job|
    { thumbprint: JWT::JWK::Thumbprint.new(imported(job["key"]["jwk"])).generate }
  end,
  "jwks" => lambda do |job|
    { jwks: JWT::JWK::Set.new(job["keys"].map { |key| jwk_of(key) }).export }
  end
}.freeze

answers = JSON.parse($stdin.read).map do |job|
  JOBS.fetch(job["do"]).call(job)
rescue StandardError => e
  { error: "#{e.class}: #{e.message}" }
end
$stdout.write(JSON.generate({ library: "ruby-jwt #{JWT.gem_version}", answers: answers }))
