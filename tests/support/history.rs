//! A labelled history with a planted schedule of drift, and a model that was right before it.
//!
//! The truth is a logistic curve over five features. The model's probabilities are that curve, so they stay
//! calibrated when the features move (covariate drift) and are wrong once the curve does (concept drift).

// Every test that includes this file uses a part of it.
#![allow(dead_code)]

use std::fmt::Write;

use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

/// Rows of the reference, and of each window.
pub(crate) const ROWS: (usize, usize) = (5_000, 500);

/// What is planted in a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Planted {
    /// Amounts rise by 0.8 standard deviations, debt spreads by 1.4, and half of the rows are of the north.
    pub(crate) covariate: bool,
    /// Debt counts for the outcome as much as before, but the other way round.
    pub(crate) concept: bool,
}

const fn planted(covariate: bool, concept: bool) -> Planted {
    Planted { covariate, concept }
}

/// Nothing happens.
pub(crate) const NOTHING: Planted = planted(false, false);

/// Windows 1 to 3 nothing, 4 to 6 covariate, 7 and 8 concept, 9 and 10 both.
pub(crate) const SCHEDULE: [Planted; 10] = [
    NOTHING,
    NOTHING,
    NOTHING,
    planted(true, false),
    planted(true, false),
    planted(true, false),
    planted(false, true),
    planted(false, true),
    planted(true, true),
    planted(true, true),
];

/// One row.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub(crate) id: String,
    pub(crate) time: String,
    pub(crate) amount: f64,
    pub(crate) debt: f64,
    pub(crate) tenure: Option<f64>,
    pub(crate) region: &'static str,
    /// Has no part in anything.
    pub(crate) sex: &'static str,
    /// How likely the outcome was in truth.
    pub(crate) truth: f64,
    pub(crate) repaid: bool,
    /// What the model says.
    pub(crate) probability: f64,
}

impl Row {
    /// What the model answers.
    pub(crate) fn predicted(&self) -> bool {
        self.probability > 0.5
    }
}

/// Reference and windows.
#[derive(Debug, Clone)]
pub(crate) struct History {
    pub(crate) reference: Vec<Row>,
    pub(crate) windows: Vec<Vec<Row>>,
}

/// The names of all columns, in order.
pub(crate) const COLUMNS: [&str; 10] =
    ["id", "timestamp", "amount", "debt", "tenure", "region", "sex", "repaid", "probability", "prediction"];

impl History {
    /// Ten months of 2024 as reference, and a month of 2025 for each of up to twelve windows.
    pub(crate) fn of(seed: u64, schedule: &[Planted], rows: (usize, usize)) -> Self {
        let mut random = Xoshiro256PlusPlus::seed_from_u64(seed);
        let (before, each) = rows;
        let month = before.div_ceil(10);
        let reference =
            (0..before).map(|at| row(&mut random, NOTHING, 2024, at / month, at % month, 'R', at)).collect();
        let mut windows = Vec::new();
        for (month, planted) in schedule.iter().enumerate() {
            let row = |at| row(&mut random, *planted, 2025, month, at, 'C', month * each + at);
            windows.push((0..each).map(row).collect());
        }
        Self { reference, windows }
    }

    /// With the schedule and the usual number of rows.
    pub(crate) fn planted(seed: u64) -> Self {
        Self::of(seed, &SCHEDULE, ROWS)
    }

    /// All rows of current data.
    pub(crate) fn current(&self) -> Vec<Row> {
        self.windows.concat()
    }
}

/// Mean 0, variance 1.
fn normal(random: &mut Xoshiro256PlusPlus) -> f64 {
    (0..12).map(|_| random.r#gen::<f64>()).sum::<f64>() - 6.0
}

fn row(
    random: &mut Xoshiro256PlusPlus,
    planted: Planted,
    year: u32,
    month: usize,
    place: usize,
    letter: char,
    number: usize,
) -> Row {
    let (rise, spread) = if planted.covariate { (0.8, 1.4) } else { (0.0, 1.0) };
    let (amount, debt) = (normal(random) + rise, normal(random) * spread);
    let tenure = 1.0 + 9.0 * random.r#gen::<f64>();
    let (region, pull) = match (random.gen_range(0..4), planted.covariate && random.gen_bool(0.34)) {
        (0, _) | (_, true) => ("north", 0.6),
        (1, _) => ("south", -0.6),
        (2, _) => ("east", 0.0),
        _ => ("west", 0.0),
    };
    let sex = if random.gen_bool(0.5) { "f" } else { "m" };
    let logit = |debt: f64| 0.3 + 1.6 * amount + 1.2 * debt + 0.1 * (tenure - 5.5) + pull;
    let curve = |logit: f64| 1.0 / (1.0 + (-logit).exp());
    let probability = curve(logit(debt));
    let truth = curve(logit(if planted.concept { -debt } else { debt }));
    let repaid = random.r#gen::<f64>() < truth;
    let tenure = Some(tenure).filter(|_| random.r#gen::<f64>() >= 0.03);
    // Up to 27 days of 24 hours.
    let (day, hour, minute) = (place / 24 % 27 + 1, place % 24, place / 648 % 60);
    Row {
        id: format!("{letter}{number:05}"),
        time: format!("{year}-{:02}-{day:02} {hour:02}:{minute:02}", month + 1),
        amount: 20_000.0 + 4_000.0 * amount,
        debt: 0.4 + 0.1 * debt,
        tenure,
        region,
        sex,
        truth,
        repaid,
        probability,
    }
}

/// These columns of the rows as CSV.
pub(crate) fn csv(rows: &[Row], columns: &[&str]) -> String {
    csv_with(rows, columns, cell)
}

/// The same with cells of one's own.
pub(crate) fn csv_with(rows: &[Row], columns: &[&str], cell: impl Fn(&Row, &str) -> String) -> String {
    let mut csv = columns.join(",");
    csv.push('\n');
    for row in rows {
        let cells: Vec<String> = columns.iter().map(|column| cell(row, column)).collect();
        writeln!(csv, "{}", cells.join(",")).expect("writing to a String cannot fail");
    }
    csv
}

/// One cell as it stands in a file.
pub(crate) fn cell(row: &Row, column: &str) -> String {
    let yes_no = |is| if is { "yes" } else { "no" }.to_owned();
    match column {
        "id" => row.id.clone(),
        "timestamp" => row.time.clone(),
        "amount" => format!("{:.2}", row.amount),
        "debt" => format!("{:.5}", row.debt),
        "tenure" => row.tenure.map_or_else(String::new, |years| format!("{years:.3}")),
        "region" => row.region.to_owned(),
        "sex" => row.sex.to_owned(),
        "repaid" => yes_no(row.repaid),
        "probability" => format!("{:.6}", row.probability),
        "prediction" => yes_no(row.predicted()),
        other => panic!("there is no column {other}"),
    }
}
