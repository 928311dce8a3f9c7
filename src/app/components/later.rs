//! Parts of a page that are drawn a moment after it, so that no one task holds the page up.

use std::time::Duration;

use leptos::prelude::*;

/// Draws its children in a task of their own, before the next frame in all but the widest tables.
#[component]
pub fn Later(children: ChildrenFn) -> impl IntoView {
    let due = RwSignal::new(false);
    set_timeout(
        move || {
            due.try_set(true);
        },
        Duration::ZERO,
    );
    view! { <Show when=move || due.get()>{children()}</Show> }
}
