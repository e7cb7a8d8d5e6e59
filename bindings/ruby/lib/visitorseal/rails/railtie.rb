# frozen_string_literal: true

require "rails/railtie"
require "active_support/ordered_options"

module Visitorseal
  module Rails
    # Adds `config.visitorseal.brands`, `.current_user` and `.insert`, the helpers and the middleware to an application.
    class Railtie < ::Rails::Railtie
      config.visitorseal = ActiveSupport::OrderedOptions.new
      config.visitorseal.brands = ActiveSupport::OrderedOptions.new
      # Gives the signed-in user, or nil: the name of a method of the controllers, or a block that runs in them.
      config.visitorseal.current_user = :current_user
      # Whether scripts are inserted before `</body>` of pages whose templates have none.
      config.visitorseal.insert = false

      initializer "visitorseal.controllers" do
        ActiveSupport.on_load(:action_controller_base) do
          include Controller
          helper Helper
        end
        # The controllers of `rails new --api`.
        ActiveSupport.on_load(:action_controller_api) { include Controller }
      end

      # Before all other middleware, including that of the site's initializers.
      initializer "visitorseal.protection", after: :load_config_initializers do |app|
        app.config.middleware.unshift(Protection)
      end

      # The files of {Helper#visitor_element}, for sprockets and propshaft.
      initializer("visitorseal.assets", group: :all) { |app| Assets.add(app.config) }

      # Whoever reads a signature in a log can pretend to be that visitor.
      initializer "visitorseal.logs", after: :load_config_initializers do |app|
        app.config.filter_parameters.concat(Logs.signature_fields(Rails.brands))
      end

      rake_tasks { load File.expand_path("tasks.rake", __dir__) }
    end
  end
end
