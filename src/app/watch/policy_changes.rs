//! How thresholds and rules are changed, and how that is undone.

use leptos::prelude::*;

use super::state::WatchState;
use crate::app::labels;
use crate::app::state::AppState;
use crate::monitor::MonitorPolicy;

impl WatchState {
    /// Changes thresholds and rules, in a way that can be undone; the alerts follow at once. A policy
    /// that cannot be applied is refused with a sentence, and the one before holds.
    ///
    /// # Errors
    ///
    /// A sentence that says what is allowed.
    pub fn change_policy(&self, change: impl FnOnce(&mut MonitorPolicy)) -> Result<(), String> {
        let mut after = self.policy.get_untracked();
        change(&mut after);
        after.validate().map_err(|error| labels::sentence(&error.to_string()))?;
        self.put_policy(after);
        Ok(())
    }

    /// Applies a valid policy, in a way that can be undone.
    pub fn put_policy(&self, after: MonitorPolicy) {
        let before = self.policy.get_untracked();
        if before != after {
            self.history.update(|history| history.changed(before, None));
            self.policy.set(after);
        }
    }

    /// Takes the last change back.
    pub fn undo(&self, app: AppState) {
        let now = self.policy.get_untracked();
        if let Some(Some(before)) = self.history.try_update(|history| history.undo(now)) {
            self.policy.set(before);
            app.announce("The change of the rules is undone.");
        }
    }

    /// Makes the change again that was undone last.
    pub fn redo(&self, app: AppState) {
        let now = self.policy.get_untracked();
        if let Some(Some(after)) = self.history.try_update(|history| history.redo(now)) {
            self.policy.set(after);
            app.announce("The change of the rules is made again.");
        }
    }
}
