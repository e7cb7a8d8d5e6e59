# frozen_string_literal: true

module Visitorseal
  module Rails
    # A wrong configuration must not stop a page. It is logged once, and the page shows the widget without a signed-in
    # visitor. In development it is an error.
    module Misconfiguration
      class << self
        # @param name [Symbol, String, nil] the brand's name
        # @param error [ConfigurationError]
        # @raise [ConfigurationError] in development
        def report(name, error)
          error = name_brand(name, error)
          raise error if ::Rails.env.development?

          Logs.once(:error, "#{error.message} Pages show the widget without a signed-in visitor.")
        end

        # @return [ConfigurationError] the same error; its reason names the brand in the configuration
        def name_brand(name, error)
          return error if error.code == "brand_unknown"

          ConfigurationError.new(error.code, error.field, "config.visitorseal.brands[#{name.inspect}]: #{error.reason}")
        end
      end
    end

    private_constant :Misconfiguration
  end
end
