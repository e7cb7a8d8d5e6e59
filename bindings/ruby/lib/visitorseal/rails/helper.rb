# frozen_string_literal: true

module Visitorseal
  module Rails
    # In views. Never put one inside `cache`: what it writes is one visitor's.
    module Helper
      # Tells the widget who is signed in: `<%= visitor_script_tag :shop %>`. Where nobody is, the widget's anonymous
      # script, which may be empty.
      #
      # @param brand [Symbol, nil] nil is the only one there is
      # @param visitor [Hash, nil, true] another visitor than the one of the request; nil is anonymous
      # @param nonce [String, nil] another nonce than that of Rails' Content-Security-Policy
      # @return [ActiveSupport::SafeBuffer]
      # @raise [ConfigurationError] `brand_unknown` and others for a wrong configuration
      # @raise [VisitorError] in development and tests, for a visitor who cannot be signed
      def visitor_script_tag(brand = nil, visitor: true, nonce: nil)
        Page.new(controller).script(brand, visitor: visitor, nonce: nonce).html_safe
      end

      # Makes the widget forget the visitor, on the page after sign-out; empty where the vendor documents none.
      #
      # @param brand [Symbol, nil]
      # @param nonce [String, nil]
      # @return [ActiveSupport::SafeBuffer]
      # @raise [ConfigurationError] as {#visitor_script_tag}
      def visitor_forget_script_tag(brand = nil, nonce: nil)
        Page.new(controller).forget_script(brand, nonce: nonce).html_safe
      end

      # The signed fields, for a page that hands them over itself: `data: { visitor: visitor_fields(:shop) }`.
      #
      # @param brand [Symbol, nil]
      # @param visitor [Hash, nil, true]
      # @return [Hash{String => Object}, nil] nil where nobody is signed in
      # @raise [ConfigurationError, VisitorError] as {#visitor_script_tag}
      def visitor_fields(brand = nil, visitor: true) = Page.new(controller).fields(brand, visitor: visitor)
    end
  end
end
