# frozen_string_literal: true

require_relative "helper"
require "json"

# The shared vectors, and the calls that they describe. tests/vectors/README.md says how they are read.
class VectorCase < Minitest::Test
  include Visitorseal

  CLASSES = {
    "configuration" => ConfigurationError, "visitor" => VisitorError, "refused" => Refused, "internal" => InternalError
  }.freeze

  private

  def read(name) = JSON.parse(File.read("#{VECTORS}/#{name}.json"))

  # Runs a test with each case of these files, and reports all cases that fail.
  def each_case(*names)
    failures = names.flat_map { |name| read(name) }.tap { |cases| refute_empty cases }.filter_map do |vector|
      yield vector
      nil
    rescue Minitest::Assertion, StandardError => failure
      "#{vector["id"]}, #{vector["comment"]}: #{failure.class} #{failure.message}"
    end
    assert_empty failures, failures.join("\n")
  end

  # A value of a case, which may be text, hex, a file or repeated text.
  def value_of(vector, name)
    ["", "_text", "_hex", "_file", "_repeat"].each do |form|
      value = vector[name + form]
      next if value.nil?

      return case form
             when "_hex" then [value].pack("H*")
             when "_file" then File.binread("#{VECTORS}/keys/#{value}")
             when "_repeat" then value[0] + (value[1] * value[2]) + value[3]
             else value
             end
    end
    raise "#{vector["id"]} has no #{name}"
  end

  def scheme(vector) = vector.key?("scheme_toml") ? Scheme.parse(vector["scheme_toml"]) : vector["scheme"]

  def settings(vector) = vector.fetch("settings", {}).transform_keys(&:to_sym)

  def signer(vector)
    Signer.new(scheme(vector), value_of(vector, "secret"), **settings(vector))
  end

  def keys(vector)
    vector["keys"].map do |key|
      bytes = value_of(key.transform_keys { |form| "key_#{form}" }, "key")
      key.key?("kid") ? Key.new(bytes, kid: key["kid"]) : bytes
    end
  end

  def verifier(vector)
    options = vector.slice("policy", "leeway", "max_token").transform_keys(&:to_sym)
    Verifier.new(scheme(vector), keys(vector), **options, **settings(vector))
  end

  def sign(vector) = signer(vector).sign(vector["visitor"], now: vector["now"])

  def verify_json(vector) = verifier(vector).verify_json(value_of(vector, "body"), now: vector["now"])

  def explain(vector, fields)
    options = vector.slice("now", "leeway", "max_token", "visitor").transform_keys(&:to_sym)
    Visitorseal.explain(scheme(vector), keys(vector), fields, **options, **settings(vector))
  end

  # What a case's call gives. `maker` makes what has no signature: a signer or a page.
  def page(vector, maker = method(:signer))
    nonce = vector["nonce"]
    case vector["call"]
    when "script" then sign(vector).script(nonce: nonce)
    when "element" then sign(vector).element(endpoint: vector["endpoint"])
    when "url" then sign(vector).url
    when "prefill" then maker.call(vector).prefill(vector["visitor"]).script(nonce: nonce)
    when "prefill_element" then maker.call(vector).prefill(vector["visitor"]).element(endpoint: vector["endpoint"])
    when "forget" then maker.call(vector).forget_script(nonce: nonce)
    when "anonymous" then maker.call(vector).anonymous_script(nonce: nonce)
    when "anonymous_element" then without_secret(vector).anonymous_element
    end
  end

  def without_secret(vector) = Page.new(scheme(vector), **settings(vector))

  # The call raises the case's error, with the class of its kind.
  def assert_raised(vector, &call)
    error = raised(&call)
    assert_kind_of Error, error
    assert_equal vector["error"], { "code" => error.code, "field" => error.field }
    assert_instance_of CLASSES[kinds[error.code]], error
    refute_empty error.reason
    assert_nil error.cause
    [vector["secret"], *vector["keys"]&.map { |key| key["text"] }, "jane@example.com", "Jane Doe"].compact.each do |text|
      refute_includes error.full_message, text, "it tells a secret" if text.size > 3
    end
    error
  end

  # The kind of each code.
  def kinds = @kinds ||= read("errors")["errors"].to_h { |error| error.values_at("code", "kind") }

  def codes(items) = items.map(&:code)
end
