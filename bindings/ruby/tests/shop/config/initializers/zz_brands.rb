# frozen_string_literal: true

# Loaded after the initializer that the generator writes.
Rails.application.config.visitorseal.tap do |visitorseal|
  visitorseal.insert = ENV.key?("INSERT")
  visitorseal.brands.chat = {
    scheme: "thread", settings: { app_id: "a-1234" }, secret: -> { "a-shared-secret-of-some-length" },
    enabled: ->(request) { request.path.start_with?("/chat") }
  }
  visitorseal.brands.spaced = { scheme: :bookbag, secret: "a-shared-secret-of-some-length\n", enabled: ->(request) { request.path.start_with?("/spaced") } }
  visitorseal.brands.off = { scheme: :bookbag, secret: "a-shared-secret-of-some-length", enabled: false }
  visitorseal.brands.vendor = { scheme: :bookbag, keys: ["the next secret of all", Rails.root.join("secret.txt")] }
  visitorseal.brands.sso = { scheme: :discourse_connect, secret: "a-shared-secret-of-some-length", settings: { forum: "https://example.com/" }, enabled: ->(request) { request.path == "/sso" } }
  visitorseal.brands.token = { scheme: :talkjs, secret: "a-shared-secret-of-some-length-for-a-token", settings: { app_id: "a-1234", lifetime: 3600 }, enabled: ->(request) { request.path.end_with?("/token") } }
  # Insertion, for requests with the query of the brand's name.
  named = ->(name) { ->(request) { request.query_string == name } }
  visitorseal.brands.growsurf = { scheme: :growsurf, secret: "a-shared-secret-of-some-length", enabled: named["growsurf"] }
  visitorseal.brands.zendesk = { scheme: :zendesk_support, secret: "a-shared-secret-of-some-length-for-a-token", settings: { site: "https://shop.zendesk.com" }, enabled: named["zendesk"] }
  visitorseal.brands.bookbag_on = { scheme: :bookbag, secret: "a-shared-secret-of-some-length", insert: true, enabled: named["bookbag_on"] }
  visitorseal.brands.bookbag_off = { scheme: :bookbag, secret: "a-shared-secret-of-some-length", insert: false, enabled: named["bookbag_off"] }
  if ENV.key?("ORLO_KEY")
    visitorseal.brands.pasted = {
      scheme: :orlo, secret: -> { ENV.fetch("ORLO_KEY") }, settings: { embed_code: "<script>/* \u00e9 */ window.orlo = 'JWT_TOKEN';</script>" }, enabled: named["pasted"]
    }
  end
  # Wrong configurations.
  if ENV.key?("WRONG_INSERT")
    visitorseal.brands.growsurf_on = visitorseal.brands.growsurf.merge(insert: true, enabled: named["growsurf_on"])
    visitorseal.brands.zendesk_on = visitorseal.brands.zendesk.merge(insert: true, enabled: named["zendesk_on"])
  end
  if ENV.key?("NO_SECRET")
    visitorseal.brands.orlo = {
      scheme: :orlo, secret: nil, settings: { embed_code: "<script>window.orlo = 'JWT_TOKEN';</script>" }, enabled: ->(request) { request.path == "/orlo" }
    }
  end
  visitorseal.brands.shop.merge!(secret: nil, scheme: ENV.fetch("WRONG_SCHEME", "bookbag")) if ENV.key?("NO_SECRET")
  # Ruby's message for a missing method shows the receiver.
  secrets = { shop: "a secret of the site's" }
  visitorseal.brands.shop.merge!(secret: -> { secrets.shop }) if ENV.key?("FAILING_SECRET")
  visitorseal.brands[:"2-teas"] = { scheme: :thread, secret: -> { ENV.fetch("NOWHERE") }, settings: { app_id: nil } } if ENV.key?("NO_SECRET")
end
