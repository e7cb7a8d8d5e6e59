# frozen_string_literal: true

module Visitorseal
  # What an unverified token says. Anyone can have written it: never trust it. {Visitorseal.inspect_token} makes one.
  class InspectedToken
    include Confidential

    # @return [Hash{String => Object}] the token's header. Anyone can have written it.
    attr_reader :unverified_header

    # @return [Hash{String => Object}] the token's claims. Anyone can have written them.
    attr_reader :unverified_claims

    # @private
    def initialize(json)
      @json = json.freeze
      @unverified_header, @unverified_claims = Json.read(json).values_at("header", "claims")
      freeze
    end

    # @return [String] the JSON `{"unverified": true, "header", "claims"}`
    def to_json(*) = @json

    # @return [Hash{String => Object}] the same as {#to_json}, parsed
    def as_json(*) = Json.read(@json)
  end
end
