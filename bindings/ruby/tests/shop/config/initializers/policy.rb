# frozen_string_literal: true

Rails.application.config.content_security_policy do |policy|
  policy.default_src :none
  policy.script_src :self
end
# A page's address may say another, as empty as the usual `request.session.id.to_s` is before there is a session.
Rails.application.config.content_security_policy_nonce_generator =
  ->(request) { request.params.fetch(:nonce) { SecureRandom.base64(16) } }
