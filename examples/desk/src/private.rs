//! A folder and files that are their owner's alone: the database holds the brands' secrets as they are.

use std::{fs, io, path::Path};

/// Makes a folder that nobody else can enter. One that is there already stays as it is: it is refused if others can.
pub fn folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(folder)?;
    #[cfg(unix)]
    if std::os::unix::fs::PermissionsExt::mode(&fs::metadata(folder)?.permissions()) & 0o077 != 0 {
        let folder = folder.display();
        return Err(io::Error::other(format!(
            "Other users of this machine can enter {folder}, and the desk keeps secrets there. \
             Run: chmod 700 {folder}"
        )));
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
