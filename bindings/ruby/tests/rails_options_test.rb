# frozen_string_literal: true

require_relative "helper"
require "open3"
require "minitest/mock"
require "rails"
require "action_controller/railtie"
require "visitorseal/rails"
require "visitorseal/rails/test_helper"

# The options of `config.visitorseal`.
class RailsOptionsTest < Minitest::Test
  include Visitorseal::Rails::TestHelper

  Class.new(Rails::Application) unless Rails.application

  def setup = Rails.application.config.visitorseal.brands = { shop: { scheme: :bookbag, secret: SECRET } }

  def with(**options) = Rails.application.config.visitorseal.brands = { shop: { scheme: :bookbag, **options } }

  def test_a_site_may_require_either_file
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

  def test_of_several_brands_the_default_needs_no_name
    Rails.application.config.visitorseal.brands = { shop: { scheme: :bookbag }, default: { scheme: :thread } }
    assert_equal :default, Visitorseal::Rails.brand.name
    Rails.application.config.visitorseal.brands = { shop: { scheme: :bookbag }, chat: { scheme: :thread } }
    assert_equal %w[brand_unknown default], raised { Visitorseal::Rails.brand }.then { |error| [error.code, error.field] }
  end

  def test_tests_sign_as_anyone
    assert_equal hmac("42"), sign_as(:shop, id: 42).signature
    assert_equal hmac("42"), sign_as(id: 42, name: "Jane").signature
  end

  def test_replaced_options_take_effect
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
    error = raised { sign_as(id: 1) }
    assert_equal ["secret_empty", "secret"], [error.code, error.field]
    assert_match(/Set secret: .*bin\/rails credentials:edit.*environment variable/, error.reason)
  end

  # Two tenants in one process, or a tenant who has changed the secret.
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

  # A scheme of the site's own, whose file the site may change.
  def own_scheme(name) = File.read(File.expand_path("../../../core/schemes/bookbag.toml", __dir__)).sub('name = "bookbag"', %(name = "#{name}"))

  def test_a_brand_takes_the_scheme_of_a_file
    file = Pathname("#{Dir.mktmpdir}/own.toml")
    file.write(own_scheme("own"))
    [file, file.to_s, file.relative_path_from(Rails.root).to_s].each do |path|
      Rails.application.config.visitorseal.brands = { shop: { scheme_file: path, secret: SECRET } }
      assert_equal ["own", hmac("7")], sign_as(id: 7).then { |signed| [signed.scheme, signed.signature] }
      assert_equal "own", Visitorseal::Rails.brand.scheme_name
    end
    file.write(own_scheme("changed"))
    file.utime(Time.at(0), Time.at(0))
    assert_equal "changed", sign_as(id: 7).scheme
  end

  def test_a_wrong_scheme_file_is_an_error_that_says_what_to_do
    wrong = { { scheme: :bookbag, scheme_file: "own.toml" } => ["setting_invalid", "scheme_file", "Set scheme or scheme_file, not both."],
              { scheme_file: "nowhere.toml" } => ["scheme_malformed", "scheme_file", "The file cannot be read: Errno::ENOENT. Check the path."],
              { scheme_file: 5 } => ["setting_invalid", "scheme_file"], {} => ["scheme_unknown", "scheme"] }
    wrong.each do |options, expected|
      Rails.application.config.visitorseal.brands = { shop: { secret: SECRET, **options } }
      error = raised { sign_as(id: 7) }
      assert_equal expected, [error.code, error.field, error.reason].first(expected.size)
      assert_equal [options[:scheme]&.to_s], [Visitorseal::Rails.brand.scheme_name]
    end
  end

  def file_in_a_folder(bytes)
    path = "#{Dir.mktmpdir}/own.toml"
    File.binwrite(path, bytes)
    path
  end

  def test_a_scheme_file_that_is_no_text_file_is_an_error_that_names_the_option
    folder = Dir.mktmpdir
    { file_in_a_folder("\xff\xfen\0a\0".b) => "The file is not UTF-8.", file_in_a_folder("#" * 65_537) => "The file is over 64 KiB.",
      folder => "The path is not that of a file.", File::NULL => "The path is not that of a file." }.each do |path, reason|
      Rails.application.config.visitorseal.brands = { shop: { scheme_file: path, secret: SECRET } }
      error = raised { sign_as(id: 7) }
      assert_equal [Visitorseal::ConfigurationError, "scheme_malformed", "scheme_file"], [error.class, error.code, error.field], path
      assert error.reason.start_with?(reason), error.reason
      assert_match(/\Ascheme_malformed \(scheme_file\): config\.visitorseal\.brands\[:shop\]: /, Visitorseal::Rails::Check.new.errors.join)
    end
    Rails.application.config.visitorseal.brands = { shop: { scheme_file: "own\0.toml", secret: SECRET } }
    assert_equal %w[setting_invalid scheme_file], raised { sign_as(id: 7) }.then { |error| [error.code, error.field] }
    Rails.application.config.visitorseal.brands = { shop: { scheme_file: file_in_a_folder(own_scheme("own").ljust(65_536)), secret: SECRET } }
    assert_equal "own", sign_as(id: 7).scheme
  end

  def test_an_application_starts_with_a_scheme_file_that_is_not_utf8
    code = <<~RUBY
      require "rails"
      require "action_controller/railtie"
      require "visitorseal/rails"
      Class.new(Rails::Application) do
        config.eager_load = false
        config.logger = Logger.new(nil)
        config.visitorseal.brands = { own: { scheme_file: #{file_in_a_folder("\xff\xfen\0".b).inspect}, secret: "x" }, shop: { scheme: :bookbag } }
      end
      Rails.application.initialize!
      print Rails.application.config.filter_parameters.include?("user_hash")
    RUBY
    assert_equal "true", Dir.mktmpdir { |folder| Open3.capture2e({ "RAILS_ENV" => "production", "SECRET_KEY_BASE" => "x" * 64 }, "ruby", "-W0", "-e", code, chdir: folder).first }
  end

  def test_no_error_of_a_scheme_stops_an_application
    broken = Object.new
    def broken.scheme = raise(Visitorseal::InternalError.new("internal", nil, "A fault."))
    assert_equal ["user_hash"], Visitorseal::Rails.const_get(:Logs).signature_fields([broken, Visitorseal::Rails.brand])
  end

  def test_a_page_needs_no_secret
    Rails.application.config.visitorseal.brands = {
      shop: { scheme: :bookbag, secret: -> { raise "no secret" } }, chat: { scheme: :thread, settings: { app_id: "a-1234" } },
      pair: { scheme: :talkjs, settings: { app_id: "a-1234" } }
    }
    Visitorseal::Rails.brands.each { |brand| assert_includes brand.page.anonymous_script, '"anonymous"' }
    assert_same Visitorseal::Rails.brand(:chat).page, Visitorseal::Rails.brand(:chat).page
    Rails.application.config.visitorseal.brands = { chat: { scheme: :thread } }
    assert_equal "setting_missing", raised { Visitorseal::Rails.brand.page }.code
  end

  # Signs twice in production, and gives the signed visitor and the log.
  def signed_in_production(visitor, **options)
    # Another test may have caused the same message, which is logged once.
    Visitorseal::Rails.const_get(:Logs)::WRITTEN.clear
    with(secret: SECRET, visitor: ->(_) { visitor }, **options)
    log = StringIO.new
    controller = Class.new { private def current_user = :jane }.new
    signed = Rails.stub(:env, ActiveSupport::StringInquirer.new("production")) do
      Rails.stub(:logger, Logger.new(log)) do
        2.times.map { Visitorseal::Rails.const_get(:CurrentVisitor).new(Visitorseal::Rails.brand, controller).signed(:current) }.last
      end
    end
    [signed, log.string]
  end

  def test_a_wrong_attribute_is_left_out_in_production_and_logged_once
    long = "n" * 60
    attributes = { "plan" => "growth", :since => Object.new, long => Float::NAN, "__proto__" => 1 }
    [{ id: 7, attributes: attributes }, { "id" => 7, "attributes" => attributes }].each do |visitor|
      signed, log = signed_in_production(visitor)
      assert_equal [hmac("7"), { "plan" => "growth" }], [signed.signature, signed.fields["user_metadata"]]
      ["since", "#{"n" * 47}…", "__proto__"].each do |name|
        assert_equal 1, log.scan(/visitorseal: shop: attribute_left_out \(attributes\.#{name}\): \S.*The visitor is signed without this attribute\.$/).size, log
      end
    end
  end

  # How often a visitor is signed.
  def count_of_signing(&block)
    count = 0
    TracePoint.new(:call) { count += 1 }.enable(target: Visitorseal::Signer.instance_method(:sign), &block)
    count
  end

  def test_each_wrong_attribute_costs_one_more_signature
    attributes = (1..256).to_h { |n| ["a#{n}", n == 256 ? 1 : Object.new] }
    signed = nil
    # Each page signs all attributes, each of them alone, and those that are right.
    assert_equal 2 * (1 + 256 + 1), count_of_signing { signed, = signed_in_production({ id: 7, attributes: attributes }) }
    assert_equal({ "a256" => 1 }, signed.fields["user_metadata"])
    assert_equal(2, count_of_signing { signed_in_production({ id: 7, attributes: { a: 1 } }) })
  end

  def test_of_too_many_attributes_none_is_left_out
    attributes = (1..257).to_h { |n| ["a#{n}", Object.new] }
    signed = log = nil
    assert_equal(2, count_of_signing { signed, log = signed_in_production({ id: 7, attributes: attributes }) })
    assert_nil signed
    assert_includes log, "the visitor cannot be signed: field_type (attributes.a1)"
    refute_includes log, "attribute_left_out"
  end

  def test_a_wrong_attribute_takes_no_other_with_the_same_shortened_name_along
    one, two, three = %w[1 2 3].map { |last| "n" * 49 + last }
    signed, log = signed_in_production({ id: 7, attributes: { one => 1, two => Object.new, three => 3, a: Float::NAN, "a" => 4, "b\n" => 5, "b\u2028" => "\0" } })
    assert_equal({ one => 1, three => 3, "a" => 4, "b\n" => 5 }, signed.fields["user_metadata"])
    assert_equal 3, log.scan("attribute_left_out").size
  end

  def test_an_odd_key_in_attributes_makes_the_visitor_anonymous_and_the_log_says_so
    [nil, [1], Date.new(2026), 1.5, Object.new, "caf\xe9", "caf\xe9".b].each do |key|
      [{ key => 1 }, { a: Object.new, key => 1 }].each do |attributes|
        signed, log = signed_in_production({ id: 7, attributes: attributes })
        assert_nil signed
        assert_match(/the visitor cannot be signed: field_(type|invalid) \(attributes\): /, log)
        refute_includes log, "attribute_left_out"
      end
    end
  end

  def test_a_value_whose_own_code_fails_is_left_out_and_its_message_is_not_logged
    broken = Class.new { def as_json(*) = raise("jane@example.com") }.new
    signed, log = signed_in_production({ id: 7, attributes: { plan: "growth", since: broken } })
    assert_equal({ "plan" => "growth" }, signed.fields["user_metadata"])
    assert_includes log, "attribute_left_out (attributes.since)"
    refute_includes log, "jane@example.com"
  end

  def test_hashes_and_parameters_of_rails_are_visitors
    expected = { "plan" => "growth", "more" => { "a" => 1 } }
    visitor = { id: 7, attributes: { plan: "growth", more: { a: 1 } } }
    visitors = [visitor.with_indifferent_access, ActionController::Parameters.new(visitor).permit!, { id: 7, attributes: visitor[:attributes].with_indifferent_access }]
    visitors.each do |each|
      assert_equal expected, Visitorseal::Signer.new(:bookbag, SECRET).sign(each).fields["user_metadata"]
    end
  end

  def test_a_wrong_attribute_that_the_signature_covers_makes_the_visitor_anonymous
    key = pem("rsa-2048.private")
    signed, log = signed_in_production({ name: "Jane", attributes: { since: Object.new } }, scheme: :orlo, secret: key)
    assert_nil signed
    assert_match(/the visitor cannot be signed: field_type \(attributes\.since\): .*The page shows the widget without a signed-in visitor\.$/, log)
  end

  COVERING = <<~TOML
    name = "covering"
    vendor = "Covering"
    document = "https://example.com/"
    read = 2026-11-20
    [signature]
    kind = "hmac"
    hash = "sha256"
    secret = "text"
    message = "{id}:{attributes.first}"
    result = "hex"
    [fields]
    id = "{id}"
    first = "{attributes.first}"
    age = "{attributes.age|integer}"
    hash = "{signature}"
    "*" = "{attributes}"
  TOML

  def test_an_attribute_that_the_signature_covers_by_its_name_is_never_left_out
    covering = Visitorseal::Scheme.parse(COVERING)
    attributes = { since: Object.new, first: "Jane", "age" => "old", plan: "growth" }
    signed, log = signed_in_production({ id: 7, attributes: attributes }, scheme: covering)
    assert_equal({ "id" => "7", "first" => "Jane", "hash" => hmac("7:Jane"), "plan" => "growth" }, signed.fields)
    assert_equal %w[since age], log.scan(/attribute_left_out \(attributes\.(\w+)\)/).flatten
    signed, log = signed_in_production({ id: 7, attributes: { since: Object.new, first: Object.new, age: 5 } }, scheme: covering)
    assert_nil signed
    assert_match(/the visitor cannot be signed: field_type \(attributes\.first\)/, log)
    refute_includes log, "attribute_left_out"
  end

  def test_a_wrong_value_that_is_no_attribute_makes_the_visitor_anonymous
    signed, log = signed_in_production({ id: 7, phone: "none", attributes: { plan: "growth" } })
    assert_nil signed
    assert_includes log, "(phone)"
  end

  # The values that Rails' models have.
  def test_times_and_durations_of_rails_are_attributes
    time = Time.utc(2026, 11, 28, 9, 30)
    attributes = { utc: time.in_time_zone("UTC"), paris: time.in_time_zone("Paris"), month: 1.month, price: BigDecimal("12.5"), on: time.to_date }
    assert_equal({ "utc" => "2026-11-28T09:30:00Z", "paris" => "2026-11-28T10:30:00+01:00", "month" => 2_629_746, "price" => "12.5", "on" => "2026-11-28" },
                 sign_as(id: 7, attributes: attributes).fields["user_metadata"])
  end

  # ActiveSupport writes all of an object's variables, an exception's message, and other objects' names.
  def test_objects_that_only_activesupport_writes_are_refused
    model = Class.new { def initialize = @password = "secret" }.new
    [model, BasicObject.new, RuntimeError.new("secret"), $stdout, (1..2), /a/, String, 1r, Struct.new(:a).new(1), [model], { a: model }].each do |object|
      assert_equal %w[field_type attributes.odd], raised { sign_as(id: 7, attributes: { odd: object }) }.then { |error| [error.code, error.field] }
    end
    assert_equal "https://example.com/", sign_as(id: 7, attributes: { page: URI("https://example.com/") }).fields["user_metadata"]["page"]
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

  def test_at_most_64_signers_are_cached
    100.times do |n|
      with(secret: "a-shared-secret-of-tenant-#{n}")
      assert_equal hmac("7", "a-shared-secret-of-tenant-#{n}"), sign_as(id: 7).signature
    end
    assert_equal 64, Visitorseal::Rails.const_get(:SignerCache)::STORE.size
    refute_includes Visitorseal::Rails.const_get(:SignerCache)::STORE.keys.inspect, "a-shared-secret"
  end

  def test_current_user_is_a_method_or_a_block
    controller = Class.new { private def current_user = :jane }.new
    { :current_user => :jane, "current_user" => :jane, :nothing => nil, -> { current_user } => :jane, ->(argument) { argument } => controller,
      proc { current_user } => :jane, ->(_) { :joe }.method(:call) => :joe }.each do |how, user|
      Rails.application.config.visitorseal.current_user = how
      assert_equal [user], [Visitorseal::Rails.const_get(:CurrentVisitor).user(controller)], how.inspect
      engines = Object.new
      assert_nil Visitorseal::Rails.const_get(:CurrentVisitor).user(engines) if how.is_a?(Proc) && how.lambda? && how.arity.zero?
      assert_equal how != :nothing, Visitorseal::Rails.const_get(:CurrentVisitor).known?(controller)
    end
  ensure
    Rails.application.config.visitorseal.current_user = :current_user
  end

  # A mail, a job or a test of a helper has no response, so no header could keep caches from storing it.
  def test_a_helper_signs_nothing_outside_a_request
    with(secret: SECRET)
    view = ActionView::Base.with_empty_template_cache.with_view_paths([], {}, nil).extend(Visitorseal::Rails::Helper)
    [{ id: 7 }, nil].each do |visitor|
      assert_equal ["", ""], [view.visitor_script(:shop, visitor: visitor), view.visitor_element(:shop, visitor: visitor)]
    end
    assert_equal "", view.visitor_forget_script(:shop)
    assert_nil view.visitor_fields(:shop, visitor: { id: 7 })
    html = Class.new(ActionController::Base) { helper Visitorseal::Rails::Helper }.render(inline: "<p><%= visitor_script :shop, visitor: { id: 7 } %></p>")
    assert_equal "<p></p>", html
  end

  # A request body that counts the bytes that were read.
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

    def show = render(plain: [visitor, request.env["visitorseal.visitor"]].map { |each| each.contact.external_id }.join(" "))
  end

  def posted(body, action: :create, **env)
    with(secret: SECRET)
    request = Rack::MockRequest.env_for("/", method: "POST").merge(
      "rack.input" => body, "CONTENT_TYPE" => "text/plain", **env.transform_keys(&:to_s)
    )
    status, _, parts = Receiver.action(action).call(request)
    text = +""
    parts.each { |part| text << part }
    [status, text]
  end

  def test_reading_stops_when_a_body_is_too_large
    largest = Visitorseal::Verifier.new(:bookbag, SECRET).max_body
    output = [{ CONTENT_LENGTH: "150000000" }]
    # Rails 7.1 and later read all of a chunked body to learn its length. Servers (puma) have decoded the chunks before.
    output << { HTTP_TRANSFER_ENCODING: "chunked", CONTENT_LENGTH: nil } if Rails::VERSION::STRING < "7.1"
    output.each do |env|
      body = Body.new(150_000_000)
      assert_equal [401, '{"error":"identity_unverified"}'], posted(body, **env)
      assert_operator body.taken, :<=, largest + 1
    end
  end

  def test_an_action_can_read_the_body_that_was_verified
    text = JSON.generate(user_id: "7", user_hash: hmac("7"))
    assert_equal [200, text], posted(StringIO.new(text), CONTENT_LENGTH: text.bytesize.to_s)
  end

  def test_a_verified_request_carries_the_visitor
    text = JSON.generate(user_id: "7", user_hash: hmac("7"))
    assert_equal [200, "7 7"], posted(StringIO.new(text), action: :show)
  end

  def test_a_message_is_logged_once_until_there_are_too_many
    output = StringIO.new
    Rails.stub(:logger, Logger.new(output)) do
      2.times { Visitorseal::Rails.const_get(:Logs).once(:error, "one thing") }
      2500.times { |n| Visitorseal::Rails.const_get(:Logs).once(:error, "thing #{n}") }
      assert_operator Visitorseal::Rails.const_get(:Logs)::WRITTEN.size, :<=, 1000
    end
    assert_equal [1, 1], [output.string.scan("one thing").size, output.string.scan("thing 2499").size]
  end

  def test_an_error_of_a_secrets_block_shows_its_class_and_not_its_message
    [KeyError, NoMethodError, TypeError, StandardError].each do |wrong|
      with(secret: -> { raise wrong, SECRET })
      error = raised { sign_as(id: 1) }
      reason = "The secret cannot be read: #{wrong}. Check the block or the path that is set as secret."
      assert_equal ["secret_empty", reason, nil], [error.code, error.reason, error.cause]
    end
    with(secret: -> { raise Visitorseal::ConfigurationError.new("secret_empty", "secret", "no tenant") })
    assert_equal "no tenant", raised { sign_as(id: 1) }.reason
  end

  def test_signatures_are_left_out_of_logs
    brands = [*Visitorseal.schemes, "bagbook"].map { |scheme| Visitorseal::Rails::Brand.new(:shop, { scheme: scheme }) }
    names = Visitorseal::Rails.const_get(:Logs).signature_fields(brands)
    known = %w[user_hash hash jwt authkey connectionKey external_user_id_auth_hash email_auth_hash sms_auth_hash]
    assert_empty known - names
    assert_operator names.size, :>, known.size
  end

  # The generator's output and the initializer that it writes, in an application that has these files.
  def generated(*arguments, files: {})
    require "generators/visitorseal/install/install_generator"
    Dir.mktmpdir do |folder|
      files.each do |name, text|
        FileUtils.mkdir_p(File.dirname("#{folder}/#{name}"))
        File.write("#{folder}/#{name}", text)
      end
      output = capture_io { Visitorseal::Generators::InstallGenerator.start(arguments, destination_root: folder) }.join
      path = "#{folder}/config/initializers/visitorseal.rb"
      [output, File.exist?(path) ? File.read(path) : nil]
    end
  end

  def test_the_generator_takes_any_name
    Rails.application.config.visitorseal.brands = {}
    %w[shop my-shop 2shop default class Tea&Co].each do |name|
      _, text = generated("bookbag", name)
      Rails.application.stub(:credentials, {}) do
        Rails.application.config.visitorseal.brands = ActiveSupport::OrderedOptions.new
        eval(text) # rubocop:disable Security/Eval
        assert_equal [name.to_sym], Visitorseal::Rails.brands.map(&:name)
      end
    end
  end

  TURBO = { "Gemfile" => 'gem "turbo-rails"', "config/importmap.rb" => 'pin "@hotwired/turbo-rails", to: "turbo.min.js"', "package.json" => '{"dependencies":{"@hotwired/turbo":"8"}}' }.freeze

  def test_the_generator_leads_a_site_with_turbo_to_the_element
    TURBO.each do |name, text|
      generated("bookbag", "shop", files: { name => text }).each do |output|
        assert_includes output, '<%= javascript_include_tag "visitorseal/bookbag", "data-turbo-track": "reload" %>', name
        assert_includes output, "<%= visitor_element :shop %>", name
        refute_includes output, "<%= visitor_script", name
      end
    end
    # Without Turbo, and for a scheme whose code the site pastes.
    [generated("bookbag", files: { "Gemfile" => 'gem "rails"' }), generated("orlo", files: { "Gemfile" => TURBO["Gemfile"] })].flatten.each do |output|
      assert_includes output, "<%= visitor_script %>"
      refute_includes output, "visitor_element"
    end
  end

  def test_the_generator_writes_the_settings_that_a_scheme_needs
    output, text = generated("bagbook")
    assert_nil text
    assert_includes output, "There is no scheme bagbook. The schemes are #{Visitorseal.schemes.join(", ")}."
    _, text = generated("thread", "my-shop")
    assert_includes text, 'app_id: ENV["VISITORSEAL_MY_SHOP_APP_ID"]'
    assert_includes text, 'ENV["VISITORSEAL_MY_SHOP_SECRET"]'
  end

  def test_a_check_finds_wrong_schemes_settings_options_and_keys
    { { scheme: :thread, secret: SECRET } => "setting_missing (app_id)", { scheme: :bagbook, secret: SECRET } => "scheme_unknown",
      { scheme: :bookbag, secret: SECRET, secrte: 1 } => "setting_unknown (secrte)", { scheme: :bookbag, keys: [""] } => "secret_empty (keys[0])" }.each do |options, fault|
      Rails.application.config.visitorseal.brands = { "my-shop": options }
      assert_match(/\A#{Regexp.escape(fault)}.*: config\.visitorseal\.brands\[:"my-shop"\]: \S/, Visitorseal::Rails::Check.new.errors.join)
    end
  end

  def test_a_check_says_which_scripts_are_not_inserted
    Rails.application.config.visitorseal.insert = true
    { growsurf: "Put the script before", zendesk_support: "Only one page of the site" }.each do |scheme, why|
      shop = { scheme: scheme, secret: SECRET * 2, settings: scheme == :growsurf ? {} : { site: "https://shop.zendesk.com" } }
      line = /shop: The script of #{scheme} is not inserted\. .*#{why}.* Write <%= visitor_script :shop %> into/
      { {} => [line, /\A\z/], { insert: false } => [/\A\z/, /\A\z/], { insert: true } => [/\A\z/, /setting_invalid \(insert\).*#{why}/] }.each do |options, (warning, error)|
        Rails.application.config.visitorseal.brands = { shop: shop.merge(options) }
        check = Visitorseal::Rails::Check.new
        assert_match warning, check.warnings.join, options
        assert_match error, check.errors.join, options
      end
    end
    with(secret: SECRET, insert: true)
    assert_empty Visitorseal::Rails::Check.new.then { |check| check.errors + check.warnings }
  ensure
    Rails.application.config.visitorseal.insert = false
  end

  def test_the_generator_says_where_a_script_with_a_place_of_its_own_belongs
    generated("growsurf", "shop").each do |output|
      assert_includes output, "Put the script before GrowSurf's Universal Code. Write this at that place:"
      assert_includes output, "<%= visitor_script :shop %>"
      refute_includes output, "layout, before </body>"
    end
    assert_includes generated("bookbag").first, "Write this into the layout, before </body>:"
  end

  def test_a_check_finds_a_brand_that_became_a_hashs_default
    brands = Rails.application.config.visitorseal.brands = ActiveSupport::OrderedOptions.new
    brands.default = { scheme: :bookbag, secret: SECRET }
    assert_includes Visitorseal::Rails::Check.new.errors.join, "brands[:default]"
  ensure
    brands.default = nil
  end

  def test_a_key_is_text_or_a_file_or_a_key_object
    File.write(path = "#{Dir.mktmpdir}/key", "#{SECRET}\r\n")
    with(keys: [Visitorseal::Key.new("the next one of all"), Pathname(path)], policy: "observe", leeway: 5)
    verifier = Visitorseal::Rails.brand.verifier
    assert_equal 1, verifier.verify({ user_id: "7", user_hash: hmac("7") }).key
    assert_equal "signature_mismatch", verifier.verify({ user_id: "7", user_hash: hmac("8") }).refusal.code
  end

  def test_a_brand_shows_no_secret
    brand = Visitorseal::Rails.brand
    [brand.inspect, brand.to_s, brand.to_json, brand.as_json.to_s].each { |output| refute_includes output, SECRET }
  end

  def test_activesupports_json_does_not_change_signatures
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
