# frozen_string_literal: true

require "ffi"

module Visitorseal
  # The C library, and the only module that calls it: it checks each status, raises, and frees.
  #
  # Text goes in as pointer and length, and comes out as a copy. A call holds Ruby's lock, so that no other thread
  # changes a string while C reads it.
  module Library
    ERRORS = { 1 => ConfigurationError, 2 => VisitorError, 3 => Refused, 4 => InternalError }.freeze

    # 64 hex digits and a NUL.
    DIGEST = FFI::MemoryPointer.new(:char, 65)

    # What C's parameters are called below. `makes` is a handle that comes out, `writes` is text.
    PARAMETERS = {
      handle: %i[pointer], text: %i[buffer_in size_t], keys: %i[pointer size_t], options: %i[pointer],
      now: %i[uint64], buffer: %i[pointer size_t], makes: %i[pointer], writes: %i[pointer pointer]
    }.freeze

    # The functions that return a status; an error is the last parameter of each.
    CALLS = {
      schemes: %i[writes],
      scheme_new: %i[text makes],
      scheme_parse: %i[text makes],
      scheme_to_json: %i[handle writes],
      signer_new: %i[handle text text makes],
      signer_warnings: %i[handle writes],
      signer_sign: %i[handle text now makes],
      signer_prefill: %i[handle text makes],
      signer_digest: %i[handle text buffer],
      signer_forget_script: %i[handle text writes],
      signer_anonymous_script: %i[handle text writes],
      signed_to_json: %i[handle writes],
      signed_script: %i[handle text writes],
      signed_url: %i[handle writes],
      verifier_new: %i[handle keys options makes],
      verifier_verify: %i[handle text now makes],
      verified_to_json: %i[handle writes],
      verified_contact: %i[handle writes],
      verified_fill: %i[handle text writes],
      explain: %i[handle keys text now text writes],
      inspect: %i[text writes]
    }.freeze

    # All functions: what they return, and what they take.
    FUNCTIONS = {
      version: [:string],
      string_free: [:void, :pointer],
      **%i[scheme signer signed verifier verified].to_h { |type| [:"#{type}_free", %i[void pointer]] },
      signer_digest_text: %i[string pointer buffer_in size_t pointer],
      **CALLS.transform_values { |words| [:int32, *words.flat_map { |word| PARAMETERS[word] }, :pointer] }
    }.freeze

    class << self
      # Calls what makes a handle. The arguments are C's up to what comes out: a {Handle}, text, nil for text that
      # is left out, a number or a pointer.
      #
      # @return [Handle]
      def make(type, function, *arguments)
        borrowed do |scratch|
          call(scratch, function, arguments, scratch.pointer)
          Handle.new(scratch.pointer.read_pointer, functions[type])
        end
      end

      # Calls what hands out text.
      #
      # @return [String]
      def text(function, *arguments)
        borrowed do |scratch|
          call(scratch, function, arguments, scratch.pointer, scratch.length)
          text = scratch.pointer.read_pointer
          begin
            utf8(text.read_bytes(scratch.length.read(:size_t)))
          ensure
            functions[:string_free].call(text)
          end
        end
      end

      # The fastest call there is. All threads write to one buffer: while the call holds Ruby's lock, nothing can come
      # between C's writing and Ruby's copy.
      #
      # @return [String] 64 hex digits
      def digest(signer, message)
        # A subclass may say another length.
        message = String.new(message) unless message.instance_of?(String)
        digest = digest_text(signer.pointer, message, message.bytesize, DIGEST)
        # Again, to be told why.
        digest || borrowed { |scratch| call(scratch, :signer_digest, [signer, message], DIGEST, DIGEST.size) }
        digest.force_encoding(Encoding::UTF_8)
      end

      # @return [Handle]
      def verifier(scheme, keys, policy:, leeway:, max_token:, settings:)
        whole_loan do |loan|
          options = VerifierOptions.new
          options[:policy] = policy
          options[:leeway] = leeway
          options[:max_token] = max_token
          loan.put(settings, options, :settings, :settings_length)
          make(:verifier_free, :verifier_new, scheme, loan.keys(keys), keys.size, options.to_ptr)
        end
      end

      # @return [String]
      def explain(scheme, keys, fields, now, settings)
        whole_loan { |loan| text(:explain, scheme, loan.keys(keys), keys.size, fields, now, settings) }
      end

      private

      def borrowed(&block) = Thread.handle_interrupt(WHOLE) { Scratch.borrow(&block) }

      def whole_loan(&block) = Thread.handle_interrupt(WHOLE) { Loan.open(&block) }

      def call(scratch, function, arguments, *out)
        given = []
        arguments.each do |argument|
          case argument
          when String then given << argument << argument.bytesize
          when nil then given << nil << 0
          when Handle then given << argument.pointer
          else given << argument
          end
        end
        status = functions[function].call(*given, *out, scratch.failure.to_ptr)
        raise_failure(scratch.failure) unless status.zero?
      end

      def raise_failure(failure)
        code, field, reason = %i[code field reason].map { |member| utf8(failure[member].to_s) }
        ERRORS.fetch(failure[:kind], InternalError).raise_with(code, field.empty? ? nil : field, reason)
      end

      def utf8(bytes) = bytes.force_encoding(Encoding::UTF_8)

      # The library is opened when it is first needed. Where two threads need it at once, both get the same one.
      def functions = @functions ||= bound(open)

      def bound(library)
        check_version(function(library, :version)&.call)
        bound = FUNCTIONS.keys.to_h { |name| [name, function(library, name)] }.freeze
        # As a method of this module it is found sooner.
        bound[:signer_digest_text].attach(self, "digest_text")
        bound
      end

      def function(library, name)
        address = library.find_function("visitorseal_#{name}") or return
        returns, *takes = FUNCTIONS[name].map { |type| FFI.find_type(type) }
        FFI::Function.new(returns, takes, address)
      end

      def check_version(version)
        return if version&.start_with?("#{INTERFACE}.")

        ConfigurationError.raise_with("library_version", Location::VARIABLE, <<~REASON.tr("\n", " ").strip)
          the library is #{version ? "version #{version}" : "another one"}, and this gem needs #{INTERFACE}.x:
          install the one that belongs to the gem, or unset #{Location::VARIABLE}
        REASON
      end

      def open
        failures = []
        Location.candidates.each do |file|
          return FFI::DynamicLibrary.open(file, FFI::DynamicLibrary::RTLD_LAZY | FFI::DynamicLibrary::RTLD_LOCAL)
        rescue LoadError => failure
          failures << failure.message.scrub("?").strip
        end
        ConfigurationError.raise_with("library_missing", Location::VARIABLE, <<~REASON.tr("\n", " ").strip)
          #{failures.join("; ")}. Install the gem for this platform, or #{Location::SONAME},
          or put it at #{Location::BUNDLED}, or set #{Location::VARIABLE} to the file
        REASON
      end
    end
  end

  private_constant :Library
end
