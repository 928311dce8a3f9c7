//! The parts of the Models tab that show the workspace.

use leptos::prelude::*;

use super::deeds::{Deeds, Question, TITLE};
use super::log_page::LogPage;
use super::registry_page::RegistryPage;
use super::runs_page::RunsPage;
use super::section::Section;
use crate::app::models::running::JobLine;
use crate::app::route::{Route, Tab};
use crate::app::state::{AppState, Job};

/// Links to the parts of the tab.
#[component]
pub fn SectionLinks() -> impl IntoView {
    let app = AppState::expect();
    let links = Section::ALL.map(|section| {
        let address = move || {
            app.route.with(|route| Route { tab: Tab::Models, section, item: None, ..route.clone() }.print())
        };
        let current = move || app.route.with(|route| route.section == section).then_some("page");
        view! { <a href=address aria-current=current>{section.label()}</a> }
    });
    view! { <nav class="model-tabs section-links" aria-label="What is shown">{links.into_iter().collect_view()}</nav> }
}

/// A part of the workspace, once it was read.
#[component]
pub fn WorkspacePage(
    /// Which.
    section: Section,
) -> impl IntoView {
    let deeds = Deeds::of_page();
    provide_context(deeds);
    let is_read = Memo::new(move |_| deeds.state.workspace.with(Option::is_some));
    let reading = Memo::new(move |_| if is_read.get() { Job::Idle } else { deeds.state.follow.get() });
    view! {
        <section class="workspace" aria-label=section.label()>
            <h1 id=TITLE tabindex="-1">{section.label()}</h1>
            <JobLine job=reading label="Reading the workspace" />
            {move || is_read.get().then(|| match section {
                Section::Runs => view! { <RunsPage /> }.into_any(),
                Section::Log => view! { <LogPage /> }.into_any(),
                Section::AtHand | Section::Registry => view! { <RegistryPage /> }.into_any(),
            })}
            <Question />
        </section>
    }
}
