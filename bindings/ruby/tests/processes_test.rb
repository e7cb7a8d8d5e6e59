# frozen_string_literal: true

require_relative "helper"
require "open3"

# Threads, forks, fibers, signals and Ractors.
class ProcessesTest < Minitest::Test
  include Visitorseal

  def setup
    @signer = Signer.new(:bookbag, SECRET)
    @verifier = Verifier.new(:bookbag, SECRET)
  end

  # Signs and verifies in every way, with ids of its own.
  def works?(worker, times = 50)
    times.times.all? do |n|
      id = "#{worker}-#{n}"
      signed = @signer.sign(id: id, name: "Jane")
      refused = raised { @verifier.verify({ user_id: id, user_hash: "0" * 64 }) }
      @signer.digest(id) == hmac(id) && signed.signature == hmac(id) && refused.code == "signature_mismatch" &&
        @signer.digest_many([id, "x"]) == [hmac(id), hmac("x")] && signed.script.include?(hmac(id)) &&
        @signer.fields_json(id: id, name: "Jane") == signed.fields_json &&
        @verifier.verify(signed.fields).contact.external_id == id
    end
  end

  def test_threads_share_a_signer_and_a_verifier
    assert_equal [true] * 8, 8.times.map { |worker| Thread.new { works?(worker) } }.map(&:value)
  end

  def test_signers_are_made_and_freed_by_many_threads
    threads = 8.times.map do |worker|
      Thread.new do
        100.times.all? do |n|
          GC.start if (n % 50).zero?
          Signer.new(:bookbag, "#{SECRET}-#{worker}").digest("x") == hmac("x", "#{SECRET}-#{worker}")
        end
      end
    end
    assert_equal [true] * 8, threads.map(&:value)
  end

  def test_a_fork_may_use_a_signer_that_was_made_before
    pids = 4.times.map do |worker|
      fork do
        ok = works?(worker) && Thread.new { works?("#{worker}-thread") }.value && Signer.new(:bookbag, SECRET).digest("x") == hmac("x")
        GC.start
        exit!(ok ? 0 : 1)
      end
    end
    assert_equal [0] * 4, pids.map { |pid| Process.wait2(pid)[1].exitstatus }
    assert works?("parent")
  end

  def test_a_process_ends_well_with_objects_in_constants
    code = 'require "visitorseal"; S = Visitorseal::Signer.new(:bookbag, "key"); KEPT = S.sign(id: 1); print KEPT.fields["user_id"]'
    output, status = Open3.capture2e("ruby", "-e", code)
    assert_equal ["1", true], [output, status.success?]
  end

  def test_fibers_share_no_memory
    fibers = 4.times.map { |worker| Fiber.new { 20.times { |n| Fiber.yield works?("#{worker}-#{n}", 2) } } }
    assert(20.times.all? { fibers.all?(&:resume) })
  end

  # ActionController::Live copies a thread's variables, and the former thread goes on.
  def test_a_thread_with_copied_variables_shares_no_memory
    works?("first", 1)
    variables = Thread.current.keys.to_h { |key| [key, Thread.current[key]] }
    threads = 4.times.map do |worker|
      Thread.new do
        variables.each { |key, value| Thread.current[key] = value }
        5.times.all? { Thread.pass || works?("taken-#{worker}", 40) }
      end
    end
    assert_equal [true] * 4, threads.map(&:value)
  end

  # A thread is killed or interrupted at each line and each return of our code, one after the other.
  def test_a_signer_works_after_a_thread_was_killed_or_interrupted_anywhere_in_a_call
    interruption = Class.new(Exception)
    [->(thread) { thread.kill }, ->(thread) { thread.raise(interruption) }].each do |stop|
      GC.start
      GC.disable
      (0..).each do |place|
        seen = 0
        error = nil
        thread = Thread.new do
          Thread.current.report_on_exception = false
          trace = TracePoint.new(:line, :call, :return, :b_call, :b_return) do |point|
            next unless point.path.include?("/visitorseal/") && (seen += 1) == place + 1

            stopped = false
            Thread.new do
              stop.call(thread)
              stopped = true
            end
            Thread.pass until stopped
          end
          trace.enable(target_thread: Thread.current) do
            Verifier.new(:bookbag, SECRET).verify(@signer.sign(id: 1).fields)
            @signer.digest("x")
            @signer.digest_many(%w[x y])
            @signer.script(id: 1)
            Signer.new(:bookbag, "")
          end
        rescue ConfigurationError
          nil
        rescue Exception => error # rubocop:disable Lint/RescueException
          nil
        end
        thread.join
        assert(error.nil? || error.is_a?(interruption), "place #{place}: #{error.inspect}")
        break if seen <= place
      end
      GC.enable
      assert works?("afterwards", 5)
    end
  end

  def test_a_signal_handler_may_sign
    handled = []
    trap("USR1") do
      handled << (@signer.digest("handler") == hmac("handler") && raised { @signer.sign }.code == "field_missing")
    end
    wrong = []
    sender = spawn("for n in $(seq 300); do kill -USR1 #{Process.pid}; done")
    ended = false
    until ended && handled.any?
      wrong << :main unless works?("main", 1)
      ended ||= Process.wait(sender, Process::WNOHANG)
    end
    assert_empty wrong
    assert_equal [true], handled.uniq
  ensure
    # Not the former handler, which ends the process: on a busy machine the last signal comes after the sender has ended.
    trap("USR1") { nil }
  end

  def test_a_frozen_visitor_still_has_all_its_values
    signed = @signer.sign(JANE)
    script = signed.script
    assert_same signed, signed.freeze
    assert_equal [hmac("user-123"), "user-123", "bookbag", script], [signed.signature, signed.fields["user_id"], signed.scheme, signed.script]
  end

  def test_a_signed_visitor_may_be_shared_with_ractors
    signed = @signer.sign(JANE)
    begin
      Ractor.make_shareable(signed)
    rescue Ractor::Error
      skip "this ffi shares no pointer"
    end
    verbose, $VERBOSE = $VERBOSE, nil
    assert_equal hmac("user-123"), Ractor.new(signed) { |shared| shared.signature }.take
    assert_includes signed.script, hmac("user-123")
  ensure
    $VERBOSE = verbose unless verbose.nil?
  end

  def test_a_ractor_gets_an_error_of_ruby
    verbose, $VERBOSE = $VERBOSE, nil
    ractor = Ractor.new do
      Thread.current.report_on_exception = false
      Visitorseal::Signer.new(:bookbag, "a-shared-secret-of-some-length")
    end
    error = raised { ractor.take }
    assert_kind_of Ractor::RemoteError, error
    assert_match(/non-main Ractor|non-shareable|unsafe/, error.cause.message)
  ensure
    $VERBOSE = verbose
  end
end
