# frozen_string_literal: true

module Visitorseal
  module Rails
    # In views. Inside `cache` they write nothing, since what they write is one visitor's.
    module Helper
      # Tells the widget who is signed in: `<%= visitor_script_tag :shop %>`. Where nobody is, the widget's anonymous
      # script, which may be empty.
      #
      # A wrong configuration is logged, and the page is anonymous; in development it is an error.
      #
      # @param brand [Symbol, nil] nil is the only one there is
      # @param visitor [Hash, nil, true] another visitor than the one of the request; nil is anonymous
      # @param nonce [String, nil] another nonce than that of Rails' Content-Security-Policy
      # @return [ActiveSupport::SafeBuffer]
      # @raise [ConfigurationError] in development
      # @raise [VisitorError] in development and tests, for a visitor who cannot be signed
      def visitor_script_tag(brand = nil, visitor: true, nonce: nil)
        visitor_page(:visitor_script_tag) { |page| page.script(brand, visitor: visitor, nonce: nonce) }.to_s.html_safe
      end

      # Makes the widget forget the visitor, on the page after sign-out; empty where the vendor documents none.
      #
      # @param brand [Symbol, nil]
      # @param nonce [String, nil]
      # @return [ActiveSupport::SafeBuffer]
      # @raise [ConfigurationError] as {#visitor_script_tag}
      def visitor_forget_script_tag(brand = nil, nonce: nil)
        visitor_page(:visitor_forget_script_tag) { |page| page.forget_script(brand, nonce: nonce) }.to_s.html_safe
      end

      # The signed fields, for a page that hands them over itself: `data: { visitor: visitor_fields(:shop) }`.
      #
      # @param brand [Symbol, nil]
      # @param visitor [Hash, nil, true]
      # @return [Hash{String => Object}, nil] nil where nobody is signed in
      # @raise [ConfigurationError, VisitorError] as {#visitor_script_tag}
      def visitor_fields(brand = nil, visitor: true)
        visitor_page(:visitor_fields) { |page| page.fields(brand, visitor: visitor) }
      end

      # @private
      def cache(*, **, &block) = Fragment.inside { super }

      private

      def visitor_page(helper)
        return yield(Page.new(controller)) unless Fragment.inside?(self)

        Fragment.refuse("#{helper} writes nothing")
        nil
      end
    end
  end
end
