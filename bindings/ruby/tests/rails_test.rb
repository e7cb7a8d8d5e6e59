# frozen_string_literal: true

require_relative "helper"
require_relative "shop_server"
require "cgi"
require "json"

# A Rails application over HTTP: in production with two processes, where scripts are inserted and the secret stands in the
# credentials, and in development, where it is a variable.
class RailsTest < Minitest::Test
  FOLDER = ShopServer.made
  PRODUCTION = ShopServer.new(FOLDER, "production", "--workers", "2", INSERT: "1")
  DEVELOPMENT = ShopServer.new(FOLDER, "development", VISITORSEAL_SHOP_SECRET: ShopServer::SECRET)
  Minitest.after_run do
    [PRODUCTION, DEVELOPMENT].each(&:stop)
    FileUtils.rm_rf(FOLDER)
  end

  PRIVATE = "private, no-store"
  JANE_HASH = hmac("1", ShopServer::SECRET)

  def signed_in(id, server = PRODUCTION)
    browser = server.browser
    assert_equal "204", browser.get("/session/#{id}").code
    browser
  end

  def scripts(response) = response.body.b.scan("<script").size

  def assert_signed(response, hash = JANE_HASH)
    assert_equal "200", response.code
    assert_includes response.body, %("user_hash":"#{hash}")
    assert_equal 1, scripts(response)
    assert_equal PRIVATE, response["Cache-Control"]
    assert_includes response["Vary"], "Cookie"
  end

  def test_a_page_tells_the_widget_who_is_signed_in
    [PRODUCTION, DEVELOPMENT].each { |server| assert_signed(signed_in(1, server).get("/tagged")) }
  end

  def test_every_process_of_a_cluster_signs
    browser = signed_in(1)
    24.times.map { Thread.new { 5.times { assert_signed(browser.get("/tagged")) } } }.each(&:join)
  end

  def test_the_script_carries_the_nonce_of_the_policy
    nonces = Array.new(3) do
      response = signed_in(1).get("/tagged")
      nonce = response["Content-Security-Policy"][/script-src 'self' 'nonce-([^']+)'/, 1]
      assert_includes response.body, %(<script nonce="#{nonce}">)
      nonce
    end
    assert_equal nonces, nonces.uniq
  end

  def test_an_empty_nonce_is_none
    response = PRODUCTION.browser.get("/chat?nonce=")
    assert_equal ["200", 1], [response.code, scripts(response)]
    assert_includes response.body, "<script>"
  end

  def test_a_customer_called_script_is_boring
    response = signed_in(2).get("/tagged")
    assert_signed(response, hmac("2", ShopServer::SECRET))
    assert_equal 1, response.body.scan("</script").size
    assert_includes response.body, '"name":"\u003c/script\u003e\u003cscript\u003ealert(1)\u003c/script\u003e"'
  end

  def test_signing_out_forgets
    browser = signed_in(1)
    response = browser.get("/leave")
    assert_includes response.body, "window.bookbag('identify', null)"
    assert_equal 1, scripts(response)
    refute_includes browser.get("/tagged").body, "user_hash"
  end

  def test_where_nobody_is_signed_in_the_page_is_anonymous
    response = PRODUCTION.browser.get("/tagged")
    assert_equal 0, scripts(response)
    refute_equal PRIVATE, response["Cache-Control"]
    response = PRODUCTION.browser.get("/chat")
    assert_equal 1, scripts(response)
    refute_includes response.body, "auth"
  end

  def test_the_script_is_inserted_before_the_end_of_the_body_and_only_where_asked_for
    response = signed_in(1).get("/plain")
    assert_signed(response)
    assert_match(%r{</script></body>}, response.body)
    assert_equal response.body.bytesize.to_s, response["Content-Length"] if response["Content-Length"]
    assert_equal 0, scripts(signed_in(1, DEVELOPMENT).get("/plain"))
  end

  def test_a_length_that_the_site_gave_is_that_of_the_new_body
    response = signed_in(1).get("/counted")
    assert_signed(response)
    assert_equal response.body.bytesize, Integer(response["Content-Length"])
    assert_includes response.body, "<body>é<script"
  end

  def test_the_end_of_the_body_is_not_looked_for_in_comments
    assert_match(%r{</script></BODY ><!-- </body> -->}, signed_in(1).get("/comment").body)
  end

  def test_what_is_no_whole_page_is_left_alone
    browser = signed_in(1)
    { attached: 200, file: 200, text: 200, part: 200, latin: 200, bytes: 200, empty: 200, stream: 200, moved: 302, broken: 500,
      up: 200 }.each do |page, status|
      response = browser.get("/#{page}")
      assert_equal [status.to_s, 0], [response.code, scripts(response)], page
      refute_equal PRIVATE, response["Cache-Control"], page
    end
    assert_equal "<body></body>", browser.get("/stream").body
  end

  def test_bytes_are_a_page_where_they_are_utf8
    response = signed_in(6).get("/binary")
    assert_includes response.body, "<body>\u00e9<script"
    assert_includes response.body, %("name":"J\u00e4nne")
  end

  def test_what_the_site_says_of_caching_is_overruled
    response = signed_in(1).get("/kept")
    assert_signed(response)
    assert_nil response["Last-Modified"]
    assert_includes PRODUCTION.browser.get("/kept")["Cache-Control"], "public"
  end

  def test_pages_of_rescues_and_of_callbacks_are_private_too
    { "rescued" => "404", "halted" => "200" }.each do |page, status|
      response = signed_in(1).get("/#{page}")
      assert_equal [status, PRIVATE], [response.code, response["Cache-Control"]], page
      assert_includes response.body, JANE_HASH
    end
  end

  def test_a_visitor_who_cannot_be_signed_is_anonymous_and_logged
    response = signed_in(4).get("/tagged")
    assert_equal ["200", 0], [response.code, scripts(response)]
    assert_includes PRODUCTION.log, "visitorseal: shop: a visitor was not signed: field_missing (id)"
    refute_includes PRODUCTION.log, "jane@example.com"
  end

  def test_a_visitor_who_cannot_be_signed_is_an_error_in_development
    response = signed_in(4, DEVELOPMENT).get("/tagged")
    assert_equal "500", response.code
    assert_includes response.body, "field_missing (id)"
  end

  def test_an_address_that_is_not_verified_is_left_out
    assert_includes signed_in(1).get("/tagged").body, "jane@example.com"
    response = signed_in(5).get("/tagged")
    assert_signed(response, hmac("5", ShopServer::SECRET))
    refute_includes response.body, "jane@"
    assert_includes signed_in(1).get("/chat").body, hmac("jane@example.com")
    response = signed_in(5, DEVELOPMENT).get("/chat")
    assert_equal ["200", 1], [response.code, scripts(response)]
    refute_includes response.body, "jane@"
  end

  def test_a_page_can_sign_another_and_hand_fields_over_itself
    assert_signed(PRODUCTION.browser.get("/another"), hmac("9", ShopServer::SECRET))
    response = signed_in(1).get("/fields")
    assert_includes response.body, "data-visitor=\"{&quot;user_id&quot;:&quot;1&quot;,&quot;user_hash&quot;:&quot;#{JANE_HASH}"
    assert_equal PRIVATE, response["Cache-Control"]
    assert_equal "<i></i>", DEVELOPMENT.browser.get("/fields").body
  end

  def test_the_endpoint_gives_the_fields_and_is_never_cached
    response = signed_in(1).get("/visitor/shop")
    said = JSON.parse(response.body)
    assert_equal ["bookbag", "1", JANE_HASH], [said["scheme"], *said["fields"].values_at("user_id", "user_hash")]
    assert_equal [PRIVATE, "application/json; charset=utf-8"], [response["Cache-Control"], response["Content-Type"]]
    response = PRODUCTION.browser.get("/visitor/shop")
    assert_equal [{ "scheme" => "bookbag", "fields" => nil }, PRIVATE], [JSON.parse(response.body), response["Cache-Control"]]
  end

  def test_the_endpoint_has_no_unknown_disabled_or_signless_brand
    %w[shep off vendor chat].each { |brand| assert_equal "404", PRODUCTION.browser.get("/visitor/#{brand}").code, brand }
  end

  def test_an_unknown_brand_is_an_error_that_names_those_that_there_are
    assert_equal "500", PRODUCTION.browser.get("/unknown").code
    said = DEVELOPMENT.browser.get("/unknown").body
    assert_includes said, "brand_unknown (shep)"
    assert_includes CGI.unescapeHTML(said), "config.visitorseal.brands has :shop, :chat, :off, :vendor"
  end

  def test_a_body_is_verified_or_answered_as_the_scheme_says
    body = JSON.generate(user_id: "user-1", user_hash: hmac("user-1", ShopServer::SECRET))
    response = PRODUCTION.browser.post("/messages", body)
    assert_equal ["200", { "from" => "user-1", "key" => 1 }], [response.code, JSON.parse(response.body)]
    [body.sub("user-1", "user-2"), body.sub("{", '{"user_id":"user-2",'), "{}", "[]"].each do |wrong|
      response = PRODUCTION.browser.post("/messages", wrong)
      assert_equal ["401", '{"error":"identity_unverified"}'], [response.code, response.body]
    end
    refute_equal "200", PRODUCTION.browser.post("/messages", "{").code
  end

  def test_each_customer_can_have_keys_of_its_own
    body = JSON.generate(user_id: "1", user_hash: hmac("1", "secret of acme"))
    assert_equal "200", PRODUCTION.browser.post("/customers/acme/messages", body).code
    assert_equal "401", PRODUCTION.browser.post("/customers/other/messages", body).code
  end
end
