//! A trainer's whole behaviour, with no browser in it.

use super::handler::{Attachment, Emit};
use super::protocol::{JobError, Request, Response};

/// Answers one request, calling `emit` any number of times with [`Response::Progress`] and then
/// once with a final response.
pub fn handle(request: Request, attachment: Option<Attachment>, emit: Emit<'_>) {
    let _ = attachment;
    if let Request::Model { job, .. } = request {
        let reason = "not built yet".to_owned();
        emit(Response::Failed { job, error: JobError::Crashed { reason } }, None);
    }
}
