//! The button that downloads the card of a model.

use leptos::prelude::*;

use super::desk::ReportDesk;
use crate::app::models::running::JobLine;
use crate::worker::report_tasks::ReportModel;

/// The button, and how far the file is.
#[component]
pub fn CardButton(
    /// Says which model.
    model: Callback<(), ReportModel>,
) -> impl IntoView {
    let desk = ReportDesk::expect();
    let job = desk.shown_job();
    view! {
        <button type="button" class="button" on:click=move |_| desk.download_card(model.run(()))>
            "Download model card"
        </button>
        <JobLine job label="Writing the model card" />
    }
}
