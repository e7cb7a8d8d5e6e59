# frozen_string_literal: true

require "ffi"

module Visitorseal
  # The C library. Only this module calls it: it checks each status, raises errors, and frees memory.
  #
  # Text goes in as pointer and length, and comes out as a copy. A call holds Ruby's lock, so that no other thread
  # changes a string while C reads it.
  module Library
    ERRORS = { 1 => ConfigurationError, 2 => VisitorError, 3 => Refused, 4 => InternalError }.freeze

    # C's numbers of the codes that this gem itself raises about fields.
    STATUSES = { "fields_malformed" => 300, "fields_too_large" => 301 }.freeze

    # C's numbers of the forms of a signed visitor.
    FORMS = { fields: 0, to_json: 1, script: 2, element: 3, url: 4 }.freeze

    BUFFER_TOO_SMALL = 912

    # Between two signed visitors. Each border matches, so too many matches can be counted.
    BORDER = /(?<=\}),(?=\{"(?:scheme|error)":)/

    # Room for the longest digest of any scheme.
    DIGEST = FFI::MemoryPointer.new(DigestStruct)

    # Short names for C's parameters. `makes` is a handle that comes out, `writes` is text that comes out, `counts` is a
    # number that comes out.
    PARAMETERS = {
      handle: %i[pointer], text: %i[buffer_in size_t], keys: %i[pointer size_t], options: %i[pointer],
      now: %i[uint64], leeway: %i[uint64], max_token: %i[size_t], status: %i[int32], buffer: %i[pointer size_t],
      makes: %i[pointer], writes: %i[pointer pointer], counts: %i[pointer]
    }.freeze

    # The functions that return a status. The last parameter of each is an error.
    CALLS = {
      schemes: %i[writes],
      scheme_new: %i[text makes],
      scheme_parse: %i[text makes],
      scheme_to_json: %i[handle writes],
      signer_new: %i[handle text text makes],
      signer_warnings: %i[handle writes],
      signer_sign: %i[handle text now makes],
      signer_sign_many: %i[handle text now writes],
      signer_prefill: %i[handle text makes],
      signer_digest: %i[handle text buffer],
      signer_forget_script: %i[handle text writes],
      signer_anonymous_script: %i[handle text writes],
      page_new: %i[handle text makes],
      page_prefill: %i[handle text makes],
      page_forget_script: %i[handle text writes],
      page_anonymous_script: %i[handle text writes],
      page_anonymous_element: %i[handle writes],
      signed_to_json: %i[handle writes],
      signed_fields_json: %i[handle writes],
      signed_script: %i[handle text writes],
      signed_element: %i[handle text writes],
      signed_url: %i[handle writes],
      verifier_new: %i[handle keys options makes],
      verifier_verify_json: %i[handle text now makes],
      verifier_max_body: %i[handle counts],
      verified_to_json: %i[handle writes],
      verified_contact: %i[handle writes],
      verified_fill: %i[handle text writes],
      explain: %i[handle keys text now leeway max_token text text writes],
      explain_error: %i[status text text writes],
      inspect_token: %i[text writes]
    }.freeze

    # All functions: first what they return, then what they take.
    FUNCTIONS = {
      version: [:string],
      string_free: [:void, :pointer],
      signer_sign_text: %i[int32 pointer buffer_in size_t uint64 int32 buffer_in size_t pointer size_t pointer pointer],
      signer_digest_many: %i[int32 pointer pointer size_t pointer size_t pointer],
      signer_digest_size: %i[size_t pointer],
      **%i[scheme signer page signed verifier verified].to_h { |type| [:"#{type}_free", %i[void pointer]] },
      signer_digest_text: %i[string pointer buffer_in size_t pointer],
      **CALLS.transform_values { |words| [:int32, *words.flat_map { |word| PARAMETERS[word] }, :pointer] }
    }.freeze

    class << self
      # Calls a function that makes a handle. The arguments are C's, without those that come out: a {Handle}, a String,
      # nil for text that is left out, a number or a pointer.
      #
      # @return [Handle]
      def make(free, function, *arguments)
        borrow_buffers do |buffers|
          call(buffers, function, arguments, buffers.pointer)
          Handle.new(buffers.pointer.read_pointer, functions[free])
        end
      end

      # Calls a function that gives text.
      #
      # @return [String]
      def text(function, *arguments)
        borrow_buffers do |buffers|
          call(buffers, function, arguments, buffers.pointer, buffers.length)
          text = buffers.pointer.read_pointer
          begin
            utf8(text.read_bytes(buffers.length.read(:size_t)))
          ensure
            functions[:string_free].call(text)
          end
        end
      end

      # Calls a function that gives a number of bytes.
      #
      # @return [Integer]
      def size(function, *arguments)
        borrow_buffers do |buffers|
          call(buffers, function, arguments, buffers.length)
          buffers.length.read(:size_t)
        end
      end

      # The fastest call. All threads write to one buffer: while a call holds Ruby's lock, no thread runs between C's
      # writing and Ruby's copying.
      #
      # @return [String] as the scheme writes it
      def digest(signer, message)
        # A subclass may report another length.
        message = String.new(message) unless message.instance_of?(String)
        digest = digest_text(signer.pointer, message, message.bytesize, DIGEST)
        # It failed. Call the function that fills an error, to learn why.
        digest || borrow_buffers { |buffers| call(buffers, :signer_digest, [signer, message], DIGEST, DIGEST.size) }
        digest.force_encoding(Encoding::UTF_8)
      end

      # Signs a visitor and writes one form of it, in one call. There is nothing to free.
      #
      # @param visitor [String] JSON
      # @param form [Symbol] one of {FORMS}
      # @param option [String, nil] the form's nonce or endpoint
      # @return [String]
      def sign(signer, visitor, now, form, option = nil)
        form = FORMS.fetch(form)
        buffer = TextBuffer::IDLE.pop || TextBuffer.new
        begin
          status = sign_into(buffer, signer, visitor, now, form, option)
          if status == BUFFER_TOO_SMALL
            buffer.grow
            status = sign_into(buffer, signer, visitor, now, form, option)
          end
          raise_error(ErrorStruct.new(buffer.error)) unless status.zero?
          text = buffer.read
        ensure
          buffer.wipe(text&.bytesize)
          TextBuffer::IDLE.push(buffer)
        end
      end

      # Signs many visitors in one call.
      #
      # @param visitors [Array<String>] JSON
      # @return [Array<String>, nil] for each what {Signed#to_json} gives, or `{"error":…}`; nil if an attribute looks like the
      #   border between two of them
      def sign_many(signer, visitors, now)
        signed = text(:signer_sign_many, signer, "[#{visitors.join(",")}]", now)
        signed = signed[1..-2].split(BORDER)
        signed if signed.size == visitors.size
      end

      # Computes the digests of many messages in one call.
      #
      # @param messages [Array<String>]
      # @return [Array<String>]
      def digest_many(signer, messages)
        # With the NUL at its end. It is 0 for a token: the first message raises the error.
        size = functions[:signer_digest_size].call(signer.pointer) - 1
        return messages.map { |message| digest(signer, message) } if size.negative? || messages.size < 2

        # A subclass may report another length.
        messages = messages.map { |message| message.instance_of?(String) ? message : String.new(message) }
        joined = messages.pack("a*" * messages.size)
        copies = FFI::MemoryPointer.new(:char, joined.bytesize + 1).put_bytes(0, joined)
        list = FFI::MemoryPointer.new(MessageStruct, messages.size).put_bytes(0, places(messages, copies.address).pack("J*"))
        digests = FFI::MemoryPointer.new(:char, (size * messages.size) + 1)
        borrow_buffers do |buffers|
          call(buffers, :signer_digest_many, [signer], list, messages.size, digests, digests.size)
        end
        text = utf8(digests.read_bytes(size * messages.size))
        Array.new(messages.size) { |index| text.byteslice(index * size, size) }
      ensure
        copies&.clear
      end

      # @return [Handle]
      def verifier(scheme, keys, policy:, leeway:, max_token:, settings:)
        copy_secrets do |copies|
          options = VerifierOptionsStruct.new
          options[:policy] = policy
          options[:leeway] = leeway
          options[:max_token] = max_token
          copies.put(settings, options, :settings, :settings_length)
          make(:verifier_free, :verifier_new, scheme, copies.keys(keys), keys.size, options.to_ptr)
        end
      end

      # @return [String]
      def explain(scheme, keys, fields, *options)
        copy_secrets { |copies| text(:explain, scheme, copies.keys(keys), keys.size, fields, *options) }
      end

      # @param error [Refused] about fields that JSON cannot hold
      # @return [String]
      def explain_error(error) = text(:explain_error, STATUSES.fetch(error.code), error.field, error.reason)

      private

      def borrow_buffers(&block) = Thread.handle_interrupt(UNINTERRUPTED) { CallBuffers.borrow(&block) }

      def copy_secrets(&block) = Thread.handle_interrupt(UNINTERRUPTED) { SecretCopies.open(&block) }

      def sign_into(buffer, signer, visitor, now, form, option)
        signer_sign_text(
          signer.pointer, visitor, visitor.bytesize, now, form, option, option ? option.bytesize : 0, buffer.text,
          buffer.capacity, buffer.length, buffer.error
        )
      end

      # @return [Array<Integer>] the address and the size of each message, one after the other
      def places(messages, address)
        messages.each_with_object([]) do |message, places|
          size = message.bytesize
          places << address << size
          address += size
        end
      end

      def call(buffers, function, arguments, *out)
        converted = []
        arguments.each do |argument|
          case argument
          when String then converted << argument << argument.bytesize
          when nil then converted << nil << 0
          when Handle then converted << argument.pointer
          else converted << argument
          end
        end
        status = functions[function].call(*converted, *out, buffers.error.to_ptr)
        raise_error(buffers.error) unless status.zero?
      end

      def raise_error(error)
        code, field, reason = %i[code field reason].map { |member| utf8(error[member].to_s) }
        type = ERRORS.fetch(error[:kind], InternalError)
        Raise.error(type, code, field.empty? ? nil : field, reason, **(type == Refused ? answer(error) : {}))
      end

      # What the scheme answers to a refused request.
      def answer(error) = { http_status: error[:http_status], http_error: utf8(error[:http_error].to_s) }

      def utf8(bytes) = bytes.force_encoding(Encoding::UTF_8)

      # Opens the library when it is first needed. If two threads need it at once, both get the same library.
      def functions = @functions ||= bind(open)

      def bind(library)
        version = function(library, :version)&.call
        check_version(library, version)
        functions = FUNCTIONS.keys.to_h { |name| [name, function(library, name) || raise_missing(library, name, version)] }.freeze
        # A method of this module is found faster than a member of a hash.
        functions[:signer_digest_text].attach(self, "digest_text")
        functions[:signer_sign_text].attach(self, "signer_sign_text")
        functions
      end

      def function(library, name)
        address = library.find_function("visitorseal_#{name}") or return
        returned, *taken = FUNCTIONS[name].map { |type| FFI.find_type(type) }
        FFI::Function.new(returned, taken, address)
      end

      def check_version(library, version)
        return if version&.start_with?("#{INTERFACE}.")

        raise_version(library, "has #{version ? "version #{version}" : "no version"}, and this gem needs #{INTERFACE}.x")
      end

      # An older library of the same interface may lack a function that this gem calls.
      def raise_missing(library, name, version)
        raise_version(library, "has version #{version} and lacks the function visitorseal_#{name}, which this gem needs")
      end

      def raise_version(library, problem)
        reason = "The C library #{library.name} #{problem}. #{LibraryFile.remedy}"
        Raise.error(ConfigurationError, "library_version", LibraryFile::VARIABLE, reason)
      end

      def open
        failures = []
        LibraryFile.candidates.each do |file|
          return FFI::DynamicLibrary.open(file, FFI::DynamicLibrary::RTLD_LAZY | FFI::DynamicLibrary::RTLD_LOCAL)
        rescue LoadError => failure
          failures << failure.message.scrub("?").strip
        end
        said = failures.join("; ")
        reason = "The C library cannot be loaded (#{said}). #{what_to_do(said)}"
        Raise.error(ConfigurationError, "library_missing", LibraryFile::VARIABLE, reason)
      end

      def what_to_do(said)
        case said
        when /failed to map segment|Operation not permitted/
          "The folder is mounted with noexec: no library may be loaded from it. Copy the file into another folder, and set " \
            "#{LibraryFile::VARIABLE} to its path."
        when /Permission denied/ then "This user may not read the file. Change its permissions."
        else LibraryFile.remedy
        end
      end
    end
  end

  private_constant :Library
end
