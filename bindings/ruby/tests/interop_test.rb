# frozen_string_literal: true

require_relative "helper"
require "base64"
require "json"
require "securerandom"

# Our digests and tokens against those of OpenSSL and ruby-jwt.
class InteropTest < Minitest::Test
  include Visitorseal

  CLAIMS = { "name" => "J\u00e4nne </script>", "isLoggedIn" => true, "email" => "jane@example.com", "VIP" => true }.freeze
  VISITOR = { "name" => CLAIMS["name"], "email" => CLAIMS["email"], "attributes" => { "VIP" => true } }.freeze

  def ours = Signer.new(:orlo, pem("rsa-2048.private"), lifetime: 60).sign(VISITOR, now: NOW).signature

  def jwt
    require "jwt"
    JWT
  rescue LoadError
    skip "there is no jwt (Debian: ruby-jwt)"
  end

  def test_a_digest_is_that_of_openssl
    [1, 63, 64, 65, 200].each do |size|
      signer = Signer.new(:bookbag, key = "k" * size)
      [0, 1, 55, 56, 63, 64, 65, 1000, 100_000].each do |length|
        message = SecureRandom.bytes(length)
        assert_equal hmac(message, key), signer.digest(message)
      end
    end
  end

  WRITTEN = {
    "hex" => ->(mac) { mac.unpack1("H*") }, "HEX" => ->(mac) { mac.unpack1("H*").upcase },
    "base64" => ->(mac) { Base64.strict_encode64(mac) }, "base64url" => ->(mac) { Base64.urlsafe_encode64(mac, padding: false) }
  }.freeze

  def test_a_digest_has_the_hash_and_the_form_of_its_scheme
    messages = Array.new(20) { |index| "user-#{index}" }
    %w[sha1 sha256 sha512].product(WRITTEN.to_a) do |hash, (result, write)|
      scheme = Scheme.parse(<<~TOML)
        name = "own"
        vendor = "Own"
        document = "https://example.com/"
        read = 2026-11-20
        [signature]
        kind = "hmac"
        hash = "#{hash}"
        secret = "text"
        message = "{id}"
        result = "#{result}"
        [fields]
        id = "{id}"
        hash = "{signature}"
      TOML
      signer = Signer.new(scheme, SECRET)
      expected = messages.map { |message| write[OpenSSL::HMAC.digest(hash, SECRET, message)] }
      assert_equal expected, messages.map { |message| signer.digest(message) }
      assert_equal expected, signer.digest_many(messages)
      assert_equal expected, messages.map { |message| signer.sign(id: message).signature }
      assert_equal "HMAC-#{hash.upcase}", scheme.algorithm
    end
  end

  def test_openssl_verifies_our_tokens
    header, payload, signature = ours.split(".")
    key = OpenSSL::PKey.read(pem("rsa-2048.public"))
    assert key.verify("SHA256", Base64.urlsafe_decode64(signature), "#{header}.#{payload}")
    assert_equal CLAIMS.merge("iat" => NOW, "exp" => NOW + 60), JSON.parse(Base64.urlsafe_decode64(payload))
  end

  def test_ruby_jwt_verifies_our_tokens
    key = OpenSSL::PKey.read(pem("rsa-2048.public"))
    claims, = jwt.decode(ours, key, true, algorithm: "RS256", verify_expiration: false)
    assert_equal CLAIMS.merge("iat" => NOW, "exp" => NOW + 60), claims
  end

  def test_we_verify_tokens_of_ruby_jwt
    verifier = Verifier.new(:orlo, pem("rsa-2048.public"))
    token = ->(key, algorithm) { jwt.encode(CLAIMS, OpenSSL::PKey.read(pem(key)), algorithm) }
    assert_equal VISITOR, verifier.verify({ jwt: token["rsa-2048.private", "RS256"] }).signed
    { "signature_mismatch" => ["other-2048.private", "RS256"], "algorithm_refused" => ["rsa-2048.private", "RS384"] }.each do |code, wrong|
      assert_equal code, raised { verifier.verify({ jwt: token[*wrong] }) }.code
    end
  end
end
