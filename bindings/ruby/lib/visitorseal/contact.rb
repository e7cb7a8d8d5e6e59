# frozen_string_literal: true

module Visitorseal
  # A verified visitor, as a vendor's backend stores a contact.
  class Contact
    include Confidential

    # @return [String] the site's id of the visitor: the signed field that the vendor uses for it
    attr_reader :external_id

    # @return [String, nil] the name; see {#unsigned}
    attr_reader :name

    # @return [String, nil] the email address; see {#unsigned}
    attr_reader :email

    # @return [String, nil] the telephone number; see {#unsigned}
    attr_reader :phone

    # @return [Hash{String => Object}] the attributes, the signed ones first; see {#unsigned}
    attr_reader :attributes

    # @return [Array<String>] the names of what the signature does not cover: anyone can have written it
    attr_reader :unsigned

    # @private
    def initialize(verified, members)
      @verified = verified
      @external_id, @name, @email, @phone, @attributes, @unsigned =
        members.values_at("external_id", "name", "email", "phone", "attributes", "unsigned")
      freeze
    end

    # Replaces the placeholders `{{contact.email}}`, `{{contact.name}}`, `{{contact.phone}}`,
    # `{{contact.external_id}}` and `{{contact.attr.KEY}}` in a text with the contact's values. A value is not
    # searched for placeholders again. An unknown placeholder becomes empty.
    #
    # @param text [String]
    # @return [String] plain text: escape it where it goes into HTML
    # @raise [TypeError, ArgumentError] for anything but text in UTF-8
    def fill(text)
      template = Input.text(text) or Raise.wrong_type("text", "a String", text)
      template.dup.force_encoding(Encoding::UTF_8).valid_encoding? or
        raise(ArgumentError, "text is not UTF-8. Convert it where it is read.")
      Library.text(:verified_fill, @verified, template)
    end

    private

    def inspect_details = ["unsigned=#{unsigned.inspect}"]
  end
end
