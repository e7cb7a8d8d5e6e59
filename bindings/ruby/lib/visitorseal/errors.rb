# frozen_string_literal: true

module Visitorseal
  # The base of all errors here. Match on `code`, which never changes; show `reason` to a person.
  #
  # No secret and no value of a visitor's stands in any of them.
  class Error < StandardError
    # @return [String] what exactly went wrong, such as `signature_mismatch`
    attr_reader :code

    # @return [String, nil] the field, setting, key or claim that it is about, where there is one
    attr_reader :field

    # @return [String] a sentence that says what to change
    attr_reader :reason

    # @param code [String]
    # @param field [String, nil]
    # @param reason [String]
    def initialize(code, field, reason)
      @code = code
      @field = field
      @reason = reason
      super("#{code}#{" (#{field})" if field}: #{reason}")
    end

    # Raises one where no local variable holds more than the error itself: error trackers send the variables of the
    # frame that raises.
    #
    # @private
    def self.raise_with(code, field, reason, **answer) = raise(new(code, field, reason, **answer), cause: nil)

    # @return [String] `configuration`, `visitor`, `refused` or `internal`: whose turn it is to act
    def kind = self.class::KIND
  end

  # The developer's turn: a scheme, setting, secret or key is not usable as given, or the C library is not.
  class ConfigurationError < Error
    KIND = "configuration"
  end

  # The site's turn: this visitor cannot be signed as given.
  class VisitorError < Error
    KIND = "visitor"
  end

  # Nobody's turn: what the browser sent does not prove who the visitor is.
  class Refused < Error
    KIND = "refused"

    # @return [Integer] the status that a vendor's backend answers with, as the scheme says, such as 401
    attr_reader :http_status

    # @return [String] the error code of that answer, such as `identity_unverified`
    attr_reader :http_error

    # @param http_status [Integer]
    # @param http_error [String]
    def initialize(code, field, reason, http_status: 401, http_error: "identity_unverified")
      super(code, field, reason)
      @http_status = http_status
      @http_error = http_error
    end
  end

  # Our turn: a fault of the library.
  class InternalError < Error
    KIND = "internal"
  end
end
