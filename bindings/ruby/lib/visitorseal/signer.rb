# frozen_string_literal: true

module Visitorseal
  # A scheme with its secret and settings. Make one and keep it: it signs from many threads, after a fork, and fast.
  class Signer
    include Discreet

    # @return [String] the scheme's name
    attr_reader :scheme

    # @return [Array<Warning>] what deserves a look about the secret: it is short, or in quotes, or the vendor's sample
    attr_reader :warnings

    # @param scheme [Symbol, String, Scheme] the name of a scheme, or one of your own
    # @param secret [String] the vendor's shared secret as its panel shows it (Re:amaze, Fernand, Bookbag, Thread), or
    #   the site's RSA private key as PEM (Orlo)
    # @param settings [Hash{Symbol => String, Integer}] such as Thread's `app_id:`
    # @raise [ConfigurationError] `scheme_unknown`, `secret_…`, `key_…` or `setting_…`
    def initialize(scheme, secret, **settings)
      scheme = Scheme.of(scheme)
      @scheme = scheme.name
      secret = Input.secret(secret, "secret_encoding", "secret")
      @handle = Library.make(:signer_free, :signer_new, scheme.handle, secret, Input.settings(settings))
      @warnings = Json.read(Library.text(:signer_warnings, @handle)).map { |warning| Warning.from(warning) }.freeze
      freeze
    end

    # Signs a visitor, given as keywords or as a hash with these names. Given both, keywords take the place of the
    # hash's members. A symbol as a value is text.
    #
    # @param visitor [Hash]
    # @param now [Integer, Time, nil] Unix seconds, the system's clock unless given; it matters only to tokens with a
    #   lifetime
    # @param fields [Hash]
    # @option fields [String, Integer] id
    # @option fields [String] email an address that the site has verified
    # @option fields [String, nil] name
    # @option fields [String, nil] phone E.164, such as `+14155552671`
    # @option fields [String, nil] avatar an http or https address
    # @option fields [Hash, nil] attributes JSON values for the vendor's agents to see
    # @return [Signed]
    # @raise [VisitorError] where a field that the signature covers is missing, nil, empty or ambiguous, or any field is
    #   not of its form; `field_unknown` for another keyword
    # @raise [ConfigurationError] `now_invalid`
    def sign(visitor = Input::NOTHING, now: nil, **fields)
      Signed.new(Library.make(:signed_free, :signer_sign, @handle, Input.visitor(visitor, fields), Input.now(now)))
    end

    # Signs visitors, in their order. What is wrong with one stands in its place.
    #
    # @param visitors [Array<Hash>]
    # @param now [Integer, Time, nil] Unix seconds, the system's clock unless given
    # @return [Array<Signed, VisitorError>]
    # @raise [VisitorError] `visitor_malformed` for anything but an array
    # @raise [ConfigurationError] `now_invalid`
    def sign_many(visitors, now: nil)
      now = Input.now(now)
      Input.list(visitors, "visitor_malformed", "many visitors are an array of hashes").map do |visitor|
        sign(visitor, now: now)
      rescue VisitorError => error
        error
      end
    end

    # Name and email without a signature, where the vendor documents that: a form is filled in, nothing is proven. The
    # parameters are those of {#sign}.
    #
    # @param visitor [Hash]
    # @param fields [Hash]
    # @return [Signed]
    # @raise [ConfigurationError] `not_offered` for other vendors
    # @raise [VisitorError] as {#sign}
    def prefill(visitor = Input::NOTHING, **fields)
      Signed.new(Library.make(:signed_free, :signer_prefill, @handle, Input.visitor(visitor, fields)))
    end

    # The digest of exactly these bytes: 64 lower-case hex digits, the one-liner of the vendors' pages.
    #
    # @param message [String] in UTF-8, as the vendors want it
    # @return [String]
    # @raise [ConfigurationError] `not_offered` where the scheme's signature is a token
    # @raise [VisitorError] `field_type` for anything but text
    def digest(message)
      unless String === message
        VisitorError.raise_with("field_type", "message", "it is #{Json.type(message)} and no text")
      end

      Library.digest(@handle, message)
    end

    # The digests of many messages, in their order.
    #
    # @param messages [Array<String>]
    # @return [Array<String>]
    # @raise [ConfigurationError, VisitorError] as {#digest}
    def digest_many(messages)
      Input.list(messages, "field_type", "many messages are an array of texts").map { |message| digest(message) }
    end

    # The HTML that a page runs after sign-out; empty where a page without the script is anonymous.
    #
    # @param nonce [String, nil] the page's Content-Security-Policy nonce
    # @return [Script]
    # @raise [ConfigurationError] `nonce_invalid`
    def forget_script(nonce: nil) = Script.new(Library.text(:signer_forget_script, @handle, Input.nonce(nonce)))

    # The HTML that starts the widget for a visitor who is not signed in; empty where none is needed.
    #
    # @param nonce [String, nil] the page's Content-Security-Policy nonce
    # @return [Script]
    # @raise [ConfigurationError] `nonce_invalid`
    def anonymous_script(nonce: nil) = Script.new(Library.text(:signer_anonymous_script, @handle, Input.nonce(nonce)))

    private

    def shown = [scheme]
  end
end
