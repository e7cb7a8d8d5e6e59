# frozen_string_literal: true

require_relative "helper"
require "net/http"
require "open3"
require "socket"
require "tmpdir"

# The README's examples, as they stand.
class ReadmeTest < Minitest::Test
  README = File.read(File.expand_path("../README.md", __dir__))

  # The Ruby blocks of these sections, one after the other.
  def code(*sections)
    sections.flat_map do |section|
      blocks = README[/^## #{section}\n(.*?)(?=^## |\z)/m, 1].scan(/^```ruby\n(.*?)^```/m).flatten
      refute_empty blocks, section
      blocks
    end.join("\n")
  end

  def examples = code("Sign", "Page", "Verify", "Explain", "Rotate", "Errors")

  # A folder with an example and Orlo's key.
  def with_example(code)
    Dir.mktmpdir do |folder|
      File.write("#{folder}/example.rb", code)
      File.write("#{folder}/private.pem", pem("rsa-2048.private"))
      yield folder
    end
  end

  def test_the_examples_run_from_signing_to_errors
    with_example(examples) do |folder|
      said, status = Open3.capture2e("ruby", "example.rb", chdir: folder)
      assert_predicate status, :success?, said
      refute_match(/warning:/, said)
      ['"8038e2', 'nonce="bm9uY2U="', "Hello Jane Doe", "secret_space", "result_upper_case", "\n1\n",
       "field_missing id it is null"].each { |text| assert_includes said, text }
    end
  end

  def test_the_examples_keep_to_the_signatures
    Gem::Specification.find_by_name("rbs")
    checks = {
      "RBS_TEST_TARGET" => "Visitorseal,Visitorseal::*", "RBS_TEST_OPT" => "-I #{File.expand_path("../sig", __dir__)}",
      "RBS_TEST_RAISE" => "true", "RBS_TEST_LOGLEVEL" => "error"
    }
    with_example(examples) do |folder|
      said, status = Open3.capture2e(checks, "ruby", "-W0", "-rrbs/test/setup", "example.rb", chdir: folder)
      assert_predicate status, :success?, said
    end
  rescue Gem::MissingSpecError
    skip "there is no rbs gem"
  end

  def test_the_sinatra_example_serves_a_signed_page
    Gem::Specification.find_by_name("sinatra")
    sign_in = "\nget('/sign-in') { session[:user] = 'user-123' }\nset :session_secret, '#{"x" * 64}'\n"
    with_example(code("Sinatra") + sign_in) do |folder|
      port = TCPServer.open("127.0.0.1", 0) { |server| server.addr[1] }
      server = spawn("ruby", "example.rb", "-p", port.to_s, "-e", "production", "-q", chdir: folder, out: "#{folder}/log", err: %i[child out])
      assert_signs_who_is_signed_in(port) { File.read("#{folder}/log") }
    ensure
      Process.kill("TERM", server)
      Process.wait(server)
    end
  rescue Gem::MissingSpecError
    skip "there is no sinatra (Debian: ruby-sinatra)"
  end

  private

  def assert_signs_who_is_signed_in(port)
    cookie = get(port, "/sign-in")["Set-Cookie"] or flunk(yield)
    signed = get(port, "/", "Cookie" => cookie[/\A[^;]+/])
    assert_includes signed.body, %("user_hash":"#{hmac("user-123", "the agent's signing secret")}")
    assert_equal "private, no-store", signed["Cache-Control"]
    assert_equal "<!doctype html><body>Hello</body>", get(port, "/").body
  end

  def get(port, path, headers = {})
    tries ||= 0
    Net::HTTP.start("127.0.0.1", port) { |http| http.get(path, headers) }
  rescue SystemCallError
    sleep 0.1
    (tries += 1) < 100 ? retry : raise
  end
end
