# frozen_string_literal: true

module Visitorseal
  module Rails
    # Inserts scripts into whole HTML pages whose templates have neither script nor element. It leaves streams, files, attachments, compressed
    # and partial responses alone.
    class Insertion
      # Nobody sees a redirect. A page about an error of the server must not depend on the database.
      WITHOUT_PAGE = [204, 206, *300..399, *500..599].freeze

      # @param controller [ActionController::Metal]
      # @param visitor_response [VisitorResponse]
      def initialize(controller, visitor_response)
        @controller = controller
        @response = controller.response
        @visitor_response = visitor_response
      end

      # Inserts the script of each enabled brand that the page does not have yet.
      def call
        return unless @visitor_response.knows_users? && whole_page?

        body = String.new(@response.body)
        position = EndOfBody.find(body) or return
        scripts = @visitor_response.missing.map { |brand| @visitor_response.script(brand.name) }.join
        return if scripts.empty?

        # As bytes, because scripts are ASCII in every charset.
        encoding = body.encoding
        @response.body = body.force_encoding(Encoding::BINARY).insert(position, scripts.b).force_encoding(encoding)
        @response.headers["Content-Length"] = body.bytesize.to_s if @response.headers.key?("Content-Length")
      end

      private

      def whole_page?
        !@response.committed? && rendered? &&
          @response.media_type == "text/html" && contains_ascii? &&
          !WITHOUT_PAGE.include?(@response.status) &&
          !@response.headers["Content-Disposition"].to_s.match?(/\A\s*attachment/i) &&
          !@response.headers.key?("Content-Encoding")
      end

      # Not UTF-16, ISO-2022-JP or UTF-7: a byte of ASCII may mean something else there.
      def contains_ascii?
        encoding = Encoding.find(@response.charset.to_s)
        encoding.ascii_compatible? && !encoding.dummy?
      rescue ArgumentError
        false
      end

      # Reading a stream would use it up.
      def rendered? = @controller.response_body.is_a?(Array)
    end
    private_constant :Insertion
  end
end
