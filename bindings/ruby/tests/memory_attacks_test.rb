# frozen_string_literal: true

require_relative "helper"
require "open3"

# Objects that are copied, initialized again or used too late: no memory is freed twice or used after it was freed.
# The suite ruby-valgrind runs these too.
class MemoryAttacksTest < Minitest::Test
  include Visitorseal

  LIVE = ->(thing) { thing.instance_variable_get(:@handle) }

  def collect
    # Ruby's stack keeps a few objects alive.
    20.times { Object.new }
    5.times { GC.start }
  end

  def signs?(signer) = signer.sign(id: "7").signature == hmac("7") && signer.digest("7") == hmac("7")

  def test_a_copy_of_a_handle_frees_nothing
    signer = Signer.new(:bookbag, SECRET)
    handle = LIVE[signer]
    50.times do
      [-> { handle.dup }, -> { handle.clone }, -> { Kernel.instance_method(:dup).bind_call(handle) }, -> { Marshal.load(Marshal.dump(handle)) },
       -> { signer.dup }, -> { signer.clone }].each { |copy| raised(&copy) }
    end
    collect
    assert signs?(signer)
  end

  def test_a_copy_that_outlives_its_original_is_an_error
    # More than Ruby's stack can keep alive.
    copies = Array.new(200) { Kernel.instance_method(:dup).bind_call(LIVE[Signer.new(:bookbag, SECRET)]) }
    collect
    signer = Signer.allocate
    signer.instance_variable_set(:@repeats, [])
    codes = copies.map do |copy|
      signer.instance_variable_set(:@handle, copy)
      raised { signer.sign(id: "7") }&.code
    end
    assert_includes codes, "argument_null"
    assert_empty codes - ["argument_null", nil]
  end

  def test_an_object_made_without_new_raises_an_error
    [[Signer, -> { _1.sign(id: 1) }], [Signer, -> { _1.digest("x") }], [Signed, -> { _1.signature }], [Signed, -> { _1.script }],
     [Verifier, -> { _1.verify({}) }], [Contact, -> { _1.fill("x") }], [Scheme, -> { Signer.new(_1, SECRET) }], [Page, -> { _1.anonymous_script }]].each do |type, use|
      refute_nil raised { use.call(type.allocate) }, type.name
    end
  end

  def test_a_second_initialize_frees_nothing_twice
    signer = Signer.new(:bookbag, SECRET)
    verifier = Verifier.new(:bookbag, SECRET)
    # A token is not signed anew, so a handle keeps it.
    tokens = Signer.new(:orlo, pem("rsa-2048.private"))
    signed = tokens.sign(name: "Jane")
    20.times do
      assert_kind_of FrozenError, raised { signer.__send__(:initialize, :bookbag, "another-shared-secret") }
      assert_kind_of FrozenError, raised { verifier.__send__(:initialize, :bookbag, "another-shared-secret") }
      LIVE[signed].__send__(:initialize, FFI::Pointer::NULL, ->(_) {})
      signed = tokens.sign(name: "Jane")
      signed.__send__(:initialize, LIVE[tokens.sign(name: "Joe")])
    end
    collect
    assert signs?(signer)
    assert_equal "Joe", Visitorseal.inspect_token(signed.signature).unverified_claims["name"]
  end

  def test_a_finalizer_that_runs_after_ours_gets_an_error
    output, status = Open3.capture2e("ruby", "#{__dir__}/sign_in_finalizers.rb")
    assert_predicate status, :success?, output
    assert_equal ["argument_null"], output.lines(chomp: true).uniq
  end

  def test_each_process_frees_its_own_objects_after_a_fork
    signers = Array.new(20) { Signer.new(:bookbag, SECRET) }
    pids = Array.new(2) do
      fork do
        signers.clear
        collect
        exit!(signs?(Signer.new(:bookbag, SECRET)) ? 0 : 1)
      end
    end
    assert_equal [0, 0], pids.map { |pid| Process.wait2(pid)[1].exitstatus }
    assert(signers.all? { |signer| signs?(signer) })
  end
end
