# frozen_string_literal: true

module Visitorseal
  # How one vendor's widget wants a visitor signed.
  class Scheme
    include Confidential

    # @return [String] the scheme's name, such as `bookbag`
    attr_reader :name

    # @return [String] the vendor's name as the vendor writes it
    attr_reader :vendor

    # @return [String, nil] the product as the vendor names it, such as `Messenger`; nil if the scheme's file does not say it
    attr_reader :product

    # @return [String, nil] what the product is for, such as `support_chat`; nil if the scheme's file does not say it
    attr_reader :category

    # @return [String] the address of the vendor's documentation that the scheme was read from
    attr_reader :document

    # @return [String] what verifies a signature: `shared`, the secret itself, or `pair`, the public key of a key pair
    attr_reader :key_kind

    # @return [String] `HMAC-SHA256`, `HMAC-SHA512` or `HMAC-SHA1` (RFC 2104), or a token's, such as `HS256` or `RS256`
    #   (RFC 7518)
    attr_reader :algorithm

    # @return [Array<String>] the visitor's fields that the signature covers. `attributes` stands for all attributes,
    #   `attributes.plan` for one.
    attr_reader :covers

    # @return [Array<Setting>] the settings that the scheme takes
    attr_reader :settings

    # Reads a scheme of your own from TOML. A scheme file is code: load only your own.
    #
    # @param toml [String] the text of the file
    # @return [Scheme]
    # @raise [ConfigurationError] `scheme_malformed`, with the key as `field` and the line in the reason
    # @raise [TypeError] for anything but text
    def self.parse(toml)
      toml = Input.text(toml) or Raise.wrong_type("toml", "a String", toml)
      new(Library.make(:scheme_free, :scheme_parse, Json.text(toml)))
    rescue UnencodableValue
      Raise.error(ConfigurationError, "scheme_malformed", nil, "The scheme is not UTF-8. Save its file as UTF-8.")
    end

    private_class_method :new

    # @return [String] the scheme as JSON
    def to_json(*) = @json

    # @return [Hash{String => Object}] the same as {#to_json}, parsed
    def as_json(*) = Json.read(@json)

    private

    def initialize(handle)
      @handle = handle
      @json = Library.text(:scheme_to_json, handle).freeze
      members = Json.read(@json)
      @name, @vendor, @product, @category, @document, @key_kind, @algorithm, @covers =
        members.values_at("name", "vendor", "product", "category", "document", "key_kind", "algorithm", "covers")
      @settings = members["settings"].map { |setting| Setting.new(setting) }.freeze
      freeze
    end

    def inspect_details = [name]
  end
end
