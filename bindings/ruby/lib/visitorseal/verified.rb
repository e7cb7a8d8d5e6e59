# frozen_string_literal: true

module Visitorseal
  # What a verifier made of the fields.
  class Verified
    include Discreet

    # @return [Symbol] `:verified` or `:anonymous`: whether the visitor is proven
    attr_reader :status

    # @return [Hash{String => Object}] what the signature covers, in the visitor's words: the site vouches for it
    attr_reader :signed

    # @return [Hash{String => Object}] what the browser merely claims, in the visitor's words: anyone can have written it
    attr_reader :unsigned

    # @return [Integer, nil] the index of the key that matched: when a former key's is seen no more, it can go
    attr_reader :key

    # @return [Refused, nil] under the policy `observe`, why `optional` would have refused the visitor
    attr_reader :refusal

    # @return [Contact, nil] the contact to create or update; nil for an anonymous visitor, and where nothing that is
    #   signed identifies one (Orlo without `contact_claim:`)
    attr_reader :contact

    # @private
    # @param answer [Hash] the scheme's answer to who is refused
    def initialize(handle, answer)
      @json = Library.text(:verified_to_json, handle).freeze
      said = Json.read(@json)
      @status = said["verified"] ? :verified : :anonymous
      @signed = said["signed"] || {}.freeze
      @unsigned, @key = said.values_at("unsigned", "key")
      @refusal = said["refusal"]&.then { |refusal| Refused.new(*refusal.values_at("code", "field", "reason"), **answer) }
      contact = Json.read(Library.text(:verified_contact, handle))
      @contact = contact && Contact.new(handle, contact)
      freeze
    end

    # @return [Boolean] whether the visitor is proven
    def verified? = status == :verified

    # @return [Boolean] whether the visitor is not proven
    def anonymous? = !verified?

    # `{"verified": true, "signed", "unsigned", "key"}` or `{"verified": false, "anonymous": true, "unsigned"}`.
    #
    # @return [String]
    def to_json(*) = @json

    # What {#to_json} says.
    #
    # @return [Hash{String => Object}]
    def as_json(*) = Json.read(@json)

    private

    def shown = [status, *("key=#{key}" if key)]
  end
end
