//! Name, tabs, theme, help.

use leptos::html;
use leptos::prelude::*;

use crate::app::browser;
use crate::app::route::{Route, Tab};
use crate::app::state::AppState;
use crate::app::theme::Theme;

/// The bar at the top of every page.
#[component]
pub fn Header() -> impl IntoView {
    let state = AppState::expect();
    let switch = move |_| {
        let theme = state.theme.get_untracked().other();
        browser::remember_theme(theme);
        state.theme.set(theme);
    };
    view! {
        <header class="header">
            <span class="header-name">
                <svg class="header-mark" viewBox="0 0 20 20" aria-hidden="true">
                    <path class="mark-sail" d="M10 2v10H4.5z" />
                    <path class="mark-keel" d="M2 13.5h16l-3 4H5z" />
                </svg>
                "Evenkeel"
            </span>
            <nav class="tabs" aria-label="Pages">
                {Tab::ALL.map(|tab| view! { <TabLink tab /> }).collect_view()}
            </nav>
            <span class="header-private">"Nothing leaves this browser"</span>
            <button
                type="button"
                class="icon-button"
                on:click=switch
                title="Switch between light and dark"
                aria-label=move || format!("Switch to the {} theme", state.theme.get().other().slug())
            >
                <svg viewBox="0 0 20 20" aria-hidden="true">
                    <circle cx="10" cy="10" r="7" fill="none" stroke="currentColor" stroke-width="1.5" />
                    <path
                        d=move || match state.theme.get() {
                            Theme::Light => "M10 3a7 7 0 0 1 0 14z",
                            Theme::Dark => "M10 3a7 7 0 0 0 0 14z",
                        }
                        fill="currentColor"
                    />
                </svg>
            </button>
            <button
                type="button"
                class="icon-button"
                title="Help and keyboard shortcuts (?)"
                aria-label="Help and keyboard shortcuts"
                on:click=move |_| state.help.set(true)
            >
                "?"
            </button>
        </header>
    }
}

/// One tab; keeps filters and the open column in its address.
#[component]
fn TabLink(tab: Tab) -> impl IntoView {
    let state = AppState::expect();
    let address = move || state.route.with(|route| Route { tab, ..route.clone() }.print());
    let link = NodeRef::<html::A>::new();
    // On a narrow page the tabs scroll: the one that is open is brought into view.
    Effect::new(move |_| {
        let Some(link) = link.get().filter(|_| state.tab.get() == tab) else { return };
        let Some(tabs) = link.parent_element() else { return };
        let (own, all) = (link.get_bounding_client_rect(), tabs.get_bounding_client_rect());
        let beyond = (own.right() - all.right()).max(0.0) + (own.left() - all.left()).min(0.0);
        tabs.set_scroll_left(tabs.scroll_left() + beyond.round() as i32);
    });
    view! {
        <a class="tab" node_ref=link href=address aria-current=move || (state.tab.get() == tab).then_some("page")>
            {tab.label()}
        </a>
    }
}
