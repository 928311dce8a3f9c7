//! The rules of a gate, each as a check over every part that judges.

use super::judge_gate::{Evidence, TEST};
use super::{Check, GatePart, GatePolicy};
use crate::drift::words::{count, counted, name, number, signed};
use crate::model::evaluation::{MetricDifference, SegmentDifference};
use crate::model::metrics::Metric;

/// Segments that are named in a sentence.
const NAMED: usize = 3;

/// The rules that a policy has, in order.
pub(super) fn rules(
    parts: &[GatePart],
    policy: &GatePolicy,
    evidence: &Evidence<'_>,
    notes: &mut Vec<String>,
) -> Vec<Check> {
    let judged: Vec<&GatePart> = parts.iter().filter(|part| part.judged).collect();
    let mut rules = Vec::new();
    if evidence.champion.is_some() {
        rules.push(min_rows(&judged, policy.min_rows));
        if !evidence.same_classes() {
            rules.push(other_classes(evidence));
        }
    }
    rules.extend(policy.minimum.map(|minimum| at_least(&judged, policy.metric, minimum)));
    if evidence.champion.is_some() {
        rules.push(non_inferior(&judged, policy.metric, policy.margin));
    }
    rules.extend(policy.max_ece.map(|most| calibrated(&judged, most)));
    if let (Some(_), Some(margin)) = (evidence.champion, policy.segment_margin) {
        rules.push(segments(&judged, policy, margin));
        if let Some(groups) = policy.groups.as_deref() {
            rules.push(of_groups(&judged, groups, margin, evidence, notes));
        }
    }
    rules
}

/// What came of it, in one line.
pub(super) fn headline(parts: &[GatePart], rules: &[Check], metric: Metric) -> String {
    let failed: Vec<&Check> = rules.iter().filter(|rule| !rule.holds).collect();
    if let [first, others @ ..] = failed.as_slice() {
        let more = match others.len() {
            0 => String::new(),
            n => format!(" (and {})", counted(n as u64, "more rule", "more rules")),
        };
        return format!("rejected: {}{more}", first.words);
    }
    let Some(test) = parts.iter().find(|part| part.name == TEST) else { return "passed".to_owned() };
    let rows = counted(test.rows, "test row", "test rows");
    match (&test.comparison, test.challenger.metrics.value(metric)) {
        (Some(comparison), Some(value)) => {
            let champion = difference(comparison.metrics.as_slice(), metric).map(|found| number(found.first));
            let champion = champion.unwrap_or_else(|| "none".to_owned());
            format!(
                "passed: {} {} against {champion} of the champion on {rows}",
                metric.label(),
                number(value)
            )
        }
        (None, Some(value)) => format!("passed: {} {} on {rows}", metric.label(), number(value)),
        _ => format!("passed on {rows}"),
    }
}

fn min_rows(judged: &[&GatePart], need: u64) -> Check {
    let fewest = judged.iter().map(|part| part.rows).min().unwrap_or(0);
    let words = match listed(judged, |part| Some(count(part.rows))) {
        list if list.is_empty() => format!("no held-out row, {need} are needed"),
        list => format!("{list} held-out rows; {need} are needed"),
    };
    Check {
        id: "min_rows".to_owned(),
        holds: !judged.is_empty() && fewest >= need,
        have: Some(fewest as f64),
        want: Some(need as f64),
        words,
    }
}

fn other_classes(evidence: &Evidence<'_>) -> Check {
    let classes = |of: &crate::lifecycle::Contender<'_>| of.scorer.schema().classes.join(", ");
    let champion = evidence.champion.as_ref().map(classes).unwrap_or_default();
    Check {
        id: "same_classes".to_owned(),
        holds: false,
        have: None,
        want: None,
        words: format!(
            "the challenger predicts {} and the champion {champion}: they cannot be held against each other",
            classes(&evidence.challenger)
        ),
    }
}

/// The worst of a value over the parts that judge, if all have one.
fn worst(
    judged: &[&GatePart],
    higher_is_better: bool,
    value: impl Fn(&GatePart) -> Option<f64>,
) -> Option<f64> {
    let values: Vec<f64> = judged.iter().map(|part| value(part)).collect::<Option<_>>()?;
    values.into_iter().reduce(|a, b| if (a < b) == higher_is_better { a } else { b })
}

fn at_least(judged: &[&GatePart], metric: Metric, minimum: f64) -> Check {
    let higher = metric.higher_is_better();
    let value = |part: &GatePart| part.challenger.metrics.value(metric);
    let worst = worst(judged, higher, value);
    let found = listed(judged, |part| Some(value(part).map_or("not defined".to_owned(), number)));
    let end = if higher { "at least" } else { "at most" };
    Check {
        id: "minimum".to_owned(),
        holds: worst.is_some_and(|worst| if higher { worst >= minimum } else { worst <= minimum }),
        have: worst,
        want: Some(minimum),
        words: format!("{} {}; {end} {} is asked for", metric.label(), there(&found), number(minimum)),
    }
}

fn calibrated(judged: &[&GatePart], most: f64) -> Check {
    let value = |part: &GatePart| part.challenger.metrics.value(Metric::Ece);
    let worst = worst(judged, false, value);
    let found = listed(judged, |part| Some(value(part).map_or("not defined".to_owned(), number)));
    Check {
        id: "max_ece".to_owned(),
        holds: worst.is_some_and(|worst| worst <= most),
        have: worst,
        want: Some(most),
        words: format!("expected calibration error {}; at most {} is allowed", there(&found), number(most)),
    }
}

