# frozen_string_literal: true

module Visitorseal
  module Rails
    # A wrong configuration takes no page down: it is logged once, and the page is that of a visitor who is not signed in.
    # In development it is an error.
    module Setup
      class << self
        # @param name [Symbol, String, nil] the brand's
        # @param error [ConfigurationError]
        # @raise [ConfigurationError] in development
        def fault(name, error)
          error = named(name, error)
          raise error if ::Rails.env.development?

          Logs.once(:error, "#{error.message} (until it is set right, nobody is signed in to this widget)")
        end

        # The same, with the key of the configuration in its reason.
        #
        # @return [ConfigurationError]
        def named(name, error)
          return error if error.code == "brand_unknown"

          ConfigurationError.new(error.code, error.field, "config.visitorseal.brands[#{name.inspect}]: #{error.reason}")
        end
      end
    end
  end
end
