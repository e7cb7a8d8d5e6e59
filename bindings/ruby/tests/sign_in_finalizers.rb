# frozen_string_literal: true

# Signs in finalizers, and prints the codes of the errors. When Ruby ends it calls all finalizers: some of these before those
# of the signers, some after.

require "visitorseal"

late = proc do
  SIGNERS.each do |signer|
    signer.sign(id: 1).signature
  rescue Visitorseal::Error => error
    $stdout.syswrite("#{error.code}\n")
  end
end
BEFORE = Array.new(2) { Object.new.tap { |object| ObjectSpace.define_finalizer(object, late) } }
SIGNERS = Array.new(50) { Visitorseal::Signer.new(:bookbag, "a-shared-secret-of-some-length") }
AFTER = Array.new(2) { Object.new.tap { |object| ObjectSpace.define_finalizer(object, late) } }
