# frozen_string_literal: true

require "rails"
require "action_controller/railtie"
require "visitorseal"

# The application that RailsTest visits.
class Shop < Rails::Application
  config.root = File.expand_path("..", __dir__)
  config.load_defaults Rails::VERSION::STRING.to_f
  config.action_controller.perform_caching = Rails.env.production?
  config.cache_store = :file_store, "#{config.root}/tmp/cache"
  config.eager_load = Rails.env.production?
  config.secret_key_base = "x" * 64
  config.logger = Logger.new($stdout)
  config.hosts.clear
  config.consider_all_requests_local = Rails.env.development?
  # The site's own middleware, which makes pages public.
  class Public
    def initialize(app) = @app = app

    def call(env)
      status, headers, body = @app.call(env)
      headers[Rack::CACHE_CONTROL] = "public, max-age=600" if env["PATH_INFO"] == "/chat-for-all" || env["QUERY_STRING"] == "public"
      [status, headers, body]
    end
  end
  config.middleware.insert_before 0, Public
end
