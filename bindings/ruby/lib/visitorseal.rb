# frozen_string_literal: true

require_relative "visitorseal/version"
require_relative "visitorseal/limits"
require_relative "visitorseal/errors"
require_relative "visitorseal/setting"
require_relative "visitorseal/warning"
require_relative "visitorseal/finding"
require_relative "visitorseal/script"
require_relative "visitorseal/confidential"
require_relative "visitorseal/library_file"
require_relative "visitorseal/memory"
require_relative "visitorseal/library"
require_relative "visitorseal/json"
require_relative "visitorseal/usual_json"
require_relative "visitorseal/input"
require_relative "visitorseal/scheme"
require_relative "visitorseal/key"
require_relative "visitorseal/signed"
require_relative "visitorseal/signer"
require_relative "visitorseal/page"
require_relative "visitorseal/contact"
require_relative "visitorseal/verified"
require_relative "visitorseal/verifier"
require_relative "visitorseal/explanation"
require_relative "visitorseal/inspected_token"

# Signs the signed-in visitor of a site for its support-chat widget, and verifies what pages send.
module Visitorseal
  class << self
    # Gives the names of the vendors' schemes.
    #
    # @return [Array<String>]
    # @raise [ConfigurationError] `library_missing` or `library_version`
    def schemes = Json.read(Library.text(:schemes))

    # Gives the scheme of a vendor by its name.
    #
    # @param name [Symbol, String] such as `:bookbag`
    # @return [Scheme]
    # @raise [ConfigurationError] `scheme_unknown`
    # @raise [TypeError] for anything but a name
    def scheme(name) = Input.scheme(name)

    # Tries the mistakes that integrators make and reports the one that explains this signature. A finding may show the
    # message that should have been signed. It never shows a key, only its fingerprint.
    #
    # @param scheme [Symbol, String, Scheme]
    # @param keys [String, Key, Array<String, Key>]
    # @param fields [Hash, String] the fields under the vendor's names, or the body of a request
    # @param now [Integer, Time, nil] Unix seconds; without it, the system's clock
    # @param leeway [Integer] as {Verifier} takes it
    # @param max_token [Integer] as {Verifier} takes it
    # @param visitor [Hash, nil] the site's own record of the visitor as {Signer#sign} takes it, with further columns in
    #   `attributes`. The site may have signed one of these texts, and a finding may show it.
    # @param settings [Hash{Symbol => String, Integer}]
    # @return [Explanation]
    # @raise [ConfigurationError] `scheme_unknown`, `key_count`, `now_invalid`, `leeway_invalid` or `setting_…`
    # @raise [VisitorError] as {Signer#sign}, for a visitor with a wrong value
    # @raise [TypeError] for an argument of the wrong type
    def explain(scheme, keys, fields, now: nil, leeway: 0, max_token: Limits::MAX_TOKEN, visitor: nil, **settings)
      scheme = Handle.of(Input.scheme(scheme))
      keys = Input.keys(keys)
      options = [
        Input.now(now), Input.seconds(leeway, "leeway"), Input.size(max_token, "max_token"), Input.settings(settings),
        (Input.visitor(visitor, {}) unless nil == visitor)
      ]
      begin
        json = Input.text(fields) || Input.fields(fields)
      rescue Refused => error
        return Explanation.new(Library.explain_error(error))
      end
      Explanation.new(Library.explain(scheme, keys, json, *options))
    end

    # Reads a token without verifying it. Never trust the result.
    #
    # @param token [String]
    # @return [InspectedToken]
    # @raise [Refused] `token_malformed` or `token_too_large`
    # @raise [TypeError] for anything but text
    def inspect_token(token)
      token = Input.text(token) or Raise.wrong_type("token", "a String", token)
      InspectedToken.new(Library.text(:inspect_token, token))
    end
  end
end

require_relative "visitorseal/rails" if defined?(Rails::Railtie)
