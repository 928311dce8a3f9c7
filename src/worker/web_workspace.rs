//! Tasks on the workspace in the browser, and reports that tell of it: the store is opened for each, and
//! closed after it.

use super::handler::Attachment;
use super::report_tasks::ReportTask;
use super::reporting::{self, Written};
use super::source::Source;
use super::task_error::TaskError;
use super::workspace;
use super::workspace_tasks::{WorkspaceAnswer, WorkspaceTask};
use crate::data::DataError;
use crate::store::browser_workspace::BrowserWorkspace;

/// Bytes asked for at a time.
const CHUNK: usize = 4 << 20;

/// Answers one task, with the file that it names attached.
pub(super) async fn answer(task: WorkspaceTask, attachment: Option<Attachment>) -> WorkspaceAnswer {
    let file = files(attachment).into_iter().next();
    let name = match &task {
        WorkspaceTask::ImportZip { name, .. } => name.as_str(),
        _ => "the file",
    };
    let file = file.map(|file| read(name, file)).transpose()?;
    let store = BrowserWorkspace::open().await.map_err(TaskError::Store)?;
    workspace::handle(&store, task, file).await
}

/// Writes a report, with the files that it names attached.
pub(super) async fn report(
    task: &ReportTask,
    attachment: Option<Attachment>,
    say: &mut dyn FnMut(u64, u64),
) -> Result<Written, TaskError> {
    reporting::write(task, files(attachment), BrowserWorkspace::open, say).await
}

fn files(attachment: Option<Attachment>) -> Vec<Box<dyn Source>> {
    match attachment {
        Some(Attachment::Sources(files)) => files,
        Some(Attachment::Source(file)) => vec![file],
        Some(Attachment::Bytes(_)) | None => Vec::new(),
    }
}

fn read(name: &str, mut file: Box<dyn Source>) -> Result<Vec<u8>, TaskError> {
    let mut bytes = Vec::new();
    loop {
        let chunk = file
            .next_chunk(CHUNK)
            .map_err(|reason| TaskError::Data(DataError::Io { file: name.to_owned(), reason }))?;
        if chunk.is_empty() {
            return Ok(bytes);
        }
        bytes.extend_from_slice(&chunk);
    }
}
