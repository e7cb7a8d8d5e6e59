# frozen_string_literal: true

require "rails"
require "action_controller/railtie"
require "visitorseal"

# A shop whose pages, users and vendors the tests visit.
class Shop < Rails::Application
  config.root = File.expand_path("..", __dir__)
  config.load_defaults 6.1
  config.eager_load = Rails.env.production?
  config.secret_key_base = "x" * 64
  config.logger = Logger.new($stdout)
  config.hosts.clear
  config.consider_all_requests_local = Rails.env.development?
end
