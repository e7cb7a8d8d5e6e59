# frozen_string_literal: true

require "active_support/concern"
require "active_support/core_ext/object/blank"
# Where this file is the one that the site requires.
require_relative "../visitorseal" unless defined?(Visitorseal::VERSION)

module Visitorseal
  # visitorseal for Rails: `config.visitorseal`, helpers for pages, a concern for a vendor's controllers.
  module Rails
    class << self
      # The brand of that name; without a name, the only one there is.
      #
      # @param name [Symbol, String, nil]
      # @return [Brand]
      # @raise [ConfigurationError] `brand_unknown`
      def brand(name = nil)
        name = name&.to_sym || (options.keys.first if options.one?)
        Brand.new(name, options.fetch(name) { raise unknown(name) })
      end

      # @private
      def brand?(name) = name ? options.key?(name.to_sym) : options.one?

      # @return [Array<Brand>] in the order of the configuration
      def brands = options.keys.map { |name| brand(name) }

      # @private
      def config = ::Rails.application.config.visitorseal

      private

      # By symbols, however they were written.
      def options = config.brands.to_h.transform_keys(&:to_sym)

      def unknown(name)
        wrong = name ? "there is no brand #{name.inspect}" : "no brand is named"
        reason = "#{wrong}; config.visitorseal.brands has #{options.keys.map(&:inspect).join(", ").presence || "none"}"
        ConfigurationError.new("brand_unknown", name&.to_s, reason)
      end
    end
  end
end

require_relative "rails/logs"
require_relative "rails/setup"
require_relative "rails/kept"
require_relative "rails/brand"
require_relative "rails/current_visitor"
require_relative "rails/open_requests"
require_relative "rails/protection"
require_relative "rails/page"
require_relative "rails/end_of_body"
require_relative "rails/insertion"
require_relative "rails/fragment"
require_relative "rails/helper"
require_relative "rails/controller"
require_relative "rails/verification"
require_relative "rails/check"
require_relative "rails/railtie"
