# frozen_string_literal: true

require_relative "helper"
require "json"

# Many visitors in one call of the C library: each result is that of the visitor alone.
class BatchTest < Minitest::Test
  include Visitorseal

  # More than one call of C.
  MANY = 700

  def setup
    @signer = Signer.new(:bookbag, SECRET)
  end

  def fields(id, **metadata) = { user_id: id, user_hash: hmac(id), user_metadata: metadata }.reject { |_, value| value == {} }

  def visitors = Array.new(MANY) { |n| { id: "user-#{n}", name: "J\u00e9r\u00f4me <#{n}>", attributes: { n: n } } }

  # How often our code enters C in a block.
  def calls_of_c
    count = 0
    trace = TracePoint.new(:c_call) { |point| count += 1 if point.self.is_a?(FFI::Function) || point.self.equal?(Visitorseal.const_get(:Library)) }
    trace.enable { yield }
    count
  end

  def test_each_visitor_has_a_signature_of_its_own
    signed = @signer.sign_many(visitors)
    assert_equal(Array.new(MANY) { |n| hmac("user-#{n}") }, signed.map(&:signature))
    assert_equal(Array.new(MANY) { |n| { "name" => "J\u00e9r\u00f4me <#{n}>", "n" => n } }, signed.map { |each| each.fields["user_metadata"] })
  end

  def test_many_visitors_take_few_calls_of_c
    @signer.sign_many(visitors.first(2))
    few = calls_of_c { @signer.sign_many(visitors.first(3)) }
    assert_operator few, :>, 0
    assert_operator calls_of_c { @signer.sign_many(visitors) }, :<, 5 * few
  end

  def test_every_form_is_that_of_the_visitor_alone
    forms = [:fields_json, :to_json, :to_h, :mark, :expires_at, :scheme, ->(it) { it.script(nonce: "bm9uY2U=") }, ->(it) { it.element(endpoint: "/visitor") },
             ->(it) { it.freeze.fields }]
    signed = @signer.sign_many(visitors)
    alone = visitors.map { |visitor| @signer.sign(visitor) }
    forms.each { |form| assert_equal alone.map(&form), signed.map(&form) }
  end

  def test_a_member_that_is_there_twice_is_the_error_of_its_visitor_alone
    twice = [{ id: "b", "id" => "c" }, { id: "b", attributes: { a: 1, "a" => 2 } }, { id: "b", attributes: { a: { b: 1, "b" => 2 } } }]
    twice.each do |wrong|
      first, error, last = @signer.sign_many([{ id: "a" }, wrong, { id: "z" }])
      assert_equal [hmac("a"), hmac("z")], [first.signature, last.signature]
      assert_kind_of VisitorError, error
      assert_equal "visitor_malformed", error.code
    end
  end

  def test_wrong_texts_do_not_stop_what_follows
    verifier = Verifier.new(:bookbag, SECRET)
    200.times do |n|
      assert_raises(Refused) { verifier.verify({ "user_id" => "\xff" }) }
      assert_raises(VisitorError) { @signer.sign(id: "a", name: "\xff", attributes: { n: n }) }
      assert_raises(VisitorError) { @signer.sign(id: "a", attributes: { "\xff" => n }) }
    end
    assert_equal hmac("jane"), @signer.sign(id: "jane").signature
  end

  def test_errors_have_the_places_of_their_visitors
    bad = { 0 => { id: "" }, 3 => { id: "7", nme: "Jane" }, 4 => { id: Float::NAN }, 300 => { id: "7", phone: "555" }, 301 => {}, MANY - 1 => { id: "a\0b" } }
    results = @signer.sign_many(visitors.each_with_index.map { |visitor, n| bad.fetch(n, visitor) })
    assert_equal MANY, results.size
    results.each_with_index do |result, n|
      next assert_equal(hmac("user-#{n}"), result.signature) unless bad.key?(n)

      alone = raised { @signer.sign(bad[n]) }
      assert_kind_of VisitorError, result
      assert_equal [alone.code, alone.field, alone.reason], [result.code, result.field, result.reason]
    end
  end

  def test_a_list_of_errors_is_a_list_of_errors
    results = @signer.sign_many([{ id: "" }] * MANY)
    assert_equal ["field_empty"] * MANY, results.map(&:code)
  end

  # An attribute that holds the text between two results.
  def test_no_attribute_is_taken_for_the_end_of_a_visitor
    list = [{ a: 1 }, { scheme: "bookbag", signature: hmac("admin"), fields: {}, expires_at: nil }, { error: { code: "x" } }]
    odd = { id: "7", attributes: { odd: list, text: '"},{"scheme":"bookbag","fields":{},"expires_at":null' } }
    [odd, { id: "8" }, odd].permutation.each do |some|
      signed = @signer.sign_many([{ id: "1" }, *some, { id: "2" }])
      assert_equal ["1", *some.map { |each| each[:id] }, "2"].map { |id| hmac(id) }, signed.map(&:signature)
      signed.zip([{ id: "1" }, *some, { id: "2" }]) { |each, visitor| assert_equal @signer.fields_json(visitor), each.fields_json }
    end
  end

  def test_an_attribute_with_the_names_around_the_fields_stays_whole
    odd = { fields: { expires_at: 1 }, expires_at: nil, "a,\"fields\":": ',"expires_at":' }
    signed = @signer.sign_many(Array.new(3) { |n| { id: n, attributes: { odd: odd } } }).last
    assert_equal fields("2", odd: odd), JSON.parse(signed.fields_json, symbolize_names: true)
    assert_equal JSON.generate(fields("2", odd: odd)), signed.fields_json
  end

  def test_a_batch_within_a_batch_changes_neither
    inner = []
    signer = @signer
    value = Struct.new(:n) { define_method(:to_json) { |*| inner.concat(signer.sign_many([{ id: "a" }, { id: "b" }]).map(&:signature)) && '"text"' } }
    outer = @signer.sign_many(Array.new(3) { |n| { id: "o#{n}", attributes: { odd: value.new(n) } } })
    assert_equal %w[o0 o1 o2].map { |id| hmac(id) }, outer.map(&:signature)
    assert_equal %w[a b].map { |id| hmac(id) }, inner.uniq
  end

  def test_what_was_passed_may_change_afterwards
    name = +"Jane"
    visitors = Array.new(3) { |n| { id: n.to_s, name: name } }
    signed = @signer.sign_many(visitors)
    name.replace("Joe")
    visitors.each { |visitor| visitor[:id] = "admin" }
    assert_equal(["Jane"] * 3, signed.map { |each| each.fields["user_metadata"]["name"] })
    assert_includes signed.last.script, hmac("2")
    refute_includes signed.last.script, "Joe"
  end

  def test_tokens_and_random_texts_are_the_same_in_every_form
    tokens = Signer.new(:orlo, pem("rsa-2048.private")).sign_many(Array.new(3) { |n| { name: "Jane #{n}" } })
    tokens.each_with_index do |each, n|
      assert_equal "Jane #{n}", Visitorseal.inspect_token(each.signature).unverified_claims["name"]
      assert_equal each.fields, each.to_h["fields"]
    end
    assert_equal 3, tokens.map(&:signature).uniq.size
  end

  def test_an_empty_list_is_an_empty_list
    assert_equal [], @signer.sign_many([])
  end
end
