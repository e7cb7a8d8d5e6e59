# frozen_string_literal: true

require "ffi"

module Visitorseal
  # Where the C library may be.
  module LibraryFile
    VARIABLE = "VISITORSEAL_LIBRARY"

    # By this name the system's loader finds the library. Windows has none: it would also look in the current folder, where anybody
    # may have put a file.
    SONAME =
      case FFI::Platform::OS
      when "darwin" then "libvisitorseal.#{INTERFACE}.dylib"
      when "windows" then nil
      else "libvisitorseal.so.#{INTERFACE}"
      end

    # The name of the gem for this system, such as x86_64-linux-musl.
    PLATFORM = "#{FFI::Platform::ARCH}-#{RbConfig::CONFIG["host_os"]}"

    # The file for this platform in the gem that `make dist` packs.
    BUNDLED = File.join(__dir__, FFI::Platform::NAME, "libvisitorseal.#{FFI::Platform::LIBSUFFIX}")

    # @return [Array<String>] the files to try, in this order: the file that the environment names and no other;
    #   otherwise the file in this gem, then the system's library by its SONAME. On Windows, only the file in this gem
    def self.candidates
      named = ENV.fetch(VARIABLE, "")
      return [named] unless named.empty?

      return [BUNDLED] unless SONAME

      [*(BUNDLED if File.file?(BUNDLED)), SONAME]
    end
  end

  private_constant :LibraryFile
end
