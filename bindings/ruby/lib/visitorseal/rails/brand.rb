# frozen_string_literal: true

module Visitorseal
  module Rails
    # A vendor's widget under a name of the site's. Nothing is read or made before it is asked for.
    class Brand
      include Discreet

      DEFAULTS = {
        scheme: nil, secret: nil, settings: {}, keys: nil, policy: :required, leeway: 0, max_token: 8192,
        visitor: nil, email_verified: nil, enabled: true
      }.freeze

      # Of a signer whose scripts hold no signature: those of pages where nobody is signed in need no secret.
      NOBODYS_SECRET = "the secret of nobody, that signs nothing"

      # @return [Symbol]
      attr_reader :name

      # @private
      def initialize(name, given)
        @name = name
        # Nil is left out, as ENV gives it.
        @options = DEFAULTS.merge(Hash.try_convert(given).to_h.compact.transform_keys(&:to_sym))
      end

      # @private
      def [](option) = @options.fetch(option)

      # @return [Scheme]
      # @raise [ConfigurationError] `scheme_unknown`
      def scheme = Scheme.of(self[:scheme])

      # @return [String] the scheme's name, also of one that is unknown
      def scheme_name = self[:scheme].respond_to?(:name) ? self[:scheme].name : self[:scheme].to_s

      # @return [Signer]
      # @raise [ConfigurationError] as {Signer#initialize}, and `setting_unknown` for an option that does not exist
      def signer
        check_options
        Kept.signer(name, self[:scheme], read(self[:secret]), settings)
      end

      # One that makes the scripts for pages where nobody is signed in, whatever is wrong with the secret.
      #
      # @private
      # @raise [ConfigurationError] for a scheme whose secret is a private key
      def anonymous_signer = Signer.new(self[:scheme], NOBODYS_SECRET, **settings)

      # The verifier, with `keys`, or else with the shared secret.
      #
      # @return [Verifier]
      # @raise [ConfigurationError] as {Verifier#initialize}, and `setting_unknown` for an option that does not exist
      def verifier
        check_options
        keys = Array(self[:keys] || [self[:secret]]).map { |key| read(key) }
        Kept.verifier(self[:scheme], keys, @options.slice(:policy, :leeway, :max_token), settings)
      end

      # Whether it is there to sign; a vendor has keys alone.
      #
      # @return [Boolean]
      def signs? = !self[:secret].nil? || self[:keys].nil?

      # Whether the brand is there for this request.
      #
      # @return [Boolean]
      def enabled?(request) = self[:enabled].respond_to?(:call) ? self[:enabled].call(request) : self[:enabled]

      private

      def check_options
        unknown = @options.keys - DEFAULTS.keys
        return if unknown.empty?

        reason = "there is no such option; there are #{DEFAULTS.keys.join(", ")}"
        ConfigurationError.raise_with("setting_unknown", unknown.first.to_s, reason)
      end

      def settings = Hash.try_convert(self[:settings]).to_h.transform_keys(&:to_sym)

      # What stands in a file, or what a block gives: each time anew, since it may have changed.
      def read(secret)
        secret = secret.call if secret.respond_to?(:call)
        # An editor's final line break is no part of the secret.
        secret.is_a?(Pathname) ? secret.binread.chomp : secret
      rescue ConfigurationError
        raise
      rescue StandardError => error
        # Not its message: it may hold the secret, such as Ruby's for a method that does not exist.
        ConfigurationError.raise_with("secret_empty", "secret", "it cannot be read: #{error.class}")
      end

      def shown = [name]
    end
  end
end
