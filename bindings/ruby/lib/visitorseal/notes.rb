# frozen_string_literal: true

module Visitorseal
  # What works and deserves a look, such as a short secret.
  #
  # @!attribute [r] code
  #   @return [String] a stable name, such as `secret_short`
  # @!attribute [r] field
  #   @return [String] what it is about, in the visitor's words, or `secret`
  # @!attribute [r] reason
  #   @return [String] a sentence for a person
  Warning = Struct.new(:code, :field, :reason) do
    def to_s = "#{code} (#{field}): #{reason}"
  end

  # One thing that an explanation found.
  #
  # @!attribute [r] code
  #   @return [String] a stable name, such as `other_field`
  # @!attribute [r] field
  #   @return [String, nil] what it is about, in the vendor's words, where there is such a thing
  # @!attribute [r] reason
  #   @return [String] what was found
  # @!attribute [r] fix
  #   @return [String] what to change
  Finding = Struct.new(:code, :field, :reason, :fix) do
    def to_s = "#{code}#{" (#{field})" if field}: #{reason} -> #{fix}"
  end

  # What a scheme asks of the site beside the secret.
  #
  # @!attribute [r] name
  #   @return [String] the setting's name: the keyword of {Signer#initialize}
  # @!attribute [r] about
  #   @return [String] what it is and where the vendor shows it
  # @!attribute [r] required
  #   @return [Boolean] whether a signer needs it; others are asked for by the call that uses them
  Setting = Struct.new(:name, :about, :required) do
    alias_method :required?, :required
  end

  [Warning, Finding, Setting].each do |note|
    # One from the library's JSON.
    note.define_singleton_method(:from) { |said| new(*said.values_at(*members.map(&:to_s))).freeze }
  end
end
