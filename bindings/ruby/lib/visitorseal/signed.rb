# frozen_string_literal: true

module Visitorseal
  # A signed visitor, ready for the page.
  class Signed
    include Discreet

    # @private
    def initialize(handle)
      @handle = handle
    end

    # @return [String] the scheme's name
    def scheme = to_h["scheme"]

    # @return [String, nil] what the vendor checks: 64 lower-case hex digits, or a JWT; nil for a pre-filled form
    def signature = to_h["signature"]

    # @return [Hash{String => Object}] the payload under the vendor's names, in the order of the vendor's page; frozen
    def fields = to_h["fields"]

    # @return [Array<Warning>] what works and deserves a look, such as a field that the widget has no place for
    def warnings = to_h["warnings"].map { |warning| Warning.from(warning) }

    # `{"scheme", "signature", "fields", "warnings"}`.
    #
    # @return [String]
    def to_json(*) = @json ||= Library.text(:signed_to_json, @handle).freeze

    # What {#to_json} says; frozen.
    #
    # @return [Hash{String => Object}]
    def to_h = @said ||= Json.read(to_json)

    # For `render json:` and other users of ActiveSupport.
    #
    # @return [Hash{String => Object}]
    def as_json(*) = to_h

    # What a frozen one can say, it must know.
    #
    # @return [Signed] itself
    def freeze
      to_h
      super
    end

    # The HTML that hands the fields to the widget, for the page of this visitor alone: send
    # `Cache-Control: private, no-store` with it.
    #
    # @param nonce [String, nil] the page's Content-Security-Policy nonce
    # @return [Script]
    # @raise [ConfigurationError] `nonce_invalid`, `setting_missing` or `not_offered`
    def script(nonce: nil) = Script.new(Library.text(:signed_script, @handle, Input.nonce(nonce)))

    # The address of the vendor's page for mobile apps, with the token in it (Orlo). Whoever has it is the visitor.
    #
    # @return [String]
    # @raise [ConfigurationError] `not_offered` or `setting_missing`
    def url = Library.text(:signed_url, @handle)

    private

    def shown = [scheme]
  end
end
