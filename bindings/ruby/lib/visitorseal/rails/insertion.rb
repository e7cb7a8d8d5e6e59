# frozen_string_literal: true

module Visitorseal
  module Rails
    # Puts the scripts into HTML pages whose templates do not, once. Streams, files, compressed and partial responses,
    # attachments and anything but a whole page are left alone.
    class Insertion
      # Nobody sees a redirection; a page that tells of an error of the server must not depend on the database.
      WITHOUT_PAGE = [204, 206, *300..399, *500..599].freeze

      # @param controller [ActionController::Metal]
      # @param page [Page]
      def initialize(controller, page)
        @controller = controller
        @response = controller.response
        @page = page
      end

      # Inserts the script of every enabled brand that the page lacks.
      def call
        return unless @page.knows_users? && whole_page?

        body = String.new(@response.body)
        place = EndOfBody.of(body) or return
        scripts = @page.missing.map { |brand| @page.script(brand.name) }.join
        return if scripts.empty?

        # In bytes, whatever the charset is: scripts are ASCII.
        encoding = body.encoding
        @response.body = body.force_encoding(Encoding::BINARY).insert(place, scripts.b).force_encoding(encoding)
        @response.headers["Content-Length"] = body.bytesize.to_s if @response.headers.key?("Content-Length")
      end

      private

      def whole_page?
        !@response.committed? && rendered? &&
          @response.media_type == "text/html" && ascii_inside? &&
          !WITHOUT_PAGE.include?(@response.status) &&
          !@response.headers["Content-Disposition"].to_s.match?(/\A\s*attachment/i) &&
          !@response.headers.key?("Content-Encoding")
      end

      # Not UTF-16, and none in which the same bytes are now ASCII and now not (ISO-2022-JP, UTF-7).
      def ascii_inside?
        encoding = Encoding.find(@response.charset.to_s)
        encoding.ascii_compatible? && !encoding.dummy?
      rescue ArgumentError
        false
      end

      # To read a stream would be to use it up.
      def rendered? = @controller.response_body.is_a?(Array)
    end
  end
end
