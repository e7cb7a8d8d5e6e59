# frozen_string_literal: true

module Visitorseal
  # Why a signature was refused. {Visitorseal.explain} makes one.
  class Explanation
    # @return [Array<Finding>] what was found, the most likely cause first
    attr_reader :findings

    # @private
    def initialize(json)
      @json = json.freeze
      members = Json.read(json)
      @verified = members["verified"]
      @findings = members["findings"].map { |finding| Finding.new(finding) }.freeze
      freeze
    end

    # @return [Boolean] whether the signature is right after all
    def verified? = @verified

    # @return [String] the JSON `{"verified", "findings": [{"code", "field", "reason", "fix"}]}`
    def to_json(*) = @json

    # @return [Hash{String => Object}] the same as {#to_json}, parsed
    def as_json(*) = Json.read(@json)
  end
end
