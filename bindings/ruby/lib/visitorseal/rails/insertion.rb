# frozen_string_literal: true

module Visitorseal
  module Rails
    # Inserts scripts into whole HTML pages whose templates have neither script nor element. It leaves streams, files, attachments, compressed
    # and partial responses alone, and scripts that have a place of their own in the page.
    class Insertion
      # Nobody sees a redirect. A page about an error of the server must not depend on the database.
      WITHOUT_PAGE = [204, 206, *300..399, *500..599].freeze

      class << self
        # @param brand [Brand]
        # @return [Boolean] whether the brand, or else the site, asks for it
        def wanted?(brand) = brand.insert.nil? ? ::Rails.application.config.visitorseal.insert : brand.insert

        # @param brand [Brand]
        # @return [String, nil] what to do where the site asks to insert a script that only a template may write
        # @raise [ConfigurationError] `setting_invalid` where the brand asks for that, and as {Brand#scheme}
        def problem(brand)
          why = brand.why_not_inserted if wanted?(brand)
          return unless why

          advice = "#{why} Write <%= visitor_script #{brand.name.inspect} %> into your template at that place, and set insert: false."
          return "The script of #{brand.scheme_name} is not inserted. #{advice}" unless brand.insert

          Raise.error(ConfigurationError, "setting_invalid", "insert", "insert is true, but the script of #{brand.scheme_name} is never inserted. #{advice}")
        end
      end

      # @param controller [ActionController::Metal]
      # @param visitor_response [VisitorResponse]
      def initialize(controller, visitor_response)
        @controller = controller
        @response = controller.response
        @visitor_response = visitor_response
      end

      # Inserts the script of each enabled brand that the page does not have yet.
      def call
        return unless Rails.brands.any? { |brand| Insertion.wanted?(brand) } && @visitor_response.knows_users? && whole_page?

        body = String.new(@response.body)
        position = EndOfBody.find(body) or return
        scripts = @visitor_response.missing.select { |brand| insert?(brand) }.map { |brand| encode(brand, @visitor_response.script(brand.name)) }.join
        return if scripts.empty?

        # As bytes, because Rails may not know the charset of the body.
        encoding = body.encoding
        @response.body = body.force_encoding(Encoding::BINARY).insert(position, scripts).force_encoding(encoding)
        @response.headers["Content-Length"] = body.bytesize.to_s if @response.headers.key?("Content-Length")
      end

      private

      # The bytes of a script in the charset of the page; none if the charset cannot hold it. Our own code is ASCII, which is
      # the same in every charset. Code that the site pasted into its settings may not be.
      def encode(brand, script)
        script.ascii_only? ? script.b : script.encode(charset).b
      rescue EncodingError # Its message shows a part of the script.
        Logs.once(:error, "#{brand.name}: A setting contains a character that the charset #{charset.name} lacks. Remove the character, " \
                          "or serve the pages in UTF-8. Pages in #{charset.name} do not get the script of this brand.")
        ""
      end

      # Logs once why a brand's script is left out.
      def insert?(brand)
        problem = Insertion.problem(brand)
        Logs.once(:warn, "#{brand.name}: #{problem}") if problem
        Insertion.wanted?(brand) && !problem
      rescue ConfigurationError => error
        Misconfiguration.report(brand.name, error)
        false
      end

      def whole_page?
        !@response.committed? && rendered? &&
          @response.media_type == "text/html" && contains_ascii? &&
          !WITHOUT_PAGE.include?(@response.status) &&
          !@response.headers["Content-Disposition"].to_s.match?(/\A\s*attachment/i) &&
          !@response.headers.key?("Content-Encoding")
      end

      # Not UTF-16, ISO-2022-JP or UTF-7: a byte of ASCII may mean something else there.
      def contains_ascii?
        charset.ascii_compatible? && !charset.dummy?
      rescue ArgumentError
        false
      end

      def charset = Encoding.find(@response.charset.to_s)

      # Reading a stream would use it up.
      def rendered? = @controller.response_body.is_a?(Array)
    end
    private_constant :Insertion
  end
end
