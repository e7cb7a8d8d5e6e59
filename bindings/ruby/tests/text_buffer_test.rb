# frozen_string_literal: true

require_relative "helper"
require "json"

# The memory that signed visitors are written to: it is kept, it grows, and no call sees what another wrote.
class TextBufferTest < Minitest::Test
  include Visitorseal

  IDLE = Visitorseal.const_get(:TextBuffer)::IDLE

  def setup
    @signer = Signer.new(:bookbag, SECRET)
    IDLE.clear
  end

  def fields(id, **metadata) = { user_id: id, user_hash: hmac(id), user_metadata: metadata }.reject { |_, value| value == {} }

  def json(id, **metadata) = JSON.generate(fields(id, **metadata))

  def assert_wiped
    refute_empty IDLE
    IDLE.each { |buffer| assert_equal buffer.capacity, buffer.text.read_bytes(buffer.capacity).count("\0") }
  end

  # Runs a block where our code has C's text and has not read it yet.
  def between_writing_and_reading(&block)
    trace = TracePoint.new(:call) do |point|
      next unless point.method_id == :read && point.path.end_with?("/visitorseal/memory.rb")

      trace.disable
      block.call
    end
    trace.enable(target_thread: Thread.current)
  end

  def test_the_largest_visitor_comes_out_whole
    # 64 KiB as JSON. As a page holds it, it is three times as large.
    largest = "\u00e9" * ((65_536 - '{"id":"7","attributes":{"about":""}}'.bytesize) / 2)
    3.times do
      assert_equal fields("7", about: largest), JSON.parse(@signer.fields_json(id: "7", attributes: { about: largest }), symbolize_names: true)
      assert_equal largest, @signer.sign(id: "7", attributes: { about: largest }).fields["user_metadata"]["about"]
      assert_includes @signer.script(id: "7", attributes: { about: largest }), "\\u00e9" * largest.size
      assert_equal json("8"), @signer.fields_json(id: "8")
    end
    assert_equal "visitor_too_large", raised { @signer.fields_json(id: "7", attributes: { about: "#{largest}ee" }) }.code
    assert_wiped
  end

  def test_every_length_around_the_size_of_the_buffer_is_right
    empty = @signer.fields_json(id: "7", attributes: { about: "" }).bytesize
    (4090 - empty..4100 - empty).each do |size|
      IDLE.clear
      about = "x" * size
      assert_equal json("7", about: about), @signer.fields_json(id: "7", attributes: { about: about })
    end
  end

  def test_a_buffer_grows_once_and_is_kept
    about = "x" * 20_000
    @signer.fields_json(id: "7", attributes: { about: about })
    kept = IDLE.map { |buffer| [buffer, buffer.capacity, buffer.text] }
    assert_operator kept[0][1], :>, 20_000
    3.times { @signer.fields_json(id: "7", attributes: { about: about }) }
    @signer.fields_json(id: "8")
    assert_equal kept, IDLE.map { |buffer| [buffer, buffer.capacity, buffer.text] }
  end

  def test_nothing_of_a_visitor_is_left
    @signer.sign(JANE).script
    raised { @signer.sign(id: "") }
    raised { @signer.script(id: "7", nonce: "\"") }
    assert_wiped
  end

  def test_nothing_of_a_visitor_is_left_by_a_thread_that_is_killed
    thread = Thread.new do
      between_writing_and_reading { Thread.current.kill }
      @signer.fields_json(JANE)
    end
    assert_nil thread.value
    assert_wiped
  end

  def test_a_call_within_a_call_changes_neither
    inner = []
    signs = Class.new { define_method(:to_json) { |*| inner.push(@signer.fields_json(id: "inner")) && '"text"' } }
    value = signs.new.tap { |object| object.instance_variable_set(:@signer, @signer) }
    assert_equal json("outer", plan: "text"), @signer.fields_json(id: "outer", attributes: { plan: value })
    assert_equal [json("inner")], inner.uniq
  end

  # As a signal's handler or a finalizer does.
  def test_a_call_between_writing_and_reading_changes_neither
    inner = nil
    between_writing_and_reading { inner = @signer.fields_json(id: "inner") }
    outer = @signer.fields_json(id: "outer")
    assert_equal [json("outer"), json("inner")], [outer, inner]
    assert_equal 2, IDLE.size
    assert_wiped
  end

  def test_a_fork_between_writing_and_reading_changes_neither
    pid = nil
    between_writing_and_reading { pid = fork }
    right = [@signer.fields_json(id: "7"), @signer.fields_json(id: "8")] == [json("7"), json("8")]
    exit!(right ? 0 : 1) if pid.nil?
    assert right
    assert_predicate Process.wait2(pid)[1], :success?
  end

  def test_fibers_and_threads_that_take_turns_get_their_own_text
    workers = Array.new(4) do |worker|
      Fiber.new do
        20.times do |n|
          id = "#{worker}-#{n}"
          between_writing_and_reading { Fiber.yield }
          Fiber.yield @signer.fields_json(id: id) == json(id)
        end
      end
    end
    results = Array.new(40) { workers.map(&:resume) }.flatten
    assert_equal [true], results.compact.uniq
    threads = Array.new(4) do |worker|
      Thread.new do
        Array.new(50) do |n|
          id = "#{worker}-#{n}"
          between_writing_and_reading { Thread.pass }
          @signer.fields_json(id: id) == json(id)
        end
      end
    end
    assert_equal [true], threads.flat_map(&:value).uniq
  end

  def test_a_text_that_was_given_stays_when_the_next_is_written
    texts = Array.new(50) { |n| @signer.fields_json(id: n.to_s) }
    assert_equal(Array.new(50) { |n| json(n.to_s) }, texts)
  end

  # A field of the scheme's own that nobody signs, so only the results differ.
  def test_each_form_of_a_visitor_has_the_same_random_text
    scheme = Scheme.parse(<<~TOML)
      name = "own"
      vendor = "Own"
      document = "https://example.com/"
      read = 2026-11-20
      [signature]
      kind = "hmac"
      hash = "sha256"
      secret = "text"
      message = "{id}"
      result = "hex"
      [fields]
      id = "{id}"
      once = "{random}"
      hash = "{signature}"
    TOML
    signer = Signer.new(scheme, SECRET)
    signed = Array.new(3) { signer.sign(id: "7") }
    signed.each { |each| assert_equal each.fields, each.to_h["fields"] }
    assert_equal 3, signed.map { |each| each.fields["once"] }.uniq.size
  end
end
