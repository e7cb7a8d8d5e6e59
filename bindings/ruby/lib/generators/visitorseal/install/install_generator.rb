# frozen_string_literal: true

require "rails/generators"

module Visitorseal
  module Generators
    # `bin/rails generate visitorseal:install shop bookbag`
    class InstallGenerator < ::Rails::Generators::Base
      source_root File.expand_path("templates", __dir__)
      desc "Writes config/initializers/visitorseal.rb."

      argument :brand, type: :string, default: "shop", desc: "a name of yours for the widget"
      argument :scheme, type: :string, default: "bookbag", desc: "the vendor's scheme"

      def create_initializer
        template "visitorseal.rb.tt", "config/initializers/visitorseal.rb"
      end
    end
  end
end
