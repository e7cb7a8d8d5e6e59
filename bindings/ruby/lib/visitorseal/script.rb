# frozen_string_literal: true

module Visitorseal
  # HTML that is safe as it is: Rails' templates do not escape it again.
  class Script < String
    # @param html [String]
    def initialize(html = "")
      super
      @safe = true
      freeze
    end

    # Rails calls this.
    #
    # @return [Boolean]
    def html_safe? = @safe == true && frozen?

    # A copy can be changed, so it is plain text and not safe.
    #
    # @return [String]
    def dup = String.new(self)

    # @param freeze [Boolean, nil] false asks for a copy that can be changed
    # @return [Script, String] itself, or the plain text
    def clone(freeze: nil) = freeze == false ? dup : self

    # A copy, however it was made, may have been changed since.
    #
    # @private
    def initialize_copy(_other)
      super
      @safe = false
    end

    # @return [Script] itself
    def to_s = self

    # @return [String] the length and nothing more, because the text holds a visitor's values
    def inspect = "#<#{self.class} of #{bytesize} bytes>"

    # @private
    def pretty_print(printer) = printer.text(inspect)
  end
end
