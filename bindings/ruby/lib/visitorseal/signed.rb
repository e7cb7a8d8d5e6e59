# frozen_string_literal: true

module Visitorseal
  # A signed visitor, ready for the page.
  class Signed
    include Confidential

    # @private
    def initialize(handle)
      @handle = handle
    end

    # @return [String] the scheme's name
    def scheme = to_h["scheme"]

    # @return [String, nil] what the vendor checks: a digest as the scheme writes it, or a JWT; nil after {Signer#prefill}
    def signature = to_h["signature"]

    # @return [Hash{String => Object}] the payload under the vendor's names, in the vendor's order; frozen
    def fields = to_h["fields"]

    # @return [String] the payload as JSON in ASCII, as a page posts it
    def fields_json = Library.text(:signed_fields_json, @handle)

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
    def to_json(*) = @json ||= Library.text(:signed_to_json, @handle).freeze

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
      super
    end

    # The script that tells the widget who the visitor is. If the widget knows another visitor, it forgets that one first.
    # Send `Cache-Control: private, no-store` with the page: it is this visitor's alone.
    #
    # @param nonce [String, nil] the nonce of the page's Content-Security-Policy
    # @return [Script]
    # @raise [ConfigurationError] `nonce_invalid`, `setting_missing` or `not_offered`
    def script(nonce: nil) = Script.new(Library.text(:signed_script, @handle, Input.nonce(nonce)))

    # The element that tells the widget who the visitor is, for pages whose `<head>` has the scheme's file. It needs no nonce.
    # Send `Cache-Control: private, no-store` with the page.
    #
    # @param endpoint [String, nil] the site's address that gives the fields anew, such as `/visitor`: the file asks there
    #   shortly before a token expires. Without it, the scheme's setting `endpoint`
    # @return [Script]
    # @raise [ConfigurationError] `not_offered` if the scheme has no code for pages, and `setting_invalid` for an endpoint
    #   that is no address
    # @raise [TypeError] for an endpoint that is not text
    def element(endpoint: nil) = Script.new(Library.text(:signed_element, @handle, Input.endpoint(endpoint)))

    # The address of the vendor's page for mobile apps. The token is in the address, so whoever has the address is the
    # visitor.
    #
    # @return [String]
    # @raise [ConfigurationError] `not_offered` or `setting_missing`
    def url = Library.text(:signed_url, @handle)

    private

    def inspect_details = [scheme]
  end
end
