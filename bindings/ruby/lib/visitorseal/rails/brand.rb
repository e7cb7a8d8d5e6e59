# frozen_string_literal: true

module Visitorseal
  module Rails
    # A vendor's widget under a name of the site's. Its signer and its verifier are made when first asked for, and kept.
    class Brand
      include Discreet

      DEFAULTS = {
        scheme: nil, secret: nil, settings: {}, keys: nil, policy: :required, leeway: 0, max_token: 8192,
        visitor: nil, email_verified: nil, enabled: true
      }.freeze

      # @return [Symbol]
      attr_reader :name

      # @private
      def initialize(name, given)
        @name = name
        @given = given
        # Nil is left out, as ENV gives it.
        @options = DEFAULTS.merge(given.to_h.compact.transform_keys(&:to_sym))
        unknown = @options.keys - DEFAULTS.keys
        return if unknown.empty?

        reason = "brand #{name} has no such option; there are #{DEFAULTS.keys.join(", ")}"
        raise ConfigurationError.new("setting_unknown", unknown.first.to_s, reason)
      end

      # @private
      def [](option) = @options.fetch(option)

      # @private
      def options?(given) = @given.equal?(given)

      # @return [Scheme]
      # @raise [ConfigurationError] `scheme_unknown`
      def scheme = @scheme ||= Scheme.of(self[:scheme])

      # @return [Signer]
      # @raise [ConfigurationError] as {Signer#initialize}
      def signer = @signer ||= Signer.new(scheme, read(self[:secret]), **settings)

      # The verifier, with `keys`, or else with the shared secret.
      #
      # @return [Verifier]
      # @raise [ConfigurationError] as {Verifier#initialize}
      def verifier
        @verifier ||= Verifier.new(
          scheme, Array(self[:keys] || [self[:secret]]).map { |key| read(key) }, **settings,
          policy: self[:policy], leeway: self[:leeway], max_token: self[:max_token]
        )
      end

      # Whether there is a secret to sign with; a vendor may have keys alone.
      #
      # @return [Boolean]
      def signs? = !self[:secret].nil?

      # Whether the brand is there for this request.
      #
      # @return [Boolean]
      def enabled?(request) = self[:enabled].respond_to?(:call) ? self[:enabled].call(request) : self[:enabled]

      private

      def settings = self[:settings].to_h.transform_keys(&:to_sym)

      # What stands in a file, or what a block gives.
      def read(secret)
        secret = secret.call if secret.respond_to?(:call)
        # An editor's final line break is no part of the secret.
        secret.is_a?(Pathname) ? secret.binread.chomp : secret
      end

      def shown = [name]
    end
  end
end
