# frozen_string_literal: true

class PagesController < ApplicationController
  layout false
  rescue_from(KeyError) { render "tagged", status: :not_found }
  before_action { expires_in(1.hour, public: true) && render("tagged") if params[:page] == "halted" }

  def show
    case params[:page]
    when "kept"
      expires_in 1.hour, public: true
      render "tagged" if stale?(etag: "x", last_modified: Time.at(0))
    when "rescued" then expires_in(1.hour, public: true) && {}.fetch(:nothing)
    when "attached" then send_data("<body></body>", type: "text/html", disposition: "attachment")
    when "file" then send_file(Rails.root.join("config.ru"), type: "text/html", disposition: "inline")
    when "text" then render(plain: "</body>")
    when "part" then render(html: "<p>part</p>".html_safe)
    when "comment" then render(html: "<!doctype html><body>x</BODY ><!-- </body> -->".html_safe)
    when "counted" then response.headers["Content-Length"] = "14" and render(html: "<body>é</body>".html_safe)
    when "binary" then render(body: "<body>\u00e9</body>".b, content_type: "text/html")
    when "bytes" then render(body: "<body>\xff</body>", content_type: "text/html")
    when "empty" then head(:ok, content_type: "text/html")
    when "moved" then redirect_to("/tagged")
    when "stream" then stream_of("<body>", "</body>")
    when "broken" then render(html: "<body></body>".html_safe, status: 500)
    when "latin" then render(body: "<body>\xE9</body>".b, content_type: "text/html; charset=iso-8859-1")
    when "fields" then render(inline: "<%= tag.i(data: { visitor: visitor_fields(:shop) }) %>")
    when "another" then render(inline: "<%= visitor_script_tag :shop, visitor: { id: 9 } %>")
    when "unknown" then render(inline: "<%= visitor_script_tag :shep %>")
    else render(params[:page])
    end
  end

  private

  # Parts that a second reading does not give again.
  def stream_of(*parts)
    response.content_type = "text/html"
    self.response_body = Enumerator.new { |out| out << parts.shift until parts.empty? }
  end
end
