# frozen_string_literal: true

require_relative "helper"
require_relative "snippets"

# The snippets of docs/vendors for Ruby and Sinatra make a signature that verifies.
class SnippetsTest < Minitest::Test
  include Snippets

  def test_the_snippets_for_ruby_sign
    PAGES.each do |page|
      own = Module.new { extend self }
      own.module_eval(snippet(page, "Ruby").first, "#{page["scheme"]}.md")
      if page["gives"] == "verified"
        page["user"].each do |name, value|
          assert_equal value, own.send("verified_#{name}", *page["arguments"])
          assert_raises(Visitorseal::Refused) { own.send("verified_#{name}", *page["refused"]) }
        end
        next
      end
      sign = ->(*arguments) { own.send("visitor_#{page["gives"]}", user(page), *arguments) }
      assert_signed page, sign.call(*page["arguments"]).to_s
      assert_raises(ArgumentError) { sign.call(*page["refused"]) } if page["refused"]
      assert_match(/", "anonymous", "", /, own.visitor_script(nil)) if page["gives"] == "script"
    end
  end

  def test_the_snippets_for_sinatra_sign
    require "sinatra/base"
    require "rack/mock"
    pages_with("Sinatra").each do |page|
      someone, values = user(page), session_of(page)
      site = Class.new(Sinatra::Base) do
        set :environment, :production
        define_method(:current_user) { someone }
        define_method(:session) { values }
      end
      site.class_eval(snippet(page, "Sinatra").first.delete_prefix(%(require "sinatra"\n)), "#{page["scheme"]}.md")
      paths = { "script" => "/", "fields" => "/visitor", "url" => "/#{page["scheme"]}" }
      response = Rack::MockRequest.new(site).get(paths[page["gives"]])
      assert_signed page, response["Location"] || response.body
      assert_equal "private, no-store", response["Cache-Control"]
    end
  rescue LoadError
    skip "there is no sinatra (Debian: ruby-sinatra)"
  end
end
