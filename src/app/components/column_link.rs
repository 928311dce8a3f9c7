//! A column's name that opens its detail.

use leptos::prelude::*;

use crate::app::route::Tab;
use crate::app::state::AppState;

/// The name as a button; the back button closes the detail again.
#[component]
pub fn ColumnLink(
    /// Name of the column.
    name: String,
) -> impl IntoView {
    let state = AppState::expect();
    let open = name.clone();
    let opened = move |_| {
        let name = open.clone();
        state.change(true, |route| {
            route.tab = Tab::Drift;
            route.column = Some(name);
        });
    };
    view! {
        <button type="button" class="link-button" on:click=opened>
            {name}
        </button>
    }
}
