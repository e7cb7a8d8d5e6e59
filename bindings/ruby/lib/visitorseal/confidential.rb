# frozen_string_literal: true

module Visitorseal
  # Included by every class that holds a secret, a visitor or memory of the C library. Its objects show no value, and
  # nobody can copy or serialize them.
  module Confidential
    # @return [String] the class, and what may be shown
    def inspect = "#<#{[self.class, *inspect_details].join(" ")}>"

    alias_method :to_s, :inspect

    # ActiveSupport calls this to write JSON. Its own method would write the instance variables.
    #
    # @return [String]
    def as_json(*) = inspect

    # @raise [TypeError]
    def initialize_copy(_other) = refuse_copy

    # @raise [TypeError]
    def marshal_dump = refuse_copy

    # @raise [TypeError]
    def marshal_load(*) = refuse_copy

    # YAML calls this.
    #
    # @raise [TypeError]
    def encode_with(_coder) = refuse_copy

    # YAML calls this.
    #
    # @raise [TypeError]
    def init_with(_coder) = refuse_copy

    private

    def inspect_details = []

    def refuse_copy = raise(TypeError, "A #{self.class} cannot be copied or serialized. Make a new one.")
  end

  private_constant :Confidential
end
