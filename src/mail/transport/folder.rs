//! A folder instead of a mail server: one `.eml` file per message and recipient.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use sha2::{Digest, Sha256};

use super::{Accepted, Envelope, Refusal};

/// A folder that takes messages. The same message to the same recipient, sent again, replaces its
/// file: nothing is doubled.
#[derive(Clone, Debug)]
pub struct FolderTransport {
    path: PathBuf,
}

/// The folder, ready.
#[derive(Debug)]
pub struct FolderSession {
    path: PathBuf,
}

impl FolderTransport {
    /// The folder at `path`; it need not exist yet.
    pub fn new(path: impl Into<PathBuf>) -> FolderTransport {
        FolderTransport { path: path.into() }
    }

    /// Makes the folder where there is none.
    ///
    /// # Errors
    /// [`Refusal::Unreachable`] where that is not possible.
    pub async fn open(&self) -> Result<FolderSession, Refusal> {
        match tokio::fs::create_dir_all(&self.path).await {
            Ok(()) => Ok(FolderSession { path: self.path.clone() }),
            Err(error) => Err(unreachable(&self.path, &error)),
        }
    }
}

impl FolderSession {
    /// Writes the message's bytes as they are; they are on the disk when this returns.
    ///
    /// # Errors
    /// [`Refusal::Unreachable`] where the file cannot be written.
    pub async fn send(&mut self, envelope: &Envelope, message: &[u8]) -> Result<Accepted, Refusal> {
        let target = self.path.join(file_name(envelope, message));
        let (path, bytes) = (target.clone(), message.to_vec());
        let written = tokio::task::spawn_blocking(move || replace(&path, &bytes)).await;
        match written.unwrap_or_else(|panic| Err(io::Error::other(panic))) {
            Ok(()) => Ok(Accepted { response: format!("written to {}", target.display()) }),
            Err(error) => Err(unreachable(&target, &error)),
        }
    }
}

/// Whoever reads the folder sees the whole file or none, also after a crash.
fn replace(target: &Path, bytes: &[u8]) -> io::Result<()> {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let folder = target.parent().unwrap_or(Path::new("."));
    // Two processes may write the same message at once.
    let place = COUNT.fetch_add(1, Ordering::Relaxed);
    let temporary = folder.join(format!(".{}-{place}.tmp", std::process::id()));
    let written = File::create(&temporary)
        .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()))
        .and_then(|()| fs::rename(&temporary, target))
        .and_then(|()| File::open(folder)?.sync_all());
    if written.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    written
}

/// Recipient and Message-ID, readable, and a hash of both: different ones never share a file.
fn file_name(envelope: &Envelope, message: &[u8]) -> String {
    let id = message_id(message).unwrap_or(message);
    let to = envelope.to.as_str();
    let mut hash = Sha256::new();
    hash.update(to.as_bytes());
    hash.update([0]);
    hash.update(id);
    let hash: String = hash.finalize().iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    let id = if id.len() == message.len() { "" } else { &String::from_utf8_lossy(id) };
    format!("{}.{}.{hash}.eml", readable(to), readable(id))
}

fn readable(text: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || "-_.@+".contains(c) { c } else { '_' };
    text.trim_matches(['<', '>', '.']).chars().take(80).map(plain).collect()
}

/// The value of the Message-ID header, which never spans lines here.
fn message_id(message: &[u8]) -> Option<&[u8]> {
    let head =
        message.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii).take_while(|line| !line.is_empty());
    head.filter_map(|line| line.split_at_checked(11))
        .find(|(name, _)| name.eq_ignore_ascii_case(b"message-id:"))
        .map(|(_, value)| value.trim_ascii())
}

fn unreachable(path: &Path, error: &io::Error) -> Refusal {
    Refusal::Unreachable { why: format!("{}: {error}", path.display()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_belongs_to_one_message_and_one_recipient() {
        let to = |address: &str| Envelope {
            from: "billing@example.com".parse().unwrap(),
            to: address.parse().unwrap(),
        };
        let message = |id: &str| format!("From: a@b.c\r\nMessage-ID: <{id}>\r\n\r\nMessage-ID: <no>\r\n");
        let name = |address: &str, id: &str| file_name(&to(address), message(id).as_bytes());
        let first = name("ana@example.com", "inv-1.c1@example.com");
        assert_eq!(first, name("ana@example.com", "inv-1.c1@example.com"));
        assert!(first.starts_with("ana@example.com.inv-1.c1@example.com."), "{first}");
        assert_ne!(first, name("bob@example.com", "inv-1.c1@example.com"));
        assert_ne!(first, name("ana@example.com", "inv-1.c2@example.com"));
        let long = name(&format!("{}@example.com", "x".repeat(64)), &"y".repeat(300));
        assert!(long.len() < 255, "{long}");
        assert!(!name("ana/x@example.com", "a/b@c").contains('/'));
    }
}
