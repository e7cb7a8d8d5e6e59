# frozen_string_literal: true

module Visitorseal
  module Rails
    # A vendor's widget under a name of the site's. It reads files and makes signers when they are first needed.
    class Brand
      include Confidential

      DEFAULTS = {
        scheme: nil, scheme_file: nil, secret: nil, settings: {}, keys: nil, policy: :required, leeway: 0,
        max_token: Limits::MAX_TOKEN, visitor: nil, email_verified: nil, enabled: true, insert: nil
      }.freeze

      SECRET_MISSING = "The secret is missing. Set secret: in config/initializers/visitorseal.rb, from the credentials " \
                       "(bin/rails credentials:edit) or from an environment variable."
      SCHEME_MISSING = "No scheme is set. Set scheme: to a name such as :bookbag, or scheme_file: to the path of your own."
      private_constant :DEFAULTS, :SECRET_MISSING, :SCHEME_MISSING

      # @return [Symbol]
      attr_reader :name

      # @private
      def initialize(name, options)
        @name = name
        # ENV gives nil for a variable that is not set.
        @options = DEFAULTS.merge(Hash.try_convert(options).to_h.compact.transform_keys(&:to_sym))
      end

      # @return [Scheme]
      # @raise [ConfigurationError] `scheme_unknown`, `scheme_malformed` or `setting_invalid`
      def scheme = configured { Input.scheme(scheme_option) }

      # @return [String, nil] the scheme's name, even if there is no such scheme; nil if no name is known
      def scheme_name
        scheme_option.then { |scheme| Scheme === scheme ? scheme.name : scheme.to_s }
      rescue ConfigurationError
        option(:scheme)&.to_s
      end

      # @return [Signer]
      # @raise [ConfigurationError] as {Signer#initialize}, and `setting_unknown` for an option that does not exist
      def signer
        check_options
        configured { SignerCache.signer(name, scheme_option, read_secret, settings) }
      end

      # @return [Page] makes what pages need where nobody is signed in, even if the secret is wrong
      # @raise [ConfigurationError] as {Page#initialize}
      def page = configured { SignerCache.page(scheme_option, settings) }

      # @return [Verifier] with `keys`; without them, with the shared secret
      # @raise [ConfigurationError] as {Verifier#initialize}, and `setting_unknown` for an option that does not exist
      def verifier
        check_options
        configured do
          keys = keys? ? Array(option(:keys)).map { |key| read(key) } : [read_secret]
          SignerCache.verifier(scheme_option, keys, @options.slice(:policy, :leeway, :max_token), settings)
        end
      end

      # @return [Boolean] whether the brand signs; a vendor's brand may have keys only
      def signs? = !option(:secret).nil? || option(:keys).nil?

      # @return [Boolean] whether the brand verifies with keys of its own
      def keys? = !option(:keys).nil?

      # @param request [ActionDispatch::Request]
      # @return [Boolean] whether pages have the widget
      def enabled?(request) = option(:enabled).respond_to?(:call) ? option(:enabled).call(request) : option(:enabled)

      # @return [Boolean, nil] whether the script is inserted into pages; nil if `config.visitorseal.insert` decides
      def insert = option(:insert)

      # @return [String, nil] why only a template may write the script, and where; nil if the script may stand anywhere
      # @raise [ConfigurationError] as {#scheme}
      def why_not_inserted = configured { SignerCache.about(scheme_option)["why_not_inserted"] }

      # @param user [Object] the site's user
      # @return [Hash, nil] the visitor's fields, as the option `visitor` or the user's own methods give them
      def visitor_of(user)
        how = option(:visitor)
        return how.respond_to?(:call) ? how.call(user) : user.public_send(how) if how

        %i[id email name].to_h { |field| [field, (user.public_send(field) if user.respond_to?(field))] }.compact_blank
      end

      # @param user [Object] the site's user
      # @return [Boolean] as the option `email_verified` says; without it, as Devise's `confirmed?` says
      def email_verified?(user)
        how = option(:email_verified)
        return user.respond_to?(:confirmed?) ? user.confirmed? : true if how.nil?
        return how.call(user) if how.respond_to?(:call)

        how.is_a?(Symbol) ? user.public_send(how) : how
      end

      private

      def option(name) = @options.fetch(name)

      def check_options
        unknown = @options.keys - DEFAULTS.keys
        return if unknown.empty?

        reason = "There is no such option. The options are #{DEFAULTS.keys.join(", ")}."
        Raise.error(ConfigurationError, "setting_unknown", unknown.first.to_s, reason)
      end

      # An option of the wrong type is a wrong configuration, not a fault of the program.
      def configured
        yield
      rescue TypeError => error
        Raise.error(ConfigurationError, "setting_invalid", error.message[/\A[a-z_]+/], "#{error.message}.")
      end

      def scheme_option
        file = option(:scheme_file)
        return option(:scheme) || Raise.error(ConfigurationError, "scheme_unknown", "scheme", SCHEME_MISSING) if file.nil?
        return SignerCache.scheme(::Rails.root.join(file)) if option(:scheme).nil?

        Raise.error(ConfigurationError, "setting_invalid", "scheme_file", "Set scheme or scheme_file, not both.")
      rescue SystemCallError => error
        Raise.error(ConfigurationError, "scheme_malformed", "scheme_file", "The file cannot be read: #{error.class}. Check the path.")
      rescue TypeError, ArgumentError # a path with a NUL
        Raise.error(ConfigurationError, "setting_invalid", "scheme_file", "The option is #{Json.type(file)}. Set the path of a scheme file.")
      end

      def settings = Hash.try_convert(option(:settings)).to_h.transform_keys(&:to_sym)

      def read_secret
        secret = read(option(:secret))
        return secret unless secret.nil? || secret == ""

        # A wrong scheme first: without the right one nobody knows what the secret is.
        scheme
        Raise.error(ConfigurationError, "secret_empty", "secret", SECRET_MISSING)
      end

      # Each time anew, because a file or what a block gives may have changed.
      def read(secret)
        secret = secret.call if secret.respond_to?(:call)
        # An editor's line break at the end is not part of the secret.
        secret.is_a?(Pathname) ? secret.binread.chomp : secret
      rescue ConfigurationError
        raise
      rescue StandardError => error
        # Without the message: it may hold the secret, such as Ruby's message for a missing method.
        reason = "The secret cannot be read: #{error.class}. Check the block or the path that is set as secret."
        Raise.error(ConfigurationError, "secret_empty", "secret", reason)
      end

      def inspect_details = [name]
    end
  end
end
