//! Files in, out, swapped, and read again.

use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::File;

use super::{Engine, Purpose};
use crate::app::browser;
use crate::app::route::Tab;
use crate::app::slots;
use crate::app::state::{Dataset, Job};
use crate::data::ReadOptions;
use crate::worker::address_of;
use crate::worker::client::Attachment;
use crate::worker::pool::ReadJob;
use crate::worker::protocol::{JobId, Origin, Request, Slot};

/// The demo pair, beside the page.
const DEMO: [&str; 2] = ["./demo/reference.csv", "./demo/current.csv"];

impl Engine {
    /// Takes files that were dropped on the page rather than on one slot.
    pub fn add(&self, files: Vec<File>) {
        let names: Vec<String> = files.iter().map(File::name).collect();
        let has_reference = self.has(Slot::Reference);
        let placement = slots::place(&names, has_reference);
        if placement.replaces {
            self.remove_currents();
        }
        if let Some(file) = placement.reference.and_then(|at| files.get(at)) {
            self.set_reference(file.clone());
        }
        let current = placement.current.iter().filter_map(|at| files.get(*at).cloned()).collect();
        self.add_current(current);
    }

    /// Takes files that were dropped on the reference slot: one reference.
    pub fn add_reference(&self, files: Vec<File>) {
        let mut files = files.into_iter();
        let Some(file) = files.next() else { return };
        let left_out = files.count();
        if left_out > 0 {
            self.state.notify(format!(
                "There is one reference: {} is taken, {left_out} more left out. Drop batches on the current side.",
                file.name()
            ));
        }
        self.set_reference(file);
    }

    /// Takes batches of current data.
    pub fn add_current(&self, files: Vec<File>) {
        for file in files {
            let slot = self.next_batch();
            self.read(slot, file, ReadOptions::default());
        }
    }

    /// Loads the demo pair, and shows its verdict.
    pub fn demo(&self) {
        let engine = *self;
        self.state.announce("Loading the demo.");
        spawn_local(async move {
            let mut files = Vec::new();
            for address in DEMO {
                match browser::fetch_file(&address_of(address)).await {
                    Ok(file) => files.push(file),
                    Err(sentence) => return engine.state.notify(sentence),
                }
            }
            engine.add(files);
            engine.state.change(true, |route| route.tab = Tab::Drift);
        });
    }

    /// Loads a file from the page's own origin.
    pub fn add_address(&self, address: String) {
        let engine = *self;
        spawn_local(async move {
            match browser::fetch_file(address.trim()).await {
                Ok(file) => engine.add(vec![file]),
                Err(sentence) => engine.state.notify(sentence),
            }
        });
    }

    /// Reads a file again, differently.
    pub fn read_again(&self, slot: Slot, options: ReadOptions) {
        if let Some(file) = self.file(slot) {
            self.read(slot, file, options);
        }
    }

    /// Reads every file again, after the judge was lost.
    pub fn reload(&self) {
        self.state.lost.set(false);
        let sets = self
            .state
            .datasets
            .with_untracked(|all| all.iter().map(|set| (set.slot, set.options.clone())).collect::<Vec<_>>());
        for (slot, options) in sets {
            self.read_again(slot, options);
        }
    }

    /// Makes a current data set the reference, and the reference (if any) current in its place.
    pub fn swap(&self, slot: Slot) {
        let (Some(file), Some(set)) = (self.file(slot), self.known(slot)) else { return };
        let reference = self.file(Slot::Reference).zip(self.known(Slot::Reference));
        self.remove(slot);
        self.set_reference_as(file, set.options);
        if let Some((file, set)) = reference {
            self.read(slot, file, set.options);
        }
        self.state.chosen.set(Some(slot));
    }

    /// Makes the reference one of the current data sets, which leaves the reference open.
    pub fn demote(&self) {
        let (Some(file), Some(set)) = (self.file(Slot::Reference), self.known(Slot::Reference)) else {
            return;
        };
        self.remove(Slot::Reference);
        let slot = self.next_batch();
        self.read(slot, file, set.options);
    }

    /// Takes a data set off the page; a simulation goes with the reference that it is of.
    pub fn remove(&self, slot: Slot) {
        self.end_read(slot);
        self.inner.update_value(|inner| {
            inner.files.remove(&slot);
        });
        self.state.datasets.update(|all| all.retain(|set| set.slot != slot));
        self.ask(Request::Remove { slot }, Attachment::None);
        if slot == Slot::Reference {
            self.remove_simulation();
        }
    }

    /// Ends a read. What was read of the file before stays.
    pub fn cancel(&self, slot: Slot) {
        let read_before = self.known(slot).is_some_and(|set| set.table.is_some() && set.revision > 0);
        if !read_before {
            self.remove(slot);
        } else {
            self.end_read(slot);
            self.state.update_dataset(slot, |set| set.job = Job::Done);
        }
        self.state.announce("Reading was cancelled.");
    }

    /// Whether the file of a slot is at hand to be read again.
    pub fn has_file(&self, slot: Slot) -> bool {
        self.inner.with_value(|inner| inner.files.contains_key(&slot))
    }

    fn set_reference(&self, file: File) {
        self.set_reference_as(file, ReadOptions::default());
    }

    fn set_reference_as(&self, file: File, options: ReadOptions) {
        self.remove(Slot::Reference);
        self.read(Slot::Reference, file, options);
    }

    fn read(&self, slot: Slot, file: File, options: ReadOptions) {
        self.end_read(slot);
        let job = self.new_job(Purpose::Read { slot, started_ms: browser::now_ms() });
        let before = self.known(slot);
        self.put(Dataset {
            slot,
            name: file.name(),
            origin: Origin::Csv,
            options: options.clone(),
            job: Job::Waiting,
            revision: before.as_ref().map_or(0, |set| set.revision),
            table: before.and_then(|set| set.table),
        });
        self.inner.update_value(|inner| {
            inner.files.insert(slot, file.clone());
        });
        if let Some(pool) = self.pool() {
            pool.read(ReadJob { job, file, options });
        }
    }

    fn end_read(&self, slot: Slot) {
        let mut running: Vec<JobId> = Vec::new();
        self.inner.update_value(|inner| {
            inner.purposes.retain(|job, purpose| {
                let ends = matches!(purpose, Purpose::Read { slot: reads, .. } if *reads == slot)
                    || *purpose == Purpose::Simulate(slot);
                if ends {
                    running.push(*job);
                }
                !ends
            });
        });
        if let Some(pool) = self.pool() {
            running.into_iter().for_each(|job| pool.cancel(job));
        }
    }

    fn remove_currents(&self) {
        for slot in self.state.datasets.with_untracked(|all| all.iter().map(|s| s.slot).collect::<Vec<_>>()) {
            if slot != Slot::Reference {
                self.remove(slot);
            }
        }
    }

    fn remove_simulation(&self) {
        let simulated = self.state.datasets.with_untracked(|all| {
            all.iter().find(|set| set.origin == Origin::Simulation).map(|set| set.slot)
        });
        if let Some(slot) = simulated {
            self.remove(slot);
        }
    }

    fn has(&self, slot: Slot) -> bool {
        self.known(slot).is_some()
    }

    fn known(&self, slot: Slot) -> Option<Dataset> {
        self.state.datasets.with_untracked(|all| all.iter().find(|set| set.slot == slot).cloned())
    }

    /// The file of a slot; simulated data and nothing else has none.
    pub fn file(&self, slot: Slot) -> Option<File> {
        self.inner.with_value(|inner| inner.files.get(&slot).cloned())
    }
}
