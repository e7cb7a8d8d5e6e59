# frozen_string_literal: true

module Visitorseal
  module Rails
    # Verifies the body of one request.
    class RequestVerification
      # The verified visitor, in the request's environment.
      VISITOR = "visitorseal.visitor"

      # @param controller [ActionController::Metal]
      def initialize(controller)
        @controller = controller
        @request = controller.request
      end

      # Keeps the verified visitor in the request, or renders the answer of a refusal.
      #
      # @param brand [Symbol, nil]
      # @param verifier [Proc, nil]
      def call(brand, verifier)
        brand = verifier ? nil : Rails.brand(brand)
        verifier = verifier ? @controller.instance_exec(&verifier) : verifier_of(brand)
        @request.env[VISITOR] = verifier.verify_json(body(verifier.max_body))
      rescue Refused => error
        @controller.logger&.info("visitorseal: #{brand ? brand.name : verifier.scheme}: refused: #{error.message} " \
                                  "The answer is #{error.http_status} #{error.http_error}.")
        @controller.render(json: Json.ascii(Json.object({ error: error.http_error }, Input::MAX_FIELDS)), status: error.http_status)
      end

      private

      # The body, or enough of it to know that it is too large. Rails remembers it under this name. Where Rails parses the
      # body into parameters, it has read all of it already.
      def body(largest)
        return @request.raw_post if @request.has_header?("RAW_POST_DATA")

        body = @request.body.read(largest + 1).to_s
        @request.set_header("RAW_POST_DATA", body)
        body
      end

      # A wrong configuration raises: no request may pass because nobody could verify it.
      def verifier_of(brand)
        raise ActionController::RoutingError, "The brand #{brand.name} is disabled." unless brand.enabled?(@request)

        brand.verifier
      rescue ConfigurationError => error
        raise Misconfiguration.name_brand(brand.name, error), cause: nil
      end
    end
    private_constant :RequestVerification
  end
end
