# frozen_string_literal: true

# Streams, which send their headers with the first part.
class LiveController < ApplicationController
  include ActionController::Live
  layout false

  def show
    case params[:page]
    when "rendered"
      expires_in 1.hour, public: true
      render "pages/tagged"
    when "written"
      page = render_to_string("pages/tagged")
      expires_in 1.hour, public: true
      stream(page)
    when "parted"
      part = part_of_application
      expires_in 1.hour, public: true
      stream(part)
    when "sent" then send_stream(filename: "page.html", disposition: "inline") { |out| out.write(render_to_string("pages/tagged")) }
    when "late" then stream("<!doctype html>") { render_to_string("pages/tagged") }
    when "parted_late" then stream("<!doctype html>") { part_of_application }
    end
  end

  private

  def stream(first)
    response.content_type = "text/html"
    response.stream.write(first)
    response.stream.write(yield) if block_given?
  ensure
    response.stream.close
  end
end
