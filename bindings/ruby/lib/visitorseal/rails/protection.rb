# frozen_string_literal: true

module Visitorseal
  module Rails
    # A response with a signed visitor in it is that visitor's alone.
    #
    # The railtie puts this middleware before all others, so that it has the last word: on streams, HEAD, errors, and on
    # what the site's own middleware says of caching.
    class Protection
      # In a request's environment: such a visitor is in the response.
      SIGNED = "visitorseal.signed"
      PRIVATE = "private, no-store"
      # What caches of their own kind go by, in place of Cache-Control (RFC 9213).
      OTHERS = /\A(?:.*-cache-control|surrogate-control|edge-control|x-accel-expires|x-reverse-proxy-ttl|expires)\z/i

      class << self
        # Says it to Rails: from version 7 on it drops what stands in the header, and not in `cache_control`, as soon as
        # the action has used `expires_in` or the like.
        #
        # @param response [ActionDispatch::Response] whose headers are not sent yet
        def apply(response)
          response.cache_control.replace(private: true, no_store: true)
          keep_private(response.headers, "Cache-Control")
          # Else a browser's anonymous copy of the page could be confirmed for who has signed in since.
          %w[ETag Last-Modified].each { |validator| response.headers.delete(validator) }
        end

        # @param headers [Hash]
        # @param name [String] of the header, in the case that there is used
        def keep_private(headers, name)
          headers.keys.each { |key| headers.delete(key) if OTHERS.match?(key) || key.casecmp?(name) }
          headers[name] = PRIVATE
        end
      end

      # @param app [#call]
      def initialize(app)
        @app = app
      end

      # @param env [Hash]
      # @return [Array]
      def call(env)
        status, headers, body = OpenRequests.during(env) { @app.call(env) }
        if env[SIGNED]
          headers = headers.dup if headers.frozen?
          Protection.keep_private(headers, Rack::CACHE_CONTROL)
        end
        [status, headers, body]
      end
    end
  end
end
