# frozen_string_literal: true

require "ffi"

module Visitorseal
  # An object of the library's, freed when Ruby is done with this one.
  class Handle < FFI::Pointer
    def initialize(pointer, free)
      super(pointer.address)
      # FFI's AutoPointer does the same in twice the time.
      ObjectSpace.define_finalizer(self, self.class.releasing(pointer, free))
    end

    # Not in `initialize`, whose self the block would keep alive.
    def self.releasing(pointer, free) = ->(_id) { free.call(pointer) }
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

  # What C writes to during a call. Each fiber keeps one.
  class Scratch
    attr_reader :pointer, :length, :failure

    def initialize
      @pointer = FFI::MemoryPointer.new(:pointer)
      @length = FFI::MemoryPointer.new(:size_t)
      @failure = Failure.new
    end

    def self.borrow
      thread = Thread.current
      scratch = thread[:visitorseal_scratch] || new
      # A signal's handler may sign too, between this call and the reading of what it wrote.
      thread[:visitorseal_scratch] = nil
      yield scratch
    ensure
      thread[:visitorseal_scratch] = scratch
    end
  end

  # Copies of secrets in memory that C can follow pointers to, wiped when the block is done.
  class Loan
    def self.open
      loan = new
      yield loan
    ensure
      loan.wipe
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

  private_constant :Handle, :Failure, :BorrowedKey, :VerifierOptions, :Scratch, :Loan
end
