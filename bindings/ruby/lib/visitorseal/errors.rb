# frozen_string_literal: true

module Visitorseal
  # The base of every error. Compare the `code`, which never changes. Show the `reason` to a person.
  #
  # Errors never contain a secret or a visitor's data.
  class Error < StandardError
    # @return [String] the stable code, such as `signature_mismatch`
    attr_reader :code

    # @return [String, nil] the setting, field, key or claim that the error is about
    attr_reader :field

    # @return [String] what is wrong and what to do. The words may change in any version.
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

    # @return [String] the kind of the error, the same as its class: `configuration`, `visitor`, `refused` or `internal`
    def kind = KINDS.find { |name, _| is_a?(Visitorseal.const_get(name)) }&.last

    KINDS = { ConfigurationError: "configuration", VisitorError: "visitor", Refused: "refused", InternalError: "internal" }.freeze
    private_constant :KINDS
  end

  # A scheme, setting, secret or key is wrong, or the C library is missing. The developer must fix it.
  class ConfigurationError < Error
  end

  # This visitor cannot be signed as given. The site must pass other values.
  class VisitorError < Error
  end

  # What the browser sent does not prove who the visitor is.
  class Refused < Error
    # @return [Integer] the HTTP status that the vendor answers with, such as 401
    attr_reader :http_status

    # @return [String] the name of the error in that answer, such as `identity_unverified`
    attr_reader :http_error

    # @param http_status [Integer]
    # @param http_error [String]
    def initialize(code, field, reason, http_status: 401, http_error: "identity_unverified")
      super(code, field, reason)
      @http_status = http_status
      @http_error = http_error
    end
  end

  # A fault in this library.
  class InternalError < Error
  end

  # Raises errors from a frame whose local variables hold nothing but the error: error trackers send the variables of
  # the frame that raises.
  module Raise
    class << self
      # @raise [Error] of that class
      def error(type, code, field, reason, **answer) = raise(type.new(code, field, reason, **answer), cause: nil)

      # The error for an argument of the wrong type. It names the class of the argument and never shows its value.
      #
      # @raise [TypeError]
      def wrong_type(parameter, expected, value) = type_error("#{parameter} must be #{expected}, not #{Json.type(value)}")

      private

      def type_error(message) = raise(TypeError, message, cause: nil)
    end
  end

  private_constant :Raise
end
