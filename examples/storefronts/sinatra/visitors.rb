# frozen_string_literal: true

require "json"
require "visitorseal"

# Tells the support widgets who is signed in.
module Visitors
  def self.secret(file) = File.read("#{ENV.fetch('SECRETS')}/#{file}").chomp

  # One signer per widget for all requests.
  SIGNERS = {
    reamaze: Visitorseal::Signer.new(:reamaze, secret("reamaze.txt")),
    fernand: Visitorseal::Signer.new(:fernand, secret("fernand.txt")),
    orlo: Visitorseal::Signer.new(
      :orlo, secret("orlo-private.pem"),
      widget_id: "demo", lifetime: 3600, embed_code: "<script>window.orloCustomer = 'JWT_TOKEN';</script>",
      mobile_url: "#{ENV.fetch('DESK')}/mobile/WIDGET_ID?jwt=JWT_TOKEN"
    ),
    bookbag: Visitorseal::Signer.new(:bookbag, secret("bookbag.txt")),
    thread: Visitorseal::Signer.new(:thread, secret("thread.txt"), app_id: "demo")
  }.transform_keys(&:to_s).freeze

  # The customers, each under the key that signs them in. All other members are fields of the visitor.
  CUSTOMERS = JSON.parse(File.read("#{__dir__}/../customers.json", encoding: "UTF-8"))
                  .to_h { |customer| [customer.delete("key"), customer] }.freeze

  # The script for a page. A visitor who cannot be signed is anonymous, so that one customer's data cannot break a page.
  def self.script(brand, visitor, nonce)
    signer = SIGNERS.fetch(brand)
    visitor ? signer.sign(visitor).script(nonce:) : signer.anonymous_script(nonce:)
  rescue Visitorseal::VisitorError => error
    warn "#{brand}: #{error.message}"
    script(brand, nil, nonce)
  end
end
