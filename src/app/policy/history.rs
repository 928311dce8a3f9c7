//! Undo and redo: what a value was before, and what it was before an undo.

/// Steps that are kept.
const DEEPEST: usize = 100;

/// The past and the undone future of a value that is kept elsewhere.
#[derive(Debug, Clone, PartialEq)]
pub struct History<T> {
    past: Vec<T>,
    future: Vec<T>,
    /// What the last step was, so that typing in one field stays one step.
    last: Option<String>,
}

impl<T> Default for History<T> {
    fn default() -> Self {
        Self { past: Vec::new(), future: Vec::new(), last: None }
    }
}

impl<T> History<T> {
    /// Notes what the value was before a change. Changes in a row with the same `step` are one.
    pub fn changed(&mut self, before: T, step: Option<&str>) {
        let goes_on = step.is_some() && self.last.as_deref() == step && !self.past.is_empty();
        if !goes_on {
            self.past.push(before);
            if self.past.len() > DEEPEST {
                self.past.remove(0);
            }
        }
        self.future.clear();
        self.last = step.map(str::to_owned);
    }

    /// What the value was before the last change; `now` can be had back by [`History::redo`].
    pub fn undo(&mut self, now: T) -> Option<T> {
        let before = self.past.pop()?;
        self.future.push(now);
        self.last = None;
        Some(before)
    }

    /// What the value was before the last undo.
    pub fn redo(&mut self, now: T) -> Option<T> {
        let after = self.future.pop()?;
        self.past.push(now);
        self.last = None;
        Some(after)
    }

    /// Takes the last change back as if it had never been made.
    pub fn take_back(&mut self) -> Option<T> {
        self.last = None;
        self.past.pop()
    }

    /// Ends a run of changes that are one step.
    pub fn settle(&mut self) {
        self.last = None;
    }

    /// Whether there is something to undo.
    pub fn can_undo(&self) -> bool {
        !self.past.is_empty()
    }

    /// Whether there is something to redo.
    pub fn can_redo(&self) -> bool {
        !self.future.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A value with its history, as the page keeps one.
    #[derive(Default)]
    struct Kept {
        now: u32,
        history: History<u32>,
    }

    impl Kept {
        fn set(&mut self, to: u32, step: Option<&str>) {
            self.history.changed(self.now, step);
            self.now = to;
        }

        fn undo(&mut self) -> u32 {
            self.now = self.history.undo(self.now).unwrap_or(self.now);
            self.now
        }

        fn redo(&mut self) -> u32 {
            self.now = self.history.redo(self.now).unwrap_or(self.now);
            self.now
        }
    }

    #[test]
    fn undo_and_redo_walk_the_same_way() {
        let mut kept = Kept::default();
        (1..=3).for_each(|to| kept.set(to, None));
        assert_eq!([kept.undo(), kept.undo(), kept.redo()], [2, 1, 2]);
        kept.set(9, None);
        assert!(!kept.history.can_redo());
        assert_eq!([kept.undo(), kept.undo(), kept.undo(), kept.undo()], [2, 1, 0, 0]);
        assert!(!kept.history.can_undo());
    }

    #[test]
    fn typing_in_one_field_is_one_step_until_it_is_left() {
        let mut kept = Kept::default();
        kept.set(1, Some("threshold"));
        kept.set(12, Some("threshold"));
        kept.history.settle();
        kept.set(3, Some("threshold"));
        kept.set(4, Some("share"));
        assert_eq!([kept.undo(), kept.undo(), kept.undo()], [3, 12, 0]);
    }

    #[test]
    fn what_is_taken_back_cannot_be_redone() {
        let mut kept = Kept::default();
        kept.set(1, None);
        assert_eq!(kept.history.take_back(), Some(0));
        assert!(!kept.history.can_redo() && !kept.history.can_undo());
    }

    #[test]
    fn the_past_is_bounded() {
        let mut kept = Kept::default();
        (0..1_000).for_each(|to| kept.set(to, None));
        assert_eq!(kept.history.past.len(), DEEPEST);
    }
}
