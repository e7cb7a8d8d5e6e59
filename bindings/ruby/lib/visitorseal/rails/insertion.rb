# frozen_string_literal: true

module Visitorseal
  module Rails
    # Puts the scripts into HTML pages whose templates do not, once. Streams, files, compressed and partial responses,
    # attachments and anything but a whole page in UTF-8 are left alone.
    class Insertion
      END_OF_BODY = %r{</body(?=[\s/>])}i
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
        return unless knows_users? && whole_page?

        body = String.new(@response.body, encoding: Encoding::UTF_8)
        place = end_of(body) or return
        scripts = @page.missing.map { |brand| @page.script(brand.name) }.join
        return if scripts.empty?

        @response.body = body.insert(place, scripts)
        @response.headers["Content-Length"] = body.bytesize.to_s if @response.headers.key?("Content-Length")
      end

      private

      # Those of Rails' own (`/up`) and of engines may not.
      def knows_users? = @controller.respond_to?(Rails.config.current_user, true)

      def whole_page?
        !@response.committed? && rendered? &&
          @response.media_type == "text/html" && @response.charset.to_s.casecmp?("utf-8") &&
          !WITHOUT_PAGE.include?(@response.status) &&
          !@response.headers["Content-Disposition"].to_s.match?(/\A\s*attachment/i) &&
          !@response.headers.key?("Content-Encoding")
      end

      # To read a stream would be to use it up.
      def rendered? = @controller.response_body.is_a?(Array)

      # The last `</body>`; one that stands in a comment is none.
      def end_of(body)
        return unless body.valid_encoding?

        place = body.size
        while place.positive? && (place = body.rindex(END_OF_BODY, place - 1))
          opened = body.rindex("<!--", place)
          return place if opened.nil? || body.index("-->", opened)&.<(place)
        end
      end
    end
  end
end
