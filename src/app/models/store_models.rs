//! Models survive a reload: what the page holds is kept in the database as it comes and goes.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::keeper::Keeper;
use super::state::{ModelEntry, ModelId, ModelsState};
use crate::app::browser;
use crate::app::engine::Engine;
use crate::app::state::Job;
use crate::store::{StoreError, StoredModel};
use crate::worker::build_id;
use crate::worker::model_tasks::{ModelCard, ModelResult, ModelTask};

/// A model of the page and where it lies in the database.
#[derive(Debug, Clone, PartialEq)]
struct Known {
    model: ModelId,
    /// `None` until the database gave a key.
    key: Option<f64>,
}

/// Brings back the models of the last visit, and from then on keeps what is added and forgets what
/// is removed.
pub fn restore(models: ModelsState, engine: Engine, keeper: Keeper) {
    let known = StoredValue::new(Vec::<Known>::new());
    let ready = RwSignal::new(false);
    let job = RwSignal::new(Job::Idle);
    spawn_local(async move {
        let read = async { keeper.database().await?.all::<StoredModel>().await };
        match read.await {
            Ok(all) => {
                let chosen = models.chosen.get_untracked();
                all.into_iter().for_each(|stored| bring_back(models, engine, known, job, stored));
                if chosen.is_some() {
                    models.chosen.set(chosen); // Something was done in the meantime.
                }
            }
            // Said once there is something to keep.
            Err(StoreError::Unavailable) => {}
            Err(error) => keeper.failed("The models of the last visit could not be read", &error),
        }
        ready.set(true);
    });
    Effect::new(move |_| {
        let entries = models.entries.get();
        if ready.get() {
            follow(&entries, known, keeper);
        }
    });
}

fn bring_back(
    models: ModelsState,
    engine: Engine,
    known: StoredValue<Vec<Known>>,
    job: RwSignal<Job>,
    stored: StoredModel,
) {
    let StoredModel { id, name, build, card, file } = stored;
    let add = move |card: ModelCard, file: Vec<u8>| {
        // Effects run later: none sees the entry before it is known, and keeps it a second time.
        let model = models.add(name, card, file);
        known.update_value(|all| all.push(Known { model, key: id }));
    };
    if build == build_id()
        && let Ok(card) = postcard::from_bytes::<ModelCard>(&card)
    {
        return add(card, file);
    }
    // Another build wrote the card: the file says all of it again.
    let Ok(source) = browser::made_file("model", &[&file]) else { return };
    engine.model_task(ModelTask::Load { name: "model".to_owned() }, vec![source], job, move |result, _| {
        if let ModelResult::Model(card) = result {
            add(*card, file);
        }
    });
}

/// Keeps entries that are new, forgets those that are gone.
fn follow(entries: &[ModelEntry], known: StoredValue<Vec<Known>>, keeper: Keeper) {
    let before = known.get_value();
    for gone in before.iter().filter(|known| entries.iter().all(|entry| entry.id != known.model)) {
        known.update_value(|all| all.retain(|other| other.model != gone.model));
        if let Some(key) = gone.key {
            forget(key, keeper);
        }
    }
    for entry in entries.iter().filter(|entry| before.iter().all(|known| known.model != entry.id)) {
        known.update_value(|all| all.push(Known { model: entry.id, key: None }));
        keep(entry.clone(), known, keeper);
    }
}

fn keep(entry: ModelEntry, known: StoredValue<Vec<Known>>, keeper: Keeper) {
    let Ok(card) = postcard::to_allocvec(entry.card.as_ref()) else { return };
    let file = entry.file.to_vec();
    let record = StoredModel { id: None, name: entry.name.clone(), build: build_id(), card, file };
    spawn_local(async move {
        let put = async { keeper.database().await?.put(&record).await };
        match put.await {
            Ok(key) => {
                let mut is_there = false;
                known.update_value(|all| {
                    if let Some(known) = all.iter_mut().find(|known| known.model == entry.id) {
                        known.key = Some(key);
                        is_there = true;
                    }
                });
                if !is_there {
                    forget(key, keeper); // Removed while it was being kept.
                }
            }
            Err(error) => keeper
                .failed(&format!("{} will be gone when the page is closed: download it", entry.name), &error),
        }
    });
}

fn forget(key: f64, keeper: Keeper) {
    spawn_local(async move {
        let delete = async { keeper.database().await?.delete::<StoredModel>(key).await };
        if let Err(error) = delete.await {
            keeper.failed("A model that was removed may come back at the next visit", &error);
        }
    });
}
