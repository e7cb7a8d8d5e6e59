# frozen_string_literal: true

# As Rails' own health check, it has no `current_user`.
class HealthController < ActionController::Base
  def show = render(html: "<!doctype html><body></body>".html_safe)
end
