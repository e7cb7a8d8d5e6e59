# frozen_string_literal: true

require "ffi"

module Visitorseal
  # A thread that is killed or interrupted dies before a call or after it: else nobody would free what C gave.
  WHOLE = { Object => :never }.freeze

  # An object of the library's, freed once, when Ruby is done with this one.
  #
  # Its pointer stands in a box that is empty once it is freed. When Ruby ends it calls all finalizers, also of what is
  # still in use; and `dup` copies the finalizer before anything can refuse it. Neither frees twice, nor uses what is freed.
  class Handle
    def initialize(pointer, free)
      @held = [pointer]
      ObjectSpace.define_finalizer(self, Handle.releasing(@held, free, object_id))
    end

    # Not in `initialize`, whose self the block would keep alive.
    def self.releasing(held, free, owner)
      lambda do |id|
        # The others are copies.
        next unless id == owner

        Thread.handle_interrupt(WHOLE) do
          # Ractor.make_shareable freezes the box.
          pointer = held.frozen? ? held.first : held.shift
          free.call(pointer) if pointer
        end
      end
    end

    # @return [FFI::Pointer]
    # @raise [InternalError] `argument_null`
    def pointer
      @held&.first || InternalError.raise_with("argument_null", "handle", "it was freed, or made without `new`")
    end
  end

  # `visitorseal_error`
  class Failure < FFI::Struct
    layout :status, :int32, :kind, :int32, :code, [:char, 48], :field, [:char, 64], :reason, [:char, 512]
  end

  # `visitorseal_key`
  class BorrowedKey < FFI::Struct
    layout :bytes, :pointer, :length, :size_t, :kid, :pointer, :kid_length, :size_t
  end

  # `visitorseal_verifier_options`
  class VerifierOptions < FFI::Struct
    layout :policy, :int32, :leeway, :uint64, :max_token, :size_t, :settings, :pointer, :settings_length, :size_t
  end

  # What C writes to during a call.
  class Scratch
    # Those that no call uses. Not in a thread's variables, which `ActionController::Live` copies to another thread: two
    # threads would write to one.
    IDLE = [] # rubocop:disable Style/MutableConstant

    attr_reader :pointer, :length, :failure

    def initialize
      @pointer = FFI::MemoryPointer.new(:pointer)
      @length = FFI::MemoryPointer.new(:size_t)
      @failure = Failure.new
    end

    def self.borrow
      # One step each, which no other thread and no signal's handler comes between.
      scratch = IDLE.pop || new
      begin
        yield scratch
      ensure
        IDLE.push(scratch)
      end
    end
  end

  # Copies of secrets in memory that C can follow pointers to, wiped when the block is done.
  class Loan
    def self.open
      loan = new
      begin
        yield loan
      ensure
        loan.wipe
      end
    end

    def initialize
      @copies = []
    end

    # Lets two members of a struct be a text and its length.
    def put(text, struct, bytes, length)
      return if text.nil?

      @copies << struct[bytes] = FFI::MemoryPointer.new(:char, text.bytesize + 1).write_bytes(text)
      struct[length] = text.bytesize
    end

    # C's array of keys, from pairs of bytes and name.
    def keys(pairs)
      array = FFI::MemoryPointer.new(BorrowedKey, pairs.size + 1)
      pairs.each_with_index do |(key, kid), index|
        struct = BorrowedKey.new(array + (index * BorrowedKey.size))
        put(key, struct, :bytes, :length)
        put(kid, struct, :kid, :kid_length)
      end
      array
    end

    def wipe = @copies.each(&:clear)
  end

  private_constant :WHOLE, :Handle, :Failure, :BorrowedKey, :VerifierOptions, :Scratch, :Loan
end
