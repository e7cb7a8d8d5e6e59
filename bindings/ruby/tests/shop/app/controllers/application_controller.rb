# frozen_string_literal: true

class ApplicationController < ActionController::Base
  private

  def current_user = User.find(session[:user])

  # A page with the script, as a request inside this request: to the application or to an action.
  def part_of_application
    asked = Rack::MockRequest.env_for("/tagged", "HTTP_COOKIE" => request.headers["Cookie"].to_s)
    read(Rails.application.call(asked))
  end

  def part_of_action
    asked = Rack::MockRequest.env_for("/tagged", "rack.session" => session)
    asked["action_dispatch.request.path_parameters"] = { controller: "pages", action: "show", page: "tagged" }
    read(PagesController.action(:show).call(asked))
  end

  def read(response)
    text = +""
    response.last.each { |part| text << part }
    text.force_encoding(Encoding::UTF_8).html_safe
  ensure
    response.last.close if response.last.respond_to?(:close)
  end
end
