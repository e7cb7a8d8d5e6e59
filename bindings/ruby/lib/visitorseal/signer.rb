# frozen_string_literal: true

module Visitorseal
  # A scheme with its secret and settings, ready to sign many visitors. Make one and keep it: many threads may use it,
  # and it works after a fork.
  class Signer
    include Confidential

    # @return [String] the scheme's name
    attr_reader :scheme

    # @return [Array<Warning>] problems with the secret or the scheme that do not stop signing: the secret is short, it
    #   is in quotes, or it is the vendor's example
    attr_reader :warnings

    # @param scheme [Symbol, String, Scheme] the name of a scheme, or a scheme of your own
    # @param secret [String] the vendor's shared secret as the vendor's dashboard shows it, or, if the scheme's `key_kind`
    #   is `pair`, the site's private key as PEM
    # @param settings [Hash{Symbol => String, Integer}] such as Thread's `app_id:`
    # @raise [ConfigurationError] `scheme_unknown`, `secret_…`, `key_…` or `setting_…`
    # @raise [TypeError] for a secret that is not text
    def initialize(scheme, secret, **settings)
      scheme = Input.scheme(scheme)
      @scheme = scheme.name
      # Whether signing a visitor anew makes the same signature. With a key pair nobody tries, because it takes long.
      @repeats = scheme.key_kind == "pair" ? [false] : []
      secret = Input.secret(secret, "secret")
      @handle = Library.make(:signer_free, :signer_new, Handle.of(scheme), secret, Input.settings(settings))
      @warnings = Json.read(Library.text(:signer_warnings, @handle)).map { |warning| Warning.new(warning) }.freeze
      freeze
    end

    # Signs a visitor, given as keywords or as a hash with the same names. A keyword replaces the hash's member.
    #
    # @param visitor [Hash]
    # @param now [Integer, Time, nil] Unix seconds; without it, the system's clock. Only signatures that hold a
    #   time use it.
    # @param fields [Hash]
    # @option fields [String, Integer] id
    # @option fields [String] email an address that the site has verified
    # @option fields [String, nil] name
    # @option fields [String, nil] phone in E.164, such as `+14155552671`
    # @option fields [String, nil] avatar an http or https address
    # @option fields [Hash, nil] attributes more that the vendor's agents see: text, numbers, booleans, nil, times with
    #   a zone, dates, decimals, and arrays and hashes of these
    # @return [Signed]
    # @raise [VisitorError] when a field that the signature covers is missing, empty or ambiguous, when a value is
    #   wrong, and `field_unknown` for another keyword
    # @raise [ConfigurationError] `now_invalid`
    # @raise [TypeError] for a visitor that is not a hash
    def sign(visitor = Input::NOTHING, now: nil, **fields)
      sign_json(Input.visitor(visitor, fields), Input.now(now))
    end

    # Signs a visitor and gives the payload as JSON in ASCII: `sign(visitor).fields_json` without an object in between. The
    # other parameters are those of {#sign}.
    #
    # @param visitor [Hash]
    # @param now [Integer, Time, nil]
    # @param fields [Hash]
    # @return [String]
    # @raise [VisitorError, ConfigurationError, TypeError] as {#sign}
    def fields_json(visitor = Input::NOTHING, now: nil, **fields) = write(:fields, visitor, fields, now)

    # Signs a visitor and gives the script for the page: `sign(visitor).script` without an object in between. The other
    # parameters are those of {#sign}.
    #
    # @param visitor [Hash]
    # @param nonce [String, nil] the nonce of the page's Content-Security-Policy
    # @param now [Integer, Time, nil]
    # @param fields [Hash]
    # @return [Script]
    # @raise [VisitorError, ConfigurationError, TypeError] as {#sign} and {Signed#script}
    def script(visitor = Input::NOTHING, nonce: nil, now: nil, **fields) =
      Script.new(write(:script, visitor, fields, now, Input.nonce(nonce)))

    # Signs a visitor and gives the element for the page: `sign(visitor).element` without an object in between. The other
    # parameters are those of {#sign}.
    #
    # @param visitor [Hash]
    # @param endpoint [String, nil] as {Signed#element} takes it
    # @param now [Integer, Time, nil]
    # @param fields [Hash]
    # @return [Script]
    # @raise [VisitorError, ConfigurationError, TypeError] as {#sign} and {Signed#element}
    def element(visitor = Input::NOTHING, endpoint: nil, now: nil, **fields) =
      Script.new(write(:element, visitor, fields, now, Input.endpoint(endpoint)))

    # Signs many visitors, in their order. The error of a visitor takes its place in the result.
    #
    # @param visitors [Array<Hash>]
    # @param now [Integer, Time, nil] Unix seconds; without it, the system's clock
    # @return [Array<Signed, VisitorError>]
    # @raise [ConfigurationError] `now_invalid`
    # @raise [TypeError] for anything but an array of hashes
    def sign_many(visitors, now: nil)
      now = Input.now(now)
      visitors = Input.list(visitors, "visitors").map do |visitor|
        Input.visitor(visitor, Input::NOTHING)
      rescue VisitorError => error
        error
      end
      # The first tells whether the others may be signed together.
      first = visitors.take(1).map { |visitor| sign_alone(visitor, now) }
      visitors.drop(1).each_slice(TOGETHER).reduce(first) { |signed, some| signed.concat(sign_together(some, now)) }
    end

    # So many visitors are signed in one call, which takes less than a millisecond: Ruby's other threads wait for its end.
    TOGETHER = 250
    private_constant :TOGETHER

    # Fills the vendor's form without a signature, where the vendor documents that. It proves nothing. The parameters are
    # those of {#sign}.
    #
    # @param visitor [Hash]
    # @param fields [Hash]
    # @return [Signed]
    # @raise [ConfigurationError] `not_offered` for other vendors
    # @raise [VisitorError, TypeError] as {#sign}
    def prefill(visitor = Input::NOTHING, **fields)
      Signed.new(Library.make(:signed_free, :signer_prefill, @handle, Input.visitor(visitor, fields)))
    end

    # Computes the HMAC of a message as the scheme writes it, for code that writes the page itself.
    #
    # @param message [String] in UTF-8, as the vendors want it; its bytes are signed as they are
    # @return [String] in hex or base64
    # @raise [ConfigurationError] `not_offered` when the scheme's signature is a token
    # @raise [TypeError] for anything but text
    def digest(message)
      Raise.wrong_type("message", "a String", message) unless String === message

      Library.digest(@handle, message)
    end

    # Computes the digests of many messages, in their order.
    #
    # @param messages [Array<String>]
    # @return [Array<String>]
    # @raise [ConfigurationError, TypeError] as {#digest}
    def digest_many(messages)
      messages = Input.list(messages, "messages")
      messages.each { |message| Raise.wrong_type("message", "a String", message) unless String === message }
      Library.digest_many(@handle, messages)
    end

    # The script for a page right after sign-out. The widget forgets the visitor.
    #
    # @param nonce [String, nil] the nonce of the page's Content-Security-Policy
    # @return [Script] empty if the scheme has no code for pages
    # @raise [ConfigurationError] `nonce_invalid`
    def forget_script(nonce: nil) = Script.new(Library.text(:signer_forget_script, @handle, Input.nonce(nonce)))

    # The script for a page where nobody is signed in. A widget that knows somebody forgets them. Then the widget starts
    # without a visitor.
    #
    # @param nonce [String, nil] the nonce of the page's Content-Security-Policy
    # @return [Script] empty if the scheme has no code for pages
    # @raise [ConfigurationError] `nonce_invalid`
    def anonymous_script(nonce: nil) = Script.new(Library.text(:signer_anonymous_script, @handle, Input.nonce(nonce)))

    private

    def write(form, visitor, fields, now, *option) =
      Library.sign(@handle, Input.visitor(visitor, fields), Input.now(now), form, *option)

    # The fields alone, if the signer can sign the same anew for the visitor's other forms. The first visitor tells whether it
    # can: it is signed twice. Otherwise a handle keeps the signature.
    def sign_json(visitor, now)
      if @repeats.first != false
        fields = Library.sign(@handle, visitor, now, :fields).freeze
        @repeats[0] = fields == Library.sign(@handle, visitor, now, :fields) if @repeats.empty? && !@repeats.frozen?
        return Signed.new(@handle, fields, visitor, now) if @repeats.first
      end
      Signed.new(Library.make(:signed_free, :signer_sign, @handle, visitor, now))
    end

    # @param visitors [Array<String, VisitorError>]
    # @return [Array<Signed, VisitorError>]
    def sign_together(visitors, now)
      signed = texts_of_many(visitors.grep(String), now) if @repeats.first
      return visitors.map { |visitor| sign_alone(visitor, now) } unless signed

      visitors.map do |visitor|
        json = signed.shift if String === visitor
        # Signing alone raises the error.
        json&.start_with?('{"scheme"') ? Signed.new(@handle, nil, visitor, now, json) : sign_alone(visitor, now)
      end
    end

    # nil if a visitor has a member twice: then the whole list cannot be read.
    def texts_of_many(visitors, now)
      Library.sign_many(@handle, visitors, now)
    rescue VisitorError
      nil
    end

    def sign_alone(visitor, now)
      String === visitor ? sign_json(visitor, now) : visitor
    rescue VisitorError => error
      error
    end

    def inspect_details = [scheme]
  end
end
