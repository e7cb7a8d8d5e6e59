# frozen_string_literal: true

module Visitorseal
  module Rails
    # In every controller of the site.
    module Controller
      private

      # Around all callbacks, so that pages of `rescue_from` and of a `before_action` that renders are done too.
      def process_action(*)
        super.tap { finish_visitor_page }
      end

      # Answers `{"scheme": "bookbag", "fields": {…}}`, for single-page apps; the fields are null where nobody is signed
      # in. A brand that is unknown, disabled or without a secret is not found.
      #
      # @param brand [Symbol, String, nil]
      def render_visitor_fields(brand = nil)
        chosen = Rails.brand(brand) unless brand && !Rails.config.brands.key?(brand.to_sym)
        raise ActionController::RoutingError, "no such brand" unless chosen&.signs? && chosen.enabled?(request)

        render json: { scheme: chosen.scheme.name, fields: Page.new(self).fields(chosen.name) }
        response.headers["Cache-Control"] = "private, no-store"
      end

      def finish_visitor_page
        page = Page.new(self)
        Insertion.new(self, page).call if Rails.config.insert
        page.protect(response)
      end
    end
  end
end