/// A difference turned so that more is better.
struct Gain {
    value: f64,
    low: f64,
    high: f64,
}

impl Gain {
    fn of(found: &MetricDifference) -> Self {
        let MetricDifference { difference, low, high, .. } = *found;
        if found.metric.higher_is_better() {
            Self { value: difference, low, high }
        } else {
            // Not −0, which is told with its sign.
            Self { value: 0.0 - difference, low: 0.0 - high, high: 0.0 - low }
        }
    }
}

fn difference(metrics: &[MetricDifference], metric: Metric) -> Option<&MetricDifference> {
    metrics.iter().find(|found| found.metric == metric)
}

/// The challenger may be worse by at most the margin, with the end of the paired interval that is worse.
fn non_inferior(judged: &[&GatePart], metric: Metric, margin: f64) -> Check {
    let gain = |part: &GatePart| {
        part.comparison.as_ref().and_then(|both| difference(&both.metrics, metric)).map(Gain::of)
    };
    let worst = worst(judged, true, |part| gain(part).map(|gain| gain.low));
    let found = listed(judged, |part| {
        Some(gain(part).map_or("not defined".to_owned(), |gain| {
            format!("{} ({} to {})", signed(gain.value), signed(gain.low), signed(gain.high))
        }))
    });
    Check {
        id: "non_inferior".to_owned(),
        holds: worst.is_some_and(|worst| worst > -margin),
        have: worst,
        want: Some(-margin),
        words: format!(
            "gain over the champion in {}: {}; every lower end must be above {}",
            metric.label(),
            there(&found),
            number(-margin)
        ),
    }
}

/// A segment of a part, and by how much the challenger is worse in it.
struct Worse<'a> {
    part: &'a str,
    segment: &'a SegmentDifference,
    by: f64,
    /// Whether the interval holds no 0.
    is_sure: bool,
}

fn looked_at<'a>(judged: &[&'a GatePart], keep: impl Fn(&str) -> bool) -> Vec<Worse<'a>> {
    let of_part = |part: &&'a GatePart| {
        let segments = part.comparison.iter().flat_map(|both| &both.segments);
        let part = part.name.as_str();
        segments.map(move |segment| {
            let gain = Gain::of(&segment.metric);
            Worse { part, segment, by: 0.0 - gain.value, is_sure: gain.high < 0.0 }
        })
    };
    let mut found: Vec<Worse<'_>> =
        judged.iter().flat_map(of_part).filter(|worse| keep(&worse.segment.column)).collect();
    found.sort_by(|a, b| b.by.total_cmp(&a.by));
    found
}

fn segments(judged: &[&GatePart], policy: &GatePolicy, margin: f64) -> Check {
    let is_group = |column: &str| policy.groups.as_deref() == Some(column);
    bounded("segments", "segment", &looked_at(judged, |column| !is_group(column)), margin)
}

fn of_groups(
    judged: &[&GatePart],
    groups: &str,
    margin: f64,
    evidence: &Evidence<'_>,
    notes: &mut Vec<String>,
) -> Check {
    let found = looked_at(judged, |column| column == groups);
    if evidence.set.table.column(groups).is_none() {
        let words = format!("there is no column {} to take groups from", name(groups));
        return Check { id: "groups".to_owned(), holds: false, have: None, want: Some(margin), words };
    }
    if found.is_empty() {
        notes.push(format!("No group of {} has 30 held-out rows: none is judged.", name(groups)));
    }
    bounded("groups", "group", &found, margin)
}

fn bounded(id: &str, what: &str, found: &[Worse<'_>], margin: f64) -> Check {
    let beyond: Vec<&Worse<'_>> = found.iter().filter(|worse| worse.by > margin && worse.is_sure).collect();
    let most = beyond.first().copied().or(found.first());
    let words = if beyond.is_empty() {
        let looked = counted(found.len() as u64, what, &format!("{what}s"));
        format!("of {looked} none is surely worse by more than {}", number(margin))
    } else {
        let told: Vec<String> = beyond.iter().take(NAMED).map(|worse| told(worse)).collect();
        let more = match beyond.len() - told.len() {
            0 => String::new(),
            n => format!(" and {}", counted(n as u64, "more", "more")),
        };
        format!("{}{more}; at most {} is allowed", told.join(", "), number(margin))
    };
    Check {
        id: id.to_owned(),
        holds: beyond.is_empty(),
        have: most.map(|worse| worse.by),
        want: Some(margin),
        words,
    }
}

fn told(worse: &Worse<'_>) -> String {
    let Worse { part, segment, by, .. } = worse;
    let gain = Gain::of(&segment.metric);
    format!(
        "{} {} is worse in {} by {} ({} to {}) on {} of {part}",
        name(&segment.column),
        segment.segment,
        segment.metric.metric.label(),
        number(*by),
        number(0.0 - gain.high),
        number(0.0 - gain.low),
        counted(segment.rows, "row", "rows"),
    )
}

/// `0.81 in test, 0.79 in newest window`.
fn listed(judged: &[&GatePart], text: impl Fn(&GatePart) -> Option<String>) -> String {
    let one = |part: &&GatePart| text(part).map(|text| format!("{text} in {}", part.name));
    judged.iter().filter_map(one).collect::<Vec<_>>().join(", ")
}

fn there(list: &str) -> &str {
    if list.is_empty() { "not known, since no row is held out" } else { list }
}
