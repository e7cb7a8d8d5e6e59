# frozen_string_literal: true

module Visitorseal
  module Rails
    # What the page of a request gets: the same for helpers, insertion and endpoint.
    class Page
      NOTES = "visitorseal.written"

      # @param controller [ActionController::Metal]
      def initialize(controller)
        @controller = controller
        @request = controller.request
      end

      # The script for who is signed in; for anyone else the anonymous one, which may be empty.
      #
      # @return [Script]
      def script(name, visitor: true, nonce: nil)
        with(name, Script.new) do |brand|
          signed = signed(brand, visitor)
          with_nonce(nonce) { |found| signed ? signed.script(nonce: found) : brand.signer.anonymous_script(nonce: found) }
        end
      end

      # The script for the page after sign-out; empty where the vendor documents none.
      #
      # @return [Script]
      def forget_script(name, nonce: nil)
        with(name, Script.new) do |brand|
          note(brand, false)
          with_nonce(nonce) { |found| brand.signer.forget_script(nonce: found) }
        end
      end

      # The signed fields of who is signed in; nil for anyone else.
      #
      # @return [Hash{String => Object}, nil]
      def fields(name, visitor: true) = with(name, nil) { |brand| signed(brand, visitor)&.fields }

      # The brands that the page has dealt with so far, and whether a signed visitor is in it.
      #
      # @return [Hash{Symbol => Boolean}]
      def written = @request.env[NOTES] ||= {}

      # The enabled brands that the page has not dealt with.
      #
      # @return [Array<Brand>]
      def missing = Rails.brands.select { |brand| brand.signs? && !written.key?(brand.name) && brand.enabled?(@request) }

      # A page with a signed visitor in it is that visitor's alone.
      def protect(response)
        return if written.empty? || response.committed?

        response.headers["Vary"] = [*response.headers["Vary"].to_s.split(/,\s*/), "Cookie"].uniq.join(", ")
        return unless written.value?(true)

        # Else a browser's anonymous copy of the page could be confirmed for who has signed in since.
        %w[ETag Last-Modified].each { |validator| response.headers.delete(validator) }
        response.headers["Cache-Control"] = "private, no-store"
      end

      private

      def with(name, disabled)
        brand = Rails.brand(name)
        brand.enabled?(@request) ? yield(brand) : disabled
      end

      def signed(brand, visitor)
        signed = CurrentVisitor.new(brand, @controller).signed(visitor)
        note(brand, !signed.nil?)
        signed
      end

      def note(brand, signed) = written[brand.name] ||= signed

      # To ask for a nonce is to put it into the header, so it is asked for only where there is a script. Rails' own is
      # empty where it is that of a session which has not begun.
      def with_nonce(nonce)
        plain = yield nil
        nonce ||= @request.content_security_policy_nonce.presence unless plain.empty?
        nonce ? yield(nonce) : plain
      end
    end
  end
end
