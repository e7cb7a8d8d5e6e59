# frozen_string_literal: true

module Visitorseal
  # Why the fields of a page do not verify: {Visitorseal.explain} makes one.
  class Explanation
    # @return [Array<Finding>] best first: why it is refused, or what else stops a widget that verifies
    attr_reader :findings

    # One of fields that no JSON can hold.
    #
    # @private
    def self.of(refused)
      finding = { code: refused.code, field: refused.field, reason: refused.reason, fix: "send the fields as JSON" }
      new(Json.object({ verified: false, findings: [finding] }, Input::LARGEST))
    end

    # @private
    # @param json [String] what the library said
    def initialize(json)
      @json = json.freeze
      said = Json.read(json)
      @verified = said["verified"]
      @findings = said["findings"].map { |finding| Finding.from(finding) }.freeze
      freeze
    end

    # @return [Boolean] whether the fields verify as they are
    def verified? = @verified

    # `{"verified", "findings": [{"code", "field", "reason", "fix"}]}`.
    #
    # @return [String]
    def to_json(*) = @json

    # What {#to_json} says.
    #
    # @return [Hash{String => Object}]
    def as_json(*) = Json.read(@json)
  end
end
