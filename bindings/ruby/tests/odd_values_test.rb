# frozen_string_literal: true

require_relative "helper"
require "bigdecimal"
require "date"
require "ostruct"
require "set"

# Every parameter of every call gets every odd value: the outcome is a result or an error, never a crash.
class OddValuesTest < Minitest::Test
  include Visitorseal

  def odd
    itself = {}
    itself[:itself] = itself
    list = []
    list << list
    {
      nil: nil, true: true, false: false, five: 5, negative: -1, largest: 2**64, beyond: 10**400, huge_number: 10**600_000,
      fraction: 1.5, whole: 2.0, minus_zero: -0.0, nan: Float::NAN, infinity: -Float::INFINITY, rational: 1r, complex: 1i,
      decimal: BigDecimal("1.5"), empty: "", nul: "\0", not_utf8: "\xff\xfe", binary: "\xff\xfe".b, surrogate: "\xed\xa0\x80",
      utf16: "jane".encode("UTF-16LE"), utf16_broken: "\x00\xd8".dup.force_encoding("UTF-16LE"), utf7: "jane".dup.force_encoding("UTF-7"),
      latin: "\xe9".dup.force_encoding("ISO-8859-1"), long: "x" * 10_000_000, symbol: :jane, odd_symbol: :"\u0000", subclass: Class.new(String).new("jane"),
      list: [], list_of_odd: [nil, 5, "\xff", Float::NAN, Object.new], map: { "a" => 1 }, twice: { a: 1, "a" => 2 },
      map_of_odd: { "\xff" => 1, "" => 3, 7 => 4, nil => 5, [] => 6 }, itself: itself, list_in_itself: list,
      deep: (1..5000).reduce(1) { |inner, _| [inner] }, object: Object.new, basic: BasicObject.new, closure: -> { 5 },
      io: $stdout, time: Time.at(0), date: Date.new, range: (1..), set: Set[1], lazy: [1].lazy, struct: Struct.new(:id).new(1),
      open: OpenStruct.new(id: 1), class: Class, module: Kernel, regexp: /a/, thread: Thread.current, method: method(:puts),
      error: StandardError.new("never raised"), key: Key.new(SECRET), signer: Signer.new(:bookbag, SECRET),
      scheme: Visitorseal.scheme(:thread), pointer: FFI::MemoryPointer.new(:char), null: FFI::Pointer::NULL
    }
  end

  def calls
    bookbag = Signer.new(:bookbag, SECRET)
    orlo = Signer.new(:orlo, pem("rsa-2048.private"))
    verifier = Verifier.new(:bookbag, SECRET)
    contact = verifier.verify(bookbag.sign(JANE).fields).contact
    calls = {
      scheme: ->(odd) { Signer.new(odd, SECRET) }, secret: ->(odd) { Signer.new(:bookbag, odd) },
      private_key: ->(odd) { Signer.new(:orlo, odd) }, setting: ->(odd) { Signer.new(:thread, SECRET, app_id: odd) },
      settings: ->(odd) { Signer.new(:thread, SECRET, "app_id": "a", odd: odd) },
      lifetime: ->(odd) { Signer.new(:orlo, pem("rsa-2048.private"), lifetime: odd) },
      visitor: ->(odd) { bookbag.sign(odd) }, both: ->(odd) { bookbag.sign(odd, id: 1) },
      keyword: ->(odd) { bookbag.sign(id: 1, odd: odd) }, string_keyword: ->(odd) { bookbag.sign("id" => odd) },
      member: ->(odd) { orlo.sign(name: "J", attributes: { a: { b: odd } }) }, attribute: ->(odd) { bookbag.sign(id: 1, attributes: { a: odd }) },
      now: ->(odd) { orlo.sign(name: "J", now: odd) }, visitors: ->(odd) { bookbag.sign_many(odd) },
      one_of_many: ->(odd) { bookbag.sign_many([odd]) }, message: ->(odd) { bookbag.digest(odd) },
      messages: ->(odd) { bookbag.digest_many(odd) }, one_of_the_messages: ->(odd) { bookbag.digest_many([odd]) },
      nonce: ->(odd) { bookbag.sign(JANE).script(nonce: odd) }, forget_nonce: ->(odd) { bookbag.forget_script(nonce: odd) },
      anonymous_nonce: ->(odd) { bookbag.anonymous_script(nonce: odd) }, key: ->(odd) { Key.new(odd) },
      kid: ->(odd) { Verifier.new(:orlo, Key.new(pem("rsa-2048.public"), kid: odd)) },
      verifier_scheme: ->(odd) { Verifier.new(odd, SECRET) }, keys: ->(odd) { Verifier.new(:bookbag, odd) },
      one_of_the_keys: ->(odd) { Verifier.new(:bookbag, [odd]) }, policy: ->(odd) { Verifier.new(:bookbag, SECRET, policy: odd) },
      leeway: ->(odd) { Verifier.new(:bookbag, SECRET, leeway: odd) }, max_token: ->(odd) { Verifier.new(:bookbag, SECRET, max_token: odd) },
      verifier_setting: ->(odd) { Verifier.new(:thread, SECRET, app_id: odd) }, fields: ->(odd) { verifier.verify(odd) },
      field: ->(odd) { verifier.verify({ user_id: odd, user_hash: odd }) }, body: ->(odd) { verifier.verify_json(odd) },
      verified_at: ->(odd) { verifier.verify({ user_id: "1" }, now: odd) }, template: ->(odd) { contact.fill(odd) },
      token: ->(odd) { Visitorseal.inspect_token(odd) }, toml: ->(odd) { Scheme.parse(odd) }, name: ->(odd) { Visitorseal.scheme(odd) },
      explained_scheme: ->(odd) { Visitorseal.explain(odd, SECRET, {}) }, explained_keys: ->(odd) { Visitorseal.explain(:bookbag, odd, {}) },
      explained_fields: ->(odd) { Visitorseal.explain(:bookbag, SECRET, odd) },
      explained_at: ->(odd) { Visitorseal.explain(:bookbag, SECRET, {}, now: odd) },
      explained_with_leeway: ->(odd) { Visitorseal.explain(:bookbag, SECRET, {}, leeway: odd) },
      explained_with_max_token: ->(odd) { Visitorseal.explain(:bookbag, SECRET, {}, max_token: odd) },
      explained_with_visitor: ->(odd) { Visitorseal.explain(:bookbag, SECRET, {}, visitor: odd) },
      explained_with_attribute: ->(odd) { Visitorseal.explain(:bookbag, SECRET, {}, visitor: { attributes: { a: odd } }) }
    }
    JANE.each_key do |field|
      calls[:"sign #{field}"] = ->(odd) { bookbag.sign(**JANE, field => odd) }
      calls[:"prefill #{field}"] = ->(odd) { bookbag.prefill(**JANE, field => odd) }
    end
    calls
  end

  # Ruby's own errors for an argument of the wrong type, in our words.
  def argument_error?(error) = [TypeError, ArgumentError].include?(error.class) && error.message.match?(/\A[a-z_]+(\[\d+\])? (must be|is not UTF-8)/)

  def test_every_call_with_an_odd_value_gives_a_result_or_an_error_in_plain_words
    values = odd
    unexpected = calls.flat_map do |parameter, call|
      values.filter_map do |name, value|
        error = raised { call.call(value) }
        "#{parameter}, #{name}: #{error.class} #{error.message[0, 200]}" unless error.nil? || Error === error || argument_error?(error)
      end
    end
    assert_empty unexpected, unexpected.join("\n")
  end

  def test_an_id_is_text_or_a_whole_number_and_nothing_else
    signer = Signer.new(:bookbag, SECRET)
    { 7 => "7", "7" => "7", seven: "seven", "seven".encode("UTF-16") => "seven", "\u00e9".encode("ISO-8859-1") => "\u00e9",
      "\u00e9".b => "\u00e9" }.each do |id, sent|
      assert_equal [sent, hmac(sent)], signer.sign(id: id).fields.values_at("user_id", "user_hash")
    end
    [1.0, Float::NAN, true, false, [], ["1"], {}, Object.new, -> {}, 1r, BigDecimal("1"), Time.now].each do |id|
      error = raised { signer.sign(id: id) }
      assert_equal %w[field_type id], [error.code, error.field], id.inspect
    end
    assert_equal %w[field_missing id], raised { signer.sign(id: nil) }.then { |error| [error.code, error.field] }
    assert_equal %w[field_missing id], raised { signer.sign(name: "Jane") }.then { |error| [error.code, error.field] }
  end

  def test_an_argument_of_the_wrong_type_is_rubys_own_error
    signer = Signer.new(:bookbag, SECRET)
    verifier = Verifier.new(:bookbag, SECRET)
    contact = verifier.verify(signer.sign(JANE).fields).contact
    { "text" => -> { contact.fill(5) }, "visitor" => -> { signer.sign("jane") }, "visitors" => -> { signer.sign_many("jane") },
      "message" => -> { signer.digest(5) }, "messages" => -> { signer.digest_many("x") }, "body" => -> { verifier.verify_json([]) },
      "now" => -> { signer.sign(JANE, now: "today") }, "nonce" => -> { signer.forget_script(nonce: 5) }, "endpoint" => -> { signer.sign(id: 1).element(endpoint: 5) }, "secret" => -> { Signer.new(:bookbag, 5) },
      "scheme" => -> { Signer.new(5, SECRET) }, "keys[1]" => -> { Verifier.new(:bookbag, [SECRET, 5]) }, "kid" => -> { Key.new(SECRET, kid: 5) },
      "policy" => -> { Verifier.new(:bookbag, SECRET, policy: 5) }, "leeway" => -> { Verifier.new(:bookbag, SECRET, leeway: "5") },
      "max_token" => -> { Verifier.new(:bookbag, SECRET, max_token: 1.5) }, "token" => -> { Visitorseal.inspect_token(5) },
      "toml" => -> { Scheme.parse(5) } }.each do |parameter, call|
      error = raised(&call)
      assert_instance_of TypeError, error, parameter
      assert error.message.start_with?("#{parameter} must be "), error.message
    end
    assert_equal "visitor must be a Hash, not an Array", raised { signer.sign([], id: 1) }.message
    assert_instance_of ArgumentError, raised { contact.fill("\xff") }
    # As `request.body.read(1000)` gives an empty body.
    assert_equal "fields_malformed", raised { verifier.verify_json(nil) }.code
  end

  def test_a_misspelt_keyword_is_named
    error = raised { Signer.new(:bookbag, SECRET).sign(id: 1, emial: "jane@example.com") }
    assert_equal %w[field_unknown emial], [error.code, error.field]
  end

  def test_text_that_is_not_utf8_is_refused
    ["\xff", "\xff".b, "\x00\xd8".dup.force_encoding("UTF-16LE"), "\x81".dup.force_encoding("Windows-1252")].each do |text|
      error = raised { Signer.new(:bookbag, SECRET).sign(id: text) }
      assert_equal %w[field_invalid id], [error.code, error.field]
    end
  end

  def test_a_hash_that_holds_itself_is_too_deep
    hash = {}
    hash[:a] = [hash]
    assert_equal "attribute_too_deep", raised { Signer.new(:bookbag, SECRET).sign(id: 1, attributes: hash) }.code
  end

  def test_a_huge_value_is_refused_before_all_of_it_is_written
    # Walking through all of it would take minutes.
    doubled = 30.times.reduce("") { |inner, _| [inner, inner] }
    signer = Signer.new(:bookbag, SECRET)
    [doubled, "x" * 50_000_000, Array.new(1_000_000, "x"), 10**1_000_000].each do |huge|
      assert_equal "visitor_too_large", raised { signer.sign(id: 1, attributes: { a: huge }) }.code
    end
  end

  def test_an_error_names_the_attribute_that_json_cannot_hold
    signer = Signer.new(:bookbag, SECRET)
    { "attributes.a" => { a: { b: Float::NAN } }, "attributes.plan" => { plan: { "since" => (1..2) } },
      "attributes.b" => { b: [1, $stdout] }, "attributes" => { "\xff" => 1 } }.each do |field, attributes|
      error = raised { signer.sign(id: 1, attributes: attributes) }
      assert_instance_of VisitorError, error
      assert_equal field, error.field
    end
  end

  def test_attributes_are_what_ruby_writes_as_json
    attributes = { o: {}, l: [], m: { b: 1, "a" => 2 }, f: 2.0, e: 1e-9, n: nil, s: :symbol, 7 => true, "\u0001\"\\/" => "\n\u2028\u{1f600}" }
    signer = Signer.new(:bookbag, SECRET)
    fields = signer.sign(id: 1, attributes: attributes).fields
    assert_equal JSON.parse(JSON.generate(attributes)), fields["user_metadata"]
    assert_equal signer.sign(id: 1).to_json, signer.sign(id: 1, attributes: {}).to_json
    assert_predicate Verifier.new(:bookbag, SECRET).verify(fields), :verified?
  end

  def test_a_value_whose_own_conversion_fails_is_refused_without_the_message_of_its_error
    broken = Object.new
    def broken.to_str = raise("jane@example.com")
    JANE.each_key do |field|
      error = raised { Signer.new(:bookbag, SECRET).sign(**JANE, field => broken) }
      assert_equal ["field_type", field.to_s, nil], [error.code, error.field, error.cause]
      refute_includes error.message, "jane@example.com"
    end
  end

  def test_a_scheme_that_is_not_utf8_is_malformed
    ["\xff\xfen\0", "\xff".b, "name = \"\xe9\"".dup.force_encoding("US-ASCII"), "\x00\xd8".dup.force_encoding("UTF-16LE")].each do |toml|
      error = raised { Scheme.parse(toml) }
      assert_equal [ConfigurationError, "scheme_malformed", nil], [error.class, error.code, error.field]
      assert_includes error.reason, "UTF-8"
    end
    toml = File.read(File.expand_path("../../../core/schemes/bookbag.toml", __dir__), encoding: "UTF-8")
    [toml, toml.b, toml.encode("UTF-16LE")].each { |text| assert_equal "bookbag", Scheme.parse(text).name }
  end

  # With a wrong length C would read beyond the end of the string.
  class Longer < String
    def bytesize = 1_000_000_000
    alias_method :size, :bytesize
    alias_method :length, :bytesize
  end

  def test_a_string_that_reports_a_wrong_length_is_read_correctly
    longer = Longer.new("a-shared-secret")
    signer = Signer.new(longer.class.new(:bookbag.name), longer)
    assert_equal hmac("a-shared-secret", "a-shared-secret"), signer.digest(longer)
    assert_equal hmac("a-shared-secret", "a-shared-secret"), signer.sign(id: longer).signature
    assert_equal "fields_malformed", raised { Verifier.new(:bookbag, [longer, Key.new(longer)]).verify_json(longer) }.code
    assert_includes signer.forget_script(nonce: Longer.new("bm9uY2U=")), "bm9uY2U="
  end

  def test_a_secret_that_is_invalid_in_its_own_encoding_is_refused
    half = "ab\0".dup.force_encoding("UTF-16LE")
    assert_equal "secret_encoding", raised { Signer.new(:bookbag, half) }.code
    assert_equal "secret_encoding", raised { Signer.new(:bookbag, SECRET.dup.force_encoding("UTF-7")) }.code
  end

  def test_odd_keys_of_a_hash_are_errors
    keys = [BasicObject.new, Object.new, nil, [], "\xff", "\xff".b]
    keys.each do |key|
      hash = {}.compare_by_identity
      hash[key] = 1
      [[hash], [hash, { id: 1 }], [{ id: 1, attributes: hash }]].each do |visitor, keywords|
        assert_kind_of VisitorError, raised { Signer.new(:bookbag, SECRET).sign(visitor, **keywords.to_h) }
      end
    end
  end

  # In signed and unsigned fields and in contacts: two people with different numbers must stay two.
  def test_whole_numbers_stay_exact_to_the_last_digit
    numbers = [2**53 - 1, 2**53, 2**53 + 1, 1_181_823_456_789_012_481, 1_181_823_456_789_012_482, 2**63 - 1, 2**63, 2**64 - 1, -(2**63)]
    orlo = Signer.new(:orlo, pem("rsa-2048.private"))
    of_orlo = Verifier.new(:orlo, pem("rsa-2048.public"), contact_claim: "User ID")
    of_bookbag = Verifier.new(:bookbag, SECRET)
    numbers.each do |number|
      fields = { user_id: number.to_s, user_hash: hmac(number.to_s), user_metadata: { n: number } }
      visitor = of_bookbag.verify_json(JSON.generate(fields))
      assert_equal [number.to_s, number, number], [visitor.signed["id"], visitor.unsigned["attributes"]["n"], visitor.contact.attributes["n"]]
      visitor = of_orlo.verify(orlo.sign(name: "Jane", attributes: { "User ID" => number, n: [number] }).fields)
      assert_equal [number, [number]], visitor.signed["attributes"].values_at("User ID", "n")
      assert_equal [number.to_s, [number]], [visitor.contact.external_id, visitor.contact.attributes["n"]]
      assert_equal number, Visitorseal.inspect_token(orlo.sign(name: "Jane", attributes: { n: number }).signature).unverified_claims["n"]
      assert_equal number, Signer.new(:bookbag, SECRET).sign(id: number, attributes: { n: number }).fields["user_metadata"]["n"]
    end
    [2**64, -(2**63) - 1, 10**30].each do |number|
      assert_equal "number_too_large", raised { orlo.sign(name: "Jane", attributes: { n: number }) }.code
    end
  end

  def test_the_largest_body_is_read_and_no_larger_one
    [[], [{ max_token: 100_000 }]].each do |options|
      verifier = Verifier.new(:bookbag, SECRET, **options.first.to_h)
      bodies = [0, 1].map { |more| "{}".ljust(verifier.max_body + more) }
      assert_equal(%w[signature_missing fields_too_large], bodies.map { |body| raised { verifier.verify_json(body) }.code })
    end
  end

  def test_the_time_is_a_time_or_seconds
    signer = Signer.new(:orlo, pem("rsa-2048.private"), lifetime: 60)
    tokens = [NOW, Time.at(NOW), Time.at(NOW, 999, :millisecond)].map { |now| signer.sign(name: "Jane", now: now).signature }
    assert_equal 1, tokens.uniq.size
    [-1, 2**64, NOW * 1000 * 1000 * 1000].each { |now| assert_equal "now_invalid", raised { signer.sign(name: "J", now: now) }.code }
    [1.5, "now"].each { |now| assert_kind_of TypeError, raised { signer.sign(name: "J", now: now) } }
  end

  def test_a_script_is_safe_whatever_the_name_is
    name = "</script><script>alert(1)</script><!-- ]]> \u2028\u2029 ' \" \\ "
    html = Signer.new(:bookbag, SECRET).sign(id: 1, name: name, attributes: { name => name }).script
    assert_equal 1, html.scan("</script").size
    ["<!--", "\u2028", "]]>"].each { |text| refute_includes html, text }
    assert_predicate html, :html_safe?
    copies = [html.dup, +html, html + "<p>", "#{html}<p>", html.dup << "<b>", html.clone(freeze: false) << "<b>", (+html) << "<b>",
              Kernel.instance_method(:dup).bind_call(html) << "<b>", Kernel.instance_method(:clone).bind_call(html, freeze: false) << "<b>"]
    copies.flat_map { |copy| [copy, copy.freeze] }.each { |copy| refute copy.respond_to?(:html_safe?) && copy.html_safe? }
    assert_same html, html.clone
  end

  def test_results_are_frozen
    signed = Signer.new(:bookbag, SECRET).sign(JANE)
    verified = Verifier.new(:bookbag, SECRET).verify(signed.fields)
    explanation = Visitorseal.explain(:bookbag, SECRET, {})
    token = Visitorseal.inspect_token(Signer.new(:orlo, pem("rsa-2048.private")).sign(JANE).signature)
    [signed.fields, signed.fields["user_metadata"], signed.to_h, signed.to_json, verified.signed, verified.contact.attributes,
     verified.to_json, explanation.to_json, explanation.findings, token.to_json, token.unverified_claims,
     Visitorseal.scheme(:orlo).to_json].each do |output|
      assert_predicate output, :frozen?
    end
  end
end
