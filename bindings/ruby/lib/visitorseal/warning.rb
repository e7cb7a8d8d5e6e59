# frozen_string_literal: true

module Visitorseal
  # A problem that does not stop signing, such as a short secret.
  class Warning
    # @return [String] the stable code of the warning, such as `secret_short`
    attr_reader :code

    # @return [String] what it is about, in the visitor's words, or `secret`
    attr_reader :field

    # @return [String] what is wrong and what to do
    attr_reader :reason

    # @private
    def initialize(json)
      @code, @field, @reason = json.values_at("code", "field", "reason")
      freeze
    end

    # @return [String] the whole warning in one line
    def to_s = "#{code} (#{field}): #{reason}"
  end
end
