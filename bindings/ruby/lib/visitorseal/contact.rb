# frozen_string_literal: true

module Visitorseal
  # A verified visitor as the vendor's contact.
  class Contact
    include Discreet

    # @return [String] what identifies the contact: the signed field that the vendor uses for it
    attr_reader :external_id

    # @return [String, nil] the name; see {#unsigned}
    attr_reader :name

    # @return [String, nil] the email address; see {#unsigned}
    attr_reader :email

    # @return [String, nil] the telephone number; see {#unsigned}
    attr_reader :phone

    # @return [Hash{String => Object}] the attributes, those that are signed first; see {#unsigned}
    attr_reader :attributes

    # @return [Array<String>] the names of those that the signature does not cover: anyone can have written them
    attr_reader :unsigned

    # @private
    def initialize(verified, said)
      @verified = verified
      @external_id, @name, @email, @phone, @attributes, @unsigned =
        said.values_at("external_id", "name", "email", "phone", "attributes", "unsigned")
      freeze
    end

    # Fills `{{contact.email}}`, `{{contact.name}}`, `{{contact.phone}}`, `{{contact.external_id}}` and
    # `{{contact.attr.KEY}}`. One pass, plain text; unknown ones become empty.
    #
    # @param text [String]
    # @return [String]
    # @raise [InternalError] `argument_encoding` for what is no text or not UTF-8
    def fill(text)
      template = Input.text(text) or InternalError.raise_with("argument_encoding", "text", "it is no text")
      Library.text(:verified_fill, @verified, template)
    end

    private

    def shown = ["unsigned=#{unsigned.inspect}"]
  end
end
