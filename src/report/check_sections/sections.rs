//! The sections of a comparison, in order.

use super::depth::Depth;
use super::{column_part, drift_table, judging, together, verdict};
use crate::report::CheckPart;
use crate::report::document::{Block, Section};
use crate::report::words::order;

/// What a report tells of a comparison: the verdict, the columns as a table and one by one, where rows
/// differ together, and how it was judged.
///
/// The more columns there are, the less is told of those that matter least; a sentence says so.
pub fn check_sections(part: &CheckPart<'_>) -> Vec<Section> {
    let order = order::worst_first(part.report);
    let mut columns = vec![drift_table::sentence(part.report)];
    if !order.is_empty() {
        columns.push(Block::Table(drift_table::table(part.report, &order)));
    }
    let mut each = Vec::new();
    each.extend(Depth::sentence(order.len()));
    each.extend(order.iter().enumerate().filter_map(|(rank, at)| column_part::part(part, *at, rank)));
    let section =
        |id: &str, title: &str, blocks| Section { id: id.to_owned(), title: title.to_owned(), blocks };
    let mut sections = vec![section("verdict", "Verdict", verdict::blocks(part.report))];
    sections.push(section("columns", "Columns", columns));
    if !order.is_empty() {
        sections.push(section("column-by-column", "Column by column", each));
    }
    sections.push(section("whole-rows", "Where rows differ together", together::blocks(part)));
    sections.push(section("judging", "How it was judged", judging::blocks(part)));
    sections
}
