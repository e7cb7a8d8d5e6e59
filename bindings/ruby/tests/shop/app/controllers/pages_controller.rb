# frozen_string_literal: true

class PagesController < ApplicationController
  layout false
  rescue_from(KeyError) { render "tagged", status: :not_found }
  before_action { expires_in(1.hour, public: true) && render("tagged") if params[:page] == "halted" }
  before_action(if: -> { params[:page] == "before" }) { expires_in 1.hour, public: true }
  after_action(if: -> { params[:page] == "after" }) do
    expires_in 1.hour, public: true
    response.headers["Cache-Control"] = "public, max-age=600"
  end

  def show
    case params[:page]
    when "cached"
      expires_in 1.hour, public: true
      render "tagged" if stale?(etag: "x", last_modified: Time.at(0))
    when "before", "after" then render("tagged")
    when "forever" then http_cache_forever(public: true) { render("tagged") }
    when "fresh" then fresh_when(etag: "x", last_modified: Time.at(0), public: true) || request.fresh?(response) || render("tagged")
    when "since" then fresh_when(last_modified: Time.at(0), public: true) || request.fresh?(response) || render("tagged")
    when "cached_element" then cacheable { render("element") }
    when "shared" then response.headers["Surrogate-Control"] = "max-age=600" and render("tagged")
    when "element_with_endpoint" then render(inline: "<%= visitor_element :shop, endpoint: '/visitor/shop' %>")
    when "element_of_nobody" then render(inline: "<%= visitor_element :shop, visitor: nil %>")
    when "sso" then render(inline: "<%= visitor_element :sso %>")
    when "token" then render(inline: "<%= visitor_element :token %>")
    when "orlo" then render(inline: "<%= visitor_script :orlo %>")
    when "header" then told_to_caches && render("tagged")
    when "parted" then cacheable { render(html: part_of_application) }
    when "parted_cached" then render(html: part_of_application, layout: "cached")
    when "acted" then cacheable { render(html: part_of_action) }
    when "fields_cached" then cacheable { render(inline: "<%= tag.i(data: { visitor: visitor_fields(:shop) }) %>") }
    when "failing" then cacheable { render_to_string("tagged") && raise("after the page was signed") }
    when "lazy" then lazily { render_to_string("tagged") }
    when "streamed" then render("part", layout: "streamed", stream: true)
    when "layout" then render("tagged", layout: "cached")
    when "fragment" then render("fragment")
    when "spaced" then render(inline: "<%= visitor_script :spaced %>")
    when "sjis" then render(body: "<body>\x83\x5C</body>".b, content_type: "text/html; charset=Shift_JIS")
    when "jis" then render(body: "<body></body>".b, content_type: "text/html; charset=ISO-2022-JP")
    when "utf16" then render(body: "<body></body>".encode("UTF-16LE").b, content_type: "text/html; charset=utf-16le")
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
    when "another" then render(inline: "<%= visitor_script :shop, visitor: { id: 9 } %>")
    when "unknown" then render(inline: "<%= visitor_script :shep %>")
    else render(params[:page])
    end
  end

  private

  def cacheable
    expires_in 1.hour, public: true
    yield
  end

  def told_to_caches
    expires_in 1.hour, public: true
    { "CDN-Cache-Control" => "max-age=600", "Cloudflare-CDN-Cache-Control" => "max-age=600", "Surrogate-Control" => "max-age=600",
      "Edge-Control" => "max-age=600", "X-Reverse-Proxy-TTL" => "600", "X-Accel-Expires" => "600", "Expires" => "Thu, 01 Jan 2099 00:00:00 GMT" }.each { |name, value| response.headers[name] = value }
  end

  # Rails renders it after the headers are sent.
  def lazily(&page)
    response.content_type = "text/html"
    response.headers["Last-Modified"] = Time.now.httpdate
    self.response_body = Enumerator.new { |out| out << page.call }
  end

  # A body that can be read once.
  def stream_of(*parts)
    response.content_type = "text/html"
    # Otherwise Rack::ETag reads them first.
    response.headers["Last-Modified"] = Time.now.httpdate
    self.response_body = Enumerator.new { |out| out << parts.shift until parts.empty? }
  end
end
