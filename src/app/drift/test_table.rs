//! The test table of the detail panel: every test of the column, and what each is sensitive to.

use leptos::prelude::*;

use super::detail_tables::NumberCell;
use super::formulas::formula;
use super::test_lines::{Says, TestLine};
use crate::drift::Method;

/// Every test that was made, the one that gave the verdict marked. A test keeps its row while its
/// figures change, so that an open explanation stays open.
#[component]
pub fn TestTable(
    /// Every test that was made.
    #[prop(into)]
    lines: Signal<Vec<TestLine>>,
) -> impl IntoView {
    let methods = move || lines.with(|lines| lines.iter().map(|line| line.method).collect::<Vec<_>>());
    view! {
        <div class="test-scroll" role="region" tabindex="0" aria-label="Tests, table">
            <table class="detail-table test-table">
                <thead><tr>
                    <th scope="col">"test"</th>
                    <th scope="col" class="is-number">"statistic"</th>
                    <th scope="col" class="is-number">"p"</th>
                    <th scope="col" class="is-number">"effect"</th>
                    <th scope="col" class="is-number">"drift if"</th>
                    <th scope="col">"alone says"</th>
                </tr></thead>
                <tbody>
                    <For each=methods key=|method| *method let:method>
                        <TestRow method lines />
                    </For>
                </tbody>
            </table>
        </div>
    }
}

#[component]
fn TestRow(
    /// `None` for the test of the missing share.
    method: Option<Method>,
    lines: Signal<Vec<TestLine>>,
) -> impl IntoView {
    let own =
        Memo::new(move |_| lines.with(|lines| lines.iter().find(|line| line.method == method).cloned()));
    let first = own.get_untracked()?;
    let is_judge = Memo::new(move |_| own.with(|line| line.as_ref().is_some_and(|line| line.is_judge)));
    Some(view! {
        <tr class="test-figures" class:is-judge=move || is_judge.get()>
            <th scope="row">
                <span title=first.full_name>{first.name}</span>
                <Show when=move || is_judge.get()><span class="detail-judge">"verdict"</span></Show>
            </th>
            {move || own.get().map(|line| {
                let [statistic, p] = line.figures;
                view! {
                    <NumberCell figure=statistic />
                    <NumberCell figure=p />
                    <NumberCell figure=line.effect />
                    <td class="is-number">{line.line}</td>
                    <td><SaysWord says=line.says /></td>
                }
            })}
        </tr>
        <tr class="test-words" class:is-judge=move || is_judge.get()>
            <td colspan="6">
                {match method {
                    Some(method) => view! {
                        <details class="detail-explain">
                            <summary>
                                <span>{method.explanation()}</span>
                                <span class="detail-question" aria-hidden="true">"?"</span>
                                <span class="visually-hidden">{format!(" {} explained", first.name)}</span>
                            </summary>
                            <p>{formula(method)}</p>
                        </details>
                    }.into_any(),
                    None => view! {
                        <span>
                            "Whether the share of cells without a value changed; drift needs a change of at least the "
                            "second number too."
                        </span>
                    }.into_any(),
                }}
            </td>
        </tr>
    })
}

/// A word and a shape.
#[component]
fn SaysWord(says: Says) -> impl IntoView {
    let (slug, mark) = match says {
        Says::Drift => ("drift", "▲"),
        Says::NoDrift => ("stable", "●"),
        Says::NoLine => ("none", "–"),
    };
    view! {
        <span class="says" data-says=slug>
            <span aria-hidden="true">{mark}</span>
            " "
            {says.word()}
        </span>
    }
}
