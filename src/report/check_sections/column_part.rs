//! One column: why it was judged so, drawings, and its numbers.

use super::column_tables;
use super::depth::Depth;
use super::drift_table::{anchor, badge};
use crate::chart::Chart;
use crate::drift::{ColumnDetail, ColumnReport, CurvePoint, EcdfPair, Finding, Severity};
use crate::report::CheckPart;
use crate::report::document::{Block, Figure, Text};
use crate::report::words::{detail_words, format, labels, policy_words};

/// Width of a drawing, in CSS pixels.
const WIDTH: u32 = 440;
/// Height of a step of a distribution function below which it is not drawn: less than two pixels.
const LEAST_STEP: f64 = 0.01;
/// Parts of drifted columns that are open at first.
const OPEN: usize = 3;

/// The part of the column at that position of the report; `rank` 0 has the worst verdict.
pub(super) fn part(check: &CheckPart<'_>, position: usize, rank: usize) -> Option<Block> {
    let column = check.report.columns.get(position)?;
    // Details are in the report's order, but some may be missing.
    let detail = check
        .details
        .get(position)
        .filter(|detail| detail.name == column.name)
        .or_else(|| check.details.iter().find(|detail| detail.name == column.name));
    let drifted = column.verdict.is_some_and(|verdict| verdict.drifted);
    Some(Block::Folded {
        id: Some(anchor(position)),
        summary: summary(column),
        badge: Some(badge(column)),
        open: drifted && rank < OPEN,
        blocks: blocks(check, column, detail, Depth::of(rank)),
    })
}

fn summary(column: &ColumnReport) -> Text {
    let moved = column.effect.map_or_else(String::new, |effect| {
        format!(" · {}", format::moved(effect.size, effect.shift, column.kind))
    });
    Text::code(column.name.clone())
        .and(format!(" {}{moved}", detail_words::kind_and_role(column.kind, column.role)))
}

fn blocks(
    check: &CheckPart<'_>,
    column: &ColumnReport,
    detail: Option<&ColumnDetail>,
    depth: Depth,
) -> Vec<Block> {
    let mut blocks = Vec::new();
    if let Some(detail) = detail {
        let reasons = detail_words::reasons(&detail.sentences, &column.findings);
        blocks.extend(reasons.iter().map(|reason| Block::Paragraph(Text::sentence(reason))));
    }
    if let (None, Some(verdict)) = (detail, &column.verdict) {
        // The reasons say it otherwise.
        let words = format!("Judged by {}.", policy_words::judged_by_in_full(verdict));
        blocks.push(Block::Paragraph(Text::from(words)));
    }
    if !column.findings.is_empty() {
        blocks.push(Block::List(column.findings.iter().map(finding).collect()));
    }
    if let Some(detail) = detail {
        if depth == Depth::Whole {
            blocks.extend(column_tables::contributions(&detail.contributions));
        }
        blocks.extend(drawings(detail, depth));
    }
    if depth == Depth::Whole {
        blocks.extend(column_tables::tests(column, detail, &check.report.policy));
    }
    if depth >= Depth::Drawing {
        let quantiles = detail.filter(|_| depth == Depth::Whole).map(|detail| detail.quantiles.as_slice());
        blocks.push(column_tables::numbers(column, quantiles.unwrap_or_default()));
    }
    blocks
}

fn finding(finding: &Finding) -> Text {
    let lead = match finding.severity {
        Severity::None => Text::default(),
        severity => Text::strong(format!("{}: ", labels::finding_severity(severity))),
    };
    lead.and(Text::sentence(&finding.message))
}

fn drawings(detail: &ColumnDetail, depth: Depth) -> Vec<Block> {
    let mut charts = Vec::new();
    if depth >= Depth::Drawing {
        charts.extend(detail.histogram.clone().map(Chart::Histogram));
        charts.extend(detail.bars.clone().map(Chart::Bars));
    }
    if depth == Depth::Whole {
        charts.extend(detail.ecdf.as_ref().map(|pair| Chart::Ecdf(thinned(pair))));
    }
    charts.iter().map(|chart| Block::Figure(Figure::of_chart(chart, WIDTH))).collect()
}

/// The same curves with fewer steps, none of which is off by more than [`LEAST_STEP`].
fn thinned(pair: &EcdfPair) -> EcdfPair {
    EcdfPair { reference: fewer(&pair.reference), current: fewer(&pair.current), gap: pair.gap }
}

/// The first and the last point, and those between that are a step above the one before.
fn fewer(points: &[CurvePoint]) -> Vec<CurvePoint> {
    let mut kept: Vec<CurvePoint> = Vec::new();
    for (at, point) in points.iter().enumerate() {
        let is_step = kept.last().is_none_or(|last| point.y - last.y >= LEAST_STEP);
        if is_step || at + 1 == points.len() {
            kept.push(*point);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_curve_keeps_its_ends_and_is_off_by_less_than_a_step() {
        let points: Vec<CurvePoint> =
            (1..=512).map(|at| CurvePoint { x: f64::from(at), y: f64::from(at) / 512.0 }).collect();
        let kept = fewer(&points);
        // A step of 0.01 takes ⌈5.12⌉ = 6 points: 1, 7, … 511 are 86, and the last one.
        assert_eq!(kept.len(), 87);
        assert_eq!((kept.first(), kept.last()), (points.first(), points.last()));
        for point in &points {
            let drawn = kept.iter().rev().find(|kept| kept.x <= point.x).unwrap();
            assert!(point.y - drawn.y < LEAST_STEP);
        }
    }
}
