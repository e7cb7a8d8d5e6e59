//! A folder and files that are their owner's alone: the database holds the brands' secrets as they are.

use std::{error::Error, fs, io, path::Path};

/// Makes a folder that nobody else can enter. One that is there already stays as it is: it is refused if others can.
pub fn folder(folder: &Path) -> Result<(), Box<dyn Error>> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(folder)?;
    #[cfg(unix)]
    if std::os::unix::fs::PermissionsExt::mode(&fs::metadata(folder)?.permissions()) & 0o077 != 0 {
        let folder = folder.display();
        let why = "Other users of this machine can enter it, and the desk keeps secrets there.";
        return Err(format!("{folder}: {why} Run: chmod 700 {folder}").into());
    }
    Ok(())
}

/// Makes the file where it is to be made, and keeps one that is there from others.
pub fn file(file: &Path, make: bool) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.append(true).create(make).open(file) {
        #[cfg(unix)]
        Ok(file) => file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o600)),
        #[cfg(not(unix))]
        Ok(_) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    }
}
