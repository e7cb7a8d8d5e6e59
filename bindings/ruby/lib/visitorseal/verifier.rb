# frozen_string_literal: true

module Visitorseal
  # A scheme with the keys that it accepts, newest first. Make one and keep it; many threads may use it.
  class Verifier
    include Discreet

    # @return [String] the scheme's name
    attr_reader :scheme

    # @return [Integer] the bytes of the largest body that {#verify_json} reads: a server need take no larger one
    attr_reader :max_body

    # @param scheme [Symbol, String, Scheme]
    # @param keys [String, Key, Array<String, Key>] 1 to 16 of: the vendor's shared secret, the site's RSA public key as
    #   PEM (Orlo), a {Key}
    # @param policy [Symbol, String] what becomes of a visitor who does not prove who they are. `:required`: refused.
    #   `:optional`: without a signature (absent or null) anonymous, with a wrong or empty one refused. `:observe`, for
    #   a rollout: with a wrong one anonymous too, and {Verified#refusal} says why.
    # @param leeway [Integer] seconds to allow for clocks that differ, at most 300
    # @param max_token [Integer] the largest token, in bytes
    # @param settings [Hash{Symbol => String, Integer}] those that are given, the fields must agree with (Thread's
    #   `app_id:`); Orlo's `contact_claim:` names the claim that identifies a contact
    # @raise [ConfigurationError] `scheme_unknown`, `key_…`, `secret_…`, `policy_unknown`, `leeway_invalid` or `setting_…`
    def initialize(scheme, keys, policy: :required, leeway: 0, max_token: 8192, **settings)
      scheme = Scheme.of(scheme)
      @scheme = scheme.name
      @max_body = (max_token = Input.max_token(max_token)) + (2 * Input::LARGEST)
      @answer = { http_status: scheme.http_status, http_error: scheme.http_error }.freeze
      @handle = Library.verifier(
        scheme.handle, Input.keys(keys), policy: Input.policy(policy), leeway: Input.leeway(leeway),
        max_token: max_token, settings: Input.settings(settings)
      )
      freeze
    end

    # Verifies the fields that a page sent, as the vendor's page names them.
    #
    # @param fields [Hash]
    # @param now [Integer, Time, nil] Unix seconds, the system's clock unless given
    # @return [Verified]
    # @raise [Refused]
    # @raise [ConfigurationError] `now_invalid`
    def verify(fields, now: nil) = verified(now) { Input.fields(fields) }

    # Verifies the body of a request as it came. Unlike {#verify} it sees members that stand twice.
    #
    # @param body [String]
    # @param now [Integer, Time, nil] Unix seconds, the system's clock unless given
    # @return [Verified]
    # @raise [Refused] also for a body that is no JSON object, under every policy
    # @raise [ConfigurationError] `now_invalid`
    def verify_json(body, now: nil)
      verified(now) { Input.text(body) || Refused.raise_with("fields_malformed", nil, "the body of a request is text") }
    end

    private

    def verified(now)
      now = Input.now(now)
      Verified.new(Library.make(:verified_free, :verifier_verify, @handle, yield, now), @answer)
    rescue Refused => error
      Refused.raise_with(error.code, error.field, error.reason, **@answer)
    end

    def shown = [scheme]
  end
end
