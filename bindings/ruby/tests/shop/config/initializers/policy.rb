# frozen_string_literal: true

Rails.application.config.content_security_policy do |policy|
  policy.default_src :none
  policy.script_src :self
end
Rails.application.config.content_security_policy_nonce_generator = ->(_request) { SecureRandom.base64(16) }
