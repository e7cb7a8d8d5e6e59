# frozen_string_literal: true

# leak_a_handle.rb LIBRARY: makes a handle that nothing frees, to check that valgrind finds it.

require "ffi"

module Leak
  extend FFI::Library
  ffi_lib ARGV.fetch(0)
  attach_function :visitorseal_scheme_new, %i[string size_t pointer pointer], :int32

  def self.call
    FFI::MemoryPointer.new(:pointer) { |out| visitorseal_scheme_new("bookbag", 7, out, nil) }
  end
end

Leak.call
