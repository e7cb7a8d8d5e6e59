# frozen_string_literal: true

module Visitorseal
  # Writes what nearly every site passes, in two thirds of the time that {Json} takes: symbols or text as keys; text, whole
  # numbers, booleans and nil; and one more level of such hashes. It looks at the encoding once, in the result. {Json} writes
  # all other hashes, and knows what is wrong with them.
  module UsualJson
    # What JSON writes before the value of a visitor's field.
    NAMES = %i[id email name phone avatar attributes].to_h { |name| [name, %(,"#{name}":).freeze] }.freeze

    # The same for text.
    TEXT_NAMES = NAMES.transform_values { |name| %(#{name}").freeze }.freeze

    class << self
      # @param hash [Hash]
      # @param largest [Integer] in bytes
      # @return [String, nil] nil for other hashes
      def object(hash, largest)
        out = write(hash, true)
        out if out && out.bytesize <= largest && out.encoding == Encoding::UTF_8 && out.valid_encoding?
      rescue ArgumentError, EncodingError
        # Text that is not UTF-8.
        nil
      end

      private

      def write(hash, nested)
        return if hash.size > Limits::MAX_ATTRIBUTES

        out = +""
        hash.each do |key, value|
          if String === value
            name = (TEXT_NAMES[key] if Symbol === key) || text_name(key)
            return if !name || Json::ESCAPED.match?(value)

            # Ruby takes the text's own characters, and calls no method of it.
            out << "#{name}#{value}\""
          else
            name = (NAMES[key] if Symbol === key) || text_name(key)&.chop
            value = other(value, nested)
            return unless name && value

            out << name << value
          end
        end
        return "{}" if out.empty?

        # In place of the first comma.
        out.setbyte(0, 0x7b)
        out << "}"
      end

      # @return [String, nil]
      def text_name(key)
        key = key.name if Symbol === key
        %(,"#{key}":") if String === key && !Json::ESCAPED.match?(key)
      end

      # @return [String, nil]
      def other(value, nested)
        case value
        when Hash then write(value, false) if nested
        when Integer then value.bit_length > 64 ? nil : value.to_s
        when true then "true"
        when false then "false"
        when nil then "null"
        end
      end
    end
  end

  private_constant :UsualJson
end
