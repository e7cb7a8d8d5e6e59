# frozen_string_literal: true

module Visitorseal
  module Rails
    # Checks `config.visitorseal`, for `bin/rails visitorseal:check`.
    class Check
      # @return [Array<String>] what stops a brand from working
      attr_reader :errors

      # @return [Array<String>] problems that do not stop signing
      attr_reader :warnings

      def initialize
        brands = Rails.brands
        @errors = brands.filter_map { |brand| error_of(brand) }
        @errors << NO_BRAND if brands.empty?
        @errors << DEFAULT if ::Rails.application.config.visitorseal.brands.default
        @warnings = brands.flat_map { |brand| warnings_of(brand) } + unknown_users(brands)
      end

      # Prints errors and warnings.
      #
      # @param out [IO]
      # @return [Boolean] whether there is no error
      def report(out = $stdout)
        errors.each { |error| out.puts("error: #{error}") }
        warnings.each { |warning| out.puts("warning: #{warning}") }
        out.puts("visitorseal is set up: #{Rails.brands.map(&:name).join(", ")}") if errors.empty?
        errors.empty?
      end

      private

      # `default=` is Ruby's own method of hashes.
      DEFAULT = "config.visitorseal.brands.default = … sets no brand. Write brands[:default] = …"
      NO_BRAND = "config.visitorseal.brands is empty. Run bin/rails generate visitorseal:install."
      private_constant :DEFAULT, :NO_BRAND

      def error_of(brand)
        brand.signer if brand.signs?
        brand.verifier if brand.keys?
        Insertion.problem(brand) if brand.signs?
        nil
      rescue ConfigurationError => error
        Misconfiguration.name_brand(brand.name, error).message
      end

      def warnings_of(brand)
        return [] unless brand.signs?

        [*brand.signer.warnings, Insertion.problem(brand)].compact.map { |warning| "#{brand.name}: #{warning}" }
      rescue ConfigurationError
        []
      end

      def unknown_users(brands)
        how = ::Rails.application.config.visitorseal.current_user
        controller = "ApplicationController".safe_constantize
        return [] if how.respond_to?(:call) || controller.nil? || brands.none?(&:signs?)
        return [] if controller.method_defined?(how) || controller.private_method_defined?(how)

        ["ApplicationController has no #{how}. Set config.visitorseal.current_user, such as -> { Current.user }. " \
         "Pages show the widget without a signed-in visitor."]
      end
    end
  end
end
