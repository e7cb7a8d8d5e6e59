//! Sets linker options: the SONAME or macOS' install name, which cargo-c sets itself, and `nodelete`.

use std::env;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let elf = !["windows", "macos", "ios"].contains(&env::var("CARGO_CFG_TARGET_OS").unwrap_or_default().as_str());
    if elf {
        // PHP unloads libraries after each request. That would lose the statics.
        println!("cargo:rustc-cdylib-link-arg=-Wl,-z,nodelete");
    }
    if env::var("CARGO_CFG_TARGET_OS").as_deref() == Ok("macos") && env::var_os("CARGO_FEATURE_CAPI").is_none() {
        // Otherwise a program would look for the library in the folder in which it was built.
        println!("cargo:rustc-cdylib-link-arg=-Wl,-install_name,@rpath/libvisitorseal.dylib");
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
