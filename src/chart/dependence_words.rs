//! What partial dependence says in words and as a table.

use super::DependenceChart;
use super::chart_kind::Table;
use super::format::{count, full, percent, points};
use crate::model::evaluation::DependencePoint;

/// What to see: where the class is most and least probable.
pub fn dependence_caption(chart: &DependenceChart) -> String {
    let all = &chart.found.points;
    let by =
        |a: &&DependencePoint, b: &&DependencePoint| chart.probability(a).total_cmp(&chart.probability(b));
    let (Some(least), Some(most)) = (all.iter().min_by(by), all.iter().max_by(by)) else {
        return "There is no value to set the column to.".to_owned();
    };
    let (class, column) = (chart.class_name(), &chart.found.column);
    let rows = count(chart.found.rows);
    let spread = chart.probability(most) - chart.probability(least);
    if spread < 0.0005 {
        return format!(
            "Whatever {column} is set to, the mean probability of {class} stays at {} over {rows} rows.",
            percent(chart.probability(most))
        );
    }
    format!(
        "With {column} set to {} in all of {rows} rows, the mean probability of {class} is {}; at {} it is {} ({}).",
        point_name(least),
        percent(chart.probability(least)),
        point_name(most),
        percent(chart.probability(most)),
        points(spread)
    )
}

/// One row a value, one column a class.
pub fn dependence_table(chart: &DependenceChart) -> Table {
    let classes = chart.found.classes.iter().map(|class| format!("probability of {class}"));
    let header = std::iter::once(chart.found.column.clone()).chain(classes).collect::<Vec<_>>();
    let rows = chart
        .found
        .points
        .iter()
        .map(|point| {
            let cells = (0..header.len() - 1)
                .map(|at| point.probabilities.get(at).map_or("–".to_owned(), |p| percent(*p)));
            std::iter::once(point_name(point)).chain(cells).collect()
        })
        .collect();
    Table { header, rows }
}

/// The point's value, or the word for none.
pub(super) fn point_name(point: &DependencePoint) -> String {
    match point.value {
        _ if point.label.trim().is_empty() => "missing".to_owned(),
        // Quantiles have long tails: five digits tell one from the next.
        Some(value) => format!("{value:.4e}").parse::<f64>().map_or_else(|_| full(value), |v| v.to_string()),
        None => point.label.clone(),
    }
}

/// What the cursor says on one point.
pub(super) fn point_text(chart: &DependenceChart, point: &DependencePoint) -> String {
    let value = point.value.map_or_else(|| point_name(point), full);
    let p = chart.probability(point);
    format!("{} = {value}: mean probability of {} {}", chart.found.column, chart.class_name(), percent(p))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::evaluation::PartialDependence;

    fn chart(ps: &[f64]) -> DependenceChart {
        let points = ps.iter().enumerate().map(|(at, &p)| DependencePoint {
            value: Some(at as f64),
            label: at.to_string(),
            probabilities: vec![1.0 - p, p],
        });
        let found = PartialDependence {
            column: "age".to_owned(),
            classes: vec!["no".to_owned(), "yes".to_owned()],
            rows: 1200,
            points: points.collect(),
        };
        DependenceChart { found, class: 1 }
    }

    #[test]
    fn the_caption_names_both_ends() {
        assert_eq!(
            dependence_caption(&chart(&[0.3, 0.1, 0.5])).replace('\u{a0}', " "),
            "With age set to 1 in all of 1,200 rows, the mean probability of yes is 10 %; at 2 it is 50 % \
             (+40 points)."
        );
        assert!(dependence_caption(&chart(&[0.2, 0.2])).contains("stays at 20"));
        assert!(dependence_caption(&chart(&[])).starts_with("There is no value"));
    }

    #[test]
    fn the_table_holds_every_class() {
        let table = dependence_table(&chart(&[0.25]));
        assert_eq!(table.header, ["age", "probability of no", "probability of yes"]);
        assert_eq!(table.rows, [["0", "75\u{a0}%", "25\u{a0}%"]]);
    }
}
