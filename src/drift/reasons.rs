//! Why a column was judged as it was, in sentences.

use super::preset::{FEW_VALUES, SMALL_REFERENCE};
use super::words::{count, counted, name, number, p_value, share, signed};
use super::{ColumnReport, ColumnVerdict, FindingKind, Level, Method, Policy, Preset, SideSummary};
use crate::data::Kind;

/// Most important first: what happened, findings, why this method, quirks. `by_both` is the kind
/// that both sides together suggest.
pub(super) fn sentences(entry: &ColumnReport, policy: &Policy, by_both: Kind) -> Vec<String> {
    let mut all = Vec::new();
    if let (Some(reference), Some(current)) = (&entry.reference, &entry.current)
        && reference.n > 0
        && current.n > 0
    {
        all.extend(what_happened(entry, reference, current));
    }
    let quirk = |kind| kind == FindingKind::EvidentlyDiffers;
    all.extend(entry.findings.iter().filter(|f| !quirk(f.kind)).map(|f| f.message.clone()));
    if let (Some(verdict), Some(reference), Some(current)) =
        (&entry.verdict, &entry.reference, &entry.current)
    {
        all.push(why_this_method(entry, verdict, reference, current, policy));
        all.extend(quirks(entry, verdict, reference, current, policy));
    }
    all.extend(entry.findings.iter().filter(|f| quirk(f.kind)).map(|f| f.message.clone()));
    if policy.preset == Preset::Evidently && !policy.kinds.contains_key(&entry.name) && by_both != entry.kind
    {
        all.push(format!(
            "By Evidently's rule, which looks at current alone, the kind is {}; both sides together suggest {by_both}.",
            entry.kind
        ));
    }
    if all.is_empty() {
        all.push(format!("There is nothing to say about {}.", name(&entry.name)));
    }
    all
}

fn what_happened(entry: &ColumnReport, reference: &SideSummary, current: &SideSummary) -> Option<String> {
    if entry.kind == Kind::Numeric { moved(entry, reference, current) } else { shares(reference, current) }
}

fn moved(entry: &ColumnReport, reference: &SideSummary, current: &SideSummary) -> Option<String> {
    let (before, now) = (median(reference)?, median(current)?);
    let shift = entry.effect.and_then(|effect| effect.shift).filter(|shift| shift.is_finite());
    let direction = match now.partial_cmp(&before)? {
        std::cmp::Ordering::Greater => "higher",
        std::cmp::Ordering::Less => "lower",
        std::cmp::Ordering::Equal => {
            let spread = spread_words(reference, current);
            return Some(format!("The median is {} on both sides{spread}.", number(now)));
        }
    };
    let sigmas = shift.map_or(String::new(), |shift| format!(" ({} σ)", signed(shift)));
    Some(format!("Current is {direction}: median {}, was {}{sigmas}.", number(now), number(before)))
}

fn spread_words(reference: &SideSummary, current: &SideSummary) -> String {
    match (reference.std, current.std) {
        (Some(before), Some(now))
            if before.is_finite() && now.is_finite() && number(before) != number(now) =>
        {
            format!("; the standard deviation is {}, was {}", number(now), number(before))
        }
        _ => String::new(),
    }
}

fn shares(reference: &SideSummary, current: &SideSummary) -> Option<String> {
    let (left, right) = (reference.counts.as_ref()?, current.counts.as_ref()?);
    let change = |before: u64, now: u64| now as f64 / current.n as f64 - before as f64 / reference.n as f64;
    // Both list the same categories in the same order.
    let ((category, before), (_, now)) = left
        .iter()
        .zip(right)
        .max_by(|a, b| change(a.0.1, a.1.1).abs().total_cmp(&change(b.0.1, b.1.1).abs()))?;
    let (before, now) = (*before as f64 / reference.n as f64, *now as f64 / current.n as f64);
    let category = name(category);
    Some(if share(before) == share(now) {
        format!(
            "No category's share changed by more than a rounding: {category} is {} on both sides.",
            share(now)
        )
    } else {
        let verb = if now > before { "grew" } else { "shrank" };
        format!("Most moved: {category} {verb} from {} to {} of the rows.", share(before), share(now))
    })
}

