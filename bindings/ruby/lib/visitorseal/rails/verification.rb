# frozen_string_literal: true

module Visitorseal
  module Rails
    # For a vendor's backend: actions that only requests with a verified JSON body reach.
    #
    #     class MessagesController < ActionController::API
    #       include Visitorseal::Rails::Verification
    #       verify_visitor :shop, only: :create
    #     end
    module Verification
      extend ActiveSupport::Concern

      class_methods do
        # Verifies the body of each request before these actions, with a brand's keys and policy. A refused request gets
        # the answer of the scheme, such as 401 with `{"error": "identity_unverified"}`. An action then has the visitor
        # as `visitor`. Under the policies `optional` and `observe` it must ask `visitor.verified?`.
        #
        # @param brand [Symbol, nil]
        # @param verifier [Proc, nil] gives a {Verifier}, if each customer has keys of its own; it runs in the controller
        # @param callback [Hash] `only:`, `except:` and other options of `before_action`
        def verify_visitor(brand = nil, verifier: nil, **callback)
          before_action(**callback) { RequestVerification.new(self).call(brand, verifier) }
        end
      end

      # A request may hold these besides the signature. No log needs them.
      PERSONAL = %i[email phone].freeze
      # Rails keeps the names that its log filters here, in the request's environment.
      FILTERS = "action_dispatch.parameter_filter"
      private_constant :PERSONAL, :FILTERS

      private

      # Before Rails logs the parameters.
      def process_action(*)
        request.set_header(FILTERS, [*request.get_header(FILTERS), *PERSONAL])
        super
      end

      # The verified visitor of this request, after {ClassMethods#verify_visitor}. Private, because a controller's public
      # methods are actions.
      #
      # @return [Verified]
      def visitor = request.env[RequestVerification::VISITOR]
    end
  end
end
