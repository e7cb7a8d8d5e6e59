# frozen_string_literal: true

module Visitorseal
  # How one vendor's widget wants a visitor signed.
  class Scheme
    include Discreet

    # @return [String] the scheme's name, such as `bookbag`
    attr_reader :name

    # @return [String] the vendor's name as the vendor writes it
    attr_reader :vendor

    # @return [String] the address of the vendor's page that the scheme was read from
    attr_reader :document

    # @return [String] `HMAC-SHA256` (RFC 2104) or `RS256` (RFC 7518)
    attr_reader :algorithm

    # @return [Array<String>] what the signature covers, in the visitor's words; `attributes` stands for all of them
    attr_reader :covers

    # @return [Array<Setting>] the settings that the scheme takes
    attr_reader :settings

    # @return [Integer] the status that answers a refused request
    attr_reader :http_status

    # @return [String] the error code of that answer
    attr_reader :http_error

    # @private
    attr_reader :handle

    # Reads a scheme of your own. A scheme file is code: load only your own.
    #
    # @param toml [String] the file's text
    # @return [Scheme]
    # @raise [ConfigurationError] `scheme_malformed`, with the key as `field` and the line in the reason
    def self.parse(toml)
      toml = Input.text(toml) or ConfigurationError.raise_with("scheme_malformed", nil, "a scheme file is text")
      new(Library.make(:scheme_free, :scheme_parse, toml))
    end

    # The scheme of that name in the catalogue, or the one that was given.
    #
    # @private
    def self.of(scheme)
      return scheme if Scheme === scheme

      name = Input.name(scheme) or
        ConfigurationError.raise_with("scheme_unknown", nil, "no scheme is named; give the name of one, such as :bookbag, or a Visitorseal::Scheme of your own")
      new(Library.make(:scheme_free, :scheme_new, name))
    end

    private_class_method :new

    # All that a catalogue shows, as JSON.
    #
    # @return [String]
    def to_json(*) = @json

    # What {#to_json} says.
    #
    # @return [Hash{String => Object}]
    def as_json(*) = Json.read(@json)

    private

    def initialize(handle)
      @handle = handle
      @json = Library.text(:scheme_to_json, handle).freeze
      about = Json.read(@json)
      @name, @vendor, @document, @algorithm, @covers =
        about.values_at("name", "vendor", "document", "algorithm", "covers")
      @settings = about["settings"].map { |setting| Setting.from(setting) }.freeze
      @http_status, @http_error = about["refused"].values_at("status", "error")
      freeze
    end

    def shown = [name]
  end
end
