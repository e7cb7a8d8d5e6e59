# frozen_string_literal: true

require "ffi"

module Visitorseal
  # For `Thread.handle_interrupt`: a thread that is killed or interrupted ends before a call or after it. Otherwise nobody
  # would free what C gave.
  UNINTERRUPTED = { Object => :never }.freeze

  # An object of the C library. It is freed once, when Ruby collects this one.
  #
  # The pointer is in an array that is empty once it is freed. When Ruby ends it calls all finalizers, also of objects that
  # are still in use; and `dup` copies the finalizer before anything can refuse the copy. Neither frees twice, nor uses
  # freed memory.
  class Handle
    # @return [Handle] of a scheme
    def self.of(object) = object.instance_variable_get(:@handle)

    def initialize(pointer, free)
      @pointer = [pointer]
      ObjectSpace.define_finalizer(self, Handle.finalizer(@pointer, free, object_id))
    end

    # Not in `initialize`: the block would keep its self alive.
    def self.finalizer(pointers, free, owner)
      lambda do |id|
        # Another id is that of a copy.
        next unless id == owner

        Thread.handle_interrupt(UNINTERRUPTED) do
          # Ractor.make_shareable freezes the array.
          pointer = pointers.frozen? ? pointers.first : pointers.shift
          free.call(pointer) if pointer
        end
      end
    end

    # @return [FFI::Pointer]
    # @raise [InternalError] `argument_null`
    def pointer
      reason = "The object is freed, or `new` did not make it. Call `new`, and keep the object while you use it."
      @pointer&.first || Raise.error(InternalError, "argument_null", "handle", reason)
    end
  end

  # `visitorseal_error`
  class ErrorStruct < FFI::Struct
    layout :status, :int32, :kind, :int32, :code, [:char, 48], :field, [:char, 256], :reason, [:char, 512],
           :http_status, :int32, :http_error, [:char, 64]
  end

  # `visitorseal_digest`
  class DigestStruct < FFI::Struct
    layout :text, [:char, 129]
  end

  # `visitorseal_message`
  class MessageStruct < FFI::Struct
    layout :bytes, :pointer, :length, :size_t
  end

  # `visitorseal_key`
  class KeyStruct < FFI::Struct
    layout :bytes, :pointer, :length, :size_t, :kid, :pointer, :kid_length, :size_t
  end

  # `visitorseal_verifier_options`
  class VerifierOptionsStruct < FFI::Struct
    layout :policy, :int32, :leeway, :uint64, :max_token, :size_t, :settings, :pointer, :settings_length, :size_t
  end

  # The memory that C writes results and errors to during one call.
  class CallBuffers
    # The buffers that no call uses. They are not in a thread's variables: `ActionController::Live` copies these to another
    # thread, and two threads would write to the same memory.
    IDLE = [] # rubocop:disable Style/MutableConstant

    attr_reader :pointer, :length, :error

    def initialize
      @pointer = FFI::MemoryPointer.new(:pointer)
      @length = FFI::MemoryPointer.new(:size_t)
      @error = ErrorStruct.new
    end

    def self.borrow
      # `pop` and `push` are one step each: no other thread and no handler of a signal runs in between.
      buffers = IDLE.pop || new
      begin
        yield buffers
      ensure
        IDLE.push(buffers)
      end
    end
  end

  # The memory that C writes a signed visitor to. It is kept for the next call, and wiped after each call, so that nothing of
  # one visitor is left for the next.
  class TextBuffer
    # The buffers that no call uses: see {CallBuffers::IDLE}.
    IDLE = [] # rubocop:disable Style/MutableConstant

    # Room for most signed visitors.
    CAPACITY = 4096

    attr_reader :text, :capacity, :length, :error

    def initialize
      @length = FFI::MemoryPointer.new(:size_t)
      @error = ErrorStruct.new.to_ptr
      hold(CAPACITY)
    end

    # Makes room for the text that was too long.
    def grow = hold(needed)

    # @return [String] what C wrote. It has a NUL at its end, and none within: neither JSON nor our HTML has one.
    def read = @text.get_string(0).force_encoding(Encoding::UTF_8)

    # @param size [Integer, nil] how many bytes C wrote; nil if that is not known
    def wipe(size) = size ? @text.put_bytes(0, @zeros, 0, size) : @text.clear

    private

    def needed = @length.read(:size_t)

    def hold(capacity)
      @text = FFI::MemoryPointer.new(capacity)
      @capacity = capacity
      @zeros = "\0".b * capacity
    end
  end

  # Copies of secrets in memory that C can follow pointers to. They are wiped when the block ends.
  class SecretCopies
    def self.open
      copies = new
      begin
        yield copies
      ensure
        copies.wipe
      end
    end

    def initialize
      @copies = []
    end

    # Copies a text and sets two members of a struct to its address and length.
    def put(text, struct, bytes, length)
      return if text.nil?

      @copies << struct[bytes] = FFI::MemoryPointer.new(:char, text.bytesize + 1).write_bytes(text)
      struct[length] = text.bytesize
    end

    # @param pairs [Array<Array>] bytes and name
    # @return [FFI::Pointer] C's array of keys
    def keys(pairs)
      array = FFI::MemoryPointer.new(KeyStruct, pairs.size + 1)
      pairs.each_with_index do |(key, kid), index|
        struct = KeyStruct.new(array + (index * KeyStruct.size))
        put(key, struct, :bytes, :length)
        put(kid, struct, :kid, :kid_length)
      end
      array
    end

    def wipe = @copies.each(&:clear)
  end

  private_constant :UNINTERRUPTED, :Handle, :ErrorStruct, :DigestStruct, :MessageStruct, :KeyStruct, :VerifierOptionsStruct,
                   :CallBuffers, :TextBuffer, :SecretCopies
end
