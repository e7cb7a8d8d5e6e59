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

  def test_a_batch_signs_the_bytes_of_each_message
    messages = ["", "jane", "\u00e9", "\u00e9".encode("UTF-16LE"), "\xff".b, "a\0b", Class.new(String).new("a subclass"), "x" * 100_000]
    assert_equal messages.map { |message| hmac(message.b) }, Signer.new(:bookbag, SECRET).digest_many(messages)
    assert_empty Signer.new(:bookbag, SECRET).digest_many([])
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
    assert_equal CLAIMS.merge("exp" => NOW + 60), JSON.parse(Base64.urlsafe_decode64(payload))
  end

  def test_ruby_jwt_verifies_our_tokens
    key = OpenSSL::PKey.read(pem("rsa-2048.public"))
    claims, = jwt.decode(ours, key, true, algorithm: "RS256", verify_expiration: false)
    assert_equal CLAIMS.merge("exp" => NOW + 60), claims
  end

  # A scheme whose tokens the shared secret signs.
  HS256 = <<~TOML
    name = "own"
    vendor = "Own"
    document = "https://example.com/"
    read = 2026-11-20
    [signature]
    kind = "jwt"
    algorithm = "HS256"
    secret = "text"
    lifetime = 60
    [signature.claims]
    sub = "{id}"
    exp = "{expires}"
    jti = "{random}"
    [fields]
    jwt = "{signature}"
  TOML

  # The token that OpenSSL signs.
  def token(header, claims)
    message = [header, claims].map { |part| Base64.urlsafe_encode64(JSON.generate(part), padding: false) }.join(".")
    "#{message}.#{Base64.urlsafe_encode64(yield(message), padding: false)}"
  end

  def test_a_scheme_of_ones_own_need_not_say_its_product_and_category
    scheme = Scheme.parse(HS256)
    assert_equal [nil, nil], [scheme.product, scheme.category]
    scheme = Scheme.parse("product = \"Messenger\"\ncategory = \"comments\"\n#{HS256}")
    assert_equal %w[Messenger comments], [scheme.product, scheme.category]
  end

  def test_a_token_of_openssl_verifies_and_hands_out_its_id
    scheme = Scheme.parse(HS256)
    assert_equal %w[HS256 shared], [scheme.algorithm, scheme.key_kind]
    claims = { "sub" => "7", "exp" => NOW + 60, "jti" => "a-1" }
    theirs = token({ "alg" => "HS256", "typ" => "JWT" }, claims) { |message| OpenSSL::HMAC.digest("SHA256", SECRET, message) }
    verified = Verifier.new(scheme, SECRET).verify({ jwt: theirs }, now: NOW)
    assert_equal [{ "id" => "7" }, "a-1", "a-1"], [verified.signed, verified.token_id, verified.as_json["token_id"]]
    without = Verifier.new(:orlo, pem("rsa-2048.public")).verify({ jwt: ours }, now: NOW)
    assert_nil without.token_id
    refute_includes without.to_json, "token_id"
    assert_nil Verifier.new(scheme, SECRET, policy: :optional).verify({}, now: NOW).token_id
  end

  def test_openssl_signs_what_we_sign_with_a_shared_secret
    signed = Signer.new(Scheme.parse(HS256), SECRET).sign(id: "7", now: NOW)
    header, payload, signature = signed.signature.split(".")
    assert_equal OpenSSL::HMAC.digest("SHA256", SECRET, "#{header}.#{payload}"), Base64.urlsafe_decode64(signature)
    claims = JSON.parse(Base64.urlsafe_decode64(payload))
    assert_equal ["7", NOW + 60, NOW + 60], [*claims.values_at("sub", "exp"), signed.expires_at]
    assert_equal({ "jwt" => signed.signature }, signed.fields)
  end

  # The kid of a JWK counts; a caller's own kid goes before it, and none goes with a set.
  def test_a_public_key_may_be_a_jwk_or_a_set_with_names
    theirs = token({ "alg" => "RS256", "kid" => "new", "typ" => "JWT" }, CLAIMS) do |message|
      OpenSSL::PKey.read(pem("rsa-2048.private")).sign("SHA256", message)
    end
    jwk = lambda do |file, kid|
      n, e = OpenSSL::PKey.read(pem(file)).then { |key| [key.n, key.e] }.map { |number| Base64.urlsafe_encode64(number.to_s(2), padding: false) }
      { "kty" => "RSA", "n" => n, "e" => e, "kid" => kid }
    end
    one = JSON.generate(jwk["rsa-2048.public", "new"])
    set = JSON.generate({ "keys" => [jwk["other-2048.public", "old"], jwk["rsa-2048.public", "new"]] })
    [one, set, Key.new(one, kid: "new"), Key.new(pem("rsa-2048.public"), kid: "new")].each do |key|
      assert_predicate Verifier.new(:orlo, key).verify({ jwt: theirs }), :verified?
    end
    assert_equal "key_unknown", raised { Verifier.new(:orlo, Key.new(one, kid: "old")).verify({ jwt: theirs }) }.code
    assert_equal "kid_invalid", raised { Verifier.new(:orlo, Key.new(set, kid: "new")) }.code
    assert_equal "secret_is_jwk", raised { Signer.new(:bookbag, one) }.code
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
