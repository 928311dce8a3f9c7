//! What the user made of alerts, thresholds and rules, and the policy of retraining survive a reload.

use std::collections::BTreeMap;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::state::WatchState;
use crate::app::models::keeper::Keeper;
use crate::app::state::AppState;
use crate::drift::Policy;
use crate::lifecycle::RetrainPolicy;
use crate::monitor::{AlertState, MonitorPolicy};
use crate::report;
use crate::store::{StoreError, StoredAlertState, StoredMonitorPolicy};

/// States by key of the alert.
type States = BTreeMap<String, AlertState>;
/// Of watching, and of retraining.
type Policies = (MonitorPolicy, RetrainPolicy);

/// Brings back what was kept, and from then on keeps every change. What was changed before it was read
/// goes before what was kept.
pub fn restore(app: AppState, watch: WatchState, keeper: Keeper) {
    let kept_states = StoredValue::new(States::new());
    let kept_policy = StoredValue::new(Policies::default());
    let ready = RwSignal::new(false);
    spawn_local(async move {
        match read(keeper).await {
            Ok((states, policies)) => {
                kept_states.set_value(states.clone());
                watch.states.update(|now| {
                    for (key, state) in states {
                        now.entry(key).or_insert(state);
                    }
                });
                if let Some(policies) = policies {
                    kept_policy.set_value(policies.clone());
                    let (monitor, retrain) = policies;
                    if watch.policy.with_untracked(|now| *now == MonitorPolicy::default()) {
                        watch.policy.set(monitor);
                    }
                    if app.retrain.with_untracked(|now| *now == RetrainPolicy::default()) {
                        app.retrain.set(retrain);
                    }
                }
                ready.set(true);
            }
            // Said once there is something to keep.
            Err(StoreError::Unavailable) => ready.set(true),
            Err(error) => {
                keeper.failed("Rules and states of alerts of the last visit could not be read", &error);
            }
        }
    });
    Effect::new(move |_| {
        let states = watch.states.get();
        if ready.get() {
            let before = kept_states.get_value();
            if before != states {
                keep_states(&before, &states, keeper);
                kept_states.set_value(states);
            }
        }
    });
    Effect::new(move |_| {
        let policies = (watch.policy.get(), app.retrain.get());
        if ready.get() && kept_policy.with_value(|before| *before != policies) {
            keep_policies(&policies, keeper);
            kept_policy.set_value(policies);
        }
    });
}

async fn read(keeper: Keeper) -> Result<(States, Option<Policies>), StoreError> {
    let database = keeper.database().await?;
    let states = database.all::<StoredAlertState>().await?;
    let policies = database.all::<StoredMonitorPolicy>().await?;
    // A text of a later page is left alone; the defaults hold.
    let policies = policies
        .last()
        .and_then(|kept| report::read_policies("the rules of the last visit", &kept.text).ok());
    let policies = policies.map(|file| (file.monitor, file.retrain));
    Ok((states.into_iter().map(|kept| (kept.key, kept.state)).collect(), policies))
}

fn keep_states(before: &States, now: &States, keeper: Keeper) {
    let changed: Vec<StoredAlertState> = now
        .iter()
        .filter(|(key, state)| before.get(*key) != Some(*state))
        .map(|(key, state)| StoredAlertState { key: key.clone(), state: *state })
        .collect();
    let gone: Vec<f64> =
        before.keys().filter(|key| !now.contains_key(*key)).map(|key| StoredAlertState::id(key)).collect();
    spawn_local(async move {
        let keep = async {
            let database = keeper.database().await?;
            for record in &changed {
                database.put(record).await?;
            }
            for id in gone {
                database.delete::<StoredAlertState>(id).await?;
            }
            Ok(())
        };
        if let Err(error) = keep.await {
            keeper.failed("What you made of the alerts will be gone when the page is closed", &error);
        }
    });
}

fn keep_policies((monitor, retrain): &Policies, keeper: Keeper) {
    // How columns are judged is not kept: a link or a file says so.
    let record = StoredMonitorPolicy { text: report::write_policies(&Policy::default(), monitor, retrain) };
    spawn_local(async move {
        let put = async { keeper.database().await?.put(&record).await };
        if let Err(error) = put.await {
            keeper.failed("The rules will be gone when the page is closed: export the policy", &error);
        }
    });
}
