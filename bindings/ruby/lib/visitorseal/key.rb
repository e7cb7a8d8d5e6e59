# frozen_string_literal: true

module Visitorseal
  # A key to verify with, and its name: a token with a `kid` is checked only against the key of that name.
  class Key
    include Discreet

    # @return [String, nil] the key's name (RFC 7515, 4.1.4)
    attr_reader :kid

    # @private
    # @return [Array] its bytes and name
    def pair = @pair.call

    # @param key [String] the vendor's shared secret, or the site's RSA public key as PEM (Orlo)
    # @param kid [String, nil] the key's name
    # @raise [ConfigurationError] `key_malformed` or `kid_invalid` for anything but text
    def initialize(key, kid: nil)
      @kid = nil == kid ? nil : Input.text(kid).freeze ||
        ConfigurationError.raise_with("kid_invalid", "kid", "a key is named by text")
      pair = [Input.secret(key, "key_malformed", "key").freeze, @kid].freeze
      # What dumps instance variables shows no block.
      @pair = -> { pair }
      freeze
    end

    private

    def shown = kid ? ["kid=#{kid.inspect}"] : []
  end
end
