# frozen_string_literal: true

module Visitorseal
  module Rails
    # The requests that are being answered. A page may contain the answer to another request, which the site makes inside
    # this one (`Rails.application.call(env)`): a visitor who is signed there is in this page too.
    module OpenRequests
      # Of a thread or fiber, the innermost first. ActionController::Live hands it to the thread of a stream.
      OPEN = :visitorseal_requests
      # Rails' own, in the request's environment.
      CONTROLLER = "action_controller.instance"

      class << self
        # @param env [Hash] the environment of a request, which is open while the block runs
        def during(env)
          outer = Thread.current[OPEN]
          Thread.current[OPEN] = [env, *outer]
          yield
        ensure
          Thread.current[OPEN] = outer
        end

        # The environments of this request and of all that its answer goes into.
        #
        # @param env [Hash]
        # @return [Array<Hash>]
        def around(env) = [env, *Thread.current[OPEN]].uniq(&:object_id)

        # Whether the headers of any of these are sent.
        def sent?(env) = around(env).any? { |one| one[CONTROLLER]&.response&.committed? }
      end
    end
  end
end
