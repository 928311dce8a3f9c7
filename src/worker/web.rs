//! The browser's side of a worker: decode, read `File`s, handle, encode, post.
//!
//! Every message is an array `[bytes, attachment]`; `bytes` is postcard, the attachment a
//! `File`, an `ArrayBuffer` (transferred) or nothing.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, ArrayBuffer, Uint8Array};
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Blob, DedicatedWorkerGlobalScope, FileReaderSync, MessageEvent};

use super::handler::{Attachment, Session};
use super::model_tasks::{ModelResult, ModelTask};
use super::protocol::{Answer, JobError, JobId, Request, Response, Stage};
use super::report_tasks::ReportTask;
use super::reporting::Written;
use super::source::Source;
use super::trainer_protocol::{TrainerAnswer, TrainerRequest};
use super::web_workspace;
use super::workspace_tasks::WorkspaceTask;

/// A `File` or `Blob`, read synchronously, which only a worker may do.
struct BlobSource {
    blob: Blob,
    reader: FileReaderSync,
    at: f64,
}

impl Source for BlobSource {
    fn size(&self) -> u64 {
        self.blob.size() as u64
    }

    fn next_chunk(&mut self, limit: usize) -> Result<Vec<u8>, String> {
        let end = (self.at + limit as f64).min(self.blob.size());
        let words = |error: JsValue| {
            error
                .dyn_ref::<js_sys::Error>()
                .map_or_else(|| format!("{error:?}"), |e| String::from(e.message()))
        };
        let slice = self.blob.slice_with_f64_and_f64(self.at, end).map_err(words)?;
        let buffer = self.reader.read_as_array_buffer(&slice).map_err(words)?;
        self.at = end;
        Ok(Uint8Array::new(&buffer).to_vec())
    }
}

/// Runs a reader or the judge.
pub fn run() {
    let session = Rc::new(RefCell::new(Session::new()));
    answer::<Request, Answer>(move |request, attachment, scope| {
        session.borrow_mut().handle(request, attachment, &mut |response, bytes| {
            post(scope, &response, bytes);
        });
    });
}

/// Runs a trainer.
pub fn run_trainer() {
    answer::<TrainerRequest, TrainerAnswer>(|request, attachment, scope| {
        let request = match request {
            TrainerRequest::Model { job, task } => match *task {
                ModelTask::Workspace(task) => {
                    return spawn_local(on_workspace(job, *task, attachment, scope.clone()));
                }
                ModelTask::Report(task) => {
                    return spawn_local(on_report(job, *task, attachment, scope.clone()));
                }
                task => TrainerRequest::Model { job, task: Box::new(task) },
            },
            request @ TrainerRequest::Analyse { .. } => request,
        };
        super::trainer::handle(request, attachment, &mut |response, bytes| post(scope, &response, bytes));
    });
}

/// Answers a task on the workspace, which waits for the browser's database.
async fn on_workspace(
    job: JobId,
    task: WorkspaceTask,
    attachment: Option<Attachment>,
    scope: DedicatedWorkerGlobalScope,
) {
    match web_workspace::answer(task, attachment).await {
        Ok((result, bytes)) => {
            let answer = TrainerAnswer::Modelled(Box::new(ModelResult::Workspace(Box::new(result))));
            post(&scope, &Response::Done { job, answer }, bytes);
        }
        Err(error) => post(&scope, &Response::<TrainerAnswer>::Failed { job, error: error.into() }, None),
    }
}

/// Writes a report, for which the browser's database may be waited for.
async fn on_report(
    job: JobId,
    task: ReportTask,
    attachment: Option<Attachment>,
    scope: DedicatedWorkerGlobalScope,
) {
    let mut say = |done, total| {
        let stage = Stage::Reading;
        let progress = Response::<TrainerAnswer>::Progress { job, stage, done, total, rows: 0 };
        post(&scope, &progress, None);
    };
    match web_workspace::report(&task, attachment, &mut say).await {
        Ok(Written { name, bytes }) => {
            let answer = TrainerAnswer::Modelled(Box::new(ModelResult::File { name }));
            post(&scope, &Response::Done { job, answer }, Some(bytes));
        }
        Err(error) => post(&scope, &Response::<TrainerAnswer>::Failed { job, error: error.into() }, None),
    }
}

/// Says `Ready`, then answers every message.
fn answer<Q, A>(handle: impl Fn(Q, Option<Attachment>, &DedicatedWorkerGlobalScope) + 'static)
where
    Q: DeserializeOwned,
    A: Serialize + 'static,
{
    console_error_panic_hook::set_once();
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let poster = scope.clone();
    let on_message =
        Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| match decode(&event.data()) {
            Some((request, attachment)) => handle(request, attachment, &poster),
            None => {
                let failed = Response::<A>::Failed { job: JobId(0), error: JobError::BuildMismatch };
                post(&poster, &failed, None);
            }
        });
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
    post(&scope, &Response::<A>::Ready { build: super::build_id() }, None);
}

fn decode<Q: DeserializeOwned>(data: &JsValue) -> Option<(Q, Option<Attachment>)> {
    let parts = data.dyn_ref::<Array>()?;
    let bytes = parts.get(0).dyn_into::<Uint8Array>().ok()?.to_vec();
    let request = postcard::from_bytes(&bytes).ok()?;
    let attachment = match parts.get(1) {
        value if value.is_undefined() || value.is_null() => None,
        value if value.is_instance_of::<Array>() => {
            let files = value.unchecked_into::<Array>();
            let sources = files.iter().map(source).collect::<Option<Vec<_>>>()?;
            Some(Attachment::Sources(sources))
        }
        value if value.is_instance_of::<Blob>() => Some(Attachment::Source(source(value)?)),
        value => {
            let buffer = value.dyn_into::<ArrayBuffer>().ok()?;
            Some(Attachment::Bytes(Uint8Array::new(&buffer).to_vec()))
        }
    };
    Some((request, attachment))
}

fn source(value: JsValue) -> Option<Box<dyn Source>> {
    let blob = value.dyn_into::<Blob>().ok()?;
    let reader = FileReaderSync::new().ok()?;
    Some(Box::new(BlobSource { blob, reader, at: 0.0 }))
}

fn post<A: Serialize>(scope: &DedicatedWorkerGlobalScope, response: &Response<A>, bytes: Option<Vec<u8>>) {
    // Responses are plain enums and structs; they always encode.
    let Ok(message) = postcard::to_stdvec(response) else { return };
    let parts = Array::of1(&Uint8Array::from(message.as_slice()));
    let transfer = Array::new();
    if let Some(bytes) = bytes {
        let buffer = Uint8Array::from(bytes.as_slice()).buffer();
        parts.push(&buffer);
        transfer.push(&buffer);
    }
    // A response that cannot be cloned would be a bug of this file; the page then sees no answer.
    let _ = scope.post_message_with_transfer(&parts, &transfer);
}
