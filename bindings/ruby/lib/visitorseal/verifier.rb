# frozen_string_literal: true

module Visitorseal
  # A scheme with the keys that it accepts, newest first, and a policy. Make one and keep it: many threads may use it.
  class Verifier
    include Confidential

    # @return [String] the scheme's name
    attr_reader :scheme

    # @return [Integer] the largest body in bytes that {#verify_json} reads. A server need not read more.
    attr_reader :max_body

    # @param scheme [Symbol, String, Scheme]
    # @param keys [String, Key, Array<String, Key>] 1 to 16 keys: the vendor's shared secret, or the site's public key
    #   as PEM, as a JSON Web Key (JWK) or as a JWK set, or a {Key}
    # @param policy [Symbol, String] what happens to a visitor whose signature is missing or wrong. `:required` refuses
    #   both. `:optional` treats a missing signature as anonymous and refuses a wrong or empty one. `:observe`, for a
    #   rollout, treats a wrong one as anonymous too, and {Verified#refusal} says why.
    # @param leeway [Integer] by how many seconds clocks may differ, at most 300
    # @param max_token [Integer] the largest token in bytes
    # @param settings [Hash{Symbol => String, Integer}] the fields must agree with these settings (Thread's `app_id:`).
    #   Orlo's `contact_claim:` names the claim that identifies a contact.
    # @raise [ConfigurationError] `scheme_unknown`, `key_…`, `secret_…`, `policy_unknown`, `leeway_invalid` or `setting_…`
    # @raise [TypeError] for an argument of the wrong type
    def initialize(scheme, keys, policy: :required, leeway: 0, max_token: Limits::MAX_TOKEN, **settings)
      scheme = Input.scheme(scheme)
      @scheme = scheme.name
      # For Verified#refusal, which is no error of C.
      @answer = Json.read(scheme.to_json)["refused"].then { |answer| { http_status: answer["status"], http_error: answer["error"] } }.freeze
      @handle = Library.verifier(
        Handle.of(scheme), Input.keys(keys), policy: Input.policy(policy), leeway: Input.seconds(leeway, "leeway"),
        max_token: Input.size(max_token, "max_token"), settings: Input.settings(settings)
      )
      @max_body = Library.size(:verifier_max_body, @handle)
      freeze
    end

    # Verifies the fields of a request, under the vendor's names.
    #
    # @param fields [Hash]
    # @param now [Integer, Time, nil] Unix seconds; without it, the system's clock
    # @return [Verified]
    # @raise [Refused]
    # @raise [ConfigurationError] `now_invalid`
    def verify(fields, now: nil)
      now = Input.now(now)
      Verified.new(Library.make(:verified_free, :verifier_verify_json, @handle, Input.fields(fields), now), @answer)
    end

    # Verifies the fields in a JSON body. Give it the body as it came: unlike {#verify}, it refuses members that occur
    # twice.
    #
    # @param body [String, nil] nil is an empty body, as `request.body.read(1000)` gives it
    # @param now [Integer, Time, nil] Unix seconds; without it, the system's clock
    # @return [Verified]
    # @raise [Refused] also for a body that is not a JSON object, under every policy
    # @raise [ConfigurationError] `now_invalid`
    # @raise [TypeError] for anything but text
    def verify_json(body, now: nil)
      now = Input.now(now)
      body = Input.text(nil == body ? "" : body) or Raise.wrong_type("body", "a String", body)
      Verified.new(Library.make(:verified_free, :verifier_verify_json, @handle, body, now), @answer)
    end

    private

    def inspect_details = [scheme]
  end
end
