# frozen_string_literal: true

require "ffi"

module Visitorseal
  # Where the C library may be.
  module Location
    VARIABLE = "VISITORSEAL_LIBRARY"

    # The name under which the system's loader finds the library.
    SONAME =
      case FFI::Platform::OS
      when "darwin" then "libvisitorseal.#{INTERFACE}.dylib"
      when "windows" then "visitorseal.dll"
      else "libvisitorseal.so.#{INTERFACE}"
      end

    # The file for this platform in the gem that `make dist` packs.
    BUNDLED = File.join(__dir__, FFI::Platform::NAME, "libvisitorseal.#{FFI::Platform::LIBSUFFIX}")

    # Files to try, the first that loads wins: the one that the environment names and no other, or else the one in
    # this gem, then the system's by its SONAME.
    #
    # @return [Array<String>]
    def self.candidates
      named = ENV.fetch(VARIABLE, "")
      return [named] unless named.empty?

      [*(BUNDLED if File.file?(BUNDLED)), SONAME]
    end
  end

  private_constant :Location
end
