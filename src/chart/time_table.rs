//! A time chart as a table.

use super::chart_kind::Table;
use super::format::count;
use super::thinned::value;
use super::time_words::{mark_word, value_words};
use super::{Place, TimeChart};

/// The most slots that have a row each; more are summed up in as few stretches.
const MOST_ROWS: usize = 500;

/// One row a window: of the reference first, then the visible ones. Of a long stream, one a stretch of rows.
pub fn time_table(chart: &TimeChart) -> Table {
    let Some((first, last)) = chart.slots.visible(chart.range) else {
        return Table { header: vec!["window".to_owned(), chart.title.clone()], rows: Vec::new() };
    };
    if last - first < MOST_ROWS { one_a_slot(chart, first, last) } else { one_a_stretch(chart, first, last) }
}

fn one_a_slot(chart: &TimeChart, first: usize, last: usize) -> Table {
    let say =
        |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| value_words(value, chart.unit));
    let has_times = (first..=last).any(|slot| chart.slots.times(slot).is_some());
    let has_band = (first..=last).any(|slot| chart.interval(slot).is_some());
    let has_limits = chart.limits.lower.is_some() || chart.limits.upper.is_some();
    let mut header = vec!["window".to_owned()];
    header.extend(["from", "to"].into_iter().filter(|_| has_times).map(str::to_owned));
    header.extend(chart.lines.iter().map(|line| line.label.clone()));
    header.extend(["band from", "band to"].into_iter().filter(|_| has_band).map(str::to_owned));
    header.extend(has_limits.then(|| "limits".to_owned()));
    header.extend((!chart.marks.is_empty()).then(|| "marked".to_owned()));
    let place = |value: Option<f64>| match value.map(|value| chart.place(value)) {
        None => "–",
        Some(Place::Below) => "below",
        Some(Place::Within) => "within",
        Some(Place::Above) => "above",
    };
    let dash = || "–".to_owned();
    let mut rows = Vec::new();
    for (at, value) in chart.reference.iter().enumerate() {
        let mut row = vec![format!("reference, window {}", at + 1)];
        row.extend(std::iter::repeat_with(dash).take(if has_times { 2 } else { 0 }));
        row.extend(
            chart.lines.iter().enumerate().map(|(line, _)| if line == 0 { say(*value) } else { dash() }),
        );
        row.resize(header.len(), dash());
        rows.push(row);
    }
    for slot in first..=last {
        let mut row = vec![chart.slots.name(slot)];
        if has_times {
            let times = chart.slots.times(slot);
            row.extend([times.map(|t| t.0), times.map(|t| t.1)].map(|time| time.map_or_else(dash, moment)));
        }
        row.extend(chart.lines.iter().map(|line| say(value(&line.values, slot))));
        if has_band {
            let band = chart.interval(slot);
            row.extend([band.map(|band| band.0), band.map(|band| band.1)].map(say));
        }
        row.extend(has_limits.then(|| place(chart.value(slot)).to_owned()));
        if !chart.marks.is_empty() {
            let marks = chart.marks.iter().filter(|mark| mark.slot == slot);
            let told: Vec<_> = marks.map(|mark| mark_word(mark.kind)).collect();
            row.push(if told.is_empty() { dash() } else { told.join(", ") });
        }
        rows.push(row);
    }
    Table { header, rows }
}

fn one_a_stretch(chart: &TimeChart, first: usize, last: usize) -> Table {
    let header = ["from", "to", "values", "least", "mean", "greatest", "outside the limits"];
    let length = (last - first + 1).div_ceil(MOST_ROWS / 2).max(1);
    let rows = (first..=last)
        .step_by(length)
        .map(|from| {
            let to = (from + length - 1).min(last);
            let values = || (from..=to).filter_map(|slot| chart.value(slot));
            let known = values().count();
            let outside = values().filter(|&value| chart.place(value) != Place::Within).count();
            // Divided before it is added up, so that the sum of large values stays finite.
            let mean = values().map(|value| value / known as f64).sum::<f64>();
            let numbers =
                [values().fold(f64::INFINITY, f64::min), mean, values().fold(f64::NEG_INFINITY, f64::max)];
            let say = |value: f64| if known > 0 { value_words(value, chart.unit) } else { "–".to_owned() };
            let mut row = vec![chart.slots.name(from), chart.slots.name(to), count(known as u64)];
            row.extend(numbers.map(say));
            row.push(count(outside as u64));
            row
        })
        .collect();
    Table { header: header.map(str::to_owned).to_vec(), rows }
}

/// A moment in UTC to the minute, such as `2024-03-01 00:00`.
fn moment(ms: i64) -> String {
    let minutes = ms.div_euclid(60_000);
    let (days, minute) = (minutes.div_euclid(1_440), minutes.rem_euclid(1_440));
    let (year, month, day) = civil(days);
    format!("{year:04}-{month:02}-{day:02} {:02}:{:02}", minute / 60, minute % 60)
}

/// Year, month and day of a number of days since 1970-01-01: Hinnant, "chrono-Compatible Low-Level Date
/// Algorithms", `civil_from_days`.
fn civil(days: i64) -> (i64, i64, i64) {
    let z = days + 719_468;
    let (era, day_of_era) = (z.div_euclid(146_097), z.rem_euclid(146_097));
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month, day_of_year - (153 * shifted + 2) / 5 + 1)
}

#[cfg(test)]
mod tests {
    use super::super::time_words::tests::accuracy;
    use super::super::{LineStyle, MarkKind, Slots, TimeLine, TimeMark};
    use super::*;
    use crate::monitor::Unit;

    #[test]
    fn every_window_has_a_row_and_those_of_the_reference_come_first() {
        let mut chart = accuracy();
        chart.marks = vec![TimeMark { slot: 1, kind: MarkKind::Retrain, label: String::new() }];
        let table = time_table(&chart);
        assert_eq!(table.header, ["window", "accuracy", "limits", "marked"]);
        let rows: Vec<String> = table.rows.iter().map(|row| row.join(" | ").replace('\u{a0}', " ")).collect();
        assert_eq!(
            rows,
            [
                "reference, window 1 | 82 % | – | –",
                "06_prior | 80 % | within | –",
                "07_concept | 38 % | below | retrained",
                "08_gap | – | – | –",
            ]
        );
    }

    #[test]
    fn a_long_stream_is_summed_up() {
        let mut chart = TimeChart::new("errors", Unit::Number, Slots::Rows { first: 1, count: 10_000 });
        let values = (0..10_000).map(|row| Some(f64::from(row))).collect();
        chart.lines = vec![TimeLine { label: "error".to_owned(), style: LineStyle::Measured, values }];
        chart.limits.upper = Some(9_989.0);
        let table = time_table(&chart);
        assert_eq!(table.rows.len(), 250);
        let last = table.rows.last().cloned().unwrap_or_default();
        // 9960 to 9999: 40 values, their mean 9979.5, ten of them above 9989.
        assert_eq!(last, ["row 9,961", "row 10,000", "40", "9,960", "9,980", "9,999", "10"]);
    }

    /// Dates by `date -u -d @SECONDS` of GNU coreutils.
    #[test]
    fn moments_are_written_in_utc() {
        for (seconds, text) in [
            (0_i64, "1970-01-01 00:00"),
            (1_709_251_199, "2024-02-29 23:59"),
            (951_782_400, "2000-02-29 00:00"),
            (-1, "1969-12-31 23:59"),
            (4_107_542_400, "2100-03-01 00:00"),
        ] {
            assert_eq!(moment(seconds * 1_000), text);
        }
    }
}
