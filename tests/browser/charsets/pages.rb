# frozen_string_literal: true

# Makes pages with Sinatra and Rails for the task on standard input, in each charset.

require "json"
require "rack/mock"
require "visitorseal"

TASK = JSON.parse($stdin.read, symbolize_names: true)
FRAMEWORKS = {}

def html(script) = "#{TASK[:head]}#{script}#{TASK[:tail]}"

# The text in a charset, or unchanged without one.
def encoded(text, codec) = codec ? text.encode(codec).b : text

begin
  require "sinatra/base"

  # A page that the developer encodes.
  class SinatraShop < Sinatra::Base
    SIGNER = Visitorseal::Signer.new(:bookbag, TASK[:secret])
    set :environment, :production
    set :host_authorization, { permitted_hosts: [] } # Otherwise Sinatra 4 refuses unknown host names.
    enable :raise_errors

    get("/") { encoded(html(SIGNER.sign(TASK[:visitor]).script), params[:codec]) }
  end
  FRAMEWORKS["Sinatra"] = SinatraShop
rescue LoadError
  # The test reports that it is not installed.
end

begin
  require "rails"
  require "action_controller/railtie"
  require "logger"
  require "visitorseal/rails"

  # Uses the helper in a view.
  class PagesController < ActionController::Base
    def current_user = TASK[:visitor]

    def show
      page = render_to_string(inline: "<%= head %><%= visitor_script :shop %><%= tail %>",
                              locals: { head: TASK[:head].html_safe, tail: TASK[:tail].html_safe })
      render body: encoded(page, params[:codec]), content_type: "text/html"
    end

    def fields = render_visitor_fields(:shop)
  end

  # A Rails application in one file.
  class RailsShop < Rails::Application
    config.root = Dir.pwd
    config.eager_load = false
    config.secret_key_base = "x" * 64
    config.logger = Logger.new(File::NULL)
    config.hosts.clear
    config.action_dispatch.show_exceptions = false
    config.visitorseal.brands.shop = { scheme: :bookbag, secret: TASK[:secret], visitor: ->(*) { TASK[:visitor] } }
    routes.append do
      get "/", to: "pages#show"
      get "/fields", to: "pages#fields"
    end
  end
  RailsShop.initialize!
  FRAMEWORKS["Rails"] = RailsShop
rescue LoadError
  # The test reports that it is not installed.
end

def known?(codec)
  "a".encode(codec)
rescue Encoding::ConverterNotFoundError
  false
end

def get(app, path)
  response = Rack::MockRequest.new(app).get(path)
  raise "#{response.status} #{response.body}" unless response.status == 200

  [response.body].pack("m0")
end

def print_line(**line) = puts(line.to_json)

FRAMEWORKS.each do |framework, app|
  TASK[:charsets].each do |charset|
    line = { framework: framework, charset: charset[:name] }
    next print_line(**line, unknown: true) unless known?(charset[:codec])

    print_line(**line, page: get(app, "/?codec=#{charset[:codec]}"))
  rescue EncodingError => error
    print_line(**line, error: error.message)
  end
  print_line(framework: framework, page: get(app, "/"))
end
# Sinatra has no helper for the fields.
print_line(framework: "Rails", fields: get(RailsShop, "/fields")) if FRAMEWORKS.key?("Rails")
