//! Prints `include/visitorseal.h`: `make generate`.

use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = env!("CARGO_MANIFEST_DIR");
    let config = cbindgen::Config::from_file(format!("{folder}/cbindgen.toml"))?;
    cbindgen::Builder::new().with_crate(folder).with_config(config).generate()?.write(std::io::stdout());
    Ok(())
}
