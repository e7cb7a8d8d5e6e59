# frozen_string_literal: true

require "digest"

module Visitorseal
  module Rails
    # Signers and verifiers, each by what it was made of: another secret, such as another tenant's, is another signer.
    module Kept
      MOST = 64
      LOCK = Mutex.new
      STORE = {} # rubocop:disable Style/MutableConstant

      class << self
        # The signer that these make. The warnings of a new one are logged.
        #
        # @return [Signer]
        def signer(brand, scheme, secret, settings)
          kept([:signer, scheme, trace(secret), Input.settings(settings)]) do
            Signer.new(scheme, secret, **settings).tap do |signer|
              signer.warnings.each { |warning| ::Rails.logger&.warn("visitorseal: #{brand}: #{warning}") }
            end
          end
        end

        # @return [Verifier]
        def verifier(scheme, keys, policy, settings)
          kept([:verifier, scheme, keys.map { |key| trace(key) }, policy, Input.settings(settings)]) do
            Verifier.new(scheme, keys, **policy, **settings)
          end
        end

        private

        # The one that was used longest ago goes first.
        def kept(key)
          LOCK.synchronize do
            made = STORE.delete(key) || yield
            STORE[key] = made
            STORE.shift if STORE.size > MOST
            made
          end
        end

        # Of a secret, what tells it from others and is not it.
        def trace(secret)
          return secret.pair.map { |part| trace(part) } if Key === secret

          text = Input.secret(secret, "secret_encoding", "secret")
          [text.encoding, Digest::SHA256.digest(text)]
        end
      end
    end
  end
end
