# frozen_string_literal: true

require "rails"
require "action_controller/railtie"
require_relative "helper"
require_relative "snippets"

# The snippets of docs/vendors for Rails make a signature that verifies: all of them in one application.
class RailsSnippetsTest < Minitest::Test
  include Snippets

  # The application.
  class Shop < Rails::Application
    config.secret_key_base = "x" * 64
    config.eager_load = false
    config.logger = Logger.new(File::NULL)
    config.hosts.clear
  end

  User = Struct.new(:values) do
    def method_missing(name) = values.fetch(name.to_s)
    def respond_to_missing?(name, *) = values.key?(name.to_s)
    def [](name) = values.fetch(name)
  end

  def test_the_snippets_for_rails_sign
    site = Rack::MockRequest.new(application)
    pages_with("Rails").each do |page|
      $page = page # rubocop:disable Style/GlobalVars
      response = site.get("/#{page["scheme"]}")
      made = response["Location"] || response.body
      assert_signed page, page["gives"] == "fields" ? JSON.generate(JSON.parse(made)["fields"]) : made
      assert_equal "private, no-store", response["Cache-Control"]
    end
  end

  private

  # The blocks of all pages, in the application's files.
  def application
    blocks = pages_with("Rails").to_h { |page| [page["scheme"], snippet(page, "Rails")] }
    initializers, others = blocks.values.flatten.partition { |block| block.start_with?("# config/initializers/") }
    initializers.each { |code| eval(code) } # rubocop:disable Security/Eval
    Shop.initialize!
    Object.const_set(:ApplicationController, Class.new(ActionController::Base) do
      define_method(:current_user) { User.new($page["user"].except(*$page["handed"])) } # rubocop:disable Style/GlobalVars
      define_method(:session) { $page["user"].slice(*$page["handed"]).transform_keys(&:to_sym) } # rubocop:disable Style/GlobalVars
    end)
    others.each { |block| block.start_with?("#") ? eval(block, TOPLEVEL_BINDING) : page_controller(block) } # rubocop:disable Security/Eval
    Shop.routes.draw { blocks.each_key { |name| get name => "#{name}#show" } }
    Shop
  end

  # A controller whose page has the line of the layout.
  def page_controller(erb)
    controller = Class.new(ApplicationController) { define_method(:show) { render(inline: "<body>#{erb}</body>") } }
    Object.const_set("#{erb[/:(\w+)/, 1].camelize}Controller", controller)
  end
end
