# frozen_string_literal: true

require_relative "lib/visitorseal/version"

# Built by `dist`, which puts the C library for this platform and the files of the element beside the code.
Gem::Specification.new do |gem|
  gem.name = "visitorseal"
  gem.version = Visitorseal::VERSION
  # In three parts, because RubyGems before 3.3.22 would drop "gnu" from a name. Such a RubyGems takes a gem for either libc.
  asked = ENV.fetch("VISITORSEAL_GEM_PLATFORM", "")
  gem.platform = Gem::Platform.new(asked.empty? ? Gem::Platform.local.to_a.first(2) : asked.split("-"))
  gem.summary = "Signs and verifies the signed-in visitor of a site for a support-chat widget"
  gem.description = "Identity verification for the widgets of Re:amaze, Fernand, Orlo, Bookbag and Thread, and for " \
                    "schemes of your own: signing, the page's script, verifying, and why a signature is refused."
  gem.authors = ["visitorseal"]
  gem.licenses = %w[MIT Apache-2.0]
  gem.required_ruby_version = ">= 3.1"
  gem.files = Dir["app/**/*", "lib/**/*", "sig/**/*", "README.md", "CHANGELOG.md", "LICENSE-*", "*.cdx.json"].select { |file| File.file?(file) }
  gem.metadata = { "rubygems_mfa_required" => "true" }
  gem.add_dependency "ffi", "~> 1.15"
end
