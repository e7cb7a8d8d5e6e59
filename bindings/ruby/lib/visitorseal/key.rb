# frozen_string_literal: true

module Visitorseal
  # A key that verifies, with an optional `kid`. A token with a `kid` is verified only with the key of that name. A JSON Web
  # Key (JWK) has its own name, unless you pass one. A JWK set takes none.
  class Key
    include Confidential

    # @return [String, nil] the key's name (RFC 7515, 4.1.4)
    attr_reader :kid

    # @param key [String] the vendor's shared secret, or the site's public key: PEM, a JWK or a JWK set as JSON text
    # @param kid [String, nil] the key's name
    # @raise [TypeError] for anything but text
    def initialize(key, kid: nil)
      @kid = nil == kid ? nil : Input.text(kid).freeze || Raise.wrong_type("kid", "a String", kid)
      pair = [Input.secret(key, "key").freeze, @kid].freeze
      # In a block, because debuggers and dumpers show instance variables.
      @pair = -> { pair }
      freeze
    end

    private

    def inspect_details = kid ? ["kid=#{kid.inspect}"] : []
  end
end
