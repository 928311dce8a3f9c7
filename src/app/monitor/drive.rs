//! Detection and replay on the page's thread: a piece of work a frame.

use std::sync::Arc;

use leptos::prelude::*;

use super::pace::{Pace, Replay, next_stop, reached, rows_of};
use super::stream_run::StreamRun;
use super::stream_state::StreamState;
use crate::app::browser;
use crate::app::state::AppState;
use crate::app::watch::state::WatchState;
use crate::monitor::Window;

/// Time that detectors have in a frame, in milliseconds: the rest is for drawing.
const FRAME: f64 = 12.0;
/// Time between two drawings while detectors run over the whole signal, in milliseconds.
const BETWEEN_DRAWINGS: f64 = 400.0;

impl StreamState {
    /// Runs the detectors over the whole signal.
    pub fn detect(self) {
        let turn = self.begin_run();
        if self.values.with_untracked(Option::is_none) {
            self.detecting.set(None);
            self.view.set(None);
            return;
        }
        self.detect_frame(turn, browser::now_ms());
    }

    fn detect_frame(self, turn: u32, drawn: f64) {
        if self.turn.try_get_value() != Some(turn) {
            return;
        }
        let until = browser::now_ms() + FRAME;
        let state = self.run.try_update_value(|run| {
            let run = run.as_mut()?;
            run.advance(u64::MAX, || browser::now_ms() >= until);
            Some((run.done(), run.total(), run.is_done()))
        });
        let Some((done, total, is_done)) = state.flatten() else { return };
        if is_done {
            self.detecting.set(None);
            self.draw();
            return;
        }
        self.detecting.set(Some((done, total)));
        let now = browser::now_ms();
        let is_due = now - drawn >= BETWEEN_DRAWINGS;
        if is_due {
            self.draw();
        }
        request_animation_frame(move || self.detect_frame(turn, if is_due { now } else { drawn }));
    }

    /// Rows that a replay goes through.
    pub fn replay_rows(self, watch: WatchState) -> u64 {
        let values = self.values.with(|values| values.as_ref().map_or(0, |values| values.values.len()));
        watch.timeline.with(|timeline| rows_of(timeline.as_ref().map_or(&[], |t| &t.windows), values))
    }

    /// Lets rows arrive, from the beginning or from where it was paused.
    pub fn play(self, app: AppState, watch: WatchState) {
        self.go(app, watch, Replay::Playing);
    }

    /// Lets rows arrive until the next window is complete.
    pub fn step(self, app: AppState, watch: WatchState) {
        if !self.replay.get_untracked().is_on() || self.replay.get_untracked() == Replay::Ended {
            self.rewind(watch);
        }
        let row = self.row.get_untracked();
        let stop = with_windows(watch, |windows| next_stop(windows, row));
        let stop = stop.unwrap_or_else(|| untrack(|| self.replay_rows(watch)));
        self.go(app, watch, Replay::Stepping(stop));
    }

    /// Begins anew, and plays.
    pub fn restart(self, app: AppState, watch: WatchState) {
        self.rewind(watch);
        self.go(app, watch, Replay::Playing);
    }

    /// Waits where it is.
    pub fn pause(self) {
        if self.replay.get_untracked().is_moving() {
            self.replay.set(Replay::Paused);
        }
    }

    /// Shows everything again.
    pub fn stop(self, watch: WatchState) {
        self.replay.set(Replay::Off);
        self.row.set(0);
        if watch.reached.with_untracked(Option::is_some) {
            watch.reached.set(None);
        }
        self.detect();
    }

    fn rewind(self, watch: WatchState) {
        self.begin_run();
        self.row.set(0);
        self.seen.update_value(|seen| seen.forget());
        watch.reached.set(Some(0));
        self.replay.set(Replay::Paused);
        self.draw();
    }

    fn go(self, app: AppState, watch: WatchState, how: Replay) {
        if !self.replay.get_untracked().is_on() || self.replay.get_untracked() == Replay::Ended {
            self.rewind(watch);
        }
        self.replay.set(how);
        let turn = self.next_turn();
        self.replay_frame(app, watch, turn, browser::now_ms(), Pace::default());
    }

    fn replay_frame(self, app: AppState, watch: WatchState, turn: u32, last: f64, mut pace: Pace) {
        if self.turn.try_get_value() != Some(turn) {
            return;
        }
        let now = browser::now_ms();
        let (row, rows) = (self.row.get_untracked(), untrack(|| self.replay_rows(watch)));
        let target = match self.replay.get_untracked() {
            Replay::Playing => row.saturating_add(pace.due(now - last, self.rate.get_untracked())),
            Replay::Stepping(stop) => stop,
            Replay::Off | Replay::Paused | Replay::Ended => return,
        };
        let at = self.push(target.min(rows), now + FRAME);
        if at != row {
            self.row.set(at);
            self.draw();
            let windows = with_windows(watch, |windows| reached(windows, at));
            if watch.reached.get_untracked() != Some(windows) {
                watch.reached.set(Some(windows));
            }
        }
        if at >= rows {
            self.replay.set(Replay::Ended);
            app.announce("All rows have arrived.");
            return;
        }
        if matches!(self.replay.get_untracked(), Replay::Stepping(stop) if at >= stop) {
            self.replay.set(Replay::Paused);
            return;
        }
        request_animation_frame(move || self.replay_frame(app, watch, turn, now, pace));
    }

    /// Gives the detectors rows up to `target`, and says how far that got. Rows beyond the signal's own
    /// go to nobody.
    fn push(self, target: u64, until: f64) -> u64 {
        let done = self.run.try_update_value(|run| {
            let run = run.as_mut()?;
            run.advance(target, || browser::now_ms() >= until);
            (!run.is_done()).then(|| run.done())
        });
        done.flatten().unwrap_or(target)
    }

    fn draw(self) {
        let view = self.run.with_value(|run| run.as_ref().map(|run| Arc::new(run.view())));
        if view.is_some() || self.view.with_untracked(Option::is_some) {
            self.view.set(view);
        }
    }

    /// Puts the detectors before the first row.
    fn begin_run(self) -> u32 {
        let run = self.values.get_untracked().map(|values| {
            let plan = self.form.with_untracked(|form| form.plan(values.is_errors));
            StreamRun::new(values, &plan)
        });
        self.run.set_value(run);
        self.detecting.set(None);
        self.next_turn()
    }

    fn next_turn(self) -> u32 {
        self.turn.update_value(|turn| *turn = turn.wrapping_add(1));
        self.turn.get_value()
    }
}

fn with_windows<T>(watch: WatchState, read: impl FnOnce(&[Window]) -> T) -> T {
    watch
        .timeline
        .with_untracked(|timeline| read(timeline.as_ref().map_or(&[], |timeline| &timeline.windows)))
}
