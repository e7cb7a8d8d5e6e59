# frozen_string_literal: true

module Visitorseal
  # What holds a secret, a visitor or memory of the library's: it shows no value, and is neither copied nor stored.
  module Discreet
    # @return [String] the class, and what may be shown
    def inspect = "#<#{[self.class, *shown].join(" ")}>"

    alias_method :to_s, :inspect

    # What ActiveSupport writes into JSON; it would take instance variables.
    #
    # @return [String]
    def as_json(*) = inspect

    # @raise [TypeError]
    def initialize_copy(_other) = kept

    # @raise [TypeError]
    def marshal_dump = kept

    # @raise [TypeError]
    def marshal_load(*) = kept

    # Called by YAML.
    #
    # @raise [TypeError]
    def encode_with(_coder) = kept

    # @raise [TypeError]
    def init_with(_coder) = kept

    private

    def shown = []

    def kept = raise(TypeError, "#{self.class} is neither copied nor stored: it holds what must stay in it")
  end

  private_constant :Discreet
end
