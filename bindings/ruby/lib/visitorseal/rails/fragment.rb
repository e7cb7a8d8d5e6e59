# frozen_string_literal: true

module Visitorseal
  module Rails
    # Whether a view is inside `cache`: what is written there goes to other visitors.
    module Fragment
      INSIDE = :visitorseal_fragment

      class << self
        # Rails itself counts from version 7 on, and only where caching is on: nobody would see it in development.
        def inside
          before = Thread.current[INSIDE]
          Thread.current[INSIDE] = true
          yield
        ensure
          Thread.current[INSIDE] = before
        end

        def inside?(view) = Thread.current[INSIDE] || (view.respond_to?(:caching?) && view.caching?)

        # Says what is not done.
        #
        # @param what [String] such as that a helper writes nothing
        # @raise [ConfigurationError] `not_offered`, in development
        def refuse(what)
          reason = "#{what} inside `cache`, which would give one visitor's script to everyone; put the helper outside, " \
                   "or set config.visitorseal.insert"
          raise ConfigurationError.new("not_offered", "cache", reason) if ::Rails.env.development?

          Logs.once(:error, reason)
        end
      end
    end
  end
end
