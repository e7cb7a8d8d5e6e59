# frozen_string_literal: true

require "active_support"
require "active_support/encrypted_file"
require "fileutils"
require "net/http"
require "open3"
require "securerandom"
require "tmpdir"
require_relative "server_process"

# The Rails application in the folder `shop`, copied to a folder of its own, with the generator's initializer, in puma.
class ShopServer
  SECRET = "the agent's signing secret"

  # A browser that sends cookies back.
  class Browser
    def initialize(port)
      @port = port
    end

    def get(path, headers = {}) = send(Net::HTTP::Get.new(path, headers))

    def head(path) = send(Net::HTTP::Head.new(path))

    def post(path, body) = send(Net::HTTP::Post.new(path, { "Content-Type" => "application/json" }).tap { _1.body = body })

    private

    def send(request)
      request["Cookie"] = @cookie if @cookie
      response = Net::HTTP.start("127.0.0.1", @port, read_timeout: ServerProcess::START_LIMIT) { |http| http.request(request) }
      @cookie = response["Set-Cookie"][/\A[^;]+/] if response["Set-Cookie"]
      response.body&.force_encoding(Encoding::UTF_8)
      response
    end
  end

  # Copies the application and runs the generator.
  def self.install
    folder = Dir.mktmpdir("visitorseal-shop-")
    FileUtils.cp_r("#{__dir__}/shop/.", folder)
    File.write("#{folder}/secret.txt", "#{SECRET}\n")
    output, status = Open3.capture2e("ruby", "bin/rails", "generate", "visitorseal:install", "bookbag", "shop", chdir: folder)
    raise output unless status.success?

    keep(folder, "production", "visitorseal:\n  shop: #{SECRET}\n")
    folder
  end

  # Writes credentials, as `bin/rails credentials:edit --environment` does.
  def self.keep(folder, environment, yaml)
    path = "#{folder}/config/credentials/#{environment}"
    FileUtils.mkdir_p(File.dirname(path))
    File.write("#{path}.key", ActiveSupport::EncryptedFile.generate_key)
    ActiveSupport::EncryptedFile.new(
      content_path: "#{path}.yml.enc", key_path: "#{path}.key", env_key: "NONE", raise_if_missing_key: true
    ).write(yaml)
  end
  private_class_method :keep

  def initialize(folder, environment, *options, **variables)
    @process = ServerProcess.new(
      "puma", "--bind", "tcp://127.0.0.1:0", *options, folder: folder, log: "#{folder}/#{SecureRandom.hex(4)}.log",
      environment: { "RAILS_ENV" => environment, **variables.transform_keys(&:to_s) }
    )
  end

  # Waits until the server has started. All servers start at the same time.
  def browser = Browser.new(@process.port)

  def log = @process.log

  def stop = @process.stop
end
