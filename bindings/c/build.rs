//! Gives the library that a plain `cargo build` makes the SONAME that cargo-c gives its own, and both of them
//! a place in the process for good.

use std::env;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let elf = !["windows", "macos", "ios"].contains(&env::var("CARGO_CFG_TARGET_OS").unwrap_or_default().as_str());
    if elf {
        // A host that unloads it (PHP does after each request) would lose what its statics keep.
        println!("cargo:rustc-cdylib-link-arg=-Wl,-z,nodelete");
    }
    if elf && env::var_os("CARGO_FEATURE_CAPI").is_none() {
        let version = |part: &str| env::var(format!("CARGO_PKG_VERSION_{part}")).unwrap_or_default();
        // Before 1.0 a minor version may change the interface.
        let interface = match version("MAJOR").as_str() {
            "0" => format!("0.{}", version("MINOR")),
            major => major.to_owned(),
        };
        println!("cargo:rustc-cdylib-link-arg=-Wl,-soname,libvisitorseal.so.{interface}");
    }
}
