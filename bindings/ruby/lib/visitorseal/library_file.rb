# frozen_string_literal: true

require "ffi"

module Visitorseal
  # Where the C library may be.
  module LibraryFile
    VARIABLE = "VISITORSEAL_LIBRARY"

    # The system's library. Linux's loader finds it by its SONAME. On a Mac and on Windows the loader would also look in the current
    # folder, where anybody may have put a file.
    SYSTEM =
      case FFI::Platform::OS
      when "darwin" then %w[/usr/local/lib /opt/homebrew/lib].map { |folder| "#{folder}/libvisitorseal.dylib" }.select { |file| File.file?(file) }
      when "windows" then []
      else ["libvisitorseal.so.#{INTERFACE}"]
      end

    # The file for this platform in the gem that `make dist` packs.
    BUNDLED = File.join(__dir__, FFI::Platform::NAME, "libvisitorseal.#{FFI::Platform::LIBSUFFIX}")

    class << self
      # @return [Array<String>] the files to try, in this order: the file that the environment names and no other; otherwise
      #   the file in this gem and no other; without one, the system's library
      def candidates
        return [named] if named

        bundled? || SYSTEM.empty? ? [BUNDLED] : SYSTEM
      end

      # What to do if none of them is the right library.
      def remedy
        return "#{VARIABLE} names #{named}. Correct it, or unset it." if named
        return "Install the gem again, for #{platform}." if bundled?

        "Install the gem for #{platform}, or set #{VARIABLE} to the library's path."
      end

      private

      def named
        file = ENV.fetch(VARIABLE, "")
        file unless file.empty?
      end

      def bundled? = File.file?(BUNDLED)

      # The name of the gem for this system, such as x86_64-linux-musl. RubyGems adds the version of macOS, and leaves out "gnu".
      def platform(arch = RbConfig::CONFIG["arch"])
        require "rubygems"
        cpu, os, version = Gem::Platform.new(arch).to_a
        case os
        when "darwin" then version = nil
        when "linux" then version = "gnu" unless version&.start_with?("musl")
        end
        [cpu, os, version].compact.join("-")
      end
    end
  end

  private_constant :LibraryFile
end
