//! How a file is read, where detection was wrong.

use leptos::prelude::*;
use web_sys::Event;

use crate::app::engine::Engine;
use crate::app::labels;
use crate::app::state::AppState;
use crate::data::{Encoding, ReadOptions};
use crate::worker::protocol::Slot;

const DELIMITERS: [char; 4] = [',', ';', '\t', '|'];
const ENCODINGS: [Encoding; 4] =
    [Encoding::Utf8, Encoding::Utf16Le, Encoding::Utf16Be, Encoding::Windows1252];
const THOUSANDS: [char; 4] = [',', '.', ' ', '\''];

/// Every change reads the file again.
#[component]
pub fn ReadingOptions(
    /// Which file.
    place: Slot,
) -> impl IntoView {
    let slot = place;
    let state = AppState::expect();
    let engine = Engine::expect();
    let set = state.dataset(slot);
    let options = Memo::new(move |_| set.get().map(|set| set.options).unwrap_or_default());
    let change = move |change: &dyn Fn(&mut ReadOptions)| {
        let mut changed = options.get_untracked();
        change(&mut changed);
        if changed != options.get_untracked() {
            engine.read_again(slot, changed);
        }
    };
    let at = |event: &Event| event_target_value(event).parse::<usize>().ok();
    let delimiter = move |event: Event| {
        let chosen = at(&event).and_then(|at| DELIMITERS.get(at).copied());
        change(&|options| options.delimiter = chosen);
    };
    let encoding = move |event: Event| {
        let chosen = at(&event).and_then(|at| ENCODINGS.get(at).copied());
        change(&|options| options.encoding = chosen);
    };
    let thousands = move |event: Event| {
        let chosen = at(&event).and_then(|at| THOUSANDS.get(at).copied());
        change(&|options| options.thousands = chosen);
    };
    let decimal = move |event: Event| {
        let chosen = match event_target_value(&event).as_str() {
            "0" => Some(false),
            "1" => Some(true),
            _ => None,
        };
        change(&|options| options.decimal_comma = chosen);
    };
    let missing = move |event: Event| {
        let tokens: Vec<String> = event_target_value(&event).split_whitespace().map(str::to_owned).collect();
        change(&|options| options.missing_tokens.clone_from(&tokens));
    };
    let position = |all: &[char], chosen: Option<char>| chosen.and_then(|c| all.iter().position(|o| *o == c));
    view! {
        <details class="reading-options">
            <summary>"Reading options"</summary>
            <div class="option-grid">
                <Choice
                    label="Delimiter"
                    none="detect"
                    words=DELIMITERS.map(labels::delimiter).to_vec()
                    chosen=Signal::derive(move || position(&DELIMITERS, options.get().delimiter))
                    on_change=Callback::new(delimiter)
                />
                <Choice
                    label="Decimal sign"
                    none="detect"
                    words=vec!["point".to_owned(), "comma".to_owned()]
                    chosen=Signal::derive(move || options.get().decimal_comma.map(usize::from))
                    on_change=Callback::new(decimal)
                />
                <Choice
                    label="Thousands"
                    none="none"
                    words=vec!["comma".into(), "point".into(), "space".into(), "apostrophe".into()]
                    chosen=Signal::derive(move || position(&THOUSANDS, options.get().thousands))
                    on_change=Callback::new(thousands)
                />
                <Choice
                    label="Encoding"
                    none="detect"
                    words=ENCODINGS.map(|e| labels::encoding(e).to_owned()).to_vec()
                    chosen=Signal::derive(move || {
                        options.get().encoding.and_then(|e| ENCODINGS.iter().position(|o| *o == e))
                    })
                    on_change=Callback::new(encoding)
                />
                <label class="option is-wide">
                    <span>"Also missing (separated by spaces)"</span>
                    <input
                        type="text"
                        class="input"
                        placeholder="? - missing"
                        prop:value=move || options.get().missing_tokens.join(" ")
                        on:change=missing
                    />
                </label>
            </div>
        </details>
    }
}

/// A labelled menu whose first entry leaves the choice to the reader.
#[component]
fn Choice(
    label: &'static str,
    none: &'static str,
    words: Vec<String>,
    #[prop(into)] chosen: Signal<Option<usize>>,
    on_change: Callback<Event>,
) -> impl IntoView {
    let options = words
        .into_iter()
        .enumerate()
        .map(|(at, word)| {
            view! {
                <option value=at.to_string() prop:selected=move || chosen.get() == Some(at)>
                    {word}
                </option>
            }
        })
        .collect_view();
    view! {
        <label class="option">
            <span>{label}</span>
            <select class="select" on:change=move |event| on_change.run(event)>
                <option value="" prop:selected=move || chosen.get().is_none()>
                    {none}
                </option>
                {options}
            </select>
        </label>
    }
}
