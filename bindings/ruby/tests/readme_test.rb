# frozen_string_literal: true

require_relative "helper"
require "json"
require "net/http"
require "open3"
require "tmpdir"
require_relative "server_process"

# Runs the README's examples.
class ReadmeTest < Minitest::Test
  README = File.read(File.expand_path("../README.md", __dir__))

  # The Ruby code of these sections.
  def code(*sections)
    sections.flat_map do |section|
      blocks = README[/^## #{section}\n(.*?)(?=^## |\z)/m, 1].scan(/^```ruby\n(.*?)^```/m).flatten
      refute_empty blocks, section
      blocks
    end.join("\n")
  end

  def introduction = README[/\A.*?(?=^## )/m][/^```ruby\n(.*?)^```/m, 1]

  def examples = introduction + code("Sign", "Page", "Verify", "Explain", "Rotate", "Errors")

  # A folder with an example and a private key.
  def with_example(code)
    Dir.mktmpdir do |folder|
      File.write("#{folder}/example.rb", code)
      File.write("#{folder}/private.pem", pem("rsa-2048.private"))
      yield folder
    end
  end

  def test_the_examples_run_from_signing_to_errors
    with_example(examples) do |folder|
      output, status = Open3.capture2e("ruby", "example.rb", chdir: folder)
      assert_predicate status, :success?, output
      refute_match(/warning:/, output)
      ['"8038e2', 'nonce="bm9uY2U="', '<visitorseal-visitor scheme="bookbag" state="signed"', "Hello Jane Doe", "secret_space", "result_upper_case", "\n1\n",
       "field_missing id ", "lifetime false"].each { |text| assert_includes output, text }
    end
  end

  def test_the_examples_match_the_type_signatures
    Gem::Specification.find_by_name("rbs")
    checks = {
      "RBS_TEST_TARGET" => "Visitorseal,Visitorseal::*", "RBS_TEST_OPT" => "-I #{File.expand_path("../sig", __dir__)}",
      "RBS_TEST_RAISE" => "true", "RBS_TEST_LOGLEVEL" => "error"
    }
    with_example(examples) do |folder|
      output, status = Open3.capture2e(checks, "ruby", "-W0", "-rrbs/test/setup", "example.rb", chdir: folder)
      assert_predicate status, :success?, output
    end
  rescue Gem::MissingSpecError
    skip "there is no rbs gem"
  end

  # The Rails examples, in a small application.
  def test_the_rails_examples_run
    Gem::Specification.find_by_name("railties")
    ruby = README[/^## Rails\n(.*?)(?=^## )/m, 1]
    erb = ruby.scan(/^```erb\n(.*?)^```/m).flatten
    config, *controllers = ruby.scan(/^```ruby\n(.*?)^```/m).flatten
    assert_equal [3, 2], [erb.size, controllers.size]
    File.write(path = "#{Dir.mktmpdir}/example.rb", <<~RUBY)
      require "rails"
      require "action_controller/railtie"
      require "visitorseal"
      Current = Struct.new(:user).new(Struct.new(:id).new(7))
      class Shop < Rails::Application
        config.secret_key_base = "x" * 64
        config.eager_load = false
        config.logger = Logger.new(File::NULL)
        config.hosts.clear
        config.visitorseal.brands[:shop] = { scheme: :bookbag, secret: "a-shared-secret-of-some-length" }
      end
      #{config}
      Rails.application.initialize!
      ApplicationController = Class.new(ActionController::Base)
      class PagesController < ApplicationController
        def show = render(inline: #{erb.first.sub("<%= yield %>", "").inspect})
        def element = render(inline: #{erb[1].sub("<%= yield %>", "").inspect})
        def helpers = render(inline: #{erb[2].inspect})
      end
      #{controllers.join}
      Rails.application.routes.draw do
        get "show" => "pages#show"
        get "element" => "pages#element"
        get "helpers" => "pages#helpers"
        get "visitor" => "visitors#show"
        post "messages" => "messages#create"
      end
      site = Rack::MockRequest.new(Rails.application)
      %w[/show /element /helpers /visitor].each { |path| output = site.get(path); puts output.status, output.body, output["Cache-Control"] }
      [7, 8].each do |id|
        body = { user_id: id.to_s, user_hash: "#{hmac("7")}" }
        output = site.post("/messages", input: JSON.generate(body), "CONTENT_TYPE" => "application/json")
        puts output.status, output.body
      end
    RUBY
    output, status = Open3.capture2e({ "RAILS_ENV" => "production" }, "ruby", path)
    assert_predicate status, :success?, output
    assert_equal %w[200 200 200 200 200 401], output.scan(/^\d{3}$/), output
    assert_equal 4, output.scan("private, no-store").size, output
    assert_equal 5, output.scan(/user_hash(?:"|&quot;):(?:"|&quot;)#{hmac("7")}/).size, output
    assert_includes output, '{"from":"7"}'
    assert_includes output, ' endpoint="/visitor" data-turbo-temporary'
  rescue Gem::MissingSpecError
    skip "there is no rails (Debian: ruby-railties)"
  end

  def test_the_sinatra_example_serves_a_signed_page
    Gem::Specification.find_by_name("sinatra")
    sign_in = "\nget('/sign-in') { session[:user] = 'user-123' }\nset :session_secret, '#{"x" * 64}'\n"
    with_example(code("Sinatra") + sign_in) do |folder|
      server = ServerProcess.new("ruby", "example.rb", "-p", "0", "-e", "production", "-q", folder: folder, log: "#{folder}/log")
      assert_signs_who_is_signed_in(server.port) { server.log }
    ensure
      server&.stop
    end
  rescue Gem::MissingSpecError
    skip "there is no sinatra (Debian: ruby-sinatra)"
  end

  private

  def assert_signs_who_is_signed_in(port)
    cookie = get(port, "/sign-in")["Set-Cookie"] or flunk(yield)
    signed = get(port, "/", "Cookie" => cookie[/\A[^;]+/])
    assert_includes signed.body, %("user_hash":"#{hmac("user-123", "the agent's signing secret")}")
    assert_equal "private, no-store", signed["Cache-Control"]
    anonymous = get(port, "/")
    assert_includes anonymous.body, '("bookbag", "anonymous", '
    assert_equal "private, no-store", anonymous["Cache-Control"]
    assert_verifies(port)
  end

  def assert_verifies(port)
    body = JSON.generate(user_id: "7", user_hash: hmac("7", "the agent's signing secret"))
    assert_equal ["200", '{"from":"7"}'], posted(port, body, "application/json")
    assert_equal ["401", '{"error":"identity_unverified"}'], posted(port, body.sub("7", "8"), "application/json")
    # As the README says about other types.
    assert_equal "401", posted(port, body, "application/x-www-form-urlencoded").first if Gem.loaded_specs["rack"].nil? && rack3?
  end

  def rack3? = Gem::Specification.find_by_name("rack").version >= Gem::Version.new("3")

  def posted(port, body, type)
    http(port) { |http| http.post("/messages", body, "Content-Type" => type) }.then { |output| [output.code, output.body] }
  end

  def get(port, path, headers = {}) = http(port) { |http| http.get(path, headers) }

  def http(port, &) = Net::HTTP.start("127.0.0.1", port, read_timeout: ServerProcess::START_LIMIT, &)
end
