# frozen_string_literal: true

require "active_support/concern"
require "active_support/core_ext/object/blank"
# A site may require this file alone.
require_relative "../visitorseal" unless defined?(Visitorseal::VERSION)

module Visitorseal
  # visitorseal for Rails: `config.visitorseal`, helpers for pages, and a concern for a vendor's controllers.
  module Rails
    class << self
      # @param name [Symbol, String, nil] without a name, the brand `default`, or the only brand
      # @return [Brand] a brand of `config.visitorseal.brands`
      # @raise [ConfigurationError] `brand_unknown`
      def brand(name = nil)
        name = name ? name.to_sym : unnamed
        Brand.new(name, options.fetch(name) { raise unknown(name) })
      end

      # @return [Array<Brand>] all brands, in the order of the configuration
      def brands = options.keys.map { |name| brand(name) }

      private

      # Rails' configuration takes names as text too.
      def options = ::Rails.application.config.visitorseal.brands.to_h.transform_keys(&:to_sym)

      def unnamed = options.key?(:default) || !options.one? ? :default : options.keys.first

      def unknown(name)
        known = options.keys.map(&:inspect).join(", ").presence || "none"
        ConfigurationError.new("brand_unknown", name.to_s, "There is no brand #{name.inspect}. config.visitorseal.brands has: #{known}.")
      end
    end
  end
end

require_relative "rails/logs"
require_relative "rails/misconfiguration"
require_relative "rails/signer_cache"
require_relative "rails/brand"
require_relative "rails/current_visitor"
require_relative "rails/open_requests"
require_relative "rails/protection"
require_relative "rails/visitor_response"
require_relative "rails/end_of_body"
require_relative "rails/insertion"
require_relative "rails/fragment"
require_relative "rails/helper"
require_relative "rails/controller"
require_relative "rails/request_verification"
require_relative "rails/verification"
require_relative "rails/check"
require_relative "rails/assets"
require_relative "rails/railtie"
