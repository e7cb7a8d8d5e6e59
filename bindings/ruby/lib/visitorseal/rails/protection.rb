# frozen_string_literal: true

module Visitorseal
  module Rails
    # Keeps caches from storing a response that says who the visitor is, or that nobody is signed in.
    #
    # The railtie puts this middleware before all others. So it overrules streams, HEAD, errors, and the cache headers of
    # the site's own middleware.
    class Protection
      # In a request's environment: the response is this visitor's alone.
      PERSONAL = "visitorseal.personal"
      PRIVATE = "private, no-store"
      # What lets a cache give a response to everybody.
      PUBLIC = /\b(?:public|s-maxage)\b/i
      KEPT_BY_NOBODY = /\b(?:private|no-store|no-cache|max-age=0)\b|\A0\z/i
      # Some caches read these instead of Cache-Control (RFC 9213).
      SHARED = /\A(?:.*-cache-control|surrogate-control|edge-control|x-accel-expires|x-reverse-proxy-ttl)\z/i
      OTHERS = Regexp.union(SHARED, /\Aexpires\z/i)

      class << self
        # Sets the headers, and `cache_control` too: from version 7 on Rails drops the header and writes `cache_control`, if
        # an action has used `expires_in` and similar methods.
        #
        # @param response [ActionDispatch::Response] its headers must not be sent yet
        def apply(response)
          response.cache_control.replace(private: true, no_store: true)
          set(response.headers, "Cache-Control")
          # Otherwise a 304 could show a cached anonymous page to someone who has signed in since.
          %w[ETag Last-Modified].each { |validator| response.headers.delete(validator) }
        end

        # @param response [ActionDispatch::Response]
        # @return [Boolean] whether the site lets caches give the response to everybody
        def public?(response)
          return true if response.cache_control[:public]

          response.headers.any? do |name, value|
            name.casecmp?("Cache-Control") ? PUBLIC.match?(value.to_s) : SHARED.match?(name) && !KEPT_BY_NOBODY.match?(value.to_s)
          end
        end

        # @param headers [Hash]
        # @param name [String] Cache-Control, in upper or lower case as the headers have it
        def set(headers, name)
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
        if env[PERSONAL]
          headers = headers.dup if headers.frozen?
          Protection.set(headers, Rack::CACHE_CONTROL)
        end
        [status, headers, body]
      end
    end
    private_constant :Protection
  end
end
