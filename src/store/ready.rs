//! Futures that never wait, such as those of the folder store.

use std::pin::pin;
use std::task::{Context, Poll, Waker};

use super::StoreError;

/// What a future gives that is ready at once.
///
/// # Errors
///
/// [`StoreError::Failed`] for one that would have to wait.
pub fn ready<T>(future: impl Future<Output = T>) -> Result<T, StoreError> {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => Ok(output),
        Poll::Pending => Err(StoreError::Failed { reason: "that it is not ready".to_owned() }),
    }
}
