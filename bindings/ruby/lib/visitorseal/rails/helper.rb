# frozen_string_literal: true

module Visitorseal
  module Rails
    # Helpers for views. Inside `cache` they write nothing, because the cache gives one visitor's page to everybody.
    module Helper
      # Writes the script that tells the widget who the visitor is: `<%= visitor_script :shop %>`. If nobody is signed in,
      # a widget that knows somebody forgets them, and starts without a visitor. Either makes the response private. Where
      # caches may give the response to everybody (`expires_in 1.hour, public: true`), nothing is written if nobody is
      # signed in.
      #
      # A wrong configuration is logged, and the page shows the widget without a signed-in visitor. In development it is
      # an error.
      #
      # @param brand [Symbol, nil] without a name, the brand `default`, or the only brand
      # @param visitor [Hash, nil, :current] another visitor than `:current`, the signed-in user; nil is anonymous
      # @param nonce [String, nil] another nonce than that of Rails' Content-Security-Policy
      # @return [ActiveSupport::SafeBuffer]
      # @raise [ConfigurationError] in development
      # @raise [VisitorError] in development and tests, for a visitor who cannot be signed
      def visitor_script(brand = nil, visitor: :current, nonce: nil)
        Fragment.outside(self, :visitor_script) { |response| response.script(brand, visitor: visitor, nonce: nonce) }.to_s.html_safe
      end

      # Writes the element that tells the widget who the visitor is, and does the same as {#visitor_script} without a nonce
      # and without inline code: `<body><%= visitor_element :shop %>`. The page's `<head>` needs the scheme's file:
      # `javascript_include_tag "visitorseal/bookbag", "data-turbo-track": "reload"`.
      #
      # @param brand [Symbol, nil]
      # @param visitor [Hash, nil, :current]
      # @param endpoint [String, nil] the address that answers with {Controller#render_visitor_fields}, where the file asks
      #   shortly before a token expires
      # @return [ActiveSupport::SafeBuffer]
      # @raise [ConfigurationError, VisitorError] as {#visitor_script}
      def visitor_element(brand = nil, visitor: :current, endpoint: nil)
        Fragment.outside(self, :visitor_element) { |response| response.element(brand, visitor: visitor, endpoint: endpoint) }.to_s.html_safe
      end

      # Writes the script that makes the widget forget the visitor. {#visitor_script} and {#visitor_element} do that too, on
      # every page where nobody is signed in.
      #
      # @param brand [Symbol, nil]
      # @param nonce [String, nil]
      # @return [ActiveSupport::SafeBuffer]
      # @raise [ConfigurationError] as {#visitor_script}
      def visitor_forget_script(brand = nil, nonce: nil)
        Fragment.outside(self, :visitor_forget_script) { |response| response.forget_script(brand, nonce: nonce) }.to_s.html_safe
      end

      # The signed fields, for a page that hands them to the widget itself: `data: { visitor: visitor_fields(:shop) }`.
      #
      # @param brand [Symbol, nil]
      # @param visitor [Hash, nil, :current]
      # @return [Hash{String => Object}, nil] nil if nobody is signed in
      # @raise [ConfigurationError, VisitorError] as {#visitor_script}
      def visitor_fields(brand = nil, visitor: :current)
        Fragment.outside(self, :visitor_fields) { |response| response.fields(brand, visitor: visitor) }
      end

      # @private
      def cache(*, **, &block) = Fragment.inside { super }
    end
  end
end
