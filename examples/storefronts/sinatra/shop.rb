# frozen_string_literal: true

# A small shop whose support widgets know who is signed in.

require "securerandom"
require "sinatra"
require_relative "visitors"

DESK = ENV.fetch("DESK")
BRANDS = Visitors::SIGNERS.keys

set :bind, "127.0.0.1"
set :port, ENV.fetch("PORT")
set :server, :puma
set :sessions, same_site: :lax
set :session_secret, SecureRandom.hex(64)
set :absolute_redirects, false

helpers do
  def h(text) = Rack::Utils.escape_html(text)

  def customer = Visitors::CUSTOMERS[session[:customer]]

  # Redirects only to the shop's own pages, because anyone can edit the form.
  def back_to(path) = redirect(BRANDS.map { "/#{_1}" }.include?(path) ? path : "/", 303)
end

before do
  @nonce = SecureRandom.base64
  headers "Content-Security-Policy" => "default-src 'none'; script-src 'nonce-#{@nonce}'; style-src 'self'; " \
                                       "connect-src #{DESK}; img-src 'self'; form-action 'self'; base-uri 'none'; " \
                                       "frame-ancestors 'none'"
end

# Runs after the route, so that no route can change the header.
after { headers "Cache-Control" => "private, no-store" }

get("/shop.css") { send_file "#{__dir__}/../shop.css" }

get("/") { erb :page, locals: { brand: "" } }

BRANDS.each do |brand|
  get "/#{brand}" do
    late = params[:late]&.match?(/\A\d+\z/) ? "?late=#{params[:late]}" : ""
    erb :page, locals: { brand:, widget: "#{DESK}/widgets/#{brand}.js#{late}" }
  end
end

# The page of Orlo's widget for mobile apps. The token in its address says who the visitor is.
get "/orlo/mobile" do
  redirect customer ? Visitors::SIGNERS["orlo"].sign(customer).url : "/orlo", 303
end

post "/sign-in" do
  session[:customer] = params[:customer]
  back_to params[:next]
end

post "/sign-out" do
  session.clear
  back_to params[:next]
end
