# frozen_string_literal: true

module Visitorseal
  # HTML that is safe as it stands: Rails' templates do not escape it again.
  class Script < String
    # @param html [String]
    def initialize(html = "")
      super
      freeze
    end

    # What Rails asks. A copy that can be changed is text like any other.
    #
    # @return [Boolean]
    def html_safe? = frozen?

    # @return [Script] itself
    def to_s = self

    # @return [String] its length, since a visitor's values stand in it
    def inspect = "#<#{self.class} of #{bytesize} bytes>"

    # @private
    def pretty_print(printer) = printer.text(inspect)
  end
end
