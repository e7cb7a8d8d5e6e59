# frozen_string_literal: true

require_relative "helper"
require "open3"
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
    assert_same Visitorseal::Rails.brand, Visitorseal::Rails.brand("shop")
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
    error = raised { Visitorseal::Rails.brands }
    assert_equal %w[setting_unknown secrte], [error.code, error.field]
    refute_includes error.full_message, SECRET
  end

  def test_a_secret_that_is_not_set_is_an_error_when_it_is_needed
    with(secret: nil)
    refute Visitorseal::Rails.brand.signs?
    assert_equal "secret_empty", raised { sign_as(id: 1) }.code
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
