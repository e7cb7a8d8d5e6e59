# frozen_string_literal: true

module Visitorseal
  # A token's header and claims, unverified: anyone can have written them. {Visitorseal.inspect_token} makes one.
  class Inspected
    include Discreet

    # @return [Hash{String => Object}] the header's members
    attr_reader :unverified_header

    # @return [Hash{String => Object}] the claims
    attr_reader :unverified_claims

    # @private
    # @param json [String] what the library said
    def initialize(json)
      @json = json.freeze
      @unverified_header, @unverified_claims = Json.read(json).values_at("header", "claims")
      freeze
    end

    # `{"unverified": true, "header", "claims"}`.
    #
    # @return [String]
    def to_json(*) = @json

    # What {#to_json} says.
    #
    # @return [Hash{String => Object}]
    def as_json(*) = Json.read(@json)
  end
end
