# frozen_string_literal: true

require "rails/railtie"
require "active_support/ordered_options"

module Visitorseal
  module Rails
    # `config.visitorseal.brands`, `.current_user` and `.insert`.
    class Railtie < ::Rails::Railtie
      config.visitorseal = ActiveSupport::OrderedOptions.new
      config.visitorseal.brands = ActiveSupport::OrderedOptions.new
      # The controller's method that gives the user, or nil.
      config.visitorseal.current_user = :current_user
      # Whether scripts are put before `</body>` where templates do not.
      config.visitorseal.insert = false

      initializer "visitorseal.controllers" do
        ActiveSupport.on_load(:action_controller_base) do
          include Controller
          helper Helper
        end
      end

      # A misspelt option stops the server from starting. Secrets are read when they are first needed.
      config.after_initialize { Rails.brands }
    end
  end
end
