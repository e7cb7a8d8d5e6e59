# frozen_string_literal: true

require "rails/generators"

module Visitorseal
  module Generators
    # `bin/rails generate visitorseal:install shop bookbag`
    class InstallGenerator < ::Rails::Generators::Base
      source_root File.expand_path("templates", __dir__)
      desc "Writes config/initializers/visitorseal.rb."

      argument :brand, type: :string, default: "shop", desc: "a name of yours for the widget"
      argument :scheme, type: :string, default: "bookbag", desc: "the vendor's scheme"

      def create_initializer
        known = Visitorseal.schemes
        raise Thor::Error, "there is no scheme #{scheme}; there are #{known.join(", ")}" unless known.include?(scheme)

        template "visitorseal.rb.tt", "config/initializers/visitorseal.rb"
      end

      private

      # As Ruby writes a symbol, whatever the name is.
      def name = brand.to_sym.inspect

      # The environment's variable for what belongs to the brand.
      def variable(what) = "VISITORSEAL_#{brand}_#{what}".upcase.gsub(/[^A-Z0-9]+/, "_")

      def required_settings = Visitorseal.scheme(scheme).settings.select(&:required?)
    end
  end
end
