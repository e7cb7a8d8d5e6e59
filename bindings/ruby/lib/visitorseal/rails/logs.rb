# frozen_string_literal: true

module Visitorseal
  module Rails
    # What becomes of a visitor in the site's log.
    module Logs
      # A public key of nobody's, and a secret of nobody's: a scheme says which field holds its signature to a verifier.
      KEYS = ["-" * 32, <<~PEM].freeze
        -----BEGIN PUBLIC KEY-----
        MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAxmrazZPIPKkOEIWsjqlt
        d3eRKcbH6XcGqEhP13p6gWpsbJEU3DhAyntVTOJW+ODLtsC36GTfzcwzH5DEe3bo
        9mQl9NN2jnaDq5hhej+29t2wsRVrdO7Swoq7e1lJDN765Ee57kwpXhzQCLve94sh
        KiDbEOyjVFG5uSTRE/zfi9QVar2OOvz4V49NsvqHM4kUW2yBVOa+nyffvN4uHygr
        Q3pWZyfd/UmFMSsiuoqAxWKmrB6op2NWOj9YoZN/Nxa86coh0ZDIvkTYOGaLIbAG
        FWqjNctNFTFdIkzm0O1uMT19/51xz3f1VHROtanh7OoZkqewoSyArcecnDuSFgeL
        2QIDAQAB
        -----END PUBLIC KEY-----
      PEM

      # Each message once. After so many different ones it starts anew: they must fill no memory, and the log must not stay
      # silent for ever.
      MOST = 1000
      SAID = {} # rubocop:disable Style/MutableConstant

      class << self
        # The names of the fields that hold the signatures of these schemes. Whoever reads one in a log is that visitor.
        #
        # @param schemes [Array<Symbol, String, Scheme>]
        # @return [Array<String>]
        def signature_fields(schemes) = schemes.filter_map { |scheme| signature_field(scheme) }.uniq

        # @param level [Symbol] such as `:error`
        # @param message [String]
        def once(level, message)
          return if SAID.key?(message)

          SAID.clear if SAID.size >= MOST
          SAID[message] = true
          ::Rails.logger&.public_send(level, "visitorseal: #{message}")
        end

        private

        def signature_field(scheme)
          KEYS.each do |key|
            Verifier.new(scheme, key).verify({})
          rescue Refused => refused
            return refused.field
          rescue ConfigurationError
            next
          end
          nil
        end
      end
    end
  end
end
