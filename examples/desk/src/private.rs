//! A folder and files that only their owner can read: the database holds the brands' secrets in plain text.

use std::{error::Error, fs, io, path::Path};

/// Creates a folder that only its owner can enter. Refuses an existing folder that others can enter.
pub fn create_folder(folder: &Path) -> Result<(), Box<dyn Error>> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(folder)?;
    #[cfg(unix)]
    if std::os::unix::fs::PermissionsExt::mode(&fs::metadata(folder)?.permissions()) & 0o077 != 0 {
        let folder = folder.display();
        let reason = "Other users of this machine can enter this folder, and the desk keeps secrets in it.";
        return Err(format!("{folder}: {reason} Run: chmod 700 {folder}").into());
    }
    Ok(())
}

/// Takes all permissions on a file from other users. Creates the file first if `create` is set.
pub fn restrict_file(file: &Path, create: bool) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.append(true).create(create).open(file) {
        #[cfg(unix)]
        Ok(file) => file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o600)),
        #[cfg(not(unix))]
        Ok(_) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    }
}
