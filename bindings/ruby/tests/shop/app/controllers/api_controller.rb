# frozen_string_literal: true

# As `rails new --api` has them.
class ApiController < ActionController::API
  def show = render_visitor_fields(:shop)

  private

  def current_user = User.find(session[:user])
end
