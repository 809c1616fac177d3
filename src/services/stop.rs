//! How a transaction is undone for a reason that its caller tells the person who wanted it.

use super::ServiceError;
use crate::store::StoreError;

/// Why a transaction is undone.
pub(super) enum Stop<R> {
    /// What was wanted is refused.
    Refused(R),
    /// It failed.
    Failed(ServiceError),
}

impl<R> From<StoreError> for Stop<R> {
    fn from(error: StoreError) -> Stop<R> {
        Stop::Failed(error.into())
    }
}

impl<R> From<ServiceError> for Stop<R> {
    fn from(error: ServiceError) -> Stop<R> {
        Stop::Failed(error)
    }
}

/// What was done, or why it was refused.
///
/// # Errors
/// That it failed.
pub(super) fn outcome<T, R>(done: Result<T, Stop<R>>) -> Result<Result<T, R>, ServiceError> {
    match done {
        Ok(done) => Ok(Ok(done)),
        Err(Stop::Refused(refusal)) => Ok(Err(refusal)),
        Err(Stop::Failed(error)) => Err(error),
    }
}
