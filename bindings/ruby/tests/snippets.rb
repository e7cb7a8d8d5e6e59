# frozen_string_literal: true

require "cgi"
require "json"
require "uri"

# Finds the snippets of docs/vendors, and verifies what they make. tests/snippets/README.md says how.
module Snippets
  ROOT = File.expand_path("../../..", __dir__)
  PAGES = JSON.parse(File.read("#{ROOT}/tests/snippets/pages.json"))

  def setup
    PAGES.each { |page| ENV.update(page["environment"]) }
  end

  # The blocks of code under a title.
  def snippet(page, title)
    part = File.read("#{ROOT}/docs/vendors/#{page["page"]}")[%r{<summary>#{title}</summary>(.*?)</details>}m, 1]
    part.scan(/^```\w+\n(.*?)^```/m).flatten
  end

  # The pages that have a snippet under a title.
  def pages_with(title) = PAGES.reject { |page| page["without"].include?(title) }

  # The user's own values: not those that come with a request.
  def user(page) = page["user"].except(*page["handed"]).transform_keys(&:to_sym)

  # The site's session: it has what comes with a request.
  def session_of(page) = page["user"].slice(*page["handed"]).transform_keys(&:to_sym)

  def assert_signed(page, made)
    settings = page["settings"].except("endpoint").transform_keys(&:to_sym)
    verifier = Visitorseal::Verifier.new(page["scheme"], page["key"], **settings)
    refusals = candidates(page, made).map do |body|
      signed = verifier.verify_json(body).signed
      refute_empty signed
      return signed.each { |name, text| assert_equal page["user"].fetch(name, text), text, page["scheme"] }
    rescue Visitorseal::Refused => refusal
      refusal.reason
    end
    flunk "#{page["scheme"]}: #{refusals}\n#{made}"
  end

  private

  # What may be the signed fields, as JSON.
  def candidates(page, made)
    script = made[%r{"signed", "[^"]*", (\{.*\})\);</script>}, 1]
    query = URI.decode_www_form(made[/\?(.*)/m, 1].to_s.tr("#", "&").scrub).to_h rescue {}
    numbers = query.transform_values { |text| text.match?(/\A\d+\z/) ? text.to_i : text }
    tokens = made.scan(/[\w-]{10,}\.[\w-]{10,}\.[\w-]{10,}/).map { |token| { page["signature_field"] => token } }
    data = made.scan(/data-([\w-]+)="(.*?)"/).to_h { |name, text| [name.tr("-", "_"), CGI.unescapeHTML(text)] }
    first = page["gives"] == "fields" ? [made] : [script].compact
    first + [query, numbers, *tokens, data].map { |fields| JSON.generate(fields) }
  end
end
