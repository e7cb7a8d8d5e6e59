# frozen_string_literal: true

require "rails/railtie"
require "active_support/ordered_options"

module Visitorseal
  module Rails
    # `config.visitorseal.brands`, `.current_user` and `.insert`.
    class Railtie < ::Rails::Railtie
      config.visitorseal = ActiveSupport::OrderedOptions.new
      config.visitorseal.brands = ActiveSupport::OrderedOptions.new
      # What gives the user, or nil: the name of a method of the controllers, or a block that runs in them.
      config.visitorseal.current_user = :current_user
      # Whether scripts are put before `</body>` where templates do not.
      config.visitorseal.insert = false

      initializer "visitorseal.controllers" do
        ActiveSupport.on_load(:action_controller_base) do
          include Controller
          helper Helper
        end
        # Those of `rails new --api`.
        ActiveSupport.on_load(:action_controller_api) { include Controller }
      end

      # Before all others, and those of the site's initializers too.
      initializer "visitorseal.protection", after: :load_config_initializers do |app|
        app.config.middleware.unshift(Protection)
      end

      # Who reads a signature in a log is that visitor.
      initializer "visitorseal.logs", after: :load_config_initializers do |app|
        app.config.filter_parameters.concat(Logs.signature_fields(Rails.brands.map { |brand| brand[:scheme] }))
      end

      rake_tasks { load File.expand_path("tasks.rake", __dir__) }
    end
  end
end
