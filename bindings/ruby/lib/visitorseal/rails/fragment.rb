# frozen_string_literal: true

module Visitorseal
  module Rails
    # Keeps visitors out of what a view stores with `cache`: other visitors get it too.
    module Fragment
      INSIDE = :visitorseal_fragment

      class << self
        # Rails itself counts fragments from version 7 on, and only if caching is on: nobody would see it in development.
        def inside
          before = Thread.current[INSIDE]
          Thread.current[INSIDE] = true
          yield
        ensure
          Thread.current[INSIDE] = before
        end

        # Runs the block, unless the view is inside `cache`.
        #
        # @param view [ActionView::Base]
        # @param helper [Symbol]
        # @yieldparam response [VisitorResponse]
        def outside(view, helper)
          return yield(VisitorResponse.new(view.controller)) unless inside?(view)

          refuse("#{helper} writes nothing")
          nil
        end

        # @param consequence [String] such as that a helper writes nothing
        # @raise [ConfigurationError] `not_offered`, in development
        def refuse(consequence)
          reason = "#{consequence} inside `cache`, because everybody would get one visitor's page. Move the helper out of " \
                   "the cache, or set config.visitorseal.insert = true."
          raise ConfigurationError.new("not_offered", "cache", reason) if ::Rails.env.development?

          Logs.once(:error, reason)
        end

        private

        def inside?(view) = Thread.current[INSIDE] || (view.respond_to?(:caching?) && view.caching?)
      end
    end
    private_constant :Fragment
  end
end
