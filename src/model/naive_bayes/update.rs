//! Going on learning: means and variances of more rows, merged into those of the rows before.

use super::fit::failed;
use crate::model::classifier::NaiveBayes;
use crate::model::{Design, ModelError, NaiveBayesSettings};

impl NaiveBayes {
    /// A model of no rows, for [`update`](Self::update) to begin from. It cannot score.
    pub fn unlearned(classes: usize, width: usize) -> Self {
        let zeros = vec![vec![0.0; width]; classes];
        Self {
            counts: vec![0.0; classes],
            log_priors: vec![0.0; classes],
            means: zeros.clone(),
            variances: zeros,
        }
    }

    /// Goes on learning from more rows, all at once.
    ///
    /// ```text
    /// n ← n₁ + n₂
    /// m ← (n₁ m₁ + n₂ m₂) / n
    /// v ← (n₁ v₁ + n₂ v₂ + (m₁ − m₂)² n₁ n₂ / n) / n
    /// ```
    ///
    /// of each class and column: n₁, m₁, v₁ are the weight, mean and variance of the rows before, n₂, m₂,
    /// v₂ those of the new rows, weighted. n / Σ n are the shares of the classes.
    ///
    /// # Smoothing
    ///
    /// New rows bring their own ε = `var_smoothing` · (the largest variance of their columns, every row
    /// counted once). So what a class holds beyond its variance is the mean of the ε of the rows it has
    /// seen, by their weight; it stays above 0.
    ///
    /// | argument | shape | |
    /// |---|---|---|
    /// | `design` | `[n · width]` | encoded as the rows before |
    /// | `labels` | `[n]` | in `0..classes`; not every class needs to occur |
    /// | `weights` | `[n]` | above 0 |
    ///
    /// # Errors
    ///
    /// [`ModelError::Mismatch`] where rows, labels and weights do not fit each other or the model,
    /// [`ModelError::NotFitted`] where a class has had no rows at all, or numbers grow beyond what is
    /// finite. The model is then as before.
    ///
    /// # Source
    ///
    /// T. F. Chan, G. H. Golub, R. J. LeVeque, *COMPSTAT* 1982, 30-41, as scikit-learn's
    /// `GaussianNB.partial_fit` has it. Checked against it in the tests.
    pub fn update(
        &mut self,
        design: &Design,
        labels: &[u32],
        weights: &[f64],
        settings: &NaiveBayesSettings,
    ) -> Result<(), ModelError> {
        self.check_rows(design, labels, weights)?;
        if design.rows == 0 {
            return Ok(());
        }
        let is_first = self.counts.iter().all(|count| *count == 0.0);
        let epsilon = settings.var_smoothing * largest_variance(design);
        let put_back = if is_first { 0.0 } else { epsilon };
        let mut next = self.clone();
        for (class, rows) in ClassMoments::of(design, labels, weights, self.counts.len()).iter().enumerate() {
            let (Some(count), Some(means), Some(variances)) =
                (next.counts.get_mut(class), next.means.get_mut(class), next.variances.get_mut(class))
            else {
                continue;
            };
            let (before, total) = (*count, *count + rows.weight);
            if rows.weight > 0.0 {
                let columns = means.iter_mut().zip(variances.iter_mut());
                for ((mean, variance), (new_mean, new_variance)) in
                    columns.zip(rows.means.iter().zip(&rows.variances))
                {
                    let apart = *mean - new_mean;
                    let squares = before * (*variance - put_back)
                        + rows.weight * new_variance
                        + apart * apart * (before * rows.weight / total);
                    *mean = (before * *mean + rows.weight * new_mean) / total;
                    *variance = squares / total + epsilon;
                }
            }
            *count = total;
        }
        next.shares()?;
        *self = next;
        Ok(())
    }

    /// Shares of the classes from their counts.
    fn shares(&mut self) -> Result<(), ModelError> {
        if !self.counts.iter().all(|count| *count > 0.0) {
            return Err(failed("a class has no rows: add some"));
        }
        let total: f64 = self.counts.iter().sum();
        self.log_priors = self.counts.iter().map(|count| (count / total).ln()).collect();
        if !self.variances.iter().flatten().all(|variance| *variance > 0.0) {
            return Err(failed("a variance is 0: choose a larger `var_smoothing`"));
        }
        let numbers = self.means.iter().chain(&self.variances).flatten().chain(&self.log_priors);
        if !numbers.copied().all(f64::is_finite) {
            return Err(failed("a mean or variance is no finite number: look at the largest values"));
        }
        Ok(())
    }

