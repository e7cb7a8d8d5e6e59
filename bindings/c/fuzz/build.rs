fn main() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../..");
    let source = format!("{root}/bindings/c/fuzz/calls.c");
    println!("cargo::rerun-if-changed={source}");
    cc::Build::new().file(source).include(format!("{root}/include")).flag("-Wno-unused-result").compile("calls");
}
