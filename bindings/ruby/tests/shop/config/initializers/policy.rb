# frozen_string_literal: true

Rails.application.config.content_security_policy do |policy|
  policy.default_src :none
  policy.script_src :self
end
# A test may set an empty nonce in the query: `request.session.id.to_s` is empty before the session begins.
Rails.application.config.content_security_policy_nonce_generator =
  ->(request) { request.params.fetch(:nonce) { SecureRandom.base64(16) } }
