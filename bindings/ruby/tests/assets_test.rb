# frozen_string_literal: true

require_relative "helper"
require "digest"
require "json"
require "open3"
require "tmpdir"

# The files of the element, in the gem and in Rails' asset pipelines.
class AssetsTest < Minitest::Test
  FOLDER = File.expand_path("app/assets/javascripts/visitorseal", Gem.loaded_specs.fetch("visitorseal").full_gem_path)

  def file(name = "bookbag.js") = File.read("#{FOLDER}/#{name}")

  def test_the_gem_has_a_file_of_each_scheme_with_its_hash
    integrity = JSON.parse(file("integrity.json"))
    assert_equal Dir.children(FOLDER).grep(/\.js\z/).sort, integrity.keys.sort
    assert_equal [], %w[bookbag.js thread.js reamaze.js fernand.js] - integrity.keys
    integrity.each { |name, hash| assert_equal "sha384-#{[Digest::SHA384.digest(file(name))].pack("m0")}", hash, name }
    # A site pastes Orlo's code, so its file comes from the program `visitorseal page`.
    refute_includes integrity.keys, "orlo.js"
  end

  # An application with an asset pipeline, or without one. It prints the tag and what the tag's address gives.
  def served_by(pipeline, environment)
    Dir.mktmpdir do |folder|
      Dir.mkdir("#{folder}/config")
      FileUtils.mkdir_p("#{folder}/app/assets/config")
      File.write("#{folder}/app/assets/config/manifest.js", "")
      code = <<~RUBY
        require "rails"
        require "action_controller/railtie"
        #{"require #{pipeline.inspect}" if pipeline}
        require "visitorseal"
        class Shop < Rails::Application
          config.root = #{folder.inspect}
          config.eager_load = false
          config.logger = Logger.new(nil)
          config.hosts.clear
          config.secret_key_base = "x" * 64
          config.assets.server = true if config.respond_to?(:assets) && config.assets
        end
        Rails.application.initialize!
        html = Class.new(ActionController::Base).render(inline: '<%= javascript_include_tag "visitorseal/bookbag", "data-turbo-track": "reload" %>')
        puts html
        print Rack::MockRequest.new(Rails.application).get(html[/src="([^"]+)"/, 1]).body
      RUBY
      output, errors, status = Open3.capture3({ "RAILS_ENV" => environment }, "ruby", "-W0", "-e", code, chdir: folder)
      assert_predicate status, :success?, errors
      output.split("\n", 2)
    end
  end

  { "sprockets/railtie" => "sprockets-rails", "propshaft" => "propshaft" }.each do |pipeline, gem|
    define_method("test_#{gem}_serves_the_file") do
      skip "there is no #{gem}" if Gem::Specification.find_all_by_name(gem).empty?

      %w[development production].each do |environment|
        tag, text = served_by(pipeline, environment)
        assert_match(%r{src="/assets/visitorseal/bookbag-\h+(\.debug)?\.js"}, tag)
        assert text.start_with?(file.chomp), "#{environment}: #{text[0, 500]}"
      end
    end
  end

  def test_an_application_without_an_asset_pipeline_starts
    tag, = served_by(nil, "production")
    assert_includes tag, 'src="/javascripts/visitorseal/bookbag.js"'
  end
end
