//! What follows from the order of the scores: ROC AUC, average precision, Kolmogorov-Smirnov.
//!
//! The scores are sorted once; a bootstrap resample is then the same order with other
//! multiplicities, so that a thousand resamples cost a thousand passes and no sorting.

/// Rows from the highest score of a class to the lowest.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::model) struct Ranking {
    order: Vec<u32>,
    /// End of each run of equal scores in `order`.
    ties: Vec<u32>,
}

/// One class against the rest. `None` where rows of the class or of the rest are wanting.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct RankMetrics {
    pub(super) roc_auc: Option<f64>,
    /// Σ (rᵢ − rᵢ₋₁) pᵢ over the distinct scores from the highest down; 0 without rows of the class.
    pub(super) average_precision: f64,
    /// The same by trapezoids, from recall 0 and precision 1.
    pub(super) pr_auc_trapezoid: f64,
    /// Largest gap of the true-positive and the false-positive rate.
    pub(super) ks: Option<f64>,
    /// Chance that a row of the class scores above one of each other class, ties counting half, times
    /// the pairs of rows; one a class. Empty unless asked for.
    pub(super) pairs_won: Vec<f64>,
}

/// Rows at or above a score.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::model) struct Above {
    pub(in crate::model) score: f64,
    pub(in crate::model) positives: u64,
    pub(in crate::model) negatives: u64,
}

impl Ranking {
    pub(in crate::model) fn of(scores: &[f64]) -> Self {
        let mut order: Vec<u32> = (0..scores.len() as u32).collect();
        let score = |row: u32| scores[row as usize]; // Rows are places in `scores`.
        order.sort_unstable_by(|&a, &b| score(b).total_cmp(&score(a)).then(a.cmp(&b)));
        let mut ties = Vec::new();
        // `==` so that 0 and −0, which the order tells apart, are a tie.
        for tie in order.chunk_by(|&a, &b| score(a) == score(b)) {
            ties.push(ties.last().copied().unwrap_or(0) + tie.len() as u32);
        }
        Self { order, ties }
    }

    /// Runs of rows with equal scores, from the highest.
    fn runs(&self) -> impl Iterator<Item = &[u32]> {
        let begins = std::iter::once(&0).chain(&self.ties);
        begins.zip(&self.ties).map(|(&begin, &end)| &self.order[begin as usize..end as usize])
    }

    /// Rows of `class` and of the rest at or above each distinct score, from the highest.
    pub(in crate::model) fn above(&self, scores: &[f64], actual: &[u32], class: u32) -> Vec<Above> {
        let (mut positives, mut negatives) = (0, 0);
        let point = |run: &[u32]| {
            let of_class = run.iter().filter(|&&row| actual[row as usize] == class).count() as u64;
            positives += of_class;
            negatives += run.len() as u64 - of_class;
            let score = run.first().map_or(0.0, |&row| scores[row as usize]);
            Above { score, positives, negatives }
        };
        self.runs().map(point).collect()
    }

    /// `class` against the rest, row `r` counted `times[r]` times. `rows` holds the rows of each
    /// class under `times`.
    pub(super) fn measure(
        &self,
        actual: &[u32],
        class: u32,
        times: &[u32],
        rows: &[u64],
        pairs: bool,
    ) -> RankMetrics {
        let positives = rows.get(class as usize).copied().unwrap_or(0) as f64;
        let negatives = rows.iter().sum::<u64>() as f64 - positives;
        let recall_of = |seen: f64| if positives > 0.0 { seen / positives } else { 1.0 };
        let (mut seen, mut beyond) = (0.0, 0.0);
        let (mut won, mut steps, mut trapezoids, mut gap) = (0.0, 0.0, 0.0, 0.0_f64);
        let (mut last_recall, mut last_precision) = (0.0, 1.0);
        let mut seen_of = vec![0.0; if pairs { rows.len() } else { 0 }];
        let mut run_of = seen_of.clone();
        let mut pairs_won = seen_of.clone();
        for run in self.runs() {
            let (mut of_class, mut of_rest) = (0.0, 0.0);
            for &row in run {
                let (class_of_row, count) = (actual[row as usize], f64::from(times[row as usize]));
                if class_of_row == class {
                    of_class += count;
                } else {
                    of_rest += count;
                }
                if pairs {
                    run_of[class_of_row as usize] += count;
                }
            }
            if of_class + of_rest == 0.0 {
                continue; // No row of this score in the resample.
            }
            won += of_class * (negatives - beyond - of_rest / 2.0);
            if pairs {
                if of_class > 0.0 {
                    let others = rows.iter().zip(&seen_of).zip(&run_of);
                    for (won, ((&all, seen), here)) in pairs_won.iter_mut().zip(others) {
                        *won += of_class * (all as f64 - seen - here / 2.0);
                    }
                }
                for &row in run {
                    let class_of_row = actual[row as usize] as usize;
                    seen_of[class_of_row] += run_of[class_of_row];
                    run_of[class_of_row] = 0.0;
                }
            }
            seen += of_class;
            beyond += of_rest;
            let (recall, precision) = (recall_of(seen), seen / (seen + beyond));
            steps += (recall - last_recall) * precision;
            trapezoids += (recall - last_recall) * (precision + last_precision) / 2.0;
            (last_recall, last_precision) = (recall, precision);
            if positives > 0.0 && negatives > 0.0 {
                gap = gap.max((seen / positives - beyond / negatives).abs());
            }
        }
        let both = positives > 0.0 && negatives > 0.0;
        RankMetrics {
            roc_auc: both.then(|| won / (positives * negatives)),
            average_precision: steps,
            pr_auc_trapezoid: trapezoids,
            ks: both.then_some(gap),
            pairs_won,
        }
    }
}
