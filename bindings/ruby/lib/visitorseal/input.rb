# frozen_string_literal: true

module Visitorseal
  # Converts the callers' arguments into what the C library takes.
  module Input
    # Far larger than any body that a verifier reads. The core enforces the exact limit.
    MAX_FIELDS = 1_048_576
    POLICIES = %w[required optional observe].freeze
    MAX_UINT64 = (2**64) - 1
    # Replaces text that cannot become UTF-8, so that the core refuses it with the right code.
    NOT_UTF8 = "\xff"
    # The visitor when a caller passes keywords only.
    NOTHING = {}.freeze

    class << self
      # @return [Scheme] the scheme of that name, or the scheme itself
      # @raise [ConfigurationError, TypeError]
      def scheme(scheme)
        return scheme if Scheme === scheme

        # A brand without a scheme, or an environment variable that is not set.
        Raise.error(ConfigurationError, "scheme_unknown", nil, "No scheme is named. Pass a name, such as :bookbag.") if nil == scheme
        name = name(scheme) or Raise.wrong_type("scheme", "a Symbol, a String or a Visitorseal::Scheme", scheme)
        Scheme.__send__(:new, Library.make(:scheme_free, :scheme_new, name))
      end

      # @return [String] a visitor as JSON; keywords replace the hash's members
      # @raise [VisitorError, TypeError]
      def visitor(visitor, keywords)
        merged = keywords.empty? ? visitor : merge(visitor, keywords)
        Json.object(merged, Limits::MAX_VISITOR) || Raise.wrong_type("visitor", "a Hash", visitor)
      rescue UnencodableValue => error
        Raise.error(VisitorError, error.code, error.field, error.reason)
      end

      # @return [String] the fields of a request as JSON
      # @raise [Refused]
      def fields(fields)
        Json.object(fields, MAX_FIELDS) ||
          Raise.error(Refused, "fields_malformed", nil, "The fields are #{Json.type(fields)}. Pass a hash with the vendor's names.")
      rescue UnencodableValue => error
        Raise.error(Refused, error.too_large? ? "fields_too_large" : "fields_malformed", error.field, error.reason)
      end

      # @return [String, nil] settings as JSON; nil if there are none
      # @raise [ConfigurationError]
      def settings(settings)
        settings.empty? ? nil : Json.object(settings, Limits::MAX_VISITOR)
      rescue UnencodableValue => error
        Raise.error(ConfigurationError, "setting_invalid", error.field, error.reason)
      end

      # @return [Array<Array>] the bytes and the name of each key, newest first
      # @raise [TypeError]
      def keys(keys)
        (Array.try_convert(keys) || [keys]).each_with_index.map do |key, index|
          Key === key ? key.instance_variable_get(:@pair).call : [secret(key, "keys[#{index}]"), nil]
        end
      end

      # @param secret [String, nil, false] nil and false become an empty text, which the core refuses: an environment
      #   variable is not set
      # @return [String]
      # @raise [TypeError]
      def secret(secret, parameter)
        return "" if nil == secret || false == secret

        text(secret) or Raise.wrong_type(parameter, "a String", secret)
      end

      # @return [String, nil] the nonce of a page's Content-Security-Policy
      # @raise [TypeError]
      def nonce(nonce)
        return if nil == nonce

        text(nonce) or Raise.wrong_type("nonce", "a String", nonce)
      end

      # @return [String, nil] the address that gives the fields anew
      # @raise [TypeError]
      def endpoint(endpoint)
        return if nil == endpoint

        text(endpoint) or Raise.wrong_type("endpoint", "a String", endpoint)
      end

      # @return [Integer] the number of a policy
      # @raise [ConfigurationError, TypeError]
      def policy(policy)
        name = name(policy) or Raise.wrong_type("policy", "a Symbol", policy)
        POLICIES.index(name) or
          Raise.error(ConfigurationError, "policy_unknown", "policy", "There is no such policy. Pass :required, :optional or :observe.")
      end

      # @return [Integer]
      # @raise [ConfigurationError, TypeError]
      def seconds(seconds, parameter) = uint64(seconds, parameter, "#{parameter}_invalid")

      # @return [Integer]
      # @raise [ConfigurationError, TypeError]
      def size(bytes, parameter)
        uint64(bytes, parameter, "setting_invalid").nonzero? or
          Raise.error(ConfigurationError, "setting_invalid", parameter, "The number is 0. Pass a number of bytes, such as #{Limits::MAX_TOKEN}.")
      end

      # @return [Integer] Unix seconds: the caller's, or the system's
      # @raise [ConfigurationError, TypeError]
      def now(now)
        now = Time.now if nil == now
        now = now.to_i if Time === now
        Integer === now or Raise.wrong_type("now", "a Time or an Integer", now)
        uint64(now, "now", "now_invalid")
      end

      # @return [Array]
      # @raise [TypeError]
      def list(list, parameter) = Array.try_convert(list) || Raise.wrong_type(parameter, "an Array", list)

      # Text in its own encoding. Encodings that no web page has (UTF-16) become UTF-8. It is a plain copy: no other thread
      # changes it before C reads it, and no subclass reports another length.
      #
      # @return [String, nil] nil if the value is not text
      def text(value)
        text = String.try_convert(value) or return
        text = String.new(text)
        text.encoding.ascii_compatible? ? text : text.encode(Encoding::UTF_8)
      rescue EncodingError
        NOT_UTF8
      end

      # @return [String, nil] a name, which may be a symbol
      def name(value) = Symbol === value ? value.name : text(value)

      private

      def uint64(number, parameter, code)
        Integer === number or Raise.wrong_type(parameter, "an Integer", number)
        return number if number >= 0 && number <= MAX_UINT64

        Raise.error(ConfigurationError, code, parameter, "It is #{number.negative? ? "negative" : "too large"}. Pass a whole number.")
      end

      def merge(visitor, keywords)
        return keywords if NOTHING.equal?(visitor)

        replaced = keywords.keys.map { |key| name(key) }
        Hash.try_convert(visitor)&.reject { |key, _| replaced.include?(name(key)) }&.merge(keywords)
      end
    end
  end

  private_constant :Input
end
