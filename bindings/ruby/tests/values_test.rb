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
