# frozen_string_literal: true

# Written by `make generate` from Cargo.toml.
module Visitorseal
  VERSION = "0.1.0"

  # What the library's SONAME promises.
  INTERFACE = "0.1"
  private_constant :INTERFACE
end
