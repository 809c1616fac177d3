//! Stored documents by SHA-256: what is stored once is what everyone gets.

use std::path::Path;
use std::sync::Arc;

use object_store::local::LocalFileSystem;
use object_store::{ObjectStore, ObjectStoreExt, path::Path as Key};

use crate::values::hash::sha256;

/// What can go wrong with stored documents.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// The store refused or broke: a full disk, no permission.
    #[error("stored documents: {0}")]
    Store(#[from] object_store::Error),
    /// The folder cannot be made.
    #[error("the folder for stored documents, {path}: {why}")]
    Folder {
        /// The folder.
        path: String,
        /// Why.
        why: std::io::Error,
    },
    /// The bytes are not those that were stored.
    #[error("the stored document {0} was altered")]
    Altered(String),
}

/// A store of immutable bytes, addressed by what they are.
#[derive(Clone, Debug)]
pub struct FileStore {
    store: Arc<dyn ObjectStore>,
}

impl FileStore {
    /// Keeps files in `folder`, which is made where it does not exist.
    ///
    /// # Errors
    /// A folder that cannot be made or read.
    pub fn in_folder(folder: &Path) -> Result<FileStore, FileError> {
        std::fs::create_dir_all(folder)
            .map_err(|why| FileError::Folder { path: folder.display().to_string(), why })?;
        Ok(FileStore { store: Arc::new(LocalFileSystem::new_with_prefix(folder)?) })
    }

    /// Stores `bytes` and returns their SHA-256. Storing the same bytes again changes nothing.
    ///
    /// # Errors
    /// A full disk and the like; nothing half-written is left under the name.
    pub async fn put(&self, bytes: Vec<u8>) -> Result<String, FileError> {
        let sha256 = sha256(&bytes);
        self.store.put(&key(&sha256), bytes.into()).await?;
        Ok(sha256)
    }

    /// The bytes stored under `sha256`.
    ///
    /// # Errors
    /// None there, or altered ones.
    pub async fn get(&self, sha256: &str) -> Result<Vec<u8>, FileError> {
        let bytes = self.store.get(&key(sha256)).await?.bytes().await?;
        if self::sha256(&bytes) != sha256 {
            return Err(FileError::Altered(sha256.to_owned()));
        }
        Ok(bytes.to_vec())
    }
}

/// Two levels, so that no folder grows without bound.
fn key(sha256: &str) -> Key {
    Key::from(format!("{}/{}", &sha256[..2], sha256))
}
