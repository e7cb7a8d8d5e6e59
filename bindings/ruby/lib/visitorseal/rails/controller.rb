# frozen_string_literal: true

module Visitorseal
  module Rails
    # In every controller of the site.
    module Controller
      # What a browser asks to be spared a page with.
      CONDITIONS = %w[HTTP_IF_NONE_MATCH HTTP_IF_MODIFIED_SINCE].freeze

      # Rails calls it for each fragment that it is about to keep. A layout may keep what a template has written before,
      # where no helper sees that.
      def write_fragment(key, content, options = nil)
        return super unless Page.new(self).signed_in?(content)

        Fragment.refuse("a signed visitor is not kept")
        content
      end

      private

      # Around all callbacks, so that pages of `rescue_from` and of a `before_action` that renders are done too.
      def process_action(*)
        Page.begin(request)
        super.tap { finish_visitor_page }
      end

      # An anonymous copy of a page must not be confirmed (304) for a visitor who has signed in since.
      def fresh_when(*, **)
        asked = CONDITIONS.select { |name| request.has_header?(name) }
        asked.each { |name| request.delete_header(name) } if asked.any? && Page.new(self).visitor?
        super
      end

      # Answers `{"scheme": "bookbag", "fields": {…}}` in ASCII, for single-page apps; the fields are null where nobody is
      # signed in, or the brand is not set up. A brand that is unknown, disabled or there to verify is not found.
      #
      # @param brand [Symbol, String, nil]
      def render_visitor_fields(brand = nil)
        chosen = Rails.brand(brand) if Rails.brand?(brand)
        raise ActionController::RoutingError, "no such brand" unless chosen&.signs? && chosen.enabled?(request)

        page = Page.new(self)
        said = { scheme: chosen.scheme_name, fields: page.fields(chosen.name) }
        render json: Json.ascii(Json.object(said, Input::LARGEST_FIELDS))
        page.keep_private
      end

      def finish_visitor_page
        page = Page.new(self)
        Insertion.new(self, page).call if Rails.config.insert
        page.protect
      end
    end
  end
end
