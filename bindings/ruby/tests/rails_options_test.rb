# frozen_string_literal: true

require_relative "helper"
require "open3"
require "minitest/mock"
require "rails"
require "action_controller/railtie"
require "visitorseal/rails"
require "visitorseal/rails/test_helper"

# What `config.visitorseal` may say, in an application of one line.
class RailsOptionsTest < Minitest::Test
  include Visitorseal::Rails::TestHelper

  Class.new(Rails::Application) unless Rails.application

  def setup = Rails.application.config.visitorseal.brands = { shop: { scheme: :bookbag, secret: SECRET } }

  def with(**options) = Rails.application.config.visitorseal.brands = { shop: { scheme: :bookbag, **options } }

  def test_it_is_there_whichever_file_is_required
    ["visitorseal", "visitorseal/rails"].each do |file|
      code = "require 'rails'; require '#{file}'; print Visitorseal::Rails::Brand.new(:shop, { scheme: :bookbag }).scheme.name"
      assert_equal "bookbag", Open3.capture2e("ruby", "-e", code).first, file
    end
  end

  def test_the_only_brand_needs_no_name
    assert_equal :shop, Visitorseal::Rails.brand.name
    assert_same Visitorseal::Rails.brand.signer, Visitorseal::Rails.brand("shop").signer
    Rails.application.config.visitorseal.brands = {}
    assert_equal "brand_unknown", raised { Visitorseal::Rails.brand }.code
  end

  def test_tests_sign_as_anyone
    assert_equal hmac("42"), sign_as(:shop, id: 42).signature
    assert_equal hmac("42"), sign_as(id: 42, name: "Jane").signature
  end

  def test_options_that_were_replaced_count
    assert_equal hmac("42"), sign_as(id: 42).signature
    with(secret: "another-shared-secret")
    assert_equal hmac("42", "another-shared-secret"), sign_as(id: 42).signature
  end

  def test_a_misspelt_option_is_named
    with(secrte: SECRET)
    error = raised { Visitorseal::Rails.brand.signer }
    assert_equal %w[setting_unknown secrte], [error.code, error.field]
    refute_includes error.full_message, SECRET
  end

  def test_a_secret_that_is_not_set_is_an_error_when_it_is_needed
    with(secret: nil)
    assert_equal "secret_empty", raised { sign_as(id: 1) }.code
  end

  # Of two tenants in one process, or of one who has changed it.
  def test_a_secret_that_has_changed_signs_with_the_new_one
    tenant = "a"
    secrets = { "a" => SECRET, "b" => "another-shared-secret" }
    file = Pathname("#{Dir.mktmpdir}/secret")
    file.write("from a file, long enough")
    ways = { block: -> { secrets.fetch(tenant) }, file: file, text: +"a text that is changed in place" }
    ways.each_value do |secret|
      with(secret: secret)
      assert_equal hmac("7", Visitorseal::Rails.brand.__send__(:read, secret)), sign_as(id: 7).signature
    end
    tenant = "b"
    file.write("another one from a file")
    ways[:text].replace("another text, in place")
    { block: "another-shared-secret", file: "another one from a file", text: "another text, in place" }.each do |way, now|
      with(secret: ways[way])
      assert_equal hmac("7", now), sign_as(id: 7).signature, way
      assert_predicate Visitorseal::Rails.brand.verifier.verify({ user_id: "7", user_hash: hmac("7", now) }), :verified?
    end
  end

  def test_settings_that_have_changed_make_another_signer
    settings = { app_id: "one" }
    with(scheme: :thread, secret: SECRET, settings: settings)
    ids = %w[one two].map do |id|
      settings[:app_id] = id
      sign_as(email: "jane@example.com").fields["appId"]
    end
    assert_equal %w[one two], ids
  end

  def test_no_more_than_64_signers_are_kept
    100.times do |n|
      with(secret: "a-shared-secret-of-tenant-#{n}")
      assert_equal hmac("7", "a-shared-secret-of-tenant-#{n}"), sign_as(id: 7).signature
    end
    assert_equal 64, Visitorseal::Rails::Kept::STORE.size
    refute_includes Visitorseal::Rails::Kept::STORE.keys.inspect, "a-shared-secret"
  end

  def test_what_gives_the_user_is_a_method_or_a_block
    controller = Class.new { private def current_user = :jane }.new
    { :current_user => :jane, "current_user" => :jane, :nothing => nil, -> { current_user } => :jane, ->(given) { given } => controller,
      proc { current_user } => :jane, ->(_) { :joe }.method(:call) => :joe }.each do |how, user|
      Rails.application.config.visitorseal.current_user = how
      assert_equal [user], [Visitorseal::Rails::CurrentVisitor.user(controller)], how.inspect
      engines = Object.new
      assert_nil Visitorseal::Rails::CurrentVisitor.user(engines) if how.is_a?(Proc) && how.lambda? && how.arity.zero?
      assert_equal how != :nothing, Visitorseal::Rails::CurrentVisitor.known?(controller)
    end
  ensure
    Rails.application.config.visitorseal.current_user = :current_user
  end

  # A page in a helper's test, in a mail, in a job: nobody asks for it, and nobody keeps it from caches.
  def test_outside_a_request_a_helper_writes_nothing_signed
    with(secret: SECRET)
    view = ActionView::Base.with_empty_template_cache.with_view_paths([], {}, nil).extend(Visitorseal::Rails::Helper)
    assert_equal "", view.visitor_script_tag(:shop, visitor: { id: 7 })
    assert_nil view.visitor_fields(:shop, visitor: { id: 7 })
    html = Class.new(ActionController::Base) { helper Visitorseal::Rails::Helper }.render(inline: "<p><%= visitor_script_tag :shop, visitor: { id: 7 } %></p>")
    assert_equal "<p></p>", html
  end

  # A body that counts what is read of it.
  class Body
    attr_reader :taken

    def initialize(size) = (@left, @taken = size, 0)

    def read(length = nil, _buffer = nil)
      length = [length || @left, @left].min
      @left -= length
      @taken += length
      length.zero? ? "" : "x" * length
    end

    def rewind = nil
  end

  class Receiver < ActionController::API
    include Visitorseal::Rails::Verification
    verify_visitor :shop

    def create = render(plain: request.raw_post)
  end

  def posted(body, **env)
    with(secret: SECRET)
    given = Rack::MockRequest.env_for("/", method: "POST").merge(
      "rack.input" => body, "CONTENT_TYPE" => "text/plain", **env.transform_keys(&:to_s)
    )
    status, _, parts = Receiver.action(:create).call(given)
    text = +""
    parts.each { |part| text << part }
    [status, text]
  end

  def test_no_more_of_a_body_is_read_than_says_that_it_is_too_large
    largest = Visitorseal::Verifier.new(:bookbag, SECRET).max_body
    said = [{ CONTENT_LENGTH: "150000000" }]
    # Later Rails reads all of a body in chunks, to know how long it is; servers (puma) have taken it out of its chunks.
    said << { HTTP_TRANSFER_ENCODING: "chunked", CONTENT_LENGTH: nil } if Rails::VERSION::STRING < "7.1"
    said.each do |env|
      body = Body.new(150_000_000)
      assert_equal [401, '{"error":"identity_unverified"}'], posted(body, **env)
      assert_operator body.taken, :<=, largest + 1
    end
  end

  def test_an_action_can_read_the_body_that_was_verified
    text = JSON.generate(user_id: "7", user_hash: hmac("7"))
    assert_equal [200, text], posted(StringIO.new(text), CONTENT_LENGTH: text.bytesize.to_s)
  end

  def test_a_log_says_each_thing_once_and_is_never_silent_for_ever
    said = StringIO.new
    Rails.stub(:logger, Logger.new(said)) do
      2.times { Visitorseal::Rails::Logs.once(:error, "one thing") }
      2500.times { |n| Visitorseal::Rails::Logs.once(:error, "thing #{n}") }
      assert_operator Visitorseal::Rails::Logs::SAID.size, :<=, 1000
    end
    assert_equal [1, 1], [said.string.scan("one thing").size, said.string.scan("thing 2499").size]
  end

  def test_whatever_a_block_of_a_secret_raises_is_named_by_its_class_alone
    [KeyError, NoMethodError, TypeError, StandardError].each do |wrong|
      with(secret: -> { raise wrong, SECRET })
      error = raised { sign_as(id: 1) }
      assert_equal ["secret_empty", "it cannot be read: #{wrong}", nil], [error.code, error.reason, error.cause]
    end
    with(secret: -> { raise Visitorseal::ConfigurationError.new("secret_empty", "secret", "no tenant") })
    assert_equal "no tenant", raised { sign_as(id: 1) }.reason
  end

  def test_signatures_are_left_out_of_logs
    names = Visitorseal::Rails::Logs.signature_fields([*Visitorseal.schemes, "bagbook"])
    assert_equal %w[user_hash hash jwt authkey connectionKey].sort, names.sort
  end

  # What the generator says, and writes.
  def generated(*arguments)
    require "generators/visitorseal/install/install_generator"
    Dir.mktmpdir do |folder|
      said = capture_io { Visitorseal::Generators::InstallGenerator.start(arguments, destination_root: folder) }.join
      path = "#{folder}/config/initializers/visitorseal.rb"
      [said, File.exist?(path) ? File.read(path) : nil]
    end
  end

  def test_the_generator_takes_any_name
    Rails.application.config.visitorseal.brands = {}
    %w[shop my-shop 2shop default class Tea&Co].each do |name|
      _, text = generated(name, "bookbag")
      Rails.application.stub(:credentials, {}) do
        Rails.application.config.visitorseal.brands = ActiveSupport::OrderedOptions.new
        eval(text) # rubocop:disable Security/Eval
        assert_equal [name.to_sym], Visitorseal::Rails.brands.map(&:name)
      end
    end
  end

  def test_the_generator_knows_schemes_and_what_they_need
    said, text = generated("shop", "bagbook")
    assert_nil text
    assert_match(/there is no scheme bagbook; there are bookbag, fernand, orlo, reamaze, thread/, said)
    _, text = generated("my-shop", "thread")
    assert_includes text, 'app_id: ENV["VISITORSEAL_MY_SHOP_APP_ID"]'
    assert_includes text, 'ENV["VISITORSEAL_MY_SHOP_SECRET"]'
  end

  def test_a_check_knows_schemes_and_what_they_need
    { { scheme: :thread, secret: SECRET } => "setting_missing (app_id)", { scheme: :bagbook, secret: SECRET } => "scheme_unknown",
      { scheme: :bookbag, secret: SECRET, secrte: 1 } => "setting_unknown (secrte)", { scheme: :bookbag, keys: [""] } => "secret_empty (keys[0])" }.each do |options, fault|
      Rails.application.config.visitorseal.brands = { "my-shop": options }
      assert_match(/\A#{Regexp.escape(fault)}.*: config\.visitorseal\.brands\[:"my-shop"\]: \S/, Visitorseal::Rails::Check.new.faults.join)
    end
  end

  def test_a_brand_that_ruby_takes_for_a_hashs_default_is_named
    brands = Rails.application.config.visitorseal.brands = ActiveSupport::OrderedOptions.new
    brands.default = { scheme: :bookbag, secret: SECRET }
    assert_includes Visitorseal::Rails::Check.new.faults.join, "brands[:default]"
  ensure
    brands.default = nil
  end

  def test_keys_are_text_files_and_objects
    File.write(path = "#{Dir.mktmpdir}/key", "#{SECRET}\r\n")
    with(keys: [Visitorseal::Key.new("the next one of all"), Pathname(path)], policy: "observe", leeway: 5)
    verifier = Visitorseal::Rails.brand.verifier
    assert_equal 1, verifier.verify({ user_id: "7", user_hash: hmac("7") }).key
    assert_equal "signature_mismatch", verifier.verify({ user_id: "7", user_hash: hmac("8") }).refusal.code
  end

  def test_a_brand_shows_no_secret
    brand = Visitorseal::Rails.brand
    [brand.inspect, brand.to_s, brand.to_json, brand.as_json.to_s].each { |said| refute_includes said, SECRET }
  end

  def test_what_the_site_does_to_json_does_not_change_what_is_signed
    signer = Visitorseal::Signer.new(:bookbag, SECRET)
    attributes = { "<b>" => "</script>&\u2028", safe: "<i>".html_safe, html: ActiveSupport::SafeBuffer.new("\"") }
    signed = signer.sign(id: "<1>".html_safe, attributes: attributes)
    assert_equal attributes.to_h { |key, value| [key.to_s, value.to_str] }, signed.fields["user_metadata"]
    assert_equal hmac("<1>"), signed.signature
    assert_equal signed.to_h, JSON.parse({ "signed" => signed }.to_json)["signed"]
    assert_equal signed.fields, ActiveSupport::HashWithIndifferentAccess.new(signed.fields).then { |fields|
      Visitorseal::Verifier.new(:bookbag, SECRET).verify(fields)
      fields.to_hash
    }
  end

  def test_parameters_that_are_not_permitted_are_rails_own_error
    parameters = ActionController::Parameters.new(user_id: "7", user_hash: hmac("7"))
    verifier = Visitorseal::Verifier.new(:bookbag, SECRET)
    assert_kind_of ActionController::UnfilteredParameters, raised { verifier.verify(parameters) }
    assert_predicate verifier.verify(parameters.permit!), :verified?
  end
end
