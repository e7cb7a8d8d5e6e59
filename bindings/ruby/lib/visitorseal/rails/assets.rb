# frozen_string_literal: true

module Visitorseal
  module Rails
    # The files that define the element, one for each scheme: `javascript_include_tag "visitorseal/bookbag"`.
    module Assets
      FOLDER = File.expand_path("../../../app/assets/javascripts", __dir__)

      class << self
        # @return [Array<String>] the names of the files, such as `visitorseal/bookbag.js`
        def names = Dir.glob("visitorseal/*.js", base: FOLDER).sort

        # @param scheme [String]
        # @return [Boolean] whether the gem has a file for the scheme
        def file?(scheme) = names.include?("visitorseal/#{scheme}.js")

        # Adds the files to the application's asset pipeline, if it has one. Sprockets serves only what its list names.
        #
        # @param config [::Rails::Application::Configuration]
        def add(config)
          assets = config.assets if config.respond_to?(:assets)
          return unless assets.respond_to?(:paths) && assets.paths

          assets.paths << FOLDER
          assets.precompile += names if assets.precompile
        end
      end
    end
    private_constant :Assets
  end
end
