# frozen_string_literal: true

module Visitorseal
  module Rails
    # What is wrong with `config.visitorseal`, for `bin/rails visitorseal:check`.
    class Check
      # @return [Array<String>] what stops a brand from working
      attr_reader :faults

      # @return [Array<String>] what works and deserves a look
      attr_reader :warnings

      def initialize
        brands = Rails.brands
        @faults = brands.filter_map { |brand| fault(brand) }
        @faults << no_brand if brands.empty?
        @faults << DEFAULT if Rails.config.brands.default
        @warnings = brands.flat_map { |brand| warnings_of(brand) } + unknown_users(brands)
      end

      # Writes all of it.
      #
      # @param out [IO]
      # @return [Boolean] whether there is no fault
      def report(out = $stdout)
        faults.each { |fault| out.puts("fault: #{fault}") }
        warnings.each { |warning| out.puts("warning: #{warning}") }
        out.puts("visitorseal: set up: #{Rails.brands.map(&:name).join(", ")}") if faults.empty?
        faults.empty?
      end

      private

      # Ruby's own method of hashes.
      DEFAULT = "config.visitorseal.brands.default = … names no brand: write brands[:default] = …"
      private_constant :DEFAULT

      def no_brand = "config.visitorseal.brands has no brand: bin/rails generate visitorseal:install shop bookbag writes one"

      def fault(brand)
        brand.signer if brand.signs?
        brand.verifier if brand[:keys]
        nil
      rescue ConfigurationError => error
        Setup.named(brand.name, error).message
      end

      def warnings_of(brand)
        brand.signs? ? brand.signer.warnings.map { |warning| "#{brand.name}: #{warning}" } : []
      rescue ConfigurationError
        []
      end

      def unknown_users(brands)
        how = Rails.config.current_user
        controller = "ApplicationController".safe_constantize
        return [] if how.respond_to?(:call) || controller.nil? || brands.none?(&:signs?)
        return [] if controller.method_defined?(how) || controller.private_method_defined?(how)

        ["ApplicationController has no #{how}, so nobody is signed in; set config.visitorseal.current_user, " \
         "such as -> { Current.user }"]
      end
    end
  end
end
