# frozen_string_literal: true

require_relative "vector_case"

# The shared vectors, which every language's suite runs.
class VectorsTest < VectorCase
  # Errors that no Ruby program can cause: faults of the library, and wrong arguments of C. In Ruby a wrong argument is a
  # TypeError or an ArgumentError.
  NEVER = %w[internal crypto_failed argument_null argument_encoding buffer_too_small argument_value panic visitor_malformed].freeze
  # JSON text that Ruby's parser refuses or changes, and a visitor that is not a hash.
  ONLY_TEXT = %w[
    bookbag-visitor-empty bookbag-visitor-two bookbag-visitor-cut bookbag-visitor-quotes bookbag-visitor-twice
    bookbag-visitor-twice-escaped bookbag-visitor-twice-attribute bookbag-visitor-nan
    bookbag-visitor-surrogate bookbag-visitor-surrogate-name bookbag-visitor-null bookbag-visitor-list bookbag-visitor-text
  ].freeze

  def test_digests_are_those_of_the_documents
    each_case("digest") do |vector|
      message = value_of(vector, "message")
      assert_equal vector["digest"], signer(vector).digest(message)
      assert_equal [vector["digest"]] * 2, signer(vector).digest_many([message, message])
    end
  end

  def test_visitors_are_signed
    each_case("sign") do |vector|
      signed = sign(vector)
      signer = signer(vector)
      assert_equal [vector["scheme"]] * 2, [signer.scheme, signed.scheme]
      assert_equal vector["signature"], signed.signature
      assert_equal JSON.generate(vector["fields"]), JSON.generate(signed.fields)
      assert_equal JSON.generate(vector["fields"]), JSON.generate(JSON.parse(signed.to_json)["fields"])
      assert_equal [vector["expires_at"], vector["mark"]], [signed.expires_at, signed.mark]
      assert_equal %w[scheme signature fields expires_at mark warnings], signed.to_h.keys
      assert_equal vector["warnings"], codes(signed.warnings)
      assert_equal vector["signer_warnings"], codes(signer.warnings)
      keywords = vector["visitor"].transform_keys(&:to_sym)
      assert_equal signed.to_json, signer.sign(**keywords, now: vector["now"]).to_json
      assert_equal signed.to_json, signer.sign(vector["visitor"].transform_values { nil }, **keywords, now: Time.at(vector["now"])).to_json
      assert_equal JSON.generate(vector["fields"]), JSON.generate(JSON.parse(signer.fields_json(vector["visitor"], now: vector["now"])))
      assert_equal signed.fields_json, signer.fields_json(**keywords, now: vector["now"])
    end
  end

  def test_what_is_random_in_a_signature_verifies
    each_case("sign_random") do |vector|
      signed = sign(vector)
      if vector["header"]
        header, payload = signed.signature.split(".").map { |part| part.tr("-_", "+/").unpack1("m").force_encoding("UTF-8") }
        assert_equal vector["header"], header
        assert_match(/\A#{vector["payload"].map { |text| Regexp.escape(text) }.join("[0-9a-f]{32}")}\z/, payload)
        vector["verified"]["token_id"] = JSON.parse(payload)["jti"]
      end
      assert_equal [vector["expires_at"], vector["mark"]], [signed.expires_at, signed.mark]
      assert_equal signed.fields_json, JSON.generate(signed.to_h["fields"]), "another signature in another form"
      assert_equal vector["warnings"], codes(signed.warnings)
      assert_equal vector["signer_warnings"], codes(signer(vector).warnings)
      assert_comes_out(vector) { verify_json({ **vector, "body" => signed.fields_json }) }
    end
  end

  # The ends are computed by hand: the vendor's age or lifetime after the time of signing.
  def test_a_signed_visitor_tells_when_its_signature_ends
    jane = { id: "7", email: "jane@example.com", name: "Jane" }
    [
      [1_596_252_224, Signer.new(:chameleon, SECRET), 1_596_165_824],
      [1_795_136_400, Signer.new(:product_fruits_expiring, SECRET, workspace_code: "w", language: "en"), 1_795_132_800],
      [1_795_132_860, Signer.new(:orlo, pem("rsa-2048.private"), lifetime: 60), 1_795_132_800],
      [nil, Signer.new(:orlo, pem("rsa-2048.private")), 1_795_132_800],
      [nil, Signer.new(:bookbag, SECRET), 1_795_132_800]
    ].each do |ends, signer, now|
      signed = signer.sign(jane, now: now)
      assert_equal [ends, ends], [signed.expires_at, signed.to_h.fetch("expires_at")], signer.scheme
    end
    [Signer.new(:reamaze, SECRET), Page.new(:reamaze)].each do |maker|
      assert_equal [nil, nil, nil], maker.prefill(jane).then { |signed| [signed.expires_at, signed.signature, signed.mark] }
    end
  end

  def test_many_visitors_are_signed_in_order_with_errors_in_their_places
    each_case("sign") do |vector|
      many = signer(vector).sign_many([vector["visitor"], {}, vector["visitor"]], now: vector["now"])
      assert_equal [Signed, VisitorError, Signed], many.map(&:class)
      assert_equal many[0].fields, many[2].fields
      assert_equal "field_missing", many[1].code
    end
  end

  def test_a_wrong_visitor_is_an_error
    each_case("sign_error") do |vector|
      next if ONLY_TEXT.include?(vector["id"])

      visitor = JSON.parse(value_of(vector, "visitor_json"), max_nesting: false)
      assert_raised(vector) { signer(vector).sign(visitor, now: vector["now"]) }
      assert_raised(vector) { signer(vector).fields_json(visitor, now: vector["now"]) }
    end
  end

  def test_bodies_are_verified_or_refused
    each_case("verify", "own_scheme") { |vector| assert_comes_out(vector) { verify_json(vector) } }
  end

  def test_parsed_fields_and_their_json_have_the_same_outcome
    each_case("verify", "own_scheme") do |vector|
      fields = parse_unchanged(value_of(vector, "body")) or next
      assert_comes_out(vector) { verifier(vector).verify(fields, now: vector["now"]) }
    end
  end

  def test_pages_get_the_vendors_code
    each_case("script", "element") { |vector| assert_page(vector) { page(vector) } }
  end

  def test_one_call_signs_and_writes_for_the_page
    each_case("script", "element") do |vector|
      given = { nonce: vector["nonce"], endpoint: vector["endpoint"] }.slice({ "script" => :nonce, "element" => :endpoint }[vector["call"]])
      next if given.empty?

      assert_page(vector) { signer(vector).public_send(vector["call"], vector["visitor"], now: vector["now"], **given) }
    end
  end

  def test_a_page_without_a_secret_gets_the_same_code
    each_case("script", "element") do |vector|
      next if %w[script element url].include?(vector["call"])

      assert_page(vector) { page(vector, method(:without_secret)) }
      assert_equal vector["scheme"], without_secret(vector).scheme unless vector["error"]
    end
  end

  def test_mistakes_are_explained
    each_case("explain") do |vector|
      body = value_of(vector, "body")
      [body, parse_unchanged(body)].compact.each do |fields|
        explanation = explain(vector, fields)
        codes = codes(explanation.findings)
        assert_equal vector["verified"], explanation.verified?
        assert_equal vector["first"], codes[0]
        assert_equal vector["field"], explanation.findings[0].field if vector.key?("field") && vector["field"]
        assert_empty vector["also"] - codes
        assert_equal codes, JSON.parse(explanation.to_json)["findings"].map { |finding| finding["code"] }
      end
    end
  end

  def test_every_code_has_the_class_of_its_kind
    seen = [raised { Scheme.parse("name = ") }]
    calls = {
      "sign_error" => ->(vector) { signer(vector).sign(JSON.parse(value_of(vector, "visitor_json")), now: vector["now"]) },
      "verify" => method(:verify_json), "own_scheme" => method(:verify_json), "script" => method(:page)
    }
    calls.each do |name, call|
      read(name).each do |vector|
        seen << raised { seen << call.call(vector).then { |result| result.refusal if result.is_a?(Verified) } }
      end
    end
    errors = seen.grep(Error)
    errors.each { |error| assert_instance_of CLASSES[error.kind], error }
    # LibraryTest and RailsTest test the codes that packages raise.
    of_packages = read("errors")["errors"].select { |error| error["raised_by"] == "packages" }.map { |error| error["code"] }
    expected = kinds.except(*NEVER, *of_packages)
    assert_equal expected.sort, errors.to_h { |error| [error.code, error.kind] }.sort
  end

  def test_every_warning_is_given
    warnings = read("sign").flat_map { |vector| codes(signer(vector).warnings + sign(vector).warnings) }
    # RailsOptionsTest tests what a framework leaves out.
    assert_equal read("errors")["warnings"].sort - ["attribute_left_out"], warnings.uniq.sort
  end

  def test_every_finding_is_found_and_none_is_unknown
    found = read("explain").flat_map { |vector| codes(explain(vector, value_of(vector, "body")).findings) }
    known = read("errors")
    assert_empty known["findings"] - found
    assert_empty found - known["findings"] - kinds.keys
  end

  private

  def assert_page(vector, &call)
    return assert_raised(vector, &call) if vector["error"]

    html = call.call
    assert_equal vector["equals"], html if vector["equals"]
    vector.fetch("contains", []).each { |text| assert_includes html, text }
    vector.fetch("lacks", []).each { |text| refute_includes html, text }
  end

  def assert_comes_out(vector, &call)
    if vector["error"]
      error = assert_raised(vector, &call)
      return unless error.is_a?(Refused)

      answer = [vector.fetch("http_status", 401), vector.fetch("http_error", "identity_unverified")]
      return assert_equal answer, [error.http_status, error.http_error]
    end
    verified = call.call
    vector["verified"] ? assert_verified(vector["verified"], verified) : assert_anonymous(vector["anonymous"], verified)
  end

  def assert_verified(expected, verified)
    assert_equal [:verified, true, false], [verified.status, verified.verified?, verified.anonymous?]
    assert_equal expected.slice("signed", "unsigned"),
                 { "signed" => verified.signed, "unsigned" => verified.unsigned }
    assert_equal [expected["key"], nil, expected["token_id"]], [verified.key, verified.refusal, verified.token_id]
    return assert_nil(verified.contact) if expected["contact"].nil?

    expected["contact"].each do |name, value|
      output = verified.contact.public_send(name)
      value.nil? ? assert_nil(output) : assert_equal(value, output, name)
    end
  end

  def assert_anonymous(expected, verified)
    assert_equal [:anonymous, false, true], [verified.status, verified.verified?, verified.anonymous?]
    assert_equal [{}, nil, nil], [verified.signed, verified.key, verified.contact]
    assert_equal expected["unsigned"], verified.unsigned
    assert_equal [expected["refusal"]], [verified.refusal&.code]
  end

  # A JSON object as Ruby reads it; nil if Ruby's parser changes it.
  def parse_unchanged(body)
    return if body.bytesize > 1_000_000

    read = JSON.parse(body)
    read if read.is_a?(Hash) && members(body) == members(JSON.generate(read))
  rescue JSON::ParserError, JSON::GeneratorError, EncodingError
    nil
  end

  # The number of members. Ruby reads a member that occurs twice once.
  def members(json) = json.scrub.gsub(/"(?:[^"\\]|\\.)*+"/m, "").count(":")
end
