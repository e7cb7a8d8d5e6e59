# frozen_string_literal: true

require "json"

module Visitorseal
  # Ruby's values as JSON and back.
  #
  # It writes by itself: what `to_json` and `JSON.generate` write depends on ActiveSupport, Oj and the site.
  class Json
    TOO_LARGE = "visitor_too_large"

    # Values may be nested this deep; the library takes less.
    MAX_DEPTH = 64

    ESCAPED = /["\\\x00-\x1f]/
    ESCAPES = Hash.new { |_, character| format('\u%04x', character.ord) }.merge!('"' => '\"', "\\" => "\\\\").freeze

    # Also that of a BasicObject, which has no method of its own.
    CLASS = Kernel.instance_method(:class)

    class << self
      # A map as a JSON object; nil for what is no map.
      #
      # @param largest [Integer] bytes after which it is given up; the library judges the exact size
      # @raise [Unfit] naming the value that JSON cannot hold
      def object(value, largest)
        map = Hash.try_convert(value)
        map && new(largest).written(map)
      end

      # What the library said, frozen.
      def read(json) = JSON.parse(json, freeze: true, max_nesting: false)

      # The same JSON in ASCII, and without what means something in HTML: whatever charset it is sent or read in, it says
      # the same.
      def ascii(json)
        json.gsub(/[^\x20-\x7e]|[<>&]/) do |character|
          character.encode(Encoding::UTF_16BE).unpack("n*").map { |unit| format('\u%04x', unit) }.join
        end
      end

      # Text as UTF-8; nil for what is no text. Bytes without an encoding are taken for UTF-8.
      #
      # @raise [Unfit]
      def text(value)
        text = Symbol === value ? value.name : String.try_convert(value)
        return if text.nil?

        # A plain one, whatever a subclass does.
        text = String.new(text)
        text = text.encode(Encoding::UTF_8) unless bytes_are_utf8?(text)
        text.force_encoding(Encoding::UTF_8).valid_encoding? or raise EncodingError
        text
      rescue EncodingError
        raise Unfit.new("field_invalid", "it is not UTF-8; convert it where it is read"), cause: nil
      end

      # What a value is, for a reason.
      def type(value)
        name = CLASS.bind_call(value).to_s
        "#{/\A[AEIOU]/.match?(name) ? "an" : "a"} #{name}"
      end

      private

      def bytes_are_utf8?(text) =
        [Encoding::UTF_8, Encoding::US_ASCII, Encoding::BINARY].include?(text.encoding)
    end

    def initialize(largest)
      @largest = largest
      @out = +""
    end

    def written(map)
      map(map, 0)
      @out
    end

    private

    def value(value, depth)
      case value
      when String, Symbol then string(value)
      when Integer then number(value)
      when true, false then @out << value.to_s
      when nil then @out << "null"
      when Float then value.finite? ? number(value) : raise(Unfit.new("field_type", "it is no number that JSON has"))
      else converted(value, depth)
      end
    end

    def converted(value, depth)
      if (map = Hash.try_convert(value)) then map(map, depth)
      elsif (list = Array.try_convert(value)) then list(list, depth)
      elsif String.try_convert(value) then string(value)
      else raise Unfit.new("field_type", "it is #{Json.type(value)}, which JSON does not have; write it as text or a number")
      end
    end

    def map(map, depth)
      descend(depth)
      separator = "{"
      map.each do |key, member|
        @out << separator
        separator = ","
        # Whole numbers are keys as Ruby's own JSON writes them.
        string(Integer === key ? key.to_s : key)
        @out << ":"
        begin
          value(member, depth + 1)
        rescue Unfit => unfit
          raise unfit.under(key)
        end
      end
      @out << (map.empty? ? "{}" : "}")
    end

    def list(list, depth)
      descend(depth)
      @out << "["
      list.each_with_index do |member, index|
        @out << "," unless index.zero?
        value(member, depth + 1)
      end
      @out << "]"
    end

    def string(value)
      # Nearly all there is need not be converted.
      plain = String === value && value.instance_of?(String) && value.encoding == Encoding::UTF_8 && value.valid_encoding?
      text = plain ? value : text(value)
      spend(text.bytesize)
      @out << (ESCAPED.match?(text) ? %("#{text.gsub(ESCAPED, ESCAPES)}") : %("#{text}"))
    end

    def text(value)
      return value.name if Symbol === value && value.name.ascii_only?

      Json.text(value) or raise Unfit.new("field_type", "a key in it is #{Json.type(value)} and no text")
    end

    def number(number)
      spend(number.bit_length / 8) if Integer === number
      @out << number.to_s
    end

    def descend(depth)
      spend(2)
      raise Unfit.new("attribute_too_deep", "it is nested too deep, or holds itself") if depth > MAX_DEPTH
    end

    def spend(bytes)
      raise Unfit.new(TOO_LARGE, "it is too large") if @out.bytesize + bytes > @largest
    end
  end

  # A value that JSON cannot hold, for the caller to raise as an error of the right kind.
  class Unfit < StandardError
    NAME_LENGTH = 48

    attr_reader :code, :reason, :path

    def initialize(code, reason, path = nil)
      @code = code
      @reason = reason
      @path = path
      super(code)
    end

    # Says under which key the value stands.
    def under(key)
      return self if code == Json::TOO_LARGE

      name = Json.text(key.is_a?(Integer) ? key.to_s : key).gsub(/[[:cntrl:]]/, "")[0, NAME_LENGTH]
      self.class.new(code, reason, [name, path].compact.join("."))
    end
  end

  private_constant :Json, :Unfit
end
