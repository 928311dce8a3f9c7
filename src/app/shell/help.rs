//! What the page does, in a few sentences, and its keys.

use leptos::html;
use leptos::prelude::*;

use crate::app::state::AppState;

/// Keys and what they do.
const KEYS: [(&str, &str); 8] = [
    ("/", "filter columns by name"),
    ("↑ ↓", "move between columns"),
    ("Page Up, Page Down", "move by ten"),
    ("Home, End", "first and last column"),
    ("Enter", "open the column's detail"),
    ("Esc", "close the detail, clear the filter"),
    ("Ctrl+Z", "undo the last change of the policy; with Shift, redo"),
    ("?", "this help"),
];

/// A modal dialog; the browser keeps the focus inside and closes it on Escape.
#[component]
pub fn Help() -> impl IntoView {
    let state = AppState::expect();
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        if state.help.get() && !dialog.open() {
            let _ = dialog.show_modal();
        }
    });
    let close = move |_| {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    view! {
        <dialog
            class="help"
            node_ref=dialog
            aria-labelledby="help-title"
            on:close=move |_| state.help.set(false)
        >
            <div class="help-head">
                <h2 id="help-title">"Evenkeel in short"</h2>
                <button type="button" class="icon-button" aria-label="Close" on:click=close>
                    "×"
                </button>
            </div>
            <p>
                "Drop a reference CSV (what the model was made on) and a current CSV (what it sees now). "
                "Each column of both is compared, and the Drift page says which ones drifted, how far, and by which test."
            </p>
            <p>
                "Everything is read and computed in this browser. No data is sent anywhere, and a reload forgets it. "
                "A profile holds only a data set's distributions; download it to use it as a reference later."
            </p>
            <p>
                "Under the Robust preset a column has drifted when a test stays significant after the correction for many "
                "columns and the change is large enough to matter; with too few rows it is not judged. Evidently and "
                "NannyML judge as these tools do. Every method, threshold and correction can be changed, acts at once, "
                "and can be undone. The effect beside the verdict says how much a column moved: for numbers the "
                "Wasserstein distance in reference standard deviations (σ), for categories the total variation distance "
                "of the shares (TV)."
            </p>
            <p>
                <a href="./guide/index.html" target="_blank">
                    "The guide"
                </a>
                " explains every method and when it misleads, the policy file, the formats, and the command; it opens in a tab of its own."
            </p>
            <h3>"Keys"</h3>
            <dl class="help-keys">
                {KEYS
                    .map(|(key, does)| view! {
                        <div>
                            <dt>
                                <kbd>{key}</kbd>
                            </dt>
                            <dd>{does}</dd>
                        </div>
                    })
                    .collect_view()}
            </dl>
        </dialog>
    }
}
