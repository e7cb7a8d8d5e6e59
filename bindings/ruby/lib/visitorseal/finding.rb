# frozen_string_literal: true

module Visitorseal
  # A cause that explains a refused signature.
  class Finding
    # @return [String] the stable code of the cause, such as `other_field`
    attr_reader :code

    # @return [String, nil] the field or claim that it is about, in the vendor's words
    attr_reader :field

    # @return [String] what is wrong
    attr_reader :reason

    # @return [String] what to change
    attr_reader :fix

    # @private
    def initialize(json)
      @code, @field, @reason, @fix = json.values_at("code", "field", "reason", "fix")
      freeze
    end

    # @return [String] the whole finding in one line
    def to_s = "#{code}#{" (#{field})" if field}: #{reason} -> #{fix}"
  end
end
