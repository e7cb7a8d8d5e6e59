# frozen_string_literal: true

module Visitorseal
  module Rails
    # The requests that are being answered. A site may answer one request inside another
    # (`Rails.application.call(env)`): a visitor who is signed there is in the outer page too.
    module OpenRequests
      # Per thread or fiber, the innermost request first. ActionController::Live copies it to the thread of a stream.
      OPEN = :visitorseal_requests
      # Rails keeps the controller here, in the request's environment.
      CONTROLLER = "action_controller.instance"

      class << self
        # Keeps a request open while the block runs.
        #
        # @param env [Hash] the request's environment
        def during(env)
          outer = Thread.current[OPEN]
          Thread.current[OPEN] = [env, *outer]
          yield
        ensure
          Thread.current[OPEN] = outer
        end

        # @param env [Hash]
        # @return [Array<Hash>] the environments of this request and of the requests whose responses will contain its
        #   response
        def around(env) = [env, *Thread.current[OPEN]].uniq(&:object_id)

        # @return [Array<ActionDispatch::Response>] the responses to these
        def responses(env) = around(env).filter_map { |each| each[CONTROLLER]&.response }
      end
    end
    private_constant :OpenRequests
  end
end
