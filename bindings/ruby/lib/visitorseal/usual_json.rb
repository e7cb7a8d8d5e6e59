# frozen_string_literal: true

require "json"

module Visitorseal
  # Writes what nearly every site passes, with the generator of Ruby's json: symbols or text as keys; text, whole numbers,
  # booleans and nil; and one more level of such hashes. For these the generator calls no method that the site, ActiveSupport or
  # Oj may have replaced. {Json} writes all other hashes, and knows what is wrong with them.
  module UsualJson
    # Not `JSON.generate`, which Oj replaces. A site may have made json without its extension: then {Json} writes all.
    # The option is for a name that is once a symbol and once text: the core refuses it, and json must not warn of it.
    NEW_GENERATOR = -> { JSON::Ext::Generator::State.new(allow_duplicate_key: true) if defined?(JSON::Ext::Generator::State) }

    @generator = NEW_GENERATOR.call

    class << self
      # @param hash [Hash]
      # @param largest [Integer] in bytes
      # @return [String, nil] nil for other hashes
      def object(hash, largest)
        return unless @generator && hash.instance_of?(Hash) && usual?(hash, true)

        out = generate(hash)
        out if out.bytesize <= largest && out.encoding == Encoding::UTF_8 && out.valid_encoding?
      rescue JSON::GeneratorError, JSON::NestingError, EncodingError
        nil
      end

      private

      def generate(hash)
        out = @generator.generate(hash)
      ensure
        # A generator that has raised keeps its depth of nesting.
        @generator = NEW_GENERATOR.call unless out
      end

      def usual?(hash, nested)
        return false if hash.size > Limits::MAX_ATTRIBUTES

        hash.each do |key, value|
          return false unless Symbol === key || text?(key)

          case value
          when String then return false unless text?(value)
          when true, false, nil then next
          when Integer then return false if value.bit_length > 64
          when Hash then return false unless nested && value.instance_of?(Hash) && usual?(value, false)
          else return false
          end
        end
        true
      end

      # Not a subclass: the generator would call its `to_json`.
      def text?(value) = String === value && value.instance_of?(String) && value.encoding == Encoding::UTF_8 && value.valid_encoding?
    end
  end

  private_constant :UsualJson
end
