//! One column: why it was judged so, drawings, and its numbers.

use super::column_tables;
use super::depth::Depth;
use super::drift_table::{anchor, badge};
use crate::chart::Chart;
use crate::drift::{ColumnDetail, ColumnReport, Finding, Severity};
use crate::report::CheckPart;
use crate::report::document::{Block, Figure, Text};
use crate::report::words::{detail_words, format, labels, policy_words};

/// Width of a drawing, in CSS pixels.
const WIDTH: u32 = 440;
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
    if let Some(verdict) = &column.verdict {
        let words = format!("Judged by {}.", policy_words::judged_by_in_full(verdict));
        blocks.push(Block::Paragraph(Text::from(words)));
    }
    if !column.findings.is_empty() {
        blocks.push(Block::List(column.findings.iter().map(finding).collect()));
    }
    if let Some(detail) = detail {
        blocks.extend(drawings(detail, depth));
    }
    if depth == Depth::Whole {
        if let Some(detail) = detail {
            blocks.extend(column_tables::contributions(&detail.contributions));
        }
        blocks.extend(column_tables::tests(column, detail, &check.report.policy));
        if let Some(detail) = detail {
            blocks.extend(column_tables::quantiles(&detail.quantiles));
        }
    }
    if depth >= Depth::Drawing {
        blocks.push(column_tables::both_sides(column));
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
        charts.extend(detail.ecdf.clone().map(Chart::Ecdf));
    }
    charts.iter().map(|chart| Block::Figure(Figure::of_chart(chart, WIDTH))).collect()
}
