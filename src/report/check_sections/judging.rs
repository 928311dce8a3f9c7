//! How it was judged: the policy, its rules, and what the methods measure.

use std::collections::BTreeMap;

use super::policy_tables;
use crate::drift::{
    CheckReport, Correction, LARGE_DISTANCE, LARGE_KS_GAP, LARGE_MISSING_CHANGE, LARGE_TOTAL_VARIATION,
    MATERIAL_CRAMERS_V, MATERIAL_MISSING, MATERIAL_WASSERSTEIN, Method, Policy, Preset,
};
use crate::report::CheckPart;
use crate::report::document::{Block, Cell, Table, TableColumn, Text};
use crate::report::words::format;
use crate::report::words::formulas::formula;

/// The policy in a sentence.
pub(super) fn sentence(policy: &Policy) -> String {
    let adjusted = match policy.correction() {
        Correction::None => "p-values as they are".to_owned(),
        correction => format!("p-values adjusted by {} over all columns", correction.label()),
    };
    let rules = (policy.kind_rules.len() + policy.column_rules.len()) as u64;
    let rules = match rules {
        0 => String::new(),
        many => format!("; {} of a kind or column", format::counted(many, "rule", "rules")),
    };
    format!(
        "the {} preset, {adjusted}; the data set drifts from {} of the judged columns on{rules}",
        policy.preset.label(),
        format::share(policy.share_threshold)
    )
}

/// Blocks of the section.
pub(super) fn blocks(part: &CheckPart<'_>) -> Vec<Block> {
    let policy = &part.report.policy;
    let mut blocks = vec![
        Block::Facts(policy_tables::facts(policy)),
        Block::Paragraph(Text::from(preset_words(policy.preset))),
        Block::Paragraph(Text::from(severity_words())),
    ];
    blocks.extend(policy_tables::rules(policy));
    blocks.extend(policy_tables::kinds_and_roles(policy));
    blocks.extend(methods(part.report));
    blocks
}

fn preset_words(preset: Preset) -> String {
    match preset {
        Preset::Robust => format!(
            "A column drifts where the difference is significant after the correction and large enough to matter: \
             numbers by the Kolmogorov-Smirnov test and a normed Wasserstein distance of at least \
             {MATERIAL_WASSERSTEIN}; categories by the chi-square test of the table, or by Fisher's exact test where \
             there are two values and few rows, and a Cramér's V of at least {MATERIAL_CRAMERS_V}; missing cells where \
             their share changed by at least {}.",
            format::share(MATERIAL_MISSING)
        ),
        Preset::Evidently => {
            "Methods and lines are those of Evidently 0.7: tests up to 1,000 usable rows of the \
                              reference, distances above."
                .to_owned()
        }
        Preset::Nannyml => {
            "Methods and lines are those of NannyML 0.13: the Jensen-Shannon distance of each column, \
                            held against its spread over chunks of the reference."
                .to_owned()
        }
    }
}

fn severity_words() -> String {
    format!(
        "A drifted column is critical where the change is large: a distance of {LARGE_DISTANCE} times its line, a \
         Kolmogorov-Smirnov gap of {LARGE_KS_GAP}, a total variation of {LARGE_TOTAL_VARIATION}, or missing cells \
         changed by {} of the rows. A data set that drifted is critical.",
        format::share(LARGE_MISSING_CHANGE)
    )
}

/// Methods that judged, and those whose tests are told: what each measures.
fn methods(report: &CheckReport) -> Option<Block> {
    let mut judged: BTreeMap<Method, u64> = BTreeMap::new();
    for column in &report.columns {
        for method in column.tests.keys() {
            judged.entry(*method).or_default();
        }
        if let Some(verdict) = &column.verdict {
            *judged.entry(verdict.method).or_default() += 1;
            if let Some(effect) = verdict.effect {
                judged.entry(effect.method).or_default();
            }
        }
    }
    let row = |(method, columns): (&Method, &u64)| {
        let count = Cell {
            text: Text::from(format::count(*columns)),
            sort: Some(*columns as f64),
            ..Cell::default()
        };
        vec![Cell::of(method.label()), count, Cell::of(formula(*method))]
    };
    let table = Table {
        caption: "Methods: F and G are the distribution functions of the reference and of current, r and c the shares \
                  of their bins or categories, n and m their usable rows"
            .to_owned(),
        sortable: false,
        columns: vec![
            TableColumn::words("Method"),
            TableColumn::numbers("Columns judged"),
            TableColumn::words("What it measures"),
        ],
        rows: judged.iter().map(row).collect(),
    };
    (!judged.is_empty()).then(|| Block::Folded {
        id: Some("methods".to_owned()),
        summary: Text::from("What the methods measure"),
        badge: None,
        open: false,
        blocks: vec![Block::Table(table)],
    })
}