    pub(super) fn check_rows(
        &self,
        design: &Design,
        labels: &[u32],
        weights: &[f64],
    ) -> Result<(), ModelError> {
        let wrong = |what: &str| {
            let way_out = "prepare the rows as those that the model was trained with";
            Err(ModelError::Mismatch(format!("{what}: {way_out}")))
        };
        if labels.len() != design.rows || weights.len() != design.rows {
            return wrong("rows, labels and weights differ in number");
        }
        if !self.means.iter().chain(&self.variances).all(|of_class| of_class.len() == design.width) {
            return wrong("the rows have other columns than the model");
        }
        if labels.iter().any(|&label| label as usize >= self.counts.len()) {
            return wrong("a label is none of the model's classes");
        }
        if !weights.iter().all(|weight| weight.is_finite() && *weight > 0.0) {
            return wrong("the weight of a row is not above 0, or not finite");
        }
        Ok(())
    }
}

/// Weighted mean and variance (ddof 0) of the rows of a class; zeros of none.
struct ClassMoments {
    weight: f64,
    means: Vec<f64>,
    variances: Vec<f64>,
}

impl ClassMoments {
    /// Of every class. Means first, then squares around them.
    fn of(design: &Design, labels: &[u32], weights: &[f64], classes: usize) -> Vec<Self> {
        let none =
            || Self { weight: 0.0, means: vec![0.0; design.width], variances: vec![0.0; design.width] };
        let mut all: Vec<Self> = (0..classes).map(|_| none()).collect();
        let rows = || (0..design.rows).map(|row| design.row(row)).zip(labels.iter().zip(weights));
        for (row, (&label, &weight)) in rows() {
            let Some(class) = all.get_mut(label as usize) else { continue };
            class.weight += weight;
            class.means.iter_mut().zip(row).for_each(|(sum, x)| *sum += weight * x);
        }
        for class in all.iter_mut().filter(|class| class.weight > 0.0) {
            class.means.iter_mut().for_each(|sum| *sum /= class.weight);
        }
        for (row, (&label, &weight)) in rows() {
            let Some(class) = all.get_mut(label as usize) else { continue };
            for (sum, (x, mean)) in class.variances.iter_mut().zip(row.iter().zip(&class.means)) {
                *sum += weight * (x - mean) * (x - mean);
            }
        }
        for class in all.iter_mut().filter(|class| class.weight > 0.0) {
            class.variances.iter_mut().for_each(|sum| *sum /= class.weight);
        }
        all
    }
}

