# frozen_string_literal: true

module Visitorseal
  # The outcome of a verification that was not refused.
  class Verified
    include Confidential

    # @return [Symbol] `:verified` or `:anonymous`
    attr_reader :status

    # @return [Hash{String => Object}] what the signature covers, in the visitor's words: the site vouches for it
    attr_reader :signed

    # @return [Hash{String => Object}] what the browser merely claims, in the visitor's words: anyone can have written it
    attr_reader :unsigned

    # @return [Integer, nil] the index of the key that matches, counted from 0. Once `key` is always 0, remove the old
    #   secret.
    attr_reader :key

    # @return [String, nil] the token's own id, its claim `jti`; nil without one. To refuse a token that is used a second
    #   time, keep the ids of verified tokens until they expire.
    attr_reader :token_id

    # @return [Refused, nil] why a wrong signature was let through under the policy `observe`
    attr_reader :refusal

    # @return [Contact, nil] the visitor as a vendor's backend stores a contact; nil for an anonymous visitor, and when
    #   no signed field identifies a contact (Orlo without `contact_claim:`)
    attr_reader :contact

    # @private
    # @param answer [Hash] what the scheme answers to a refused request
    def initialize(handle, answer)
      @json = Library.text(:verified_to_json, handle).freeze
      members = Json.read(@json)
      @status = members["verified"] ? :verified : :anonymous
      @signed = members["signed"] || {}.freeze
      @unsigned, @key, @token_id = members.values_at("unsigned", "key", "token_id")
      @refusal = members["refusal"]&.then { |refusal| Refused.new(*refusal.values_at("code", "field", "reason"), **answer) }
      contact = Json.read(Library.text(:verified_contact, handle))
      @contact = contact && Contact.new(handle, contact)
      freeze
    end

    # @return [Boolean] whether the signature proves who the visitor is
    def verified? = status == :verified

    # @return [Boolean] whether nothing proves who the visitor is
    def anonymous? = !verified?

    # @return [String] the JSON `{"verified": true, "signed", "unsigned", "key"}`, with a `token_id` if the token has one,
    #   or `{"verified": false, "anonymous": true, "unsigned"}`
    def to_json(*) = @json

    # @return [Hash{String => Object}] the same as {#to_json}, parsed
    def as_json(*) = Json.read(@json)

    private

    def inspect_details = [status, *("key=#{key}" if key)]
  end
end
