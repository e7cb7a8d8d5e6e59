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
  NO_INSERTION = ShopServer.new(FOLDER, "production")
  # Set up wrongly, each in its way.
  NO_SECRET = ShopServer.new(FOLDER, "production", NO_SECRET: "1")
  NO_SCHEME = ShopServer.new(FOLDER, "production", NO_SECRET: "1", WRONG_SCHEME: "bagbook", INSERT: "1")
  NO_LIBRARY = ShopServer.new(FOLDER, "production", VISITORSEAL_LIBRARY: "/nowhere/lib.so", INSERT: "1")
  FAILING_SECRET = ShopServer.new(FOLDER, "production", FAILING_SECRET: "1", INSERT: "1")
  WRONG = { NO_SECRET => "secret_empty", FAILING_SECRET => "secret_empty", NO_SCHEME => "scheme_unknown", NO_LIBRARY => "library_missing" }.freeze
  Minitest.after_run do
    [PRODUCTION, DEVELOPMENT, NO_INSERTION, *WRONG.keys].each(&:stop)
    FileUtils.rm_rf(FOLDER)
  end

  RAILS = Gem::Specification.find_by_name("railties").version
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

  def test_an_empty_nonce_becomes_one_by_chance_that_the_header_has_too
    nonces = Array.new(2) do
      response = PRODUCTION.browser.get("/chat?nonce=")
      assert_equal ["200", 1], [response.code, scripts(response)]
      nonce = response.body[/<script nonce="([^"]{22,})">/, 1]
      assert_includes response["Content-Security-Policy"], "'nonce-#{nonce}'"
      nonce
    end
    refute_equal(*nonces)
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
    { attached: 200, file: 200, text: 200, part: 200, jis: 200, utf16: 200, empty: 200, stream: 200, moved: 302, broken: 500,
      up: 200 }.each do |page, status|
      response = browser.get("/#{page}")
      assert_equal [status.to_s, 0], [response.code, scripts(response)], page
      refute_equal PRIVATE, response["Cache-Control"], page
    end
    assert_equal "<body></body>", browser.get("/stream").body
  end

  # A byte more or less than ASCII would be another character there: in Shift_JIS a yen is a backslash.
  def test_pages_in_any_charset_that_holds_ascii_get_a_script_in_ascii
    { "latin" => "\xE9", "bytes" => "\xFF", "sjis" => "\x83\x5C", "binary" => "\u00e9" }.each do |page, text|
      response = signed_in(7).get("/#{page}")
      body = response.body.b
      assert_equal ["200", 1], [response.code, body.scan("<script").size], page
      assert body.start_with?("<body>#{text}<script".b), page
      assert_predicate body[/<script.*script>/m], :ascii_only?, page
      said = JSON.parse(body[/'identify', (\{.*\})\);/, 1])
      assert_equal "\u00a5\"}});document.title='XSS'//", said["user_metadata"]["name"]
      assert_equal PRIVATE, response["Cache-Control"]
    end
    assert_includes signed_in(6).get("/tagged").body, '"name":"J\u00e4nne"'
  end

  # Before, in and after the action, by header and by Rails' methods, in streams and errors, and by the site's middleware.
  def test_however_a_site_makes_a_page_cacheable_a_signed_one_is_private
    pages = %w[kept before after forever fresh since header halted fields_kept rescued failing tagged?public live/rendered live/written
               live/sent live/rendered?public]
    pages.delete("live/sent") if RAILS < Gem::Version.new("7")
    pages.each do |page|
      response = signed_in(1).get("/#{page}")
      assert_includes response.body, JANE_HASH, page unless page == "failing"
      assert_equal PRIVATE, response["Cache-Control"], page
      others = %w[CDN-Cache-Control Cloudflare-CDN-Cache-Control Surrogate-Control Edge-Control X-Reverse-Proxy-TTL X-Accel-Expires Expires]
      assert_empty(others.select { |name| response[name] }, page)
      assert_equal PRIVATE, signed_in(1).head("/#{page}")["Cache-Control"], "HEAD #{page}" unless page.start_with?("live")
    end
    # An anonymous page is the site's to cache.
    %w[kept before after forever header tagged?public live/rendered].each do |page|
      response = PRODUCTION.browser.get("/#{page}")
      assert_includes response["Cache-Control"], "public", page
      refute_includes response.body, "user_hash"
    end
  end

  # Without insertion, which would sign the outer page too.
  def test_a_page_with_a_signed_part_in_it_is_private
    %w[parted parted?public acted acted?public live/parted live/parted?public].each do |page|
      response = signed_in(1, NO_INSERTION).get("/#{page}")
      assert_includes response.body, JANE_HASH, page
      assert_equal PRIVATE, response["Cache-Control"], page
      response = NO_INSERTION.browser.get("/#{page}")
      assert_includes response["Cache-Control"], "public", page
      refute_includes response.body, "user_hash", page
    end
  end

  def test_what_is_written_when_the_headers_are_sent_is_not_signed_and_the_log_says_so_once
    pages = %w[live/late live/parted_late lazy]
    # Rails 7.2 itself answers 500 to any layout that is streamed: "no block given (yield)".
    pages << "streamed" if RAILS < Gem::Version.new("7")
    3.times do
      pages.each do |page|
        response = signed_in(1, NO_INSERTION).get("/#{page}")
        assert_equal "200", response.code, page
        assert_includes response.body, "<h1>Hello</h1>", page
        refute_includes response.body, "user_hash", page
      end
    end
    assert_equal 1, NO_INSERTION.log.scan("visitorseal: shop: a page is not signed, since its headers are sent already").size
  end

  def test_a_helper_inside_a_template_cache_writes_nothing_and_says_so
    response = signed_in(1, NO_INSERTION).get("/fragment")
    assert_equal ["200", 0], [response.code, scripts(response)]
    2.times { refute_includes NO_INSERTION.browser.get("/fragment").body, "user_hash" }
    assert_equal 1, NO_INSERTION.log.scan("visitor_script_tag writes nothing inside `cache`").size
    response = signed_in(1, DEVELOPMENT).get("/fragment")
    assert_equal "500", response.code
    assert_includes CGI.unescapeHTML(response.body), "visitor_script_tag writes nothing inside `cache`"
  end

  def test_a_layout_that_caches_what_a_template_wrote_keeps_no_signed_visitor
    2.times { assert_signed(signed_in(1, NO_INSERTION).get("/layout")) }
    assert_equal 1, NO_INSERTION.log.scan("a signed visitor is not kept inside `cache`").size
    refute_includes NO_INSERTION.browser.get("/layout").body, "user_hash"
    2.times { assert_signed(signed_in(1, NO_INSERTION).get("/parted_kept")) }
    refute_includes NO_INSERTION.browser.get("/parted_kept").body, "user_hash"
  end

  def test_insertion_signs_a_page_with_a_template_cache_for_each_visitor
    2.times do
      assert_signed(signed_in(1).get("/fragment"))
      assert_signed(signed_in(2).get("/fragment"), hmac("2", ShopServer::SECRET))
      assert_equal 0, scripts(PRODUCTION.browser.get("/fragment"))
    end
  end

  def test_an_anonymous_copy_is_not_confirmed_for_who_has_signed_in_since
    %w[fresh since kept].each do |page|
      browser = PRODUCTION.browser
      copy = browser.get("/#{page}")
      asked = { "If-None-Match" => copy["ETag"], "If-Modified-Since" => copy["Last-Modified"] }.compact
      assert_equal "304", browser.get("/#{page}", asked).code, page
      browser.get("/session/1")
      assert_signed(browser.get("/#{page}", asked))
    end
  end

  def test_a_wrong_configuration_takes_no_page_down_and_is_logged_once
    WRONG.each do |server, code|
      2.times do
        [server.browser, signed_in(1, server)].each do |browser|
          %w[tagged plain leave fields fresh chat].each { |page| assert_equal "200", browser.get("/#{page}").code, "#{code} #{page}" }
          refute_includes browser.get("/tagged").body, "user_hash"
          response = browser.get("/visitor/shop")
          assert_equal [nil, PRIVATE], [JSON.parse(response.body)["fields"], response["Cache-Control"]]
        end
      end
      assert_equal 1, server.log.scan(/visitorseal: #{code}.*config\.visitorseal\.brands\[:shop\]: /).size, server.log.lines.grep(/visitorseal:/).join
    end
  end

  def test_a_page_whose_secret_is_missing_is_that_of_nobody
    # Thread's anonymous script holds the app's id and no signature.
    assert_includes NO_SECRET.browser.get("/leave").body, "window.bookbag('identify', null)"
    assert_includes signed_in(1, NO_SECRET).get("/leave").body, "window.bookbag('identify', null)"
  end

  def test_whatever_fails_where_a_secret_is_read_takes_no_page_down_and_its_message_is_not_logged
    response = signed_in(1, FAILING_SECRET).get("/tagged")
    assert_equal ["200", 0], [response.code, scripts(response)]
    assert_match(/secret_empty \(secret\): config\.visitorseal\.brands\[:shop\]: it cannot be read: NoMethodError \(/, FAILING_SECRET.log)
    refute_includes FAILING_SECRET.log, "a secret of the site's"
  end

  def checked(**variables)
    said, status = Open3.capture2e({ "RAILS_ENV" => "production", **variables.transform_keys(&:to_s) }, "ruby", "bin/rails", "visitorseal:check", chdir: FOLDER)
    [said.lines.grep(/^(fault|warning|visitorseal): /).join, status.exitstatus]
  end

  def test_a_check_names_each_fault_and_fails
    said, status = checked
    assert_equal 0, status, said
    assert_includes said, "warning: spaced: secret_space"
    assert_includes said, "visitorseal: set up: shop, chat, spaced, off, vendor\n"
    said, status = checked(NO_SECRET: "1")
    assert_equal 1, status, said
    assert_match(/^fault: secret_empty \(secret\): config\.visitorseal\.brands\[:shop\]: /, said)
    assert_match(/^fault: secret_empty \(secret\): config\.visitorseal\.brands\[:"2-teas"\]: it cannot be read: KeyError$/, said)
    assert_equal 2, said.scan(/^fault/).size
    said, status = checked(VISITORSEAL_LIBRARY: "/nowhere/lib.so")
    assert_equal 1, status
    assert_match(/^fault: library_missing/, said)
  end

  def test_an_application_of_apis_has_the_endpoint
    response = signed_in(1).get("/api")
    assert_equal JANE_HASH, JSON.parse(response.body)["fields"]["user_hash"]
    assert_equal PRIVATE, response["Cache-Control"]
  end

  def test_the_endpoint_is_ascii
    response = signed_in(7).get("/visitor/shop")
    assert_predicate response.body, :ascii_only?
    assert_equal "\u00a5\"}});document.title='XSS'//", JSON.parse(response.body)["fields"]["user_metadata"]["name"]
  end

  def test_a_controller_without_users_has_anonymous_pages_and_the_log_says_so
    [PRODUCTION, DEVELOPMENT].each do |server|
      response = signed_in(1, server).get("/nobody")
      assert_equal ["200", 0], [response.code, scripts(response)]
      assert_includes server.log, "visitorseal: NobodyController has no current_user"
    end
  end

  def test_a_log_holds_no_signature_and_no_address
    id = SecureRandom.hex
    body = { user_id: id, user_hash: hmac(id, ShopServer::SECRET), user_metadata: { email: "someone@example.com" } }
    assert_equal "200", PRODUCTION.browser.post("/messages", JSON.generate(body)).code
    assert_includes PRODUCTION.log, id
    [hmac(id, ShopServer::SECRET), "someone@example.com"].each { |text| refute_includes PRODUCTION.log, text }
  end

  def test_a_refusal_and_a_warning_are_logged_with_brand_and_reason
    PRODUCTION.browser.post("/messages", JSON.generate(user_id: "1", user_hash: "0" * 64))
    assert_match(/visitorseal: vendor: refused: signature_mismatch \(user_hash\): \w/, PRODUCTION.log)
    2.times { assert_equal "200", signed_in(1, DEVELOPMENT).get("/spaced").code }
    assert_equal 1, DEVELOPMENT.log.scan(/visitorseal: spaced: secret_space \(secret\): \w/).size
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
    assert_equal ["200", 0], PRODUCTION.browser.get("/unknown").then { |response| [response.code, scripts(response)] }
    assert_includes PRODUCTION.log, "brand_unknown (shep)"
    said = DEVELOPMENT.browser.get("/unknown").body
    assert_includes said, "brand_unknown (shep)"
    assert_includes CGI.unescapeHTML(said), "config.visitorseal.brands has :shop, :chat, :spaced, :off, :vendor"
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
