# frozen_string_literal: true

require "strscan"

module Visitorseal
  module Rails
    # Finds where the body of an HTML page ends, as browsers do: not in a comment, in an attribute or in the text of a
    # script. It reads the page once.
    #
    # It reads bytes. In every charset that contains ASCII, the byte of `<` means that character and nothing else.
    module EndOfBody
      # The start of a comment, of the body's end tag, or of another tag.
      NEXT = %r{<(?:!--|(/body)(?=[\s/>])|(/?[a-z])[^\s/>]*+)}i
      # The rest of a tag. A quote begins a value only after `=`.
      ATTRIBUTES = /(?:[^>=]|=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]|(?=>)))*>/
      COMMENT = /--!?>/
      # The rest of a comment without text: `<!-->` or `<!--->`.
      EMPTY_COMMENT = /-?>/
      # These elements contain text and no tags.
      TEXT = %w[script style textarea title iframe noscript xmp noembed noframes].to_h do |name|
        ["<#{name}", %r{</#{name}(?=[\s/>])}i]
      end.freeze

      # @param html [String]
      # @return [Integer, nil] the number of bytes before the last `</body>`
      def self.find(html)
        scanner = StringScanner.new(html.b)
        position = nil
        while scanner.skip_until(NEXT)
          position = scanner.pos - scanner.matched_size if scanner[1]
          return position unless skip_rest(scanner)
        end
        position
      end

      # Skips the rest of a comment, a tag or an element with text; nil if it has no end.
      def self.skip_rest(scanner)
        return scanner.skip(EMPTY_COMMENT) || scanner.skip_until(COMMENT) if scanner.matched == "<!--"

        text = TEXT[scanner.matched.downcase]
        scanner.skip(ATTRIBUTES) && (text.nil? || scanner.skip_until(text))
      end
      private_class_method :skip_rest
    end
    private_constant :EndOfBody
  end
end
