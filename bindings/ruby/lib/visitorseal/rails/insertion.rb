# frozen_string_literal: true

module Visitorseal
  module Rails
    # Puts the scripts into HTML pages whose templates do not, once. Streams, compressed and partial responses,
    # attachments and anything but a whole page in UTF-8 are left alone.
    class Insertion
      END_OF_BODY = %r{</body(?=[\s/>])}i
      WITHOUT_PAGE = [204, 206, 304].freeze

      # @param page [Page]
      # @param response [ActionDispatch::Response]
      def initialize(page, response)
        @page = page
        @response = response
      end

      # Inserts the script of every enabled brand that the page lacks.
      def call
        return unless whole_page?

        body = @response.body
        place = end_of(body) or return
        scripts = @page.missing.map { |brand| @page.script(brand.name) }.join
        return if scripts.empty?

        @response.body = body.dup.insert(place, scripts)
        @response.headers["Content-Length"] = @response.body.bytesize.to_s if @response.headers.key?("Content-Length")
      end

      private

      # A page that tells of an error of the server must not depend on the database.
      def whole_page?
        !@response.committed? && !@response.stream.respond_to?(:to_path) &&
          @response.media_type == "text/html" && @response.charset.casecmp?("utf-8") &&
          @response.status < 500 && !WITHOUT_PAGE.include?(@response.status) &&
          !@response.headers["Content-Disposition"].to_s.match?(/\A\s*attachment/i) &&
          !@response.headers.key?("Content-Encoding")
      end

      # The last `</body>`; one that stands in a comment is none.
      def end_of(body)
        place = body.size
        while place.positive? && (place = body.rindex(END_OF_BODY, place - 1))
          opened = body.rindex("<!--", place)
          return place if opened.nil? || body.index("-->", opened)&.<(place)
        end
      end
    end
  end
end
