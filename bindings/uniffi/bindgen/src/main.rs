//! uniffi's generator, in the same version as the libraries.

fn main() {
    uniffi::uniffi_bindgen_main();
}
