//! The page's workers: one judge that keeps profiles; readers and trainers that come and go.
//!
//! A reader lives for one file and a trainer for one task, so cancelling ends that worker
//! and nothing else, and the memory it used goes back to the browser.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::{Rc, Weak};

use js_sys::ArrayBuffer;
use web_sys::File;

use super::client::{Attachment, Client, Heard};
use super::protocol::{Answer, JobError, JobId, Request, Response};
use super::trainer_protocol::{TrainerAnswer, TrainerRequest};
use crate::data::ReadOptions;

/// Files read at the same time.
const MAX_READERS: usize = 2;

/// What the pool tells the page.
#[derive(Debug)]
pub enum PoolEvent {
    /// Of a reader or the judge, with the bytes beside it.
    Worker(Box<Response<Answer>>, Option<ArrayBuffer>),
    /// Of a trainer, with the bytes beside it.
    Trainer(Box<Response<TrainerAnswer>>, Option<ArrayBuffer>),
    /// A reader or a trainer stopped before its answer.
    Stopped(JobId, JobError),
    /// The judge stopped: all installed profiles are gone. A new one is running.
    JudgeStopped(JobError),
}

/// A file that is to be read.
#[derive(Debug, Clone)]
pub struct ReadJob {
    /// Job.
    pub job: JobId,
    /// The file.
    pub file: File,
    /// How to read it.
    pub options: ReadOptions,
}

/// All workers of the page. Cloning gives another handle to the same workers.
#[derive(Clone)]
pub struct Pool {
    inner: Rc<Inner>,
}

struct Inner {
    on_event: Box<dyn Fn(PoolEvent)>,
    state: RefCell<Workers>,
}

#[derive(Default)]
struct Workers {
    judge: Option<Client<Request>>,
    readers: Vec<(JobId, Client<Request>)>,
    waiting: VecDeque<ReadJob>,
    trainers: Vec<(JobId, Client<TrainerRequest>)>,
}

impl Pool {
    /// Starts the judge; readers start when there is something to read.
    pub fn start(on_event: impl Fn(PoolEvent) + 'static) -> Self {
        let pool = Self { inner: Rc::new(Inner { on_event: Box::new(on_event), state: RefCell::default() }) };
        pool.inner.clone().start_judge();
        pool
    }

    /// Sends a request to the judge.
    pub fn judge(&self, request: Request, attachment: Attachment) {
        let sent = match &self.inner.state.borrow().judge {
            Some(judge) => judge.send(request, attachment),
            None => Err(JobError::NotStarted { reason: "there is no worker".to_owned() }),
        };
        if let Err(error) = sent {
            self.inner.clone().judge_stopped(error);
        }
    }

    /// Reads a file as soon as a reader is free.
    pub fn read(&self, job: ReadJob) {
        self.inner.state.borrow_mut().waiting.push_back(job);
        self.inner.clone().start_readers();
    }

    /// Ends a read, running or waiting; it answers no more.
    pub fn cancel(&self, job: JobId) {
        {
            let mut workers = self.inner.state.borrow_mut();
            workers.waiting.retain(|waiting| waiting.job != job);
            workers.readers.retain(|(reading, _)| *reading != job);
        }
        self.inner.clone().start_readers();
    }

    /// Gives a job to a new trainer; others go on.
    pub fn train(&self, job: JobId, request: TrainerRequest, attachment: Attachment) {
        if let Err(error) = self.inner.clone().start_trainer(job, request, attachment) {
            (self.inner.on_event)(PoolEvent::Stopped(job, error));
        }
    }

    /// Ends the trainer of a job; it answers no more.
    pub fn end_trainer(&self, job: JobId) {
        self.inner.retire_trainer(job);
    }
}

impl Inner {
    fn start_judge(self: Rc<Self>) {
        let pool = Rc::downgrade(&self);
        let judge = Client::spawn(move |heard| {
            let Some(pool) = pool.upgrade() else { return };
            match heard {
                Heard::Said(response, bytes) => (pool.on_event)(PoolEvent::Worker(response, bytes)),
                Heard::Stopped(error) => pool.judge_stopped(error),
            }
        });
        match judge {
            Ok(judge) => self.state.borrow_mut().judge = Some(judge),
            Err(error) => (self.on_event)(PoolEvent::JudgeStopped(error)),
        }
    }

