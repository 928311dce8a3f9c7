//! Severity as word, shape and colour together.

use leptos::prelude::*;

use crate::app::labels;
use crate::drift::Severity;

/// A shape per severity: circle, triangle, square; grey ring when there is no verdict.
#[component]
pub fn SeverityShape(
    /// `None` when nothing was judged.
    severity: Option<Severity>,
) -> impl IntoView {
    let slug = severity.map_or("unjudged", labels::severity_slug);
    let shape = match severity {
        None => view! { <circle cx="6" cy="6" r="4" class="shape-ring" /> }.into_any(),
        Some(Severity::None) => view! { <circle cx="6" cy="6" r="4.5" /> }.into_any(),
        Some(Severity::Warning) => view! { <path d="M6 1 11.5 11H.5z" /> }.into_any(),
        Some(Severity::Critical) => view! { <rect x="1" y="1" width="10" height="10" rx="1" /> }.into_any(),
    };
    view! {
        <svg class="severity-shape" data-severity=slug viewBox="0 0 12 12" aria-hidden="true">
            {shape}
        </svg>
    }
}

/// Shape and word.
#[component]
pub fn Badge(
    /// `None` when nothing was judged.
    severity: Option<Severity>,
    /// The word.
    #[prop(into)]
    word: String,
) -> impl IntoView {
    let slug = severity.map_or("unjudged", labels::severity_slug);
    view! {
        <span class="badge" data-severity=slug>
            <SeverityShape severity />
            {word}
        </span>
    }
}