/// The largest variance of a column, every row counted once.
fn largest_variance(design: &Design) -> f64 {
    let once = vec![1.0; design.rows];
    let all = ClassMoments::of(design, &vec![0; design.rows], &once, 1);
    all.iter().flat_map(|class| &class.variances).copied().fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::super::fit_naive_bayes;
    use super::*;
    use crate::model::linear::tests::{design, labels};

    const SETTINGS: NaiveBayesSettings = NaiveBayesSettings { var_smoothing: 1e-3 };

    // scikit-learn 1.9.1, X, y3 and w as in `linear/tests.rs`:
    // g = GaussianNB(var_smoothing=1e-3).fit(X[:20], y3[:20])
    // g.partial_fit(X[20:35], y3[20:35], sample_weight=w[20:35]); g.partial_fit(X[35:], y3[35:])
    // print(g.theta_, g.var_, g.class_prior_, g.class_count_, g.predict_proba(X[:2]))
    const THETA: [f64; 9] = [
        -0.4847619047619047,
        0.25595238095238093,
        -0.079004329004329,
        -0.002380952380952383,
        -0.04117063492063493,
        -0.0946969696969697,
        0.6583333333333333,
        -0.37847222222222227,
        0.3011363636363636,
    ];
    const VARIANCE: [f64; 9] = [
        0.10759585536039983,
        0.39380313994089877,
        0.5219384763757481,
        0.22680393170197993,
        0.2980737891125368,
        0.1738152644168841,
        0.07425892930453523,
        0.16477384056996736,
        0.3547113110768034,
    ];
    const PROBABILITY: [f64; 6] = [
        0.7379745310422381,
        0.2620254548369056,
        1.4120856515386279e-08,
        0.27218648567375814,
        0.7273530402074593,
        0.00046047411878253497,
    ];

    // g = GaussianNB(var_smoothing=1e-3).fit(X[:20], y3[:20]); m = y3[20:] == 1
    // g.partial_fit(X[20:][m], y3[20:][m]); print(g.var_, g.class_count_)
    const VARIANCE_OF_ONE: [f64; 9] = [
        0.050367060000000005,
        0.4965693169444445,
        0.7011353967768595,
        0.2472391259071181,
        0.3049721310069445,
        0.20279778018785155,
        0.14184205999999996,
        0.06077830131944446,
        0.2578567294214876,
    ];

    fn rows(places: &[usize]) -> (Design, Vec<u32>, Vec<f64>) {
        let (all, classes) = (design(), labels().1);
        let values = places.iter().flat_map(|&row| all.row(row).to_vec()).collect();
        let part = Design { rows: places.len(), width: 3, values };
        let labels = places.iter().map(|&row| classes[row]).collect();
        (part, labels, places.iter().map(|row| 1.0 + (row % 3) as f64).collect())
    }

    fn fitted(places: std::ops::Range<usize>) -> NaiveBayes {
        let (part, labels, _) = rows(&places.collect::<Vec<_>>());
        fit_naive_bayes(&part, &labels, 3, &vec![1.0; part.rows], &SETTINGS).unwrap()
    }

    #[track_caller]
    fn assert_close(got: &[f64], want: &[f64]) {
        assert_eq!(got.len(), want.len());
        for (got, want) in got.iter().zip(want) {
            assert!((got - want).abs() <= 1e-12 * (1.0 + want.abs()), "{got} is not {want}");
        }
    }

    #[test]
    fn agrees_with_the_partial_fits_of_scikit_learn() {
        let mut model = fitted(0..20);
        let (part, labels, weights) = rows(&(20..35).collect::<Vec<_>>());
        model.update(&part, &labels, &weights, &SETTINGS).unwrap();
        let (part, labels, _) = rows(&(35..60).collect::<Vec<_>>());
        model.update(&part, &labels, &[1.0; 25], &SETTINGS).unwrap();
        assert_close(&model.means.concat(), &THETA);
        assert_close(&model.variances.concat(), &VARIANCE);
        assert_close(&model.counts, &[21.0, 42.0, 12.0]);
        assert_close(&model.log_priors.iter().map(|p| p.exp()).collect::<Vec<_>>(), &[0.28, 0.56, 0.16]);
        assert_close(&model.probabilities(&design())[..6], &PROBABILITY);
    }

    #[test]
    fn rows_of_one_class_change_the_shares_of_all_and_the_moments_of_one() {
        let mut model = fitted(0..20);
        let classes = labels().1;
        let ones: Vec<usize> = (20..60).filter(|&row| classes[row] == 1).collect();
        let (part, labels, _) = rows(&ones);
        model.update(&part, &labels, &vec![1.0; part.rows], &SETTINGS).unwrap();
        assert_close(&model.variances.concat(), &VARIANCE_OF_ONE);
        assert_close(&model.counts, &[4.0, 32.0, 4.0]);
    }

    /// Without smoothing to speak of, the order and the sizes of the parts leave no trace.
    #[test]
    fn what_is_learned_in_parts_is_what_is_learned_at_once() {
        let settings = NaiveBayesSettings { var_smoothing: 1e-15 };
        let (all, labels, weights) = rows(&(0..60).collect::<Vec<_>>());
        let at_once = fit_naive_bayes(&all, &labels, 3, &weights, &settings).unwrap();
        let (first, first_labels, first_weights) = rows(&(30..60).collect::<Vec<_>>());
        let mut in_parts = fit_naive_bayes(&first, &first_labels, 3, &first_weights, &settings).unwrap();
        for row in 0..30 {
            let (one, label, weight) = rows(&[row]);
            in_parts.update(&one, &label, &weight, &settings).unwrap();
        }
        assert_close(&in_parts.means.concat(), &at_once.means.concat());
        assert_close(&in_parts.variances.concat(), &at_once.variances.concat());
        assert_close(&in_parts.log_priors, &at_once.log_priors);
    }

    #[test]
    fn rows_that_do_not_fit_leave_the_model_as_it_was() {
        let before = fitted(0..20);
        let mut model = before.clone();
        let (part, labels, weights) = rows(&[30, 31]);
        let narrow = Design { rows: 2, width: 2, values: vec![0.0; 4] };
        let far = Design { rows: 2, width: 3, values: vec![1e200; 6] };
        for (design, labels, weights) in [
            (&narrow, labels.as_slice(), weights.as_slice()),
            (&part, &[0, 3], &weights),
            (&part, &labels[..1], &weights),
            (&part, &labels, &[1.0, 0.0]),
            (&part, &labels, &[1.0, f64::NAN]),
            (&far, &labels, &weights),
        ] {
            model.update(design, labels, weights, &SETTINGS).unwrap_err();
            assert_eq!(model, before);
        }
        let error = NaiveBayes::unlearned(3, 3).update(&part, &[0, 1], &weights, &SETTINGS).unwrap_err();
        assert!(error.to_string().contains("a class has no rows"), "{error}");
    }
}
