# frozen_string_literal: true

require_relative "helper"
require_relative "shop_server"
require "cgi"
require "json"

# A Rails application over HTTP. In production it has two processes, inserts scripts and has the secret in its credentials. In
# development it has the secret in the environment.
class RailsTest < Minitest::Test
  FOLDER = ShopServer.install
  PRODUCTION = ShopServer.new(FOLDER, "production", "--workers", "2", INSERT: "1", WRONG_INSERT: "1", ORLO_KEY: pem("rsa-2048.private"))
  DEVELOPMENT = ShopServer.new(FOLDER, "development", WRONG_INSERT: "1", VISITORSEAL_SHOP_SECRET: ShopServer::SECRET)
  NO_INSERTION = ShopServer.new(FOLDER, "production")
  # Wrong configurations.
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

  # What a page says of its visitor, by scripts and by elements.
  def states(response) = response.body.b.scan(/^\}\)\("\w+", "(\w+)", |<visitorseal-visitor scheme="\w+" state="(\w+)"/).map { |found| found.compact.first }

  # The last argument of the script.
  def fields(response) = JSON.parse(response.body.b[%r{, (\{.*\})\);</script>}, 1])

  def assert_states_nobody(response, message = nil)
    assert_equal ["200", %w[anonymous], PRIVATE], [response.code, states(response), response["Cache-Control"]], message
    assert_includes response["Vary"], "Cookie", message
    refute_includes response.body, "user_hash", message
  end

  def assert_signed(response, hash = JANE_HASH)
    assert_equal "200", response.code
    assert_includes CGI.unescapeHTML(response.body), %("user_hash":"#{hash}")
    assert_equal %w[signed], states(response)
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
      assert_includes response.body, %(<script nonce="#{nonce}" data-turbo-temporary hx-history="false">)
      nonce
    end
    assert_equal nonces, nonces.uniq
  end

  def test_a_random_nonce_replaces_an_empty_one_in_the_page_and_in_the_header
    nonces = Array.new(2) do
      response = NO_INSERTION.browser.get("/chat?nonce=")
      assert_equal ["200", 1], [response.code, scripts(response)]
      nonce = response.body[/<script nonce="([^"]{22,})"/, 1]
      assert_includes response["Content-Security-Policy"], "'nonce-#{nonce}'"
      nonce
    end
    refute_equal(*nonces)
  end

  def test_a_name_with_a_script_in_it_is_escaped
    response = signed_in(2).get("/tagged")
    assert_signed(response, hmac("2", ShopServer::SECRET))
    assert_equal 1, response.body.scan("</script").size
    assert_includes response.body, '"name":"\u003c/script\u003e\u003cscript\u003ealert(1)\u003c/script\u003e"'
  end

  def test_the_page_after_sign_out_forgets_the_visitor
    browser = signed_in(1)
    response = browser.get("/leave")
    assert_equal [%w[forget], PRIVATE], [states(response), response["Cache-Control"]]
    assert_states_nobody(browser.get("/tagged"))
  end

  # As Devise does. No page knows that it comes after a sign-out.
  def test_whatever_page_comes_after_a_redirect_at_sign_out_says_that_nobody_is_signed_in
    browser = signed_in(1)
    assert_signed(browser.get("/tagged"))
    response = browser.get("/depart?to=element")
    assert_equal ["302", []], [response.code, states(response)]
    %w[element tagged plain].each { |page| assert_states_nobody(browser.get("/#{page}"), page) }
  end

  def test_a_page_says_that_nobody_is_signed_in
    assert_states_nobody(PRODUCTION.browser.get("/tagged"))
    response = NO_INSERTION.browser.get("/chat")
    assert_states_nobody(response)
    assert_equal ["a-1234"], fields(response).values
  end

  ELEMENT = /<visitorseal-visitor scheme="bookbag" state="signed" mark="([\w-]{16})" fields="([^"]+)"( endpoint="[^"]+")? data-turbo-temporary hx-history="false"><\/visitorseal-visitor>/

  def test_an_element_tells_the_file_who_is_signed_in
    response = signed_in(2).get("/element")
    assert_signed(response, hmac("2", ShopServer::SECRET))
    mark, fields, endpoint = response.body.match(ELEMENT).captures
    assert_nil endpoint
    assert_equal "</script><script>alert(1)</script>", JSON.parse(CGI.unescapeHTML(fields))["user_metadata"]["name"]
    assert_equal [0, "script-src 'self'"], [scripts(response), response["Content-Security-Policy"][/script-src 'self'/]]
    assert_equal mark, JSON.parse(signed_in(2).get("/visitor/shop").body)["mark"]
    refute_equal mark, signed_in(1).get("/element").body.match(ELEMENT)[1]
    assert_equal ' endpoint="/visitor/shop"', signed_in(1).get("/element_with_endpoint").body.match(ELEMENT)[3]
  end

  def test_an_element_says_that_nobody_is_signed_in
    response = PRODUCTION.browser.get("/element")
    assert_states_nobody(response)
    assert_includes response.body, '<body><visitorseal-visitor scheme="bookbag" state="anonymous" data-turbo-temporary hx-history="false"></visitorseal-visitor>'
    assert_equal %w[anonymous], states(PRODUCTION.browser.get("/element_of_nobody"))
    assert_equal %w[anonymous], states(signed_in(1).get("/element_of_nobody"))
  end

  def test_a_scheme_without_code_for_pages_has_no_element_and_the_log_says_so
    [NO_INSERTION.browser, signed_in(1, NO_INSERTION)].each { |browser| assert_equal ["200", []], browser.get("/sso").then { |response| [response.code, states(response)] } }
    assert_equal 1, NO_INSERTION.log.scan(/visitorseal: not_offered.*config\.visitorseal\.brands\[:sso\]: /).size
    assert_includes CGI.unescapeHTML(DEVELOPMENT.browser.get("/sso").body), "not_offered"
  end

  def test_the_script_is_inserted_before_the_end_of_the_body_if_the_site_asks_for_it
    response = signed_in(1).get("/plain")
    assert_signed(response)
    assert_match(%r{</script></body>}, response.body)
    assert_equal response.body.bytesize.to_s, response["Content-Length"] if response["Content-Length"]
    assert_equal 0, scripts(signed_in(1, DEVELOPMENT).get("/plain"))
  end

  # The scheme, and why its script is not inserted.
  PLACES = { "growsurf" => ["growsurf", "Put the script before GrowSurf's Universal Code."],
             "zendesk" => ["zendesk_support", "Only one page of the site may have the script."] }.freeze

  def test_a_script_with_a_place_of_its_own_is_left_out_and_the_log_says_so_once
    PLACES.each do |brand, (scheme, why)|
      [1, 1, nil].each do |user|
        response = (user ? signed_in(user) : PRODUCTION.browser).get("/plain?#{brand}")
        assert_equal ["200", 1], [response.code, scripts(response)], brand
        assert_includes response.body, "bookbag", brand
      end
      line = "visitorseal: #{brand}: The script of #{scheme} is not inserted. "
      # One line of each of the two processes at most.
      assert_includes 1..2, PRODUCTION.log.scan(line).size, brand
      assert_match(/#{Regexp.escape(line)}.*#{Regexp.escape(why)}.*Write <%= visitor_script :#{brand} %> into your template/, PRODUCTION.log)
      refute_includes NO_INSERTION.log, line
    end
  end

  def test_to_insert_a_script_with_a_place_of_its_own_is_an_error
    PLACES.each do |brand, (scheme, why)|
      2.times { assert_equal 1, scripts(signed_in(1).get("/plain?#{brand}_on")), brand }
      line = "visitorseal: setting_invalid (insert): config.visitorseal.brands[:#{brand}_on]: insert is true, but the script of #{scheme} is never inserted."
      assert_includes 1..2, PRODUCTION.log.scan(line).size, brand
      response = signed_in(1, DEVELOPMENT).get("/plain?#{brand}_on")
      assert_equal "500", response.code, brand
      assert_includes CGI.unescapeHTML(response.body), why
    end
  end

  def test_a_brand_may_decide_itself_whether_its_script_is_inserted
    assert_equal [0, 1], ["", "?bookbag_on"].map { |query| scripts(signed_in(1, NO_INSERTION).get("/plain#{query}")) }
    assert_equal [1, 1], ["", "?bookbag_off"].map { |query| scripts(signed_in(1).get("/plain#{query}")) }
  end

  def test_insertion_corrects_the_content_length
    response = signed_in(1).get("/counted")
    assert_signed(response)
    assert_equal response.body.bytesize, Integer(response["Content-Length"])
    assert_includes response.body, "<body>é<script"
  end

  def test_insertion_skips_comments
    assert_match(%r{</script></BODY ><!-- </body> -->}, signed_in(1).get("/comment").body)
  end

  def test_nothing_is_inserted_into_partial_pages_files_and_streams
    browser = signed_in(1)
    { attached: 200, file: 200, text: 200, part: 200, jis: 200, utf16: 200, empty: 200, stream: 200, moved: 302, broken: 500,
      up: 200 }.each do |page, status|
      response = browser.get("/#{page}")
      assert_equal [status.to_s, 0], [response.code, scripts(response)], page
      refute_equal PRIVATE, response["Cache-Control"], page
    end
    assert_equal "<body></body>", browser.get("/stream").body
  end

  # A byte that is not ASCII would be another character there: in Shift_JIS a backslash is a yen sign.
  def test_a_script_in_ascii_is_inserted_in_any_charset_that_contains_ascii
    { "latin" => "\xE9", "bytes" => "\xFF", "sjis" => "\x83\x5C", "binary" => "\u00e9" }.each do |page, text|
      response = signed_in(7).get("/#{page}")
      body = response.body.b
      assert_equal ["200", 1], [response.code, body.scan("<script").size], page
      assert body.start_with?("<body>#{text}<script".b), page
      assert_predicate body[/<script.*script>/m], :ascii_only?, page
      output = fields(response)
      assert_equal "\u00a5\"}});document.title='XSS'//", output["user_metadata"]["name"]
      assert_equal PRIVATE, response["Cache-Control"]
    end
    assert_includes signed_in(6).get("/tagged").body, '"name":"J\u00e4nne"'
  end

  # A vendor's pasted code may contain more than ASCII.
  def test_a_script_with_other_characters_is_inserted_in_the_charset_of_the_page
    { "plain" => "\xC3\xA9", "latin" => "\xE9" }.each do |page, text|
      body = signed_in(1).get("/#{page}?pasted").body.b
      assert_includes body, "/* #{text} */ window.orlo = ".b, page
      assert_includes body, JANE_HASH, page
    end
  end

  # Shift_JIS has no e with an acute accent.
  def test_a_script_that_the_charset_lacks_is_left_out_and_the_log_says_so_once
    2.times do
      response = signed_in(1).get("/sjis?pasted")
      assert_equal ["200", 1, false], [response.code, scripts(response), response.body.b.include?("window.orlo")]
      assert_includes response.body.b, JANE_HASH
    end
    line = "visitorseal: pasted: A setting contains a character that the charset Shift_JIS lacks."
    # One line of each of the two processes at most.
    assert_includes 1..2, PRODUCTION.log.scan(line).size
  end

  # Before, in and after the action; by header, Rails' methods and the site's middleware; in streams and errors.
  def test_a_signed_page_is_private_however_the_site_makes_it_cacheable
    pages = %w[cached before after forever fresh since header halted fields_cached rescued failing tagged?public live/rendered live/written
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
  end

  # A cache would give it to visitors who are signed in, and sign them out.
  def test_a_page_that_caches_may_give_to_everybody_says_nothing_if_nobody_is_signed_in
    %w[cached before forever fresh since header cached_element shared live/rendered].each do |page|
      [PRODUCTION, NO_INSERTION].each do |server|
        response = server.browser.get("/#{page}")
        assert_equal ["200", []], [response.code, states(response)], page
        refute_equal PRIVATE, response["Cache-Control"], page
        assert_includes response["Vary"], "Cookie", page unless page == "cached" && server == PRODUCTION
      end
      assert_equal [%w[signed], PRIVATE], signed_in(1).get("/#{page}").then { |response| [states(response), response["Cache-Control"]] }, page
    end
    assert_includes PRODUCTION.browser.get("/cached")["Cache-Control"], "public"
  end

  # Once it is written, caches must not give it to everybody.
  def test_a_page_that_says_that_nobody_is_signed_in_stays_private_whatever_the_site_does_later
    %w[after tagged?public live/written live/parted].each do |page|
      response = NO_INSERTION.browser.get("/#{page}")
      assert_equal ["200", %w[anonymous], PRIVATE], [response.code, states(response), response["Cache-Control"]], page
    end
  end

  # Without insertion, which would sign the outer page too.
  def test_a_page_with_a_signed_part_in_it_is_private
    %w[parted parted?public acted acted?public live/parted live/parted?public].each do |page|
      response = signed_in(1, NO_INSERTION).get("/#{page}")
      assert_includes response.body, JANE_HASH, page
      assert_equal PRIVATE, response["Cache-Control"], page
      next if page.start_with?("live")

      # The outer page was public before the part was made.
      response = NO_INSERTION.browser.get("/#{page}")
      assert_includes response["Cache-Control"], "public", page
      assert_empty states(response), page
    end
  end

  def test_nothing_is_signed_after_the_headers_are_sent
    pages = %w[live/late live/parted_late lazy]
    # Rails 7.2 itself answers 500 to every streamed layout: "no block given (yield)".
    pages << "streamed" if RAILS < Gem::Version.new("7")
    3.times do
      pages.each do |page|
        response = signed_in(1, NO_INSERTION).get("/#{page}")
        assert_equal "200", response.code, page
        assert_includes response.body, "<h1>Hello</h1>", page
        assert_empty states(response), page
        assert_empty states(NO_INSERTION.browser.get("/#{page}")), page
      end
    end
    assert_equal 1, NO_INSERTION.log.scan("visitorseal: shop: a visitor is not signed. The headers are sent already").size
  end

  def test_a_helper_inside_a_template_cache_writes_nothing_and_says_so
    response = signed_in(1, NO_INSERTION).get("/fragment")
    assert_equal ["200", 0], [response.code, scripts(response)]
    2.times { assert_empty states(NO_INSERTION.browser.get("/fragment")) }
    assert_equal 1, NO_INSERTION.log.scan("visitor_script writes nothing inside `cache`").size
    response = signed_in(1, DEVELOPMENT).get("/fragment")
    assert_equal "500", response.code
    assert_includes CGI.unescapeHTML(response.body), "visitor_script writes nothing inside `cache`"
  end

  def test_a_cached_layout_stores_no_signed_visitor
    2.times { assert_signed(signed_in(1, NO_INSERTION).get("/layout")) }
    assert_equal 1, NO_INSERTION.log.scan("What a page says about its visitor is not stored inside `cache`").size
    %w[layout parted_cached].each do |page|
      2.times { assert_states_nobody(NO_INSERTION.browser.get("/#{page}"), page) }
      2.times { assert_signed(signed_in(1, NO_INSERTION).get("/#{page}")) }
    end
  end

  def test_insertion_signs_a_page_with_a_template_cache_for_each_visitor
    2.times do
      assert_signed(signed_in(1).get("/fragment"))
      assert_signed(signed_in(2).get("/fragment"), hmac("2", ShopServer::SECRET))
      assert_states_nobody(PRODUCTION.browser.get("/fragment"))
    end
  end

  def test_no_304_shows_an_anonymous_page_after_sign_in
    %w[fresh since cached].each do |page|
      browser = PRODUCTION.browser
      copy = browser.get("/#{page}")
      asked = { "If-None-Match" => copy["ETag"], "If-Modified-Since" => copy["Last-Modified"] }.compact
      assert_equal "304", browser.get("/#{page}", asked).code, page
      browser.get("/session/1")
      assert_signed(browser.get("/#{page}", asked))
    end
  end

  def test_a_wrong_configuration_stops_no_page_and_is_logged_once
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

  def test_a_page_without_a_secret_says_that_nobody_is_signed_in
    [NO_SECRET.browser, signed_in(1, NO_SECRET)].each do |browser|
      assert_equal %w[forget], states(browser.get("/leave"))
      %w[tagged element chat].each { |page| assert_states_nobody(browser.get("/#{page}"), page) }
    end
  end

  def test_a_page_without_a_private_key_says_that_nobody_is_signed_in
    [NO_SECRET.browser, signed_in(1, NO_SECRET)].each { |browser| assert_equal %w[anonymous], states(browser.get("/orlo")) }
    assert_match(/visitorseal: secret_empty.*config\.visitorseal\.brands\[:orlo\]: /, NO_SECRET.log)
  end

  def test_a_failing_secrets_block_stops_no_page_and_its_message_is_not_logged
    assert_states_nobody(signed_in(1, FAILING_SECRET).get("/tagged"))
    assert_match(/secret_empty \(secret\): config\.visitorseal\.brands\[:shop\]: The secret cannot be read: NoMethodError\. /, FAILING_SECRET.log)
    refute_includes FAILING_SECRET.log, "a secret of the site's"
  end

  def checked(**variables)
    output, status = Open3.capture2e({ "RAILS_ENV" => "production", **variables.transform_keys(&:to_s) }, "ruby", "bin/rails", "visitorseal:check", chdir: FOLDER)
    [output.lines.grep(/^(error|warning|visitorseal)/).join, status.exitstatus]
  end

  def test_a_check_prints_each_error_and_exits_with_1
    output, status = checked
    assert_equal 0, status, output
    assert_includes output, "warning: spaced: secret_space"
    assert_includes output, "visitorseal is set up: shop, chat, spaced, off, vendor, sso, token, growsurf, zendesk, bookbag_on, bookbag_off\n"
    output, status = checked(NO_SECRET: "1")
    assert_equal 1, status, output
    assert_match(/^error: secret_empty \(secret\): config\.visitorseal\.brands\[:shop\]: /, output)
    assert_match(/^error: secret_empty \(secret\): config\.visitorseal\.brands\[:"2-teas"\]: The secret cannot be read: KeyError\. Check the block/, output)
    assert_equal 3, output.scan(/^error/).size
    output, status = checked(VISITORSEAL_LIBRARY: "/nowhere/lib.so")
    assert_equal 1, status
    assert_match(/^error: library_missing/, output)
  end

  def test_an_api_application_has_the_endpoint
    response = signed_in(1).get("/api")
    assert_equal JANE_HASH, JSON.parse(response.body)["fields"]["user_hash"]
    assert_equal PRIVATE, response["Cache-Control"]
  end

  def test_the_endpoint_is_ascii
    response = signed_in(7).get("/visitor/shop")
    assert_predicate response.body, :ascii_only?
    assert_equal "\u00a5\"}});document.title='XSS'//", JSON.parse(response.body)["fields"]["user_metadata"]["name"]
  end

  # It does not know whether somebody is signed in.
  def test_a_page_of_a_controller_without_users_says_nothing_and_the_log_says_so
    [PRODUCTION, DEVELOPMENT].each do |server|
      response = signed_in(1, server).get("/nobody")
      assert_equal ["200", []], [response.code, states(response)]
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
    assert_match(/visitorseal: vendor: refused: signature_mismatch \(user_hash\): \w.* The answer is 401 identity_unverified\.$/, PRODUCTION.log)
    2.times { assert_equal "200", signed_in(1, DEVELOPMENT).get("/spaced").code }
    assert_equal 1, DEVELOPMENT.log.scan(/visitorseal: spaced: secret_space \(secret\): \w/).size
  end

  def test_the_sites_cache_headers_are_overruled
    response = signed_in(1).get("/cached")
    assert_signed(response)
    assert_nil response["Last-Modified"]
    assert_includes PRODUCTION.browser.get("/cached")["Cache-Control"], "public"
  end

  def test_pages_of_rescues_and_of_callbacks_are_private_too
    { "rescued" => "404", "halted" => "200" }.each do |page, status|
      response = signed_in(1).get("/#{page}")
      assert_equal [status, PRIVATE], [response.code, response["Cache-Control"]], page
      assert_includes response.body, JANE_HASH
    end
  end

  def test_a_visitor_who_cannot_be_signed_is_anonymous_and_logged
    assert_states_nobody(signed_in(4).get("/tagged"))
    assert_includes PRODUCTION.log, "visitorseal: shop: the visitor cannot be signed: field_missing (id)"
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
    assert_states_nobody(response)
    refute_includes response.body, "jane@"
  end

  def test_a_page_may_sign_another_visitor_and_hand_over_fields_itself
    assert_signed(PRODUCTION.browser.get("/another"), hmac("9", ShopServer::SECRET))
    response = signed_in(1).get("/fields")
    assert_includes response.body, "data-visitor=\"{&quot;user_id&quot;:&quot;1&quot;,&quot;user_hash&quot;:&quot;#{JANE_HASH}"
    assert_equal PRIVATE, response["Cache-Control"]
    assert_equal "<i></i>", DEVELOPMENT.browser.get("/fields").body
  end

  def test_the_endpoint_gives_the_fields_and_is_never_cached
    response = signed_in(1).get("/visitor/shop")
    output = JSON.parse(response.body)
    assert_equal ["bookbag", "1", JANE_HASH], [output["scheme"], *output["fields"].values_at("user_id", "user_hash")]
    assert_equal [%w[scheme fields mark expires_at], nil], [output.keys, output["expires_at"]]
    assert_match(/\A[\w-]{16}\z/, output["mark"])
    assert_equal [PRIVATE, "application/json; charset=utf-8"], [response["Cache-Control"], response["Content-Type"]]
    response = PRODUCTION.browser.get("/visitor/shop")
    assert_equal [{ "scheme" => "bookbag", "fields" => nil, "mark" => nil, "expires_at" => nil }, PRIVATE], [JSON.parse(response.body), response["Cache-Control"]]
  end

  def test_the_endpoint_says_when_a_token_expires
    output = JSON.parse(signed_in(1).get("/visitor/token").body)
    payload = JSON.parse(output["fields"]["token"].split(".")[1].tr("-_", "+/").unpack1("m"))
    assert_equal payload["exp"], output["expires_at"]
    assert_includes signed_in(1).get("/token").body, %( expires="#{payload["exp"].to_s[0, 6]})
  end

  def test_the_endpoint_finds_no_unknown_or_disabled_brand_and_none_without_a_secret
    %w[shep off vendor chat].each { |brand| assert_equal "404", PRODUCTION.browser.get("/visitor/#{brand}").code, brand }
  end

  def test_the_error_of_an_unknown_brand_names_the_known_ones
    assert_equal ["200", 0], PRODUCTION.browser.get("/unknown").then { |response| [response.code, scripts(response)] }
    assert_includes PRODUCTION.log, "brand_unknown (shep)"
    output = DEVELOPMENT.browser.get("/unknown").body
    assert_includes output, "brand_unknown (shep)"
    assert_includes CGI.unescapeHTML(output), "config.visitorseal.brands has: :shop, :chat, :spaced, :off, :vendor, :sso, :token"
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
