# frozen_string_literal: true

module Visitorseal
  module Rails
    # For the tests of a site or a vendor.
    module TestHelper
      # Signs any visitor with a brand's secret and settings. Post the `fields` to an action under test
      # (`post "/messages", params: sign_as(:shop, id: 42).fields, as: :json`), or look for the `signature` in a page.
      #
      # @param brand [Symbol, nil]
      # @param visitor [Hash] as {Signer#sign} takes it
      # @return [Signed]
      # @raise [VisitorError, ConfigurationError]
      def sign_as(brand = nil, **visitor) = Rails.brand(brand).signer.sign(**visitor)
    end
  end
end
