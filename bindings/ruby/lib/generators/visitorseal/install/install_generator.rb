# frozen_string_literal: true

require "rails/generators"
require "visitorseal/rails"

module Visitorseal
  module Generators
    # `bin/rails generate visitorseal:install bookbag`
    class InstallGenerator < ::Rails::Generators::Base
      source_root File.expand_path("templates", __dir__)
      desc "Writes config/initializers/visitorseal.rb."

      argument :scheme, type: :string, desc: "the vendor's scheme, such as bookbag"
      argument :brand, type: :string, default: "default", desc: "your name for the widget"

      # Writes the initializer.
      def create_initializer
        known = Visitorseal.schemes
        raise Thor::Error, "There is no scheme #{scheme}. The schemes are #{known.join(", ")}." unless known.include?(scheme)

        template "visitorseal.rb.tt", "config/initializers/visitorseal.rb"
      end

      # Says what the layout needs.
      def explain_layout
        layout_lines.each { |sentence, line| say("#{sentence}\n\n    #{line}\n\n") }
      end

      private

      # Turbo keeps the window and the nonce of its first page. The element is right there, the script is not.
      def layout_lines
        return { sentence("before </body>") => "<%= visitor_script#{helper_argument} %>" } unless turbo? && Rails.const_get(:Assets).file?(scheme)

        { "Write this into the layout, in <head>:" => %(<%= javascript_include_tag "visitorseal/#{scheme}", "data-turbo-track": "reload" %>),
          sentence("right after <body>") => "<%= visitor_element#{helper_argument} %>" }
      end

      # Where the helper belongs.
      def sentence(where)
        why = Visitorseal.scheme(scheme).as_json["why_not_inserted"]
        why ? "#{why} Write this at that place:" : "Write this into the layout, #{where}:"
      end

      def turbo? = %w[Gemfile config/importmap.rb package.json].any? { |file| uses_turbo?(File.expand_path(file, destination_root)) }

      def uses_turbo?(path) = File.file?(path) && File.read(path).match?(%r{turbo-rails|@hotwired/turbo})

      # The brand as a symbol in Ruby, such as `:shop` or `:"my-shop"`.
      def brand_symbol = brand.to_sym.inspect

      # What the helpers take: nothing for the default brand.
      def helper_argument = brand == "default" ? "" : " #{brand_symbol}"

      def environment_variable(suffix)
        prefix = brand == "default" ? "VISITORSEAL" : "VISITORSEAL_#{brand}"
        "#{prefix}_#{suffix}".upcase.gsub(/[^A-Z0-9]+/, "_")
      end

      def required_settings = Visitorseal.scheme(scheme).settings.select(&:required?)

      def key_pair? = Visitorseal.scheme(scheme).key_kind == "pair"
    end
  end
end
