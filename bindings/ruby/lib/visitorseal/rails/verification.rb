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

      # What a request may bring beside the signature, and no log is for.
      PERSONAL = %i[email phone].freeze
      # Rails' own, in the request's environment: what logs leave out.
      FILTERS = "action_dispatch.parameter_filter"

      private

      # Before Rails logs the parameters.
      def process_action(*)
        request.set_header(FILTERS, [*request.get_header(FILTERS), *PERSONAL])
        super
      end

      # In the actions of {ClassMethods#verify_visitor}; private, since a controller's public methods are actions.
      #
      # @return [Verified]
      attr_reader :verified_visitor

      def verify_visitor_of(brand, verifier)
        brand = verifier ? nil : Rails.brand(brand)
        verifier = verifier ? instance_exec(&verifier) : verifier_of(brand)
        @verified_visitor = verifier.verify_json(posted(verifier.max_body))
      rescue Refused => refused
        logger&.info("visitorseal: #{brand ? brand.name : verifier.scheme}: refused: #{refused.message}")
        render json: Json.ascii(Json.object({ error: refused.http_error }, Input::LARGEST)), status: refused.http_status
      end

      # The body, or so much of it that it is known to be too large. Rails reads all there is (where it parses the body
      # into parameters, it has), and remembers what was read under this name.
      def posted(largest)
        return request.raw_post if request.has_header?("RAW_POST_DATA")

        body = request.body.read(largest + 1).to_s
        request.set_header("RAW_POST_DATA", body)
        body
      end

      # Nothing passes because it is not checked.
      def verifier_of(brand)
        raise ActionController::RoutingError, "no such brand" unless brand.enabled?(request)

        brand.verifier
      rescue ConfigurationError => error
        raise Setup.named(brand.name, error), cause: nil
      end
    end
  end
end