fn why_this_method(
    entry: &ColumnReport,
    verdict: &ColumnVerdict,
    reference: &SideSummary,
    current: &SideSummary,
    policy: &Policy,
) -> String {
    let empty = reference.n == 0 || current.n == 0;
    let why = if empty {
        "of the missing cells, because a side has no usable value".to_owned()
    } else {
        match (verdict.method_from, policy.preset) {
            (Level::Column, _) => "because the policy names it for this column".to_owned(),
            (Level::Kind, _) => format!("because the policy names it for {} columns", entry.kind),
            (Level::Global, _) => "because the policy names it".to_owned(),
            (Level::Preset, Preset::Evidently) => format!("because {}", evidently(entry, verdict, reference)),
            (Level::Preset, Preset::Robust) => "the robust preset's test of such a column".to_owned(),
            (Level::Preset, Preset::Nannyml) => "NannyML's method for every column".to_owned(),
        }
    };
    let mut sentence = format!("{}, {why}; {}.", verdict.method.label(), held_against_line(verdict, policy));
    let significant = verdict.method.drifted(verdict.judged_score(), verdict.threshold);
    if let Some(effect) = verdict.effect.filter(|_| significant) {
        let past = effect.size >= effect.threshold;
        sentence.push_str(&format!(
            " Its effect size ({} {}) is {} the least of {}{}.",
            effect.method.label(),
            number(effect.size),
            if past { "at or above" } else { "below" },
            number(effect.threshold),
            if past { "" } else { ", too small to count as drift" }
        ));
    }
    if let Some(missing) = verdict.missing.filter(|missing| missing.drifted) {
        sentence.push_str(&format!(
            " The share of missing cells changed by {} points, {}, which is drift by itself.",
            signed(missing.change * 100.0),
            p_value(missing.p_adjusted.unwrap_or(missing.p_value))
        ));
    }
    sentence
}

/// The score and the line it was held against.
fn held_against_line(verdict: &ColumnVerdict, policy: &Policy) -> String {
    let line = number(verdict.threshold);
    let past = verdict.method.drifted(verdict.judged_score(), verdict.threshold);
    if !verdict.score_is_p {
        let relation = match (policy.preset, past) {
            (Preset::Nannyml, _) if verdict.drifted => "is above",
            (Preset::Nannyml, _) => "is not above",
            (_, true) => "is at or above",
            (_, false) => "is below",
        };
        return format!("{} {relation} {line}", number(verdict.score));
    }
    let strict = matches!(verdict.method, Method::ChiSquare | Method::TwoProportionZ);
    let relation = match (past, strict) {
        (true, true) => "is below",
        (true, false) => "is at or below",
        (false, true) => "is not below",
        (false, false) => "is above",
    };
    match verdict.p_adjusted {
        Some(adjusted) => format!(
            "{}, adjusted by {} {}, {relation} {line}",
            p_value(verdict.score),
            policy.correction().label(),
            p_value(adjusted)
        ),
        None => format!("{} {relation} {line}", p_value(verdict.score)),
    }
}

fn evidently(entry: &ColumnReport, verdict: &ColumnVerdict, reference: &SideSummary) -> String {
    // Cells without a value do not count: the file may have more rows.
    let all = reference.missing + reference.infinite == 0;
    let rows = counted(
        reference.n,
        if all { "row" } else { "usable row" },
        if all { "rows" } else { "usable rows" },
    );
    let line = count(SMALL_REFERENCE);
    let size = if reference.n <= SMALL_REFERENCE {
        format!("the reference has {rows} ({line} or fewer)")
    } else {
        format!("the reference has {rows} (more than {line})")
    };
    let values = match (verdict.method, entry.kind) {
        (Method::Ks | Method::WassersteinNormed, _) => format!("more than {FEW_VALUES} distinct values"),
        (Method::TwoProportionZ, _) => "there are at most two distinct values".to_owned(),
        (_, Kind::Numeric) => format!("there are at most {FEW_VALUES} distinct values"),
        (Method::ChiSquare, _) => "its values are more than two categories".to_owned(),
        _ => "its values are categories".to_owned(),
    };
    format!("{size} and {values}")
}

/// What Evidently's choice brings with it here.
fn quirks(
    entry: &ColumnReport,
    verdict: &ColumnVerdict,
    reference: &SideSummary,
    current: &SideSummary,
    policy: &Policy,
) -> Vec<String> {
    let mut all = Vec::new();
    if policy.preset != Preset::Evidently || reference.n == 0 || current.n == 0 {
        return all;
    }
    if verdict.method == Method::ChiSquare {
        all.push(
            "Evidently's chi-square takes the reference's shares as exact, so it also finds drift where there is none when the reference is not much larger than current."
                .to_owned(),
        );
    }
    let inferred = !policy.kinds.contains_key(&entry.name);
    if inferred && entry.kind == Kind::Numeric && verdict.method == Method::ChiSquare {
        all.push(format!(
            "Numbers with {FEW_VALUES} or fewer distinct values are compared value by value, without their order."
        ));
    }
    if !verdict.drifted && missing_changed(entry) {
        all.push(
            "Evidently's verdict does not look at missing cells, so their change stands beside it as a finding."
                .to_owned(),
        );
    }
    all
}

fn missing_changed(entry: &ColumnReport) -> bool {
    entry
        .findings
        .iter()
        .any(|finding| matches!(finding.kind, FindingKind::NewMissing | FindingKind::MissingChanged))
}

fn median(side: &SideSummary) -> Option<f64> {
    side.quantiles.iter().find(|(p, _)| *p == 0.5).map(|(_, value)| *value)
}
