# frozen_string_literal: true

require "strscan"

module Visitorseal
  module Rails
    # Finds where a page's body ends, in one pass: not in a comment, an attribute, or the text of a script.
    #
    # It reads bytes. In every charset that is a superset of ASCII, the byte of `<` is that character and nothing else.
    module EndOfBody
      # A comment, the body's end, or any other tag.
      NEXT = %r{<(?:!--|(/body)(?=[\s/>])|(/?[a-z])[^\s/>]*+)}i
      # The rest of a tag. A quote begins a value only after `=`.
      ATTRIBUTES = /(?:[^>=]|=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]|(?=>)))*>/
      COMMENT = /--!?>/
      # In place of a comment's text and end.
      EMPTY_COMMENT = /-?>/
      # What stands in these elements is text.
      TEXT = %w[script style textarea title iframe noscript xmp noembed noframes].to_h do |name|
        ["<#{name}", %r{</#{name}(?=[\s/>])}i]
      end.freeze

      # @param html [String]
      # @return [Integer, nil] bytes before the last `</body>`
      def self.of(html)
        scanner = StringScanner.new(html.b)
        place = nil
        while scanner.skip_until(NEXT)
          place = scanner.pos - scanner.matched_size if scanner[1]
          return place unless beyond(scanner)
        end
        place
      end

      # Goes to the end of what began here; nil where it has none.
      def self.beyond(scanner)
        return scanner.skip(EMPTY_COMMENT) || scanner.skip_until(COMMENT) if scanner.matched == "<!--"

        text = TEXT[scanner.matched.downcase]
        scanner.skip(ATTRIBUTES) && (text.nil? || scanner.skip_until(text))
      end
      private_class_method :beyond
    end
  end
end
