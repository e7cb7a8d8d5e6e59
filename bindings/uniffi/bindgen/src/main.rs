//! uniffi's own generator, in the version that the libraries are built with.

fn main() {
    uniffi::uniffi_bindgen_main();
}