    /// A judge that was never ready (a script that is missing, or of another build) would
    /// not be if started again, so it is left off.
    fn judge_stopped(self: Rc<Self>, error: JobError) {
        let stopped = self.state.borrow_mut().judge.take();
        if stopped.as_ref().is_some_and(Client::is_ready) {
            self.clone().start_judge();
        }
        (self.on_event)(PoolEvent::JudgeStopped(error));
        later(stopped);
    }

    fn start_readers(self: Rc<Self>) {
        loop {
            let next = {
                let mut workers = self.state.borrow_mut();
                if workers.readers.len() >= MAX_READERS { None } else { workers.waiting.pop_front() }
            };
            let Some(next) = next else { return };
            if let Err(error) = self.clone().start_reader(next.clone()) {
                (self.on_event)(PoolEvent::Stopped(next.job, error));
            }
        }
    }

    fn start_reader(self: Rc<Self>, next: ReadJob) -> Result<(), JobError> {
        let (pool, job) = (Rc::downgrade(&self), next.job);
        let reader = Client::spawn(move |heard| reader_heard(&pool, job, heard))?;
        let request = Request::Read { job, name: next.file.name(), options: next.options };
        reader.send(request, Attachment::File(next.file))?;
        self.state.borrow_mut().readers.push((job, reader));
        Ok(())
    }

    fn start_trainer(
        self: Rc<Self>,
        job: JobId,
        request: TrainerRequest,
        attachment: Attachment,
    ) -> Result<(), JobError> {
        let pool = Rc::downgrade(&self);
        let trainer = Client::spawn(move |heard| trainer_heard(&pool, job, heard))?;
        trainer.send(request, attachment)?;
        self.state.borrow_mut().trainers.push((job, trainer));
        Ok(())
    }

    /// Forgets the trainer of a job, a task later for the same reason as a reader.
    fn retire_trainer(&self, job: JobId) {
        let mut workers = self.state.borrow_mut();
        if let Some(at) = workers.trainers.iter().position(|(running, _)| *running == job) {
            later(workers.trainers.swap_remove(at));
        }
    }

    /// Forgets a reader; its closure may still be running, so it is dropped a task later.
    fn retire(self: Rc<Self>, job: JobId) {
        let retired = {
            let mut workers = self.state.borrow_mut();
            let at = workers.readers.iter().position(|(reading, _)| *reading == job);
            at.map(|at| workers.readers.swap_remove(at))
        };
        later(retired);
        self.start_readers();
    }
}

fn reader_heard(pool: &Weak<Inner>, job: JobId, heard: Heard<Answer>) {
    let Some(pool) = pool.upgrade() else { return };
    match heard {
        Heard::Said(response, bytes) => {
            let last = !matches!(*response, Response::Progress { .. });
            (pool.on_event)(PoolEvent::Worker(response, bytes));
            if last {
                pool.retire(job);
            }
        }
        Heard::Stopped(error) => {
            (pool.on_event)(PoolEvent::Stopped(job, error));
            pool.retire(job);
        }
    }
}

fn trainer_heard(pool: &Weak<Inner>, job: JobId, heard: Heard<TrainerAnswer>) {
    let Some(pool) = pool.upgrade() else { return };
    let event = match heard {
        Heard::Said(response, bytes) => {
            if !matches!(*response, Response::Progress { .. }) {
                pool.retire_trainer(job);
            }
            PoolEvent::Trainer(response, bytes)
        }
        Heard::Stopped(error) => {
            pool.retire_trainer(job);
            PoolEvent::Stopped(job, error)
        }
    };
    (pool.on_event)(event);
}

/// Drops a worker after the event that is being handled: the closure that runs belongs to it.
fn later<T: 'static>(worker: T) {
    wasm_bindgen_futures::spawn_local(async move { drop(worker) });
}
