# frozen_string_literal: true

require "rbconfig"

# The rows that need a new process for each measurement.
module Processes
  VISITOR = "id: 'user-123', name: 'Jane Doe', email: 'jane@example.com', attributes: { plan: 'growth' }"
  SCRIPT = "require 'visitorseal'; puts Visitorseal::Signer.new(:bookbag, 'a secret').script(#{VISITOR}, nonce: 'bm9uY2U=')"
  SCRIPT_BY_HAND = <<~RUBY
    require 'json'
    require 'openssl'
    visitor = { #{VISITOR} }
    fields = JSON.generate(user_id: visitor[:id], user_hash: OpenSSL::HMAC.hexdigest('SHA256', 'a secret', visitor[:id]),
                           user_metadata: { name: visitor[:name], email: visitor[:email], **visitor[:attributes] })
    fields = fields.gsub(/[<>&]/) { |character| format('\\\\u%04x', character.ord) }
    puts "<script nonce=\\"bm9uY2U=\\">window.bookbag('identify', \#{fields});</script>"
  RUBY
  CLOCK = "Process.clock_gettime(Process::CLOCK_MONOTONIC, :nanosecond)"
  # The first signer loads the C library.
  LOAD = "began = #{CLOCK}; require 'visitorseal'; Visitorseal::Signer.new(:bookbag, 'a secret'); puts #{CLOCK} - began".freeze
  LOAD_BY_HAND = "began = #{CLOCK}; require 'json'; require 'openssl'; puts #{CLOCK} - began".freeze
  KEPT = <<~RUBY
    require 'visitorseal'
    require 'openssl'
    signers = ARGV[0].to_i
    make = %s
    resident = -> { GC.start; File.read('/proc/self/statm').split[1].to_f * 4096 }
    make.call(0)
    before = resident.call
    kept = Array.new(signers) { |n| make.call(n) }
    puts (resident.call - before) / kept.size
  RUBY
  SIGNER = format(KEPT, "->(n) { Visitorseal::Signer.new(:bookbag, \"a secret \#{n}\") }")
  HMAC = format(KEPT, "->(n) { OpenSSL::HMAC.new(\"a secret \#{n}\", 'SHA256') }")

  class << self
    # @param asked [Integer, nil] the number of rounds
    # @return [Array<Hash>]
    def measured(asked)
      rows = [row("load time", "require json, openssl", asked || 15) { |ours| printed(ours ? LOAD : LOAD_BY_HAND) },
              row("cold start to the first script", "json, openssl", asked || 15) { |ours| lived(ours ? SCRIPT : SCRIPT_BY_HAND) }]
      # Only Linux tells the memory so exactly.
      return rows unless File.exist?("/proc/self/statm")

      signers = asked == 1 ? 500 : 10_000
      rows << { unit: "bytes", **row("memory of a signer", "a kept HMAC object", asked || 2) { |ours| printed(ours ? SIGNER : HMAC, signers) } }
    end

    private

    def row(name, than, rounds)
      pairs = Array.new(rounds + 1) { [yield(true), yield(false)] }
      # In the first round the system fills its caches.
      ours, theirs = pairs.drop(1).transpose
      { name: name, than: than, ours: ours, theirs: theirs }
    end

    # The number that a new process prints.
    def printed(code, *arguments)
      number = IO.popen([RbConfig.ruby, "-e", code, *arguments.map(&:to_s)], &:read)
      abort "A process failed." unless $?.success?
      Float(number)
    end

    # The nanoseconds of a new process, from its start to its end.
    def lived(code)
      began = Process.clock_gettime(Process::CLOCK_MONOTONIC, :nanosecond)
      system(RbConfig.ruby, "-e", code, out: File::NULL) || abort("A process failed.")
      Process.clock_gettime(Process::CLOCK_MONOTONIC, :nanosecond) - began
    end
  end
end
