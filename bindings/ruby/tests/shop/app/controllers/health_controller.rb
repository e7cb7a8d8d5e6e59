# frozen_string_literal: true

# As Rails' own: it knows no user.
class HealthController < ActionController::Base
  def show = render(html: "<!doctype html><body></body>".html_safe)
end
