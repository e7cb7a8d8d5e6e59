# frozen_string_literal: true

require "digest"

module Visitorseal
  module Rails
    # Keeps signers, pages, verifiers and schemes by everything that they were made from. Another secret, such as another
    # tenant's, is another signer.
    module SignerCache
      MAX_SIZE = 64
      # The largest scheme file in bytes.
      MAX_SCHEME = 65_536
      LOCK = Mutex.new
      STORE = {} # rubocop:disable Style/MutableConstant

      class << self
        # The warnings of a new signer are logged.
        #
        # @return [Signer]
        def signer(brand, scheme, secret, settings)
          fetch([:signer, scheme, fingerprint(secret), Input.settings(settings)]) do
            Signer.new(scheme, secret, **settings).tap do |signer|
              signer.warnings.each { |warning| ::Rails.logger&.warn("visitorseal: #{brand}: #{warning}") }
            end
          end
        end

        # @return [Page]
        def page(scheme, settings) = fetch([:page, scheme, Input.settings(settings)]) { Page.new(scheme, **settings) }

        # @return [Hash{String => Object}] what a scheme says about itself
        def about(scheme) = fetch([:about, scheme]) { Json.read(Input.scheme(scheme).to_json) }

        # @return [Verifier]
        def verifier(scheme, keys, options, settings)
          fetch([:verifier, scheme, Input.keys(keys).map { |pair| pair.map { |part| fingerprint(part) } }, options, Input.settings(settings)]) do
            Verifier.new(scheme, keys, **options, **settings)
          end
        end

        # @param path [Pathname]
        # @return [Scheme] read again when the file has changed
        # @raise [ConfigurationError] `scheme_malformed`
        def scheme(path)
          status = path.stat
          # Reading a pipe or a device may never end.
          refuse("The path is not that of a file. Set the path of a scheme file.") unless status.file?
          fetch([:scheme, path, status.mtime]) { Scheme.parse(read(path)) }
        end

        private

        def read(path)
          text = path.binread(MAX_SCHEME + 1).to_s
          refuse("The file is over 64 KiB. Set the path of a smaller scheme file.") if text.bytesize > MAX_SCHEME
          refuse("The file is not UTF-8. Save it as UTF-8.") unless text.force_encoding(Encoding::UTF_8).valid_encoding?
          text
        end

        def refuse(reason) = Raise.error(ConfigurationError, "scheme_malformed", "scheme_file", reason)

        # Drops what was used longest ago.
        def fetch(key)
          LOCK.synchronize do
            value = STORE.delete(key) || yield
            STORE[key] = value
            STORE.shift if STORE.size > MAX_SIZE
            value
          end
        end

        # Tells secrets apart and is not the secret.
        def fingerprint(secret)
          text = Input.secret(secret, "secret")
          [text.encoding, Digest::SHA256.digest(text)]
        end
      end
    end
    private_constant :SignerCache
  end
end
