//! What drift does to a model, in words.

use crate::app::format;
use crate::model::evaluation::{ColumnHarm, HarmReport};

/// What is swapped, and what is then compared.
pub const EXPLAINED: &str = "One column at a time, the current values are swapped back: numbers move to the \
    reference’s value of the same rank, categories and missing cells to the reference’s shares, and every other \
    cell stays as it is. What the predictions, and where labels are known the log loss, change by is what the \
    drift of this column does to the model.";

/// Whether the drift of a column is known to harm, to help, or neither.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// The whole interval of the loss is above 0.
    Harms,
    /// The whole interval is below 0.
    Helps,
    /// The interval holds 0, or there is none.
    Unclear,
}

/// What the interval of a column's loss says.
pub fn effect(column: &ColumnHarm) -> Effect {
    match (column.loss_low, column.loss_high) {
        (Some(low), _) if low > 0.0 => Effect::Harms,
        (_, Some(high)) if high < 0.0 => Effect::Helps,
        _ => Effect::Unclear,
    }
}

/// One sentence on one column; `class` is that of the report.
pub fn sentence(column: &ColumnHarm, class: &str) -> String {
    let start = format!("Swapping `{}` back to reference-like values", column.name);
    if let (Some(loss), Some(low), Some(high)) = (column.loss, column.loss_low, column.loss_high) {
        let range = |a: f64, b: f64| format!("{} to {}", format::number(a), format::number(b));
        return match effect(column) {
            Effect::Harms => {
                format!("{start} lowers the log loss by {} ({}).", format::number(loss), range(low, high))
            }
            Effect::Helps => {
                format!("{start} raises the log loss by {} ({}).", format::number(-loss), range(-high, -low))
            }
            Effect::Unclear => {
                format!("{start} does not clearly change the log loss ({}).", range(-high, -low))
            }
        };
    }
    if column.mean_change == 0.0 {
        return format!("{start} changes no prediction.");
    }
    let way = if column.mean_shift > 0.0 { "lowers" } else { "raises" };
    format!(
        "{start} changes the label of {} of the rows and {way} the mean probability of {class} by {}.",
        format::share(column.flipped),
        format::share(column.mean_shift.abs())
    )
}

/// What all drift together does.
pub fn summary(report: &HarmReport) -> String {
    let rows = format::counted(report.rows, "row", "rows");
    if let (Some(now), Some(back)) = (report.log_loss, report.log_loss_all_back) {
        let way = if back < now { "lowers it to" } else { "leaves it at or raises it to" };
        return format!(
            "The log loss on {rows} of current data is {}; swapping all columns back at once {way} {}.",
            format::number(now),
            format::number(back)
        );
    }
    match report.columns.iter().filter(|column| column.flipped > 0.0).count() as u64 {
        0 => format!("On {rows} of current data, no column's drift changes a single label."),
        n => format!(
            "On {rows} of current data, the drift of {} changes labels. Without true labels it is not known \
             whether for better or worse.",
            format::counted(n, "column", "columns")
        ),
    }
}

/// The loss with its interval, e.g. `+0.12 (0.10 to 0.14)`.
pub fn loss(column: &ColumnHarm) -> Option<String> {
    let loss = column.loss?;
    let signed = if loss > 0.0 { format!("+{}", format::number(loss)) } else { format::number(loss) };
    Some(match (column.loss_low, column.loss_high) {
        (Some(low), Some(high)) => format!("{signed} ({} to {})", format::number(low), format::number(high)),
        _ => signed,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(loss: Option<[f64; 3]>) -> ColumnHarm {
        ColumnHarm {
            name: "age".to_owned(),
            mean_change: 0.08,
            mean_shift: 0.032,
            flipped: 0.041,
            loss: loss.map(|all| all[0]),
            loss_low: loss.map(|all| all[1]),
            loss_high: loss.map(|all| all[2]),
        }
    }

    fn plain(text: String) -> String {
        text.replace('\u{a0}', " ")
    }

    #[test]
    fn the_sentence_says_what_swapping_back_does() {
        let says = |loss| plain(sentence(&column(loss), "yes"));
        assert_eq!(
            says(Some([0.12, 0.1, 0.14])),
            "Swapping `age` back to reference-like values lowers the log loss by 0.12 (0.1 to 0.14)."
        );
        assert_eq!(
            says(Some([-0.12, -0.14, -0.1])),
            "Swapping `age` back to reference-like values raises the log loss by 0.12 (0.1 to 0.14)."
        );
        assert!(
            says(Some([0.01, -0.02, 0.04]))
                .ends_with("does not clearly change the log loss (−0.04 to 0.02).")
        );
        assert!(says(None).ends_with(
            "changes the label of 4.1 % of the rows and lowers the mean probability of yes by 3.2 %."
        ));
    }

    #[test]
    fn the_table_cell_is_signed() {
        assert_eq!(loss(&column(Some([0.12, 0.1, 0.14]))).as_deref(), Some("+0.12 (0.1 to 0.14)"));
        assert_eq!(loss(&column(None)), None);
    }

    #[test]
    fn the_summary_tells_labels_from_none() {
        let mut report = HarmReport {
            class: "yes".to_owned(),
            rows: 200,
            labelled: true,
            log_loss: Some(0.9),
            log_loss_all_back: Some(0.4),
            columns: vec![column(None)],
        };
        assert_eq!(
            plain(summary(&report)),
            "The log loss on 200 rows of current data is 0.9; swapping all columns back at once lowers it to 0.4."
        );
        report.log_loss = None;
        assert!(plain(summary(&report)).contains("the drift of 1 column changes labels"));
        report.columns.clear();
        assert!(plain(summary(&report)).contains("no column's drift"));
    }
}
