# frozen_string_literal: true

module Visitorseal
  module Rails
    # For vendors: actions that only requests with a verified JSON body reach.
    #
    #     class MessagesController < ActionController::API
    #       include Visitorseal::Rails::Verification
    #       verify_visitor :shop, only: :create
    #     end
    module Verification
      extend ActiveSupport::Concern

      class_methods do
        # Verifies the body of a request before these actions, with a brand's keys and policy; a refused one is
        # answered as the scheme says, such as 401 with `{"error": "identity_unverified"}`. Under the policies
        # `optional` and `observe`, ask `verified_visitor.verified?`.
        #
        # @param brand [Symbol, nil]
        # @param verifier [Proc, nil] where each customer has keys of their own: gives the {Verifier}, in the
        #   controller's context
        # @param callback [Hash] `only:`, `except:` and others of `before_action`
        def verify_visitor(brand = nil, verifier: nil, **callback)
          before_action(**callback) { verify_visitor_of(brand, verifier) }
        end
      end

      private

      # In the actions of {ClassMethods#verify_visitor}; private, since a controller's public methods are actions.
      #
      # @return [Verified]
      attr_reader :verified_visitor

      def verify_visitor_of(brand, verifier)
        verifier = verifier ? instance_exec(&verifier) : verifier_of(Rails.brand(brand))
        @verified_visitor = verifier.verify_json(request.raw_post)
      rescue Refused => refused
        logger&.info("visitorseal: #{verifier.scheme}: refused: #{refused.code} (#{refused.field})")
        render json: { error: refused.http_error }, status: refused.http_status
      end

      # Nothing passes because it is not checked.
      def verifier_of(brand)
        brand.enabled?(request) ? brand.verifier : raise(ActionController::RoutingError, "no such brand")
      end
    end
  end
end
