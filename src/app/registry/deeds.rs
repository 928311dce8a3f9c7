//! What the views of the workspace do to it: one way for every button, and one question before what cannot
//! be undone.

use leptos::prelude::*;

use crate::app::browser;
use crate::app::engine::Engine;
use crate::app::policy::dialog::Dialog;
use crate::app::registry::section::Section;
use crate::app::state::AppState;
use crate::app::workspace::state::WorkspaceState;
use crate::lifecycle::{Action, Workspace};

/// Id of the heading that takes the focus where a button is gone after it was pressed.
pub const TITLE: &str = "workspace-title";
/// Id of the heading of a registered model.
pub const MODEL_TITLE: &str = "registered-title";
/// Id of the heading of a run.
pub const RUN_TITLE: &str = "run-title";
/// Id of the heading over runs side by side.
pub const COMPARE_TITLE: &str = "compare-title";

/// A question before something is lost.
#[derive(Debug, Clone)]
pub struct Ask {
    /// What is about to be done, as a question.
    pub question: String,
    /// What is lost by it.
    pub lost: String,
    /// What the button says.
    pub button: &'static str,
    /// What is said once it is done.
    pub said: String,
    /// What is done; `None` forgets the whole workspace.
    pub action: Option<Action>,
}

/// Everything that a view of the workspace needs. `Copy`, like the states.
#[derive(Clone, Copy)]
pub struct Deeds {
    /// The page.
    pub app: AppState,
    /// Jobs.
    pub engine: Engine,
    /// What is kept.
    pub state: WorkspaceState,
    asked: RwSignal<Option<Ask>>,
    is_open: RwSignal<bool>,
}

impl Deeds {
    /// To be provided by the page of the workspace.
    pub fn of_page() -> Self {
        Self {
            app: AppState::expect(),
            engine: Engine::expect(),
            state: WorkspaceState::expect(),
            asked: RwSignal::new(None),
            is_open: RwSignal::new(false),
        }
    }

    /// Those of the page of the workspace.
    pub fn expect() -> Self {
        expect_context::<Self>()
    }

    /// Looks at the workspace; the default where it was not read yet.
    pub fn look<T: Default>(self, look: impl FnOnce(&Workspace) -> T) -> T {
        self.state.workspace.with(|kept| kept.as_ref().map(|kept| look(kept)).unwrap_or_default())
    }

    /// Looks at the workspace without following it.
    pub fn peek<T: Default>(self, look: impl FnOnce(&Workspace) -> T) -> T {
        untrack(|| self.look(look))
    }

    /// Does one thing and says it once it is kept.
    pub fn act(self, action: Action, said: impl Into<String>) {
        let said = said.into();
        self.state.act(self.engine, vec![action], Vec::new(), move || {
            self.app.announce(said);
            hold_focus();
        });
    }

    /// Asks before something is lost.
    pub fn ask(self, ask: Ask) {
        self.asked.set(Some(ask));
        self.is_open.set(true);
    }

    /// Goes to something of a part of the workspace, and to the heading over it.
    pub fn go(self, section: Section, item: String, heading: &'static str) {
        self.app.change(true, |route| {
            route.section = section;
            route.item = Some(item);
        });
        browser::focus(heading);
    }

    fn confirmed(self) {
        self.is_open.set(false);
        let Some(ask) = self.asked.get_untracked() else { return };
        let closes = !matches!(
            ask.action,
            Some(Action::Promote { .. } | Action::DeleteVersion { .. } | Action::DeleteReport { .. })
        );
        match ask.action {
            Some(action) => self.act(action, ask.said),
            None => self.state.clear(self.engine),
        }
        if closes {
            // What is open is gone.
            self.app.change(false, |route| route.item = None);
        }
    }
}

/// Gives the focus to the nearest heading if what had it is gone.
fn hold_focus() {
    request_animation_frame(|| {
        let is_there = |id: &&str| document().get_element_by_id(id).is_some();
        let nearest = [MODEL_TITLE, RUN_TITLE, TITLE].into_iter().find(is_there);
        if let Some(id) = nearest.filter(|id| browser::focus_went_with(id)) {
            browser::focus(id);
        }
    });
}

/// The question, while it is asked.
#[component]
pub fn Question() -> impl IntoView {
    let deeds = Deeds::expect();
    let part = move |part: fn(Ask) -> String| move || deeds.asked.get().map(part).unwrap_or_default();
    let button = move || deeds.asked.get().map(|ask| ask.button);
    view! {
        <Dialog open=deeds.is_open title=Signal::derive(part(|ask| ask.question)) id="workspace-question">
            <p>{part(|ask| ask.lost)}</p>
            <p class="dialog-actions">
                <button type="button" class="button is-primary" on:click=move |_| deeds.confirmed()>{button}</button>
                <button type="button" class="button" on:click=move |_| deeds.is_open.set(false)>"Keep it"</button>
            </p>
        </Dialog>
    }
}
