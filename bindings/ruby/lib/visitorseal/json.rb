# frozen_string_literal: true

require "json"

module Visitorseal
  # Writes Ruby's values as JSON, and reads JSON.
  #
  # It does not use `to_json` or `JSON.generate`: what these write depends on ActiveSupport, Oj and the site.
  class Json
    ESCAPED = /["\\\x00-\x1f]/
    ESCAPES = Hash.new { |_, character| format('\u%04x', character.ord) }.merge!('"' => '\"', "\\" => "\\\\").freeze

    # A BasicObject has no method of its own, so these are called on it from outside.
    CLASS = Kernel.instance_method(:class)
    METHOD = Kernel.instance_method(:method)

    # Ruby's own test of a class, which ActiveSupport replaces for Time.
    INSTANCE = Module.instance_method(:===)

    # Ruby's own classes that ActiveSupport writes as text or a number.
    CORE = [Enumerable, Exception, IO, Module, Numeric, Process::Status, Range, Regexp, Struct].freeze

    # The years that RFC 3339 can write.
    YEARS = (0..9999)

    class << self
      # @param value [Object]
      # @param largest [Integer] where to stop, in bytes. The core enforces the exact limit.
      # @return [String, nil] the JSON object; nil if the value is not a hash
      # @raise [UnencodableValue]
      def object(value, largest)
        hash = Hash.try_convert(value) or return
        UsualJson.object(hash, largest) || new(largest).write(hash)
      end

      # @return [Object] what the JSON says, frozen
      def read(json) = JSON.parse(json, freeze: true, max_nesting: false)

      # The same JSON in ASCII and without `<`, `>` and `&`. It means the same in every charset.
      #
      # @return [String]
      def ascii(json)
        json.gsub(/[^\x20-\x7e]|[<>&]/) do |character|
          character.encode(Encoding::UTF_16BE).unpack("n*").map { |unit| format('\u%04x', unit) }.join
        end
      end

      # Text as UTF-8. Bytes without an encoding count as UTF-8.
      #
      # @return [String, nil] nil if the value is not text
      # @raise [UnencodableValue]
      def text(value)
        text = Symbol === value ? value.name : String.try_convert(value)
        return if text.nil?

        # A plain String, because a subclass may change any method.
        text = String.new(text)
        text = text.encode(Encoding::UTF_8) unless bytes_are_utf8?(text)
        text.force_encoding(Encoding::UTF_8).valid_encoding? or raise EncodingError
        text
      rescue EncodingError
        raise UnencodableValue.new(:text_not_unicode), cause: nil
      end

      # A name as errors show it: short, and without characters that would change a log.
      #
      # @param name [String, Symbol, Integer]
      # @return [String]
      # @raise [UnencodableValue]
      def short_name(name)
        name = text(Integer === name ? name.to_s : name).gsub(/[[:cntrl:]\u2028\u2029]/, "\ufffd")
        name.size > Limits::MAX_NAME ? "#{name[0, Limits::MAX_NAME - 1]}…" : name
      end

      # The class of a value, for an error's reason.
      #
      # @return [String] such as `an Array`
      def type(value)
        name = CLASS.bind_call(value).to_s
        "#{/\A[AEIOU]/.match?(name) ? "an" : "a"} #{name}"
      end

      private

      def bytes_are_utf8?(text) =
        [Encoding::UTF_8, Encoding::US_ASCII, Encoding::BINARY].include?(text.encoding)
    end

    def initialize(largest)
      @left = largest
    end

    def write(hash) = hash(hash, 0)

    private

    # This and the following give the JSON of what they take.
    def value(value, depth)
      case value
      when String, Symbol then string(value)
      # Not `to_hash` and `to_ary`: a model's would give all its columns, such as the hash of a password.
      when Hash then hash(value, depth)
      when Array then list(value, depth)
      when Integer then number(value)
      when true then "true"
      when false then "false"
      when nil then "null"
      when Float then value.finite? ? number(value) : raise(UnencodableValue.new(:number_not_finite))
      else converted(value, depth)
      end
    end

    def converted(value, depth)
      if String.try_convert(value) then string(value)
      # The visitor's own fields are text and take none of the following.
      elsif depth >= ATTRIBUTE then attribute(value)
      else raise UnencodableValue.new(:value_type)
      end
    end

    # Attributes are this deep: the visitor, its attributes, one of them.
    ATTRIBUTE = 2

    # What people's models give as attributes.
    def attribute(value)
      # ActiveSupport's `Time.===` calls a method that a BasicObject does not have.
      raise UnencodableValue.new(:object_type) unless Object === value

      case value
      when ::Time then time(value)
      when defined?(::DateTime) && ::DateTime then date_time(value)
      when defined?(::Date) && ::Date then string(text_of_time(::Date, value, "%Y-%m-%d"))
      when defined?(::BigDecimal) && ::BigDecimal then decimal(value)
      when Confidential then raise UnencodableValue.new(:object_type)
      else object(value)
      end
    end

    def time(value)
      # ActiveSupport's times with a zone are no subclass of Time.
      value = value.getlocal(value.utc_offset) unless INSTANCE.bind_call(::Time, value)
      rfc_3339(::Time, value, of(::Time, value, :utc_offset), of(::Time, value, :nsec))
    end

    def date_time(value)
      offset = of(::DateTime, value, :offset) * 86_400
      rfc_3339(::DateTime, value, offset.to_i, (of(::DateTime, value, :sec_fraction) * 1_000_000_000).to_i)
    end

    # RFC 3339 with at most 6 digits of a second.
    def rfc_3339(type, value, offset, nanoseconds)
      digits = format("%09d", nanoseconds)[0, 6].sub(/0+\z/, "")
      fraction = ".#{digits}" unless digits.empty?
      string("#{text_of_time(type, value, "%Y-%m-%dT%H:%M:%S")}#{fraction}#{offset.zero? ? "Z" : zone(offset)}")
    end

    def text_of_time(type, value, format)
      raise UnencodableValue.new(:value_type) unless YEARS.cover?(of(type, value, :year))

      of(type, value, :strftime, format)
    end

    # Calls the method of Ruby's own class: a subclass may write anything.
    def of(type, value, name, *arguments) = type.instance_method(name).bind_call(value, *arguments)

    def zone(offset)
      # Only times before the zones have an offset with seconds. RFC 3339 cannot write it.
      raise UnencodableValue.new(:value_type) unless (offset % 60).zero?

      hours, minutes = (offset.abs / 60).divmod(60)
      format("%s%02d:%02d", offset.negative? ? "-" : "+", hours, minutes)
    end

    # Plain notation, without an exponent. A BigDecimal does not keep zeros at its end.
    def decimal(value)
      raise UnencodableValue.new(:number_not_finite) unless value.finite?

      raise UnencodableValue.new(:visitor_too_large) if value.exponent.abs > @left

      string(value.to_s("F").delete_suffix(".0"))
    end

    # An object that writes itself as text, a number or a boolean. A model writes more, and may hold anything.
    def object(value)
      written = own_method(value, :as_json)&.call
      written = JSON.parse(own_method(value, :to_json)&.call || "null", max_nesting: 8) if nil == written
      case written
      when String, Symbol, Numeric, true, false then value(written, 0)
      else raise UnencodableValue.new(:object_type)
      end
    rescue JSON::ParserError
      raise UnencodableValue.new(:object_type), cause: nil
    end

    # Not the methods that the json gem and ActiveSupport define for every object and for Ruby's own classes: they write
    # an object's name, its variables or an exception's message.
    def own_method(value, name)
      method = METHOD.bind_call(value, name)
      method unless Object.ancestors.include?(method.owner) || CORE.include?(method.owner)
    rescue NameError
      nil
    end

    def hash(hash, depth)
      descend(depth)
      out = +""
      separator = "{"
      hash.each do |key, value|
        out << "#{separator}#{name(key)}:#{member(key, value, depth)}"
        separator = ","
      end
      out << (separator == "{" ? "{}" : "}")
    end

    # Ruby's own JSON writes whole numbers as keys too.
    def name(key) = string(Integer === key ? key.to_s : key, :key_type)

    def member(key, value, depth)
      value(value, depth + 1)
    rescue UnencodableValue => error
      raise depth < ATTRIBUTE ? error.under(key) : error
    rescue StandardError, ScriptError, SystemStackError
      # The value's own code failed, such as its `as_json`. The message of its error may hold a visitor's data.
      error = UnencodableValue.new(:value_type)
      raise depth < ATTRIBUTE ? error.under(key) : error, cause: nil
    end

    def list(list, depth)
      descend(depth)
      out = +"["
      list.each_with_index do |value, index|
        unless index.zero?
          spend(1)
          out << ","
        end
        out << value(value, depth + 1)
      end
      out << "]"
    end

    def string(value, fault = :value_type)
      value = value.name if Symbol === value
      # Nearly every text needs no conversion.
      plain = String === value && CLASS.bind_call(value).equal?(String) && value.encoding == Encoding::UTF_8 && value.valid_encoding?
      value = Json.text(value) or raise UnencodableValue.new(fault) unless plain
      spend(value.bytesize)
      value = value.gsub(ESCAPED, ESCAPES) if ESCAPED.match?(value)
      %("#{value}")
    end

    def number(number)
      spend(number.bit_length / 8) if Integer === number
      number.to_s
    end

    # Stops at what the core would refuse anyway, such as an array that holds itself.
    def descend(depth)
      spend(2)
      raise UnencodableValue.new(:attribute_too_deep) if depth >= ATTRIBUTE + Limits::MAX_DEPTH
    end

    # Counts fewer bytes than are written, because the core enforces the exact limit.
    def spend(bytes)
      raise UnencodableValue.new(:visitor_too_large) if (@left -= bytes).negative?
    end
  end

  # A value that JSON cannot hold. The caller raises it as an error of the right class.
  class UnencodableValue < StandardError
    attr_reader :code, :reason, :field

    # @param fault [Symbol] names one of {Limits::FAULTS}
    # @param field [String, nil]
    def initialize(fault, field = nil)
      @fault = fault
      @code, @reason = Limits::FAULTS.fetch(fault)
      @field = field
      super(@code)
    end

    # @return [Boolean]
    def too_large? = @fault == :visitor_too_large

    # @param key [Object] where the value is in a hash
    # @return [UnencodableValue]
    def under(key)
      return self if too_large?

      self.class.new(@fault, [Json.short_name(key), field].compact.join("."))
    end
  end

  private_constant :Json, :UnencodableValue
end
