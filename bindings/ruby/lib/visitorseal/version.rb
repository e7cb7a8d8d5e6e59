# frozen_string_literal: true

# Written by `make generate` from Cargo.toml.
module Visitorseal
  VERSION = "0.1.0"

  # The version of the C library's interface, as in its SONAME.
  INTERFACE = "0.1"
  private_constant :INTERFACE
end
