# frozen_string_literal: true

require_relative "helper"

# What `explain` takes besides the fields.
class ExplainTest < Minitest::Test
  include Visitorseal

  def token(visitor, **settings) = Signer.new(:orlo, pem("rsa-2048.private"), **settings).sign(visitor, now: NOW).fields

  def explain(fields, now: NOW, **options) = Visitorseal.explain(:orlo, pem("rsa-2048.public"), fields, now: now, **options)

  def test_a_token_that_expired_ten_seconds_ago_verifies_with_a_leeway_of_thirty
    fields = token({ name: "Jane" }, lifetime: 60)
    assert_equal "token_expired", explain(fields, now: NOW + 70).findings.first.code
    assert_equal "token_expired", explain(fields, now: NOW + 70, leeway: 10).findings.first.code
    assert_predicate explain(fields, now: NOW + 70, leeway: 11), :verified?
    assert_predicate explain(fields, now: NOW + 70, leeway: 30), :verified?
  end

  def test_a_long_token_verifies_with_a_larger_max_token
    fields = token({ name: "Jane", attributes: { note: "x" * 9000 } })
    size = fields.fetch("jwt").bytesize
    [fields, JSON.generate(fields)].each do |given|
      assert_equal "token_too_large", explain(given).findings.first.code
      assert_equal "token_too_large", explain(given, max_token: size - 1).findings.first.code
      assert_predicate explain(given, max_token: size), :verified?
    end
  end

  def test_the_options_stand_beside_the_settings
    fields = token({ name: "Jane" }, lifetime: 60)
    options = { leeway: 30, max_token: 9000, visitor: JANE, contact_claim: "name" }
    assert_predicate explain(fields, now: NOW + 70, **options), :verified?
  end

  def test_what_the_verifier_refuses_explain_refuses_too
    [{ leeway: 301 }, { leeway: -1 }, { leeway: 2**64 }, { max_token: 0 }, { max_token: -1 }, { unheard_of: 1 }].each do |options|
      explained = raised { Visitorseal.explain(:bookbag, SECRET, {}, **options) }
      verified = raised { Verifier.new(:bookbag, SECRET, **options) }
      assert_instance_of ConfigurationError, explained
      assert_equal said(verified), said(explained)
    end
  end

  def test_a_visitor_is_taken_and_refused_as_to_be_signed
    signer = Signer.new(:bookbag, SECRET)
    [{ id: true }, { id: nil }, { id: 7, uuid: "x" }, { id: 7, phone: "0911" }, { id: 7, attributes: { a: Object.new } },
     { id: 7, attributes: { a: "x" * 70_000 } }, { id: "\xff" }].each do |visitor|
      explained = raised { Visitorseal.explain(:bookbag, SECRET, {}, visitor: visitor) }
      assert_instance_of VisitorError, explained
      assert_equal said(raised { signer.sign(visitor) }), said(explained)
    end
    [5, "user-123", [1, 2], false].each do |visitor|
      assert_equal "visitor must be a Hash", raised { Visitorseal.explain(:bookbag, SECRET, {}, visitor: visitor) }.message[0, 22]
    end
    columns = { created: Time.at(0), uuid: "3f2504e0-4f89-41d3-9a0c-0305e82c3301", none: nil }
    fields = { user_id: "user-123", user_hash: hmac("user-123") }
    [nil, {}, JANE, JANE.transform_keys(&:to_s), { email: "jane@example.com" }, { **JANE, attributes: columns }].each do |visitor|
      assert_predicate Visitorseal.explain(:bookbag, SECRET, fields, visitor: visitor), :verified?
    end
  end

  private

  def said(error) = [error.code, error.field, error.reason]
end
