# frozen_string_literal: true

module Visitorseal
  # HTML that is safe as it stands: Rails' templates do not escape it again.
  class Script < String
    # @param html [String]
    def initialize(html = "")
      super
      @safe = true
      freeze
    end

    # What Rails asks.
    #
    # @return [Boolean]
    def html_safe? = @safe == true && frozen?

    # A copy can be changed, so it is text like any other.
    #
    # @return [String]
    def dup = String.new(self)

    # @param freeze [Boolean, nil] false asks for a copy that can be changed
    # @return [Script, String] itself, or the text
    def clone(freeze: nil) = freeze == false ? dup : self

    # However it was copied, it may have been changed since.
    #
    # @private
    def initialize_copy(_other)
      super
      @safe = false
    end

    # @return [Script] itself
    def to_s = self

    # @return [String] its length, since a visitor's values stand in it
    def inspect = "#<#{self.class} of #{bytesize} bytes>"

    # @private
    def pretty_print(printer) = printer.text(inspect)
  end
end
