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
  # Wrong configurations.
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
