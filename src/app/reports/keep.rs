//! The button that keeps the comparison in the workspace, and what it asks.

use leptos::prelude::*;

use super::desk::ReportDesk;
use crate::app::models::running::JobLine;
use crate::app::policy::dialog::Dialog;
use crate::app::state::Job;

/// Opens the form.
#[component]
pub fn KeepReport() -> impl IntoView {
    let desk = ReportDesk::expect();
    let open = RwSignal::new(false);
    let name = RwSignal::new(String::new());
    // What failed before is not told again.
    let is_asked = RwSignal::new(false);
    let keep = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        is_asked.set(true);
        let typed = name.get_untracked().trim().to_owned();
        desk.keep(typed, move || {
            desk.app.announce("The report is kept: see History.");
            // The tab may have been left meanwhile.
            name.try_set(String::new());
            is_asked.try_set(false);
            open.try_set(false);
        });
    };
    let job = Memo::new(move |_| match (is_asked.get(), desk.writing.get()) {
        (false, _) => Job::Idle,
        (true, Job::Done) => desk.workspace.follow.get(),
        (true, writing) => writing,
    });
    let busy = move || desk.writing.with(Job::is_busy) || desk.workspace.follow.with(Job::is_busy);
    view! {
        <button type="button" class="button" on:click=move |_| open.set(true)>"Keep report…"</button>
        <Dialog open title=Signal::stored("Keep this report".to_owned()) id="keep-title">
            <form class="register-form" on:submit=keep>
                <p>"It is kept in the workspace of this browser, to be compared with a later one."</p>
                <div class="model-field">
                    <label for="keep-name">"Name (may be left empty)"</label>
                    <input
                        type="text"
                        class="input"
                        id="keep-name"
                        autocomplete="off"
                        prop:value=move || name.get()
                        on:input=move |event| name.set(event_target_value(&event))
                    />
                </div>
                <p class="dialog-actions">
                    <button type="submit" class="button is-primary" aria-disabled=move || busy().to_string()>
                        "Keep"
                    </button>
                </p>
                <JobLine job label="Keeping the report" />
            </form>
        </Dialog>
    }
}
