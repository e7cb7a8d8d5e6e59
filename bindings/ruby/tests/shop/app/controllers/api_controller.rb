# frozen_string_literal: true

# A controller of `rails new --api`.
class ApiController < ActionController::API
  def show = render_visitor_fields(:shop)

  private

  def current_user = User.find(session[:user])
end
