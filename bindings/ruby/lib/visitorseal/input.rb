# frozen_string_literal: true

module Visitorseal
  # What callers give, as the library takes it; what cannot be taken is an error of ours.
  module Input
    LARGEST = 65_536
    LARGEST_FIELDS = 1_048_576
    POLICIES = %w[required optional observe].freeze
    UINT64 = (0...2**64)
    # In place of text that cannot become UTF-8: the library refuses it by the right code.
    NOT_UTF8 = "\xff"
    # In place of a visitor that keywords describe alone.
    NOTHING = {}.freeze

    class << self
      # A visitor as JSON. Keywords take the place of the hash's members.
      #
      # @raise [VisitorError]
      def visitor(visitor, keywords)
        Json.object(merged(visitor, keywords), LARGEST) ||
          VisitorError.raise_with("visitor_malformed", nil, "a visitor is a hash, or keywords: id: …, email: …")
      rescue Unfit => unfit
        VisitorError.raise_with(unfit.code, unfit.path, unfit.reason)
      end

      # The fields of a page as JSON.
      #
      # @raise [Refused]
      def fields(fields)
        Json.object(fields, LARGEST_FIELDS) ||
          Refused.raise_with("fields_malformed", nil, "the fields are a hash with the vendor's names as keys")
      rescue Unfit => unfit
        code = unfit.code == Json::TOO_LARGE ? "fields_too_large" : "fields_malformed"
        Refused.raise_with(code, unfit.path, unfit.reason)
      end

      # Settings as JSON; nil where there are none.
      #
      # @raise [ConfigurationError]
      def settings(settings)
        settings.empty? ? nil : Json.object(settings, LARGEST)
      rescue Unfit => unfit
        ConfigurationError.raise_with("setting_invalid", unfit.path, unfit.reason)
      end

      # Keys as pairs of bytes and name, newest first.
      #
      # @raise [ConfigurationError]
      def keys(keys)
        (Array.try_convert(keys) || [keys]).each_with_index.map do |key, index|
          Key === key ? key.pair : [secret(key, "key_malformed", "keys[#{index}]"), nil]
        end
      end

      # A secret or key. Nil and false are a variable that is not set: an empty one, for the library to refuse.
      #
      # @raise [ConfigurationError]
      def secret(secret, code, field)
        return "" if nil == secret || false == secret

        text(secret) or ConfigurationError.raise_with(code, field, "it is #{Json.type(secret)} and no text")
      end

      # The nonce of a page's Content-Security-Policy, or nil.
      #
      # @raise [ConfigurationError]
      def nonce(nonce)
        return if nil == nonce

        text(nonce) or ConfigurationError.raise_with("nonce_invalid", "nonce", "a nonce is text, as the page's policy has it")
      end

      # A policy's number.
      #
      # @raise [ConfigurationError]
      def policy(policy)
        POLICIES.index(name(policy)) or
          ConfigurationError.raise_with("policy_unknown", "policy", "there are #{POLICIES.join(", ")}")
      end

      # @raise [ConfigurationError]
      def leeway(seconds)
        uint64(seconds) or ConfigurationError.raise_with("leeway_invalid", "leeway", "the leeway is seconds as an Integer")
      end

      # @raise [ConfigurationError]
      def max_token(bytes)
        uint64(bytes)&.nonzero? or
          ConfigurationError.raise_with("setting_invalid", "max_token", "the largest token is bytes as an Integer")
      end

      # Unix seconds: those that were given, or the system's.
      #
      # @raise [ConfigurationError]
      def now(now)
        seconds = nil == now ? Time.now.to_i : now
        seconds = seconds.to_i if Time === seconds
        uint64(seconds) or
          ConfigurationError.raise_with("now_invalid", "now", "the time is a Time, or Unix seconds as an Integer")
      end

      # @raise [VisitorError]
      def list(list, code, reason) = Array.try_convert(list) || VisitorError.raise_with(code, nil, reason)

      # Text as it is, but for the encodings that no web page has (UTF-16); nil for what is no text. It is a plain copy:
      # no other thread changes it before C reads it, and no subclass says another length.
      def text(value)
        text = String.try_convert(value) or return
        text = String.new(text)
        text.encoding.ascii_compatible? ? text : text.encode(Encoding::UTF_8)
      rescue EncodingError
        NOT_UTF8
      end

      # A name, which may be a symbol.
      def name(value) = Symbol === value ? value.name : text(value)

      private

      def uint64(number)
        number if Integer === number && UINT64.cover?(number)
      end

      def merged(visitor, keywords)
        return visitor if keywords.empty?
        return keywords if NOTHING.equal?(visitor)

        taken = keywords.keys.map { |key| name(key) }
        Hash.try_convert(visitor)&.reject { |key, _| taken.include?(name(key)) }&.merge(keywords)
      end
    end
  end

  private_constant :Input
end
