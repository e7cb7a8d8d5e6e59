# frozen_string_literal: true

require "active_support"
require "active_support/encrypted_file"
require "fileutils"
require "net/http"
require "open3"
require "socket"
require "tmpdir"

# The Rails application of `shop`, in a folder of its own, with the initializer that the generator writes, under puma.
class ShopServer
  SECRET = "the agent's signing secret"

  # A browser: it keeps cookies.
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
      response = Net::HTTP.start("127.0.0.1", @port) { |http| http.request(request) }
      @cookie = response["Set-Cookie"][/\A[^;]+/] if response["Set-Cookie"]
      response.body&.force_encoding(Encoding::UTF_8)
      response
    end
  end

  # A copy of the application, as its developer has it after installing.
  def self.made
    folder = Dir.mktmpdir("visitorseal-shop-")
    FileUtils.cp_r("#{__dir__}/shop/.", folder)
    File.write("#{folder}/secret.txt", "#{SECRET}\n")
    said, status = Open3.capture2e("ruby", "bin/rails", "generate", "visitorseal:install", "shop", "bookbag", chdir: folder)
    raise said unless status.success?

    keep(folder, "production", "visitorseal:\n  shop: #{SECRET}\n")
    folder
  end

  # What `bin/rails credentials:edit --environment` leaves.
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
    @port = TCPServer.open("127.0.0.1", 0) { |server| server.addr[1] }
    @log = "#{folder}/#{environment}-#{@port}.log"
    @pid = spawn({ "RAILS_ENV" => environment, **variables.transform_keys(&:to_s) }, "puma", "--quiet", "--bind", "tcp://127.0.0.1:#{@port}", *options,
                 chdir: folder, out: @log, err: %i[child out])
  end

  # Servers are started at once, and waited for when they are first needed.
  def browser
    @ready ||= wait
    Browser.new(@port)
  end

  def log = File.read(@log)

  # puma ends when each of its threads has: once in a while one never does.
  def stop
    Process.kill("TERM", @pid)
    100.times do
      return if Process.wait(@pid, Process::WNOHANG)

      sleep 0.1
    end
    Process.kill("KILL", @pid)
    Process.wait(@pid)
  end

  private

  def wait
    1200.times do
      TCPSocket.new("127.0.0.1", @port).close
      return true
    rescue SystemCallError
      sleep 0.1
    end
    raise "it does not start: #{log}"
  end
end
