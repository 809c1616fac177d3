//! The demo's folder: settings, secret, books, mailbox; a place of its own that one can delete.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use rand::RngExt;

use crate::services::ServiceError;

/// Settings, in the folder.
pub const SETTINGS: &str = "billcenter.toml";
/// Where the last month's messages are, in the folder.
pub const MAILBOX: &str = "mailbox";
/// The CSV files that were imported, in the folder.
pub const IMPORTS: &str = "imports";
/// What the folder is; written last, so that it also tells that the demo is complete.
pub const README: &str = "README.txt";
const SECRET: &str = "session.secret";

const SETTINGS_TEXT: &str = include_str!("data/billcenter.toml");

/// What a folder holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// Nothing: room for a demo.
    Nothing,
    /// An earlier demo, complete.
    Demo,
}

/// Looks at what `folder` holds.
///
/// # Errors
/// Something else, or a demo that was not finished: nothing of it is touched.
pub fn look(folder: &Path) -> Result<Found, ServiceError> {
    let shown = folder.display();
    let mut entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(why) if why.kind() == io::ErrorKind::NotFound => return Ok(Found::Nothing),
        Err(why) => return ServiceError::refuse(format!("{shown}: {why}")),
    };
    if entries.next().is_none() {
        return Ok(Found::Nothing);
    }
    let is_demo = fs::read_to_string(folder.join(SETTINGS))
        .is_ok_and(|text| text.lines().next() == SETTINGS_TEXT.lines().next());
    match (is_demo, folder.join(README).exists()) {
        (true, true) => Ok(Found::Demo),
        (true, false) => ServiceError::refuse(format!(
            "{shown} holds a demo that was not finished: delete the folder and start again, or choose another with --dir"
        )),
        (false, _) => ServiceError::refuse(format!("{shown} is not empty: choose a new folder with --dir")),
    }
}

/// Writes settings and a secret into `folder`, which is made.
///
/// # Errors
/// A folder or file that cannot be written.
pub fn create(folder: &Path, port: u16) -> Result<(), ServiceError> {
    let write = || {
        fs::create_dir_all(folder)?;
        let settings = SETTINGS_TEXT.replace("port = 8080", &format!("port = {port}"));
        fs::write(folder.join(SETTINGS), settings)?;
        secret_file(&folder.join(SECRET))?.write_all(secret().as_bytes())
    };
    write().map_err(|why| ServiceError::Refused(format!("{}: {why}", folder.display())))
}

/// Writes down what the folder is.
///
/// # Errors
/// A file that cannot be written.
pub fn complete(folder: &Path, text: &str) -> Result<(), ServiceError> {
    let path = folder.join(README);
    fs::write(&path, text).map_err(|why| ServiceError::Refused(format!("{}: {why}", path.display())))
}

/// A new file that only its owner may read.
fn secret_file(path: &Path) -> io::Result<fs::File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// 32 characters from the system's generator: the demo's figures may repeat, its secret must not.
fn secret() -> String {
    let mut random = rand::rng();
    (0..32).map(|_| char::from(random.sample(rand::distr::Alphanumeric))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_empty_folder_or_a_finished_demo_will_do() {
        let temporary = tempfile::tempdir().unwrap();
        let folder = temporary.path().join("demo");
        assert_eq!(look(&folder).unwrap(), Found::Nothing);
        create(&folder, 9090).unwrap();
        assert!(look(&folder).unwrap_err().to_string().contains("not finished"));
        complete(&folder, "done").unwrap();
        assert_eq!(look(&folder).unwrap(), Found::Demo);
        assert!(look(temporary.path()).unwrap_err().to_string().contains("not empty"));
        let text = fs::read_to_string(folder.join(SETTINGS)).unwrap();
        assert!(text.contains("port = 9090"), "{text}");
    }

    #[cfg(unix)]
    #[test]
    fn the_secret_is_its_owners() {
        use std::os::unix::fs::PermissionsExt;
        let temporary = tempfile::tempdir().unwrap();
        create(temporary.path(), 8080).unwrap();
        let secret = temporary.path().join(SECRET);
        assert_eq!(fs::metadata(&secret).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(fs::read_to_string(secret).unwrap().len(), 32);
    }
}
