//! One browser worker as the page sees it.
//!
//! Every message is an array of two: the postcard bytes of a request or [`Response`],
//! and an attachment or `undefined`. What is posted before the worker's wasm runs is lost,
//! so requests wait here for its `Ready`.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Array, ArrayBuffer, Uint8Array};
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::*;
use web_sys::{ErrorEvent, Event, File, MessageEvent, Worker};

use super::protocol::{Answer, JobError, Request, Response};
use super::trainer_protocol::{TrainerAnswer, TrainerRequest};
use super::{address_of, build_id};

/// What can be asked of one of the two programs.
pub trait Ask: Serialize + 'static {
    /// The program's loader, beside the page.
    const LOADER: &'static str;
    /// What it answers.
    type Answer: DeserializeOwned + 'static;
}

/// Reads, judges.
impl Ask for Request {
    const LOADER: &'static str = "./worker_loader.js";
    type Answer = Answer;
}

/// Trains, scores, explains, analyses; fetched when it is first needed.
impl Ask for TrainerRequest {
    const LOADER: &'static str = "./trainer_loader.js";
    type Answer = TrainerAnswer;
}

/// What travels beside a request.
#[derive(Debug, Clone)]
pub enum Attachment {
    /// Nothing.
    None,
    /// A handle that the worker reads by itself.
    File(File),
    /// Several of them.
    Files(Vec<File>),
    /// Bytes that change owner.
    Bytes(ArrayBuffer),
}

/// What a worker tells the page.
#[derive(Debug)]
pub enum Heard<A> {
    /// A response, and the bytes beside it.
    Said(Box<Response<A>>, Option<ArrayBuffer>),
    /// It will answer no more.
    Stopped(JobError),
}

/// A running worker that is asked `Q`. Dropping it ends it.
pub struct Client<Q> {
    shared: Rc<Shared<Q>>,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(Event)>,
}

struct Shared<Q> {
    worker: Worker,
    ready: Cell<bool>,
    queue: RefCell<Vec<(Q, Attachment)>>,
}

impl<Q: Ask> Client<Q> {
    /// Starts a worker of the program that `Q` is asked of; `on_event` hears all it says, on the
    /// page's thread.
    ///
    /// # Errors
    ///
    /// [`JobError::NotStarted`] if the browser starts no worker.
    pub fn spawn(on_event: impl Fn(Heard<Q::Answer>) + 'static) -> Result<Self, JobError> {
        let worker = Worker::new(&address_of(Q::LOADER))
            .map_err(|error| JobError::NotStarted { reason: describe(&error) })?;
        let shared = Rc::new(Shared { worker, ready: Cell::new(false), queue: RefCell::default() });
        let on_event: Rc<dyn Fn(Heard<Q::Answer>)> = Rc::new(on_event);

        let (heard, hears) = (Rc::downgrade(&shared), on_event.clone());
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let Some(shared) = heard.upgrade() else { return };
            match decode(&event.data()) {
                Ok((Response::Ready { build }, _)) if build == build_id() => shared.become_ready(),
                Ok((Response::Ready { .. }, _)) => hears(Heard::Stopped(JobError::BuildMismatch)),
                // It did not understand the request, so it does not know the job either.
                Ok((Response::Failed { error: error @ JobError::BuildMismatch, .. }, _)) => {
                    hears(Heard::Stopped(error));
                }
                Ok((response, bytes)) => hears(Heard::Said(Box::new(response), bytes)),
                Err(reason) => hears(Heard::Stopped(crashed(reason))),
            }
        });
        let failed = Rc::downgrade(&shared);
        let on_error = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
            event.prevent_default();
            let message = event.dyn_ref::<ErrorEvent>().map(ErrorEvent::message).unwrap_or_default();
            let reason =
                if message.is_empty() { "its script could not be loaded".to_owned() } else { message };
            // One that never was ready did not fail for the size of a file.
            let was_ready = failed.upgrade().is_some_and(|shared| shared.ready.get());
            let error = if was_ready { crashed(reason) } else { JobError::NotStarted { reason } };
            on_event(Heard::Stopped(error));
        });
        shared.worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        shared.worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        Ok(Self { shared, _on_message: on_message, _on_error: on_error })
    }

    /// Whether it has said that it is ready. One that never was would not be if started again.
    pub fn is_ready(&self) -> bool {
        self.shared.ready.get()
    }

    /// Sends a request, at once or when the worker is ready.
    ///
    /// # Errors
    ///
    /// [`JobError::Crashed`] if the browser cannot hand it over.
    pub fn send(&self, request: Q, attachment: Attachment) -> Result<(), JobError> {
        if self.shared.ready.get() {
            return self.shared.post(&request, &attachment);
        }
        self.shared.queue.borrow_mut().push((request, attachment));
        Ok(())
    }
}

impl<Q> Drop for Client<Q> {
    fn drop(&mut self) {
        self.shared.worker.set_onmessage(None);
        self.shared.worker.set_onerror(None);
        self.shared.worker.terminate();
    }
}

impl<Q: Ask> Shared<Q> {
    fn become_ready(&self) {
        self.ready.set(true);
        for (request, attachment) in self.queue.take() {
            if let Err(error) = self.post(&request, &attachment) {
                web_sys::console::error_1(&error.to_string().into());
            }
        }
    }

    fn post(&self, request: &Q, attachment: &Attachment) -> Result<(), JobError> {
        let bytes = postcard::to_stdvec(request).map_err(|error| crashed(error.to_string()))?;
        let bytes = Uint8Array::from(bytes.as_slice());
        let transfer = Array::of1(&bytes.buffer());
        let attached = match attachment {
            Attachment::None => JsValue::UNDEFINED,
            Attachment::File(file) => file.into(),
            Attachment::Files(files) => files.iter().collect::<Array>().into(),
            Attachment::Bytes(buffer) => {
                transfer.push(buffer);
                buffer.into()
            }
        };
        self.worker
            .post_message_with_transfer(&Array::of2(&bytes, &attached), &transfer)
            .map_err(|error| crashed(describe(&error)))
    }
}

fn decode<A: DeserializeOwned>(data: &JsValue) -> Result<(Response<A>, Option<ArrayBuffer>), String> {
    let parts: &Array = data.dyn_ref().ok_or("its message is not an array")?;
    let bytes: Uint8Array = parts.get(0).dyn_into().map_err(|_| "its message carries no bytes")?;
    let response = postcard::from_bytes(&bytes.to_vec()).map_err(|error| error.to_string())?;
    Ok((response, parts.get(1).dyn_into().ok()))
}

fn crashed(reason: String) -> JobError {
    JobError::Crashed { reason }
}

fn describe(error: &JsValue) -> String {
    error.dyn_ref::<js_sys::Error>().map_or_else(|| format!("{error:?}"), |e| String::from(e.message()))
}
