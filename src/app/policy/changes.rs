//! How the policy is changed, undone and kept in the address.

use leptos::prelude::*;

use super::history::History;
use super::link::PolicyLink;
use crate::app::browser;
use crate::app::labels;
use crate::app::route::Route;
use crate::app::state::AppState;
use crate::drift::Policy;

impl AppState {
    /// Follows an address that was changed from outside. The policy stays: it is no place to go to.
    pub fn follow(&self, hash: &str) {
        let mut route = Route::parse(hash);
        route.policy = PolicyLink::of(&self.policy.read_untracked());
        self.go(route, false);
    }

    /// Changes the policy, in a way that can be undone. Changes in a row with the same `step` are
    /// undone as one. A policy that is not valid is refused with a sentence, and the one before holds.
    pub fn change_policy(&self, step: Option<&str>, change: impl FnOnce(&mut Policy)) -> bool {
        let before = self.policy.get_untracked();
        let mut after = before.clone();
        change(&mut after);
        if after == before {
            return true;
        }
        if let Err(error) = after.validate() {
            self.notify(labels::sentence(&error.to_string()));
            return false;
        }
        self.history.update(|history| history.changed(before, step));
        self.put_policy(after);
        true
    }

    /// Takes the last change of the policy back.
    pub fn undo(&self) {
        let now = self.policy.get_untracked();
        if let Some(Some(before)) = self.history.try_update(|history| history.undo(now)) {
            self.put_policy(before);
            self.announce("The change of the policy is undone.");
        }
    }

    /// Makes the change again that was undone last.
    pub fn redo(&self) {
        let now = self.policy.get_untracked();
        if let Some(Some(after)) = self.history.try_update(|history| history.redo(now)) {
            self.put_policy(after);
            self.announce("The change of the policy is made again.");
        }
    }

    /// Takes back a change that could not be judged by.
    pub fn take_policy_back(&self) {
        if let Some(Some(before)) = self.history.try_update(History::take_back) {
            self.put_policy(before);
        }
    }

    fn put_policy(&self, policy: Policy) {
        let link = PolicyLink::of(&policy);
        // The rows are drawn anew; the focus shall not fall out of the table with the one that has it.
        if browser::has_focus("drift-active-row") {
            browser::focus("drift-active-row");
        }
        self.policy.set(policy);
        if self.route.with_untracked(|route| route.policy != link) {
            self.change(false, |route| route.policy = link);
        }
    }
}
