# frozen_string_literal: true

module Visitorseal
  module Rails
    # Included in every controller of the site.
    module Controller
      # With these headers a browser asks whether its copy of a page is still good.
      CONDITIONS = %w[HTTP_IF_NONE_MATCH HTTP_IF_MODIFIED_SINCE].freeze
      private_constant :CONDITIONS

      # Rails calls this for each fragment that it is about to store. The cached part of a layout may hold what a template
      # has written before, and no helper sees that.
      def write_fragment(key, content, options = nil)
        return super unless VisitorResponse.new(self).in?(content)

        Fragment.refuse("What a page says about its visitor is not stored")
        content
      end

      private

      # Around all callbacks, so that it includes pages of `rescue_from` and of a `before_action` that renders.
      def process_action(*)
        VisitorResponse.start(request)
        super.tap { VisitorResponse.new(self).finish }
      end

      # Otherwise a 304 could show a cached anonymous page to someone who has signed in since.
      def fresh_when(*, **)
        conditions = CONDITIONS.select { |name| request.has_header?(name) }
        conditions.each { |name| request.delete_header(name) } if conditions.any? && VisitorResponse.new(self).visitor?
        super
      end

      # Answers with the signed fields as JSON in ASCII, for a page that fetches them:
      # `{"scheme": "bookbag", "fields": {…}, "mark": "Zk3v…", "expires_at": null}`. All but `scheme` are null if nobody is
      # signed in or the brand is not set up. An unknown or disabled brand, and a brand that only verifies, is not found
      # (404).
      #
      # @param brand [Symbol, String, nil]
      def render_visitor_fields(brand = nil) = VisitorResponse.new(self).render_fields(brand)
    end
  end
end
