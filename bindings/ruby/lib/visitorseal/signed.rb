# frozen_string_literal: true

module Visitorseal
  # A signed visitor, ready for the page.
  class Signed
    include Confidential

    # @private
    # @param handle [Handle] of a signed visitor; or, with the other three, of a signer. The signer signs the visitor anew for
    #   each form but the fields.
    # @param fields [String, nil] the signed fields as JSON
    # @param visitor [String, nil] the visitor as JSON
    # @param now [Integer, nil]
    # @param json [String, nil] what {#to_json} gives
    def initialize(handle, fields = nil, visitor = nil, now = nil, json = nil)
      @handle = handle
      @fields_json = fields
      @visitor = visitor
      @now = now
      @json = json
    end

    # @return [String] the scheme's name
    def scheme = to_h["scheme"]

    # @return [String, nil] what the vendor checks: a digest as the scheme writes it, or a JWT; nil after {Signer#prefill}
    def signature = to_h["signature"]

    # @return [Hash{String => Object}] the payload under the vendor's names, in the vendor's order; frozen
    def fields = @fields ||= Json.read(fields_json)

    # @return [String] the payload as JSON in ASCII, as a page posts it
    def fields_json = @fields_json ||= (@json ? fields_in_json : Library.text(:signed_fields_json, @handle)).freeze

    # @return [Integer, nil] when the vendor stops accepting the signature, in Unix seconds; nil if it never expires, and
    #   after {Signer#prefill}
    def expires_at = to_h["expires_at"]

    # Tells two visitors apart, and says nothing about either. Scripts and elements hold it, so that the page knows whether
    # the widget's visitor is still the same.
    #
    # @return [String, nil] 16 characters of base64url; nil after {Signer#prefill}
    def mark = to_h["mark"]

    # @return [Array<Warning>] problems that do not stop signing, such as a field that the widget has no place for
    def warnings = to_h["warnings"].map { |warning| Warning.new(warning) }

    # @return [String] the JSON `{"scheme", "signature", "fields", "expires_at", "mark", "warnings"}`
    def to_json(*) = @json ||= form(:to_json).freeze

    # @return [Hash{String => Object}] the same as {#to_json}, parsed and frozen
    def to_h = @hash ||= Json.read(to_json)

    # ActiveSupport calls this, such as for `render json:`.
    #
    # @return [Hash{String => Object}]
    def as_json(*) = to_h

    # Reads everything first, because a frozen object cannot remember it later.
    #
    # @return [Signed] itself
    def freeze
      to_h
      fields
      super
    end

    # The script that tells the widget who the visitor is. If the widget knows another visitor, it forgets that one first.
    # Send `Cache-Control: private, no-store` with the page: it is this visitor's alone.
    #
    # @param nonce [String, nil] the nonce of the page's Content-Security-Policy
    # @return [Script]
    # @raise [ConfigurationError] `nonce_invalid`, `setting_missing` or `not_offered`
    def script(nonce: nil) = Script.new(form(:script, Input.nonce(nonce)))

    # The element that tells the widget who the visitor is, for pages whose `<head>` has the scheme's file. It needs no nonce.
    # Send `Cache-Control: private, no-store` with the page.
    #
    # @param endpoint [String, nil] the site's address that gives the fields anew, such as `/visitor`: the file asks there
    #   shortly before a token expires. Without it, the scheme's setting `endpoint`
    # @return [Script]
    # @raise [ConfigurationError] `not_offered` if the scheme has no code for pages, and `setting_invalid` for an endpoint
    #   that is no address
    # @raise [TypeError] for an endpoint that is not text
    def element(endpoint: nil) = Script.new(form(:element, Input.endpoint(endpoint)))

    # The address of the vendor's page for mobile apps. The token is in the address, so whoever has the address is the
    # visitor.
    #
    # @return [String]
    # @raise [ConfigurationError] `not_offered` or `setting_missing`
    def url = form(:url)

    private

    # No text in the JSON holds these two: its quotes are escaped.
    def fields_in_json
      start = @json.index(',"fields":') + 10
      @json[start...@json.rindex(',"expires_at":')]
    end

    def form(name, *option)
      return Library.sign(@handle, @visitor, @now, name, *option) if @visitor

      Library.text(:"signed_#{name}", @handle, *option)
    end

    def inspect_details = [scheme]
  end
end
