# frozen_string_literal: true

require_relative "helper"
require "json"
require "pp"
require "yaml"

# The places where a secret or a visitor could be shown.
class SecretsTest < Minitest::Test
  include Visitorseal

  def holders
    [Signer.new(:bookbag, SECRET), Signer.new(:orlo, pem("rsa-2048.private")), Key.new(SECRET),
     Verifier.new(:bookbag, [SECRET, Key.new(SECRET)]), Key.new(pem("rsa-2048.public"), kid: "new")]
  end

  def visitors
    signed = Signer.new(:bookbag, SECRET).sign(JANE)
    verified = Verifier.new(:bookbag, SECRET).verify(signed.fields)
    token = Signer.new(:orlo, pem("rsa-2048.private")).sign(JANE).signature
    [signed, signed.script, signed.element, verified, verified.contact, Visitorseal.inspect_token(token)]
  end

  # What a console, a log or an error tracker writes.
  def shown(thing)
    [thing.inspect, thing.pretty_inspect, [[thing]].inspect, { a: thing }.pretty_inspect,
     raised { thing.no_such_method }.message, raised { thing.sign(1, 2, 3, 4) }.message]
  end

  def assert_confidential(output, *more)
    lines = pem("rsa-2048.private").lines[1..-2].map(&:chomp)
    [SECRET, *lines, *more].each { |text| refute_includes output, text }
  end

  def test_nothing_shows_a_secret
    holders.each do |thing|
      variables = thing.instance_variables.map { |name| thing.instance_variable_get(name).inspect }
      [*shown(thing), thing.to_s, JSON.generate([thing]), thing.as_json.to_s, *variables].each { |output| assert_confidential(output) }
    end
  end

  def test_nothing_shows_a_visitor
    visitors.each { |thing| shown(thing).each { |output| assert_confidential(output, "user-123", "Jane", "jane@", "growth") } }
  end

  def test_objects_with_a_secret_or_a_visitor_cannot_be_copied_or_serialized
    (holders + visitors.grep_v(Script) + [Visitorseal.scheme(:thread)]).each do |thing|
      [-> { thing.dup }, -> { thing.clone }, -> { Marshal.dump(thing) }, -> { YAML.dump(thing) }, -> { Marshal.dump([thing]) }].each do |store|
        assert_kind_of TypeError, raised(&store), thing.class.name
      end
      name = thing.class.name
      forged = "\x04\bU:#{(name.bytesize + 5).chr}#{name}0".b
      assert_kind_of TypeError, raised { Marshal.load(forged) }
    end
  end

  def failing_calls
    private_key = pem("rsa-2048.private")
    bookbag = Signer.new(:bookbag, SECRET)
    verifier = Verifier.new(:bookbag, SECRET)
    [
      -> { Signer.new(SECRET, :bookbag) }, -> { Signer.new(:bookbag, "#{SECRET}\xff") }, -> { Signer.new(:bookbag, [SECRET]) },
      -> { Signer.new(:bookbag, private_key) }, -> { Signer.new(:thread, SECRET, app_id: []) }, -> { Signer.new(:orlo, SECRET) },
      -> { Signer.new(:orlo, private_key.tr("M", "N")) }, -> { Verifier.new(:orlo, private_key) },
      -> { Verifier.new(:bookbag, [[SECRET]]) }, -> { Verifier.new(:bookbag, SECRET, policy: :other) },
      -> { Verifier.new(:bookbag, [SECRET] * 20) }, -> { Key.new([SECRET]) }, -> { Key.new(SECRET, kid: []) },
      -> { Visitorseal.explain(:bookbag, [[SECRET]], {}) }, -> { Visitorseal.explain(:bookbag, SECRET, {}, leeway: 301) },
      -> { Visitorseal.explain(:bookbag, SECRET, {}, visitor: { **JANE, phone: "none" }) },
      -> { Visitorseal.explain(:bookbag, SECRET, {}, visitor: ["jane@example.com"]) }, -> { bookbag.sign(**JANE, id: nil) },
      -> { bookbag.sign(**JANE, phone: "none") }, -> { bookbag.sign(**JANE, name: "Jane\xff") },
      -> { bookbag.sign(**JANE, name: "Jane\u00e9".encode("UTF-16")[0..4].force_encoding("UTF-16LE").byteslice(0, 7)) },
      -> { bookbag.sign(**JANE, attributes: { a: { b: Object.new } }) }, -> { Signer.new(:orlo, private_key).digest("jane@example.com") },
      -> { verifier.verify({ user_id: "user-123", user_hash: "0", user_metadata: ["Jane"] }) },
      -> { verifier.verify_json('{"user_id":"user-123","user_hash":"Jane"}') }, -> { Visitorseal.inspect_token("Jane.Jane") },
      -> { Signer.new(:thread, SECRET) }, -> { bookbag.digest([SECRET]) }, -> { bookbag.sign(["jane@example.com"]) },
      -> { bookbag.sign_many("jane@example.com") }, -> { bookbag.sign(JANE).script(nonce: "jane@example.com") },
      -> { verifier.verify(["user-123"]) }, -> { verifier.verify_json(["user-123"]) }, -> { bookbag.sign(**JANE, now: "user-123") },
      -> { verifier.verify({ user_id: "user-123", user_hash: "0" * 64 }) }, -> { Scheme.parse("name = #{SECRET}") }
    ]
  end

  def test_no_error_holds_a_secret_or_a_visitor
    failing_calls.each_with_index do |call, index|
      error = raised(&call)
      assert [Error, TypeError].any? { |type| type === error }, "call #{index}: #{error.class}"
      assert_confidential("#{error.message} #{error.inspect}", "user-123", "Jane", "jane@")
      assert_nil error.cause
    end
  end

  # Error trackers read these (Sentry's `include_local_variables`).
  def test_the_local_variables_where_an_error_is_raised_hold_no_secret_and_no_visitor
    variables = {}.compare_by_identity
    trace = TracePoint.new(:raise) do |point|
      frame = point.binding
      variables[point.raised_exception] = frame.local_variables.map { |name| frame.local_variable_get(name) }
    end
    errors = failing_calls.map { |call| trace.enable { raised(&call) } }
    errors.each { |error| assert_confidential(variables.fetch(error).inspect, "user-123", "Jane", "jane@") }
  end
end
