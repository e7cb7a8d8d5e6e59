# frozen_string_literal: true

# README.md says how to start this site.

require "rails"
require "action_controller/railtie"
require "json"
require "puma"
require "visitorseal"

# The visitors, and for each scheme its secret, its settings and what its visitors have beside these fields.
DEFAULT = <<~JSON
  {
    "visitors": {
      "anna": { "id": "visitor-anna-1001", "email": "anna@example.com", "name": "Anna" },
      "boris": { "id": "visitor-boris-2002", "email": "boris@example.com", "name": "Boris" }
    },
    "schemes": {
      "bookbag": { "secret": "a shared secret of some length" },
      "thread": { "secret": "a shared secret of some length", "settings": { "app_id": "a-1" } },
      "crisp": { "secret": "a shared secret of some length", "more": { "attributes": { "plan": "gold" } } }
    }
  }
JSON
VISITORS, SCHEMES = JSON.parse(ENV.fetch("VISITORSEAL_SITE", DEFAULT)).values_at("visitors", "schemes")
WIDGET = ENV.fetch("VISITORSEAL_WIDGET", "")

# Serves static files.
class Files
  GEM_FILES = File.join(Gem.loaded_specs.fetch("visitorseal").full_gem_path, "app/assets/javascripts/visitorseal")
  PATHS = {
    %r{\A/turbo\.js\z} => ->(_) { File.join(ENV.fetch("VISITORSEAL_TURBO"), "turbo.es2017-umd.js") },
    %r{\A/widget\.js\z} => ->(_) { WIDGET },
    %r{\A/site\.js\z} => ->(_) { File.join(__dir__, "site.js") },
    %r{\A/javascripts/visitorseal/(\w+\.js)\z} => lambda do |match|
      [ENV["VISITORSEAL_FILES"], GEM_FILES].compact.map { |folder| File.join(folder, match[1]) }.find { |file| File.file?(file) }
    end
  }.freeze

  def initialize(app) = @app = app

  def call(env)
    file = PATHS.filter_map { |path, find| path.match(env["PATH_INFO"])&.then(&find) }.first
    file ? [200, { "content-type" => "text/javascript" }, [File.binread(file)]] : @app.call(env)
  end
end

class Site < Rails::Application
  config.root = File.join(Dir.pwd, "site")
  config.load_defaults Rails::VERSION::STRING.to_f
  config.eager_load = true
  config.secret_key_base = "x" * 64
  config.logger = Logger.new($stderr)
  config.log_level = :warn
  config.hosts.clear
  config.consider_all_requests_local = true
  # In a frame, a page that Back shows has the token of a former session.
  config.action_controller.default_protect_from_forgery = false
  config.middleware.insert_before 0, Files
  config.visitorseal.current_user = -> { session[:visitor] }
  SCHEMES.each do |scheme, given|
    config.visitorseal.brands[scheme.to_sym] = {
      scheme: scheme, secret: given["secret"], settings: given.fetch("settings", {}), visitor: ->(name) { VISITORS[name].merge(given.fetch("more", {})) }
    }
  end
  # As Rails' generator of applications writes them.
  config.content_security_policy_nonce_generator = ->(request) { request.session.id.to_s }
  config.content_security_policy_nonce_directives = %w[script-src]
  config.content_security_policy do |policy|
    policy.default_src :none
    policy.script_src :self
    policy.style_src :unsafe_inline
    policy.connect_src :self
    policy.form_action :self
    policy.base_uri :none
  end
end

class ApplicationController < ActionController::Base
  # Rails' policy has a nonce, which the element does not need.
  ELEMENT_POLICY = "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; connect-src 'self'; form-action 'self'; base-uri 'none'"
  helper_method :scheme, :home, :inline?, :turbo
  # Otherwise the session has no id yet, and the nonce of the first page is empty.
  before_action { session[:started] = true }
  before_action { response.headers["Content-Security-Policy"] = ELEMENT_POLICY unless inline? }

  private

  def scheme = params[:scheme]

  def home = "/#{scheme}/#{params[:way]}/"

  def inline? = params[:way] == "inline"

  # The data of forms and links that sign in or out.
  def turbo = inline? ? { turbo: false } : {}
end

class PagesController < ApplicationController
  SERVED = [0] # rubocop:disable Style/MutableConstant

  def show
    @name = params[:page] || "home"
    @served = SERVED[0] += 1
    expires_in 1.hour, public: true if @name == "public"
    render inline: LAYOUT
  end

  LAYOUT = <<~'ERB'
    <!doctype html>
    <html lang="en">
    <head>
      <meta charset="utf-8">
      <title><%= @name %></title>
      <%= csp_meta_tag if inline? %>
      <script src="/turbo.js" data-turbo-track="reload"></script>
      <%= javascript_include_tag "visitorseal/#{scheme}", "data-turbo-track": "reload" unless inline? %>
      <%= tag.script(src: "/widget.js", data: { widget: scheme }) unless WIDGET.empty? %>
      <script src="/site.js"></script>
    </head>
    <body>
      <% if params[:way] == "frame" %>
      <turbo-frame id="site" data-turbo-action="advance"><%= render inline: PagesController::CONTENT %></turbo-frame>
      <% else %>
      <%= render inline: PagesController::CONTENT %>
      <% end %>
    </body>
    </html>
  ERB

  CONTENT = <<~'ERB'
    <%= visitor_element scheme unless inline? %>
    <nav>
      <a id="home" href="<%= home %>">Home</a> <a id="one" href="<%= home %>one">One</a>
      <a id="two" href="<%= home %>two">Two</a> <a id="public" href="<%= home %>public">Public</a>
    </nav>
    <%= tag.main("#{session[:visitor] || "nobody"} reads #{@name}", data: { page: @name, who: session[:visitor].to_s, served: @served }) %>
    <% VISITORS.each_key do |name| %>
    <%= button_to("#{home}session", params: { visitor: name }, form: { id: "in-#{name}", data: turbo }) { "Sign in as #{name}" } %>
    <% end %>
    <%= link_to "Sign out", "#{home}leave", id: "out-by-link", data: turbo %>
    <%= button_to("#{home}session", method: :delete, form: { id: "out-by-form", data: turbo }) { "Sign out" } %>
    <button id="out-by-fetch" type="button" data-session="<%= home %>session">Sign out</button>
    <%= visitor_script scheme if inline? %>
  ERB
end

class SessionsController < ApplicationController
  def create
    reset_session
    session[:visitor] = params[:visitor]
    redirect_to home, status: :see_other
  end

  def destroy
    reset_session
    request.format.json? ? head(:no_content) : redirect_to(home, status: :see_other)
  end
end

class VisitorsController < ApplicationController
  def show = render_visitor_fields(params[:scheme])
end

Site.initialize!
Site.routes.draw do
  get ":scheme/visitor", to: "visitors#show"
  scope ":scheme/:way", constraints: { scheme: /\w+/, way: /element|frame|inline/ } do
    post "session", to: "sessions#create"
    delete "session", to: "sessions#destroy"
    get "leave", to: "sessions#destroy"
    get "(:page)", to: "pages#show", constraints: { page: /one|two|public/ }
  end
end

server = Puma::Server.new(Site)
puts "http://127.0.0.1:#{server.add_tcp_listener("127.0.0.1", 0).addr[1]}"
$stdout.flush
trap("TERM") { exit!(0) }
server.run.join
