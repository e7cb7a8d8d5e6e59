# frozen_string_literal: true

# measure_memory.rb COUNT: signs and fails in every way, and exits with 1 if the resident memory grows.

require "visitorseal"

SECRET = "a-shared-secret-of-some-length"
KEYS = File.expand_path("../../../tests/vectors/keys", __dir__)
count = Integer(ARGV.fetch(0, 100_000))
bookbag = Visitorseal::Signer.new(:bookbag, SECRET)
verifier = Visitorseal::Verifier.new(:bookbag, ["another-secret", Visitorseal::Key.new(SECRET)], policy: :observe)
orlo = Visitorseal::Signer.new(:orlo, File.read("#{KEYS}/rsa-2048.private.pem"))
fails = lambda do |&call|
  call.call
  abort "The call does not fail."
rescue Visitorseal::Error
  nil
end
often = [
  ->(n) { verifier.verify(bookbag.sign(id: n, name: "Jane", attributes: { a: [1, 2] }).fields).contact.fill("{{contact.name}}") },
  ->(n) { bookbag.digest("user-#{n}") + bookbag.sign(id: n).script(nonce: "bm9uY2U=") },
  ->(n) { bookbag.fields_json(id: n) + bookbag.script(id: n, nonce: "bm9uY2U=") + bookbag.element(id: n) + bookbag.sign(id: n).to_json },
  ->(n) { bookbag.digest_many(["user-#{n}", "x"]) + bookbag.sign_many([{ id: n }, { id: "" }]) },
  ->(n) { bookbag.fields_json(id: n, attributes: { a: "\u00e9" * (n % 9_000) }) },
  ->(_) { fails.call { bookbag.sign(id: "") } },
  ->(_) { fails.call { bookbag.sign(id: Float::NAN) } },
  ->(n) { fails.call { bookbag.sign(id: n).script(nonce: '"') } },
  ->(_) { fails.call { orlo.digest("x") } },
  ->(_) { fails.call { verifier.verify_json('{"user_id":1,"user_id":2}') } },
  ->(_) { verifier.verify({ user_id: "1", user_hash: "0" * 64 }).refusal }
]
seldom = [
  ->(_) { Visitorseal::Verifier.new(:bookbag, [SECRET, Visitorseal::Key.new("other")]) },
  ->(_) { Visitorseal::Signer.new(:thread, SECRET, app_id: "a") },
  ->(_) { fails.call { Visitorseal::Signer.new(:bookbag, "") } },
  ->(_) { fails.call { Visitorseal::Verifier.new(:orlo, [SECRET, "x"]) } },
  ->(_) { Visitorseal.inspect_token(orlo.sign(name: "Jane").signature) },
  ->(_) { Visitorseal.explain(:bookbag, SECRET, { user_id: "1", user_hash: "0" }) },
  ->(n) { Visitorseal.explain(:bookbag, SECRET, { user_id: "1", user_hash: "0" }, visitor: { id: n }) },
  ->(n) { fails.call { Visitorseal.explain(:bookbag, SECRET, {}, leeway: 301, visitor: { id: n }) } },
  ->(n) { Thread.new { bookbag.digest(n.to_s) }.join }
]
run = lambda do |times|
  times.times do |n|
    often[n % often.size].call(n)
    seldom[n / 200 % seldom.size].call(n) if (n % 200).zero?
  end
end
resident = lambda do
  3.times { GC.start }
  File.read("/proc/self/status")[/^VmRSS:\s+(\d+)/, 1].to_i
end
# Ruby's own heap needs a while to reach its size.
run.call(count)
before = resident.call
run.call(count)
growth = resident.call - before
puts "#{count} signatures and failures: #{growth} KiB more than the #{before} KiB before"
exit(count < 10_000 || growth < 2048)
