# frozen_string_literal: true

require "minitest/autorun"
require "openssl"
require "visitorseal"

# The secret and the visitor of a site.
VECTORS = File.expand_path("../../../tests/vectors", __dir__)
SECRET = "a-shared-secret-of-some-length"
NOW = 1_795_132_800
JANE = {
  id: "user-123", email: "jane@example.com", name: "Jane Doe", phone: "+442071838750",
  avatar: "https://example.com/jane.png", attributes: { plan: "growth", seats: 7 }
}.freeze

# What a vendor's page computes.
def hmac(message, secret = SECRET) = OpenSSL::HMAC.hexdigest("SHA256", secret, message)

def pem(name) = File.read("#{VECTORS}/keys/#{name}.pem")

# The error of a call; nil if there is none.
def raised
  yield
  nil
rescue Exception => error # rubocop:disable Lint/RescueException
  error
end
