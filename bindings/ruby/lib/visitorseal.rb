# frozen_string_literal: true

require_relative "visitorseal/version"
require_relative "visitorseal/errors"
require_relative "visitorseal/notes"
require_relative "visitorseal/script"
require_relative "visitorseal/discreet"
require_relative "visitorseal/location"
require_relative "visitorseal/memory"
require_relative "visitorseal/library"
require_relative "visitorseal/json"
require_relative "visitorseal/input"
require_relative "visitorseal/scheme"
require_relative "visitorseal/key"
require_relative "visitorseal/signed"
require_relative "visitorseal/signer"
require_relative "visitorseal/contact"
require_relative "visitorseal/verified"
require_relative "visitorseal/verifier"
require_relative "visitorseal/explanation"
require_relative "visitorseal/inspected"

# Signs the signed-in visitor of a site for its support-chat widget, and verifies what pages send.
module Visitorseal
  class << self
    # The names of the schemes that come with the library.
    #
    # @return [Array<String>]
    # @raise [ConfigurationError] `library_missing` or `library_version`
    def schemes = Json.read(Library.text(:schemes)).map { |scheme| scheme["name"] }

    # The scheme of that name.
    #
    # @param name [Symbol, String] such as `:bookbag`
    # @return [Scheme]
    # @raise [ConfigurationError] `scheme_unknown`
    def scheme(name) = Scheme.of(name)

    # Explains why the fields of a page do not verify: names the mistake and the change that mends it. A finding may
    # show the message that should have been signed, and keys by their fingerprint only.
    #
    # @param scheme [Symbol, String, Scheme]
    # @param keys [String, Key, Array<String, Key>]
    # @param fields [Hash, String] under the vendor's names, or the body of a request as it came
    # @param now [Integer, Time, nil] Unix seconds, the system's clock unless given
    # @param settings [Hash{Symbol => String, Integer}]
    # @return [Explanation]
    # @raise [ConfigurationError] `scheme_unknown`, `key_count`, `now_invalid` or `setting_…`
    def explain(scheme, keys, fields, now: nil, **settings)
      scheme = Scheme.of(scheme).handle
      keys = Input.keys(keys)
      now = Input.now(now)
      settings = Input.settings(settings)
      begin
        json = Input.text(fields) || Input.fields(fields)
      rescue Refused => error
        return Explanation.of(error)
      end
      Explanation.new(Library.explain(scheme, keys, json, now, settings))
    end

    # Reads a token without verifying it, to look at while integrating; trust nothing in it.
    #
    # @param token [String]
    # @return [Inspected]
    # @raise [Refused] `token_malformed` or `token_too_large`
    def inspect_token(token)
      token = Input.text(token) or raise Refused.new("token_malformed", nil, "a token is text")
      Inspected.new(Library.text(:inspect, token))
    end
  end
end

require_relative "visitorseal/rails" if defined?(Rails::Railtie)
