//! Two kept reports side by side: what drifted since.

use leptos::prelude::*;

use super::history_words::{self, CHANGES};
use crate::app::components::words::Words;
use crate::app::registry::deeds::{COMPARE_TITLE, Deeds};
use crate::app::registry::more::first_rows;
use crate::app::registry::table_view::{TableParts, text_table};

/// From one report to a later one, by their numbers.
#[component]
pub fn Since(
    /// The earlier one.
    earlier: u64,
    /// The later one.
    later: u64,
) -> impl IntoView {
    let deeds = Deeds::expect();
    deeds.state.compare(deeds.engine, earlier, later);
    // Another pair may have been asked for meanwhile.
    let found = Memo::new(move |_| {
        let compared = deeds.state.compared.get();
        compared.filter(|found| (found.earlier.number, found.later.number) == (earlier, later))
    });
    let rows = Memo::new(move |_| {
        found.with(|found| found.as_ref().map(|found| history_words::change_rows(found)).unwrap_or_default())
    });
    let (shown, more) = first_rows(rows);
    let words = move || {
        found.get().map(|found| {
            let notes = found.notes.iter().map(|note| view! { <li><Words text=note.clone() /></li> });
            view! {
                <p>{history_words::sides(&found)}</p>
                <p><strong>{history_words::summary(&found)}</strong></p>
                <ul class="left-out">{notes.collect_view()}</ul>
            }
        })
    };
    view! {
        <section class="registered" aria-labelledby=COMPARE_TITLE>
            <h2 id=COMPARE_TITLE tabindex="-1">"What drifted since"</h2>
            <div role="status">{words}</div>
            {text_table("Columns of both reports", CHANGES.to_vec(), shown, TableParts::default())}
            {more}
        </section>
    }
}
