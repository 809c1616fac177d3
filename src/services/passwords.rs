//! Hashing of passwords: argon2id with OWASP's parameters, off the async threads, a few at a time.

use std::sync::LazyLock;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use tokio::sync::Semaphore;

use super::ServiceError;
use crate::values::password::NewPassword;

/// Each hash takes 19 MiB and a core for some tens of milliseconds: a flood of sign-ins waits here
/// instead of taking the machine.
static TURNS: LazyLock<Semaphore> =
    LazyLock::new(|| Semaphore::new(std::thread::available_parallelism().map_or(1, |cores| cores.get())));

/// Compared with where there is no user, so that the answer takes as long as for one.
static NOBODYS: LazyLock<String> =
    LazyLock::new(|| hash_now("nobody has this password").expect("fixed parameters are valid"));

/// The hash to store.
pub async fn hash(password: NewPassword) -> Result<String, ServiceError> {
    off_thread(move || hash_now(password.reveal())).await?
}

/// Whether `typed` is the password with this hash. Without a hash it is not, after the same time.
pub async fn verify(typed: String, hash: Option<String>) -> Result<bool, ServiceError> {
    off_thread(move || {
        let known = hash.is_some();
        let hash = hash.unwrap_or_else(|| NOBODYS.clone());
        let parsed = PasswordHash::new(&hash)
            .map_err(|why| ServiceError::Internal(format!("a stored password hash is unreadable: {why}")))?;
        Ok(argon2().verify_password(typed.as_bytes(), &parsed).is_ok() && known)
    })
    .await?
}

async fn off_thread<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, ServiceError> {
    let _turn = TURNS.acquire().await.expect("never closed");
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|why| ServiceError::Internal(format!("hashing a password: {why}")))
}

fn hash_now(password: &str) -> Result<String, ServiceError> {
    match argon2().hash_password(password.as_bytes()) {
        Ok(hash) => Ok(hash.to_string()),
        Err(why) => Err(ServiceError::Internal(format!("hashing a password: {why}"))),
    }
}

/// OWASP's password storage cheat sheet: m = 19 MiB, t = 2, p = 1.
fn argon2() -> Argon2<'static> {
    let params = Params::new(19 * 1024, 2, 1, None).expect("fixed parameters are valid");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_hash_knows_its_password() {
        let stored = hash(NewPassword::parse("correct horse", "a@example.com").unwrap()).await.unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
        assert!(verify("correct horse".into(), Some(stored.clone())).await.unwrap());
        assert!(!verify("wrong horse".into(), Some(stored)).await.unwrap());
        assert!(!verify("nobody has this password".into(), None).await.unwrap());
    }
}
