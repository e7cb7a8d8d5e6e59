# frozen_string_literal: true

require_relative "vector_case"
require "bigdecimal"
require "date"
require "ostruct"
require "set"

# The values that sites pass as attributes: tests/vectors/values.json.
class ValuesTest < VectorCase
  # Writes itself as JSON in the two ways that Ruby has.
  AsJson = Struct.new(:json) { def as_json(*) = json }
  ToJson = Struct.new(:json) { def to_json(*) = JSON.generate(json) }

  # Kinds of values that Ruby does not have.
  ABSENT = {
    "uuid" => "Ruby has no type for UUIDs. A UUID is text.",
    "enum_text" => "Ruby has no enums. The enums of Rails' models are text.",
    "enum_number" => "Ruby has no enums.",
    "enum_bare" => "Ruby has no enums.",
    "decimal" => "A BigDecimal keeps no zeros at its end: 12.50 is 12.5.",
    "time_without_zone" => "Every time in Ruby has a zone.",
    "time_of_day" => "Ruby has no time without a date.",
    "bytes" => "A String of bytes may be text."
  }.freeze

  def nested(depth) = (1...depth).reduce([]) { |inner, _| [inner] }

  def cycle = [].tap { |list| list << list }

  def times(zone, fraction = 0)
    offset = zone == "Z" ? "+00:00" : zone
    all = [Time.new(2026, 11, 28, 9, 30, fraction.to_r, offset), DateTime.new(2026, 11, 28, 9, 30, fraction.to_r, offset)]
    zone == "Z" ? [*all, Time.utc(2026, 11, 28, 9, 30, fraction.to_r)] : all
  end

  def written(json) = [AsJson.new(json), ToJson.new(json)]

  # Ruby's values for each symbol of the table.
  def values
    {
      "null" => [nil], "boolean" => [true], "integer" => [42], "integer_largest_signed" => [2**63 - 1], "fraction" => [1.5],
      "text" => ["J\u00e9r\u00f4me", :"J\u00e9r\u00f4me", "J\u00e9r\u00f4me".encode("ISO-8859-1"), "J\u00e9r\u00f4me".b], "list" => [[1, "a"]], "map" => [{ b: 1, "a" => 2 }],
      "nested_32" => [nested(32)], "time_utc" => times("Z"), "time_offset" => times("+02:00"), "time_negative_offset" => times("-03:30"),
      "time_tenth" => times("Z", 1r / 10), "time_micro" => times("Z", 123r / 1_000_000), "time_nano" => times("Z", 123_456_789r / 1_000_000_000),
      "date" => [Date.new(2026, 11, 28)], "decimal_exponent" => [BigDecimal("1E+3")], "decimal_small" => [BigDecimal("1.2E-7")],
      "writes_text" => [*written("growth"), AsJson.new(:growth)], "writes_number" => written(7), "writes_boolean" => written(true),
      "writes_object" => [*written({ "a" => 1 }), OpenStruct.new(a: 1)], "writes_list" => written([1]),
      "nan" => [Float::NAN], "infinity" => [Float::INFINITY, -Float::INFINITY], "decimal_nan" => [BigDecimal("NaN"), BigDecimal("Infinity")],
      "integer_beyond_64_bits" => [2**64, -(2**63) - 1],
      "object" => [Object.new, BasicObject.new, Struct.new(:a).new(1), 1r, 1i, (1..2), Visitorseal::Signer.new(:bookbag, SECRET)],
      "function" => [-> {}, method(:puts)], "set" => [Set[1]],
      "invalid_text" => ["\xff", "\xff".b, "\x00\xd8".dup.force_encoding("UTF-16LE")], "invalid_key" => [{ "\xff" => 1 }],
      "key_not_text" => [{ nil => 1 }, { [] => 1 }, { 1.5 => 1 }], "proto_key" => [{ "__proto__" => 1 }], "nul" => ["a\0b"],
      "nested_33" => [nested(33)], "cycle" => [cycle], "text_too_large" => ["x" * 70_000]
    }
  end

  def sign(value) = Visitorseal::Signer.new(:bookbag, SECRET).sign(id: 1, attributes: { odd: value })

  def places(name, value) = %w[nested_32 nested_33 cycle].include?(name) ? [value] : [value, [value], { within: value }]

  def assert_written(name, value, json)
    expected = JSON.parse(json)
    [expected, [expected], { "within" => expected }].zip(places(name, value)) do |written, odd|
      next if odd.nil? && !written.nil?

      assert_equal JSON.generate(written), JSON.generate(sign(odd).fields["user_metadata"]["odd"]), name
    end
  end

  def test_each_value_is_written_or_refused_as_in_every_language
    read("values")["cases"].each do |vector|
      name = vector["value"]
      refute_equal ABSENT.key?(name), values.key?(name), name
      values.fetch(name, []).each do |value|
        next assert_written(name, value, vector["json"]) if vector["json"]

        places(name, value).each do |odd|
          error = raised { sign(odd) }
          assert_instance_of VisitorError, error, name
          assert_equal vector.values_at("code", "field"), [error.code, error.field], "#{name}: #{error.reason}"
        end
      end
    end
  end

  def test_a_value_that_ruby_lacks_is_in_the_table
    assert_empty ABSENT.keys - read("values")["cases"].map { |vector| vector["value"] }
  end

  def test_a_decimal_keeps_its_digits
    { "12.50" => "12.5", "-0.001" => "-0.001", "1000000000000000000000.5" => "1000000000000000000000.5", "7" => "7" }.each do |decimal, written|
      assert_equal written, sign(BigDecimal(decimal)).fields["user_metadata"]["odd"]
    end
    assert_equal "visitor_too_large", raised { sign(BigDecimal("1e100000")) }.code
  end

  def test_a_time_that_rfc_3339_cannot_write_is_refused
    [Time.utc(10_000), Date.new(-1), Time.new(1900, 1, 1, 0, 0, 0, "+00:19:32")].each do |time|
      assert_equal ["field_type", "attributes.odd"], raised { sign(time) }.then { |error| [error.code, error.field] }
    end
  end

  class ToHash
    def to_hash = { password_hash: "secret" }
  end

  class ToArray
    def to_ary = ["secret"]
  end

  # As delegators have it.
  class MissingToHash
    def method_missing(name, *) = name == :to_hash ? { password_hash: "secret" } : super
    def respond_to_missing?(name, _all = false) = name == :to_hash
  end

  def test_an_object_with_a_conversion_is_not_signed_whole
    signer = Visitorseal::Signer.new(:bookbag, SECRET)
    [ToHash.new, ToArray.new, MissingToHash.new, ENV].each do |object|
      places(nil, object).each do |odd|
        assert_equal %w[field_type attributes.odd], raised { sign(odd) }.then { |error| [error.code, error.field] }, object.class
      end
      assert_equal %w[field_type attributes], raised { signer.sign(id: 1, attributes: object) }.then { |error| [error.code, error.field] }
    end
    assert_written("map", Class.new(Hash)[a: 1], '{"a":1}')
    assert_written("list", Class.new(Array)[1], "[1]")
  end

  # Subclasses of which each method says something else.
  module Liar
    def strftime(*) = "<script>"
    def utc_offset = 0
    def offset = 0r
    def nsec = 5_000_000_000_000
    def sec_fraction = 5_000_000r
    def year = 3000
  end
  LyingTime = Class.new(Time) { include Liar }
  LyingDateTime = Class.new(DateTime) { include Liar }
  LyingDate = Class.new(Date) { include Liar }

  def test_a_subclass_of_a_time_is_written_with_the_fields_of_rubys_own_class
    { LyingTime.new(2026, 11, 28, 9, 30, 1r / 10, "+02:00") => "2026-11-28T09:30:00.1+02:00",
      LyingDateTime.new(2026, 11, 28, 9, 30, 1r / 10, "+02:00") => "2026-11-28T09:30:00.1+02:00",
      LyingDate.new(2026, 11, 28) => "2026-11-28" }.each do |value, written|
      assert_equal "<script>", value.strftime("%Y")
      assert_written(value.class.name, value, JSON.generate(written))
    end
  end

  def test_a_value_whose_own_code_fails_is_refused_without_the_message_of_its_error
    fail_with = ->(error) { -> { raise error, "jane@example.com" } }
    [StandardError, NoMethodError, NotImplementedError, SystemStackError].each do |error|
      %i[as_json to_json to_str respond_to_missing?].each do |name|
        value = Class.new { define_method(name) { |*| fail_with[error].call } }.new
        places(nil, value).each do |odd|
          refused = raised { sign(odd) }
          assert_equal ["field_type", "attributes.odd", nil], [refused.code, refused.field, refused.cause], "#{name} #{error}"
          refute_includes refused.full_message, "jane@example.com"
        end
      end
    end
    assert_equal "field_type", raised { sign(ToJsonNumber.new) }.code
  end

  # Gives no text.
  class ToJsonNumber
    def to_json(*) = 5
  end

  class LyingText < String
    def instance_of?(*) = true
    def gsub(*) = "a lie"
    def to_str = "a lie"
  end

  def test_a_subclass_of_a_text_is_written_with_its_own_characters
    assert_written("text", LyingText.new("the \"truth\""), JSON.generate("the \"truth\""))
  end

  def test_names_in_errors_are_short_and_without_control_characters
    read("values")["long_names"].each do |vector|
      error = raised { Visitorseal::Signer.new(:bookbag, SECRET).sign(id: 1, attributes: { vector["name"] => Float::NAN }) }
      assert_equal "attributes.#{vector["shown"]}", error.field, vector["about"]
    end
  end

  def test_only_attributes_may_be_times_dates_and_decimals
    [Time.now, Date.today, BigDecimal("1"), AsJson.new("growth")].each do |value|
      error = raised { Visitorseal::Signer.new(:bookbag, SECRET).sign(id: 1, name: value) }
      assert_equal %w[field_type name], [error.code, error.field]
    end
  end
end
