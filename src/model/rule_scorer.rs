//! A model that is known by heart, for tests of what asks models.

use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

use super::{
    CategoricalInput, Feature, FeatureColumn, FeatureMatrix, Input, ModelError, NumericInput, Predictions,
    Schema, Scorer,
};
use crate::data::RowView;

/// Classes `0` and `1`; the log-odds of `1` are a sum over the inputs, to which missing adds 0.
pub(super) struct RuleScorer {
    schema: Schema,
    terms: Vec<Term>,
}

enum Term {
    /// Times the number.
    Slope(f64),
    /// Of each level, in order.
    Levels(Vec<f64>),
}

impl RuleScorer {
    /// Numeric inputs and their slopes. Their medians are 0.
    pub(super) fn numeric(slopes: &[(&str, f64)]) -> Self {
        let feature = |(name, _): &(&str, f64)| Feature {
            name: (*name).to_owned(),
            input: Input::Numeric(NumericInput { min: -1.0, max: 1.0, ..NumericInput::default() }),
        };
        let schema = Schema {
            target: "y".to_owned(),
            classes: vec!["0".to_owned(), "1".to_owned()],
            features: slopes.iter().map(feature).collect(),
        };
        Self { schema, terms: slopes.iter().map(|(_, slope)| Term::Slope(*slope)).collect() }
    }

    /// One more input: levels in order, how often they were learned from, and what they add.
    pub(super) fn and_levels(mut self, name: &str, levels: &[(&str, u64, f64)]) -> Self {
        let input = CategoricalInput {
            levels: levels.iter().map(|level| level.0.to_owned()).collect(),
            counts: levels.iter().map(|level| level.1).collect(),
            ..CategoricalInput::default()
        };
        self.schema.features.push(Feature { name: name.to_owned(), input: Input::Categorical(input) });
        self.terms.push(Term::Levels(levels.iter().map(|level| level.2).collect()));
        self
    }
}

impl Scorer for RuleScorer {
    fn schema(&self) -> &Schema {
        &self.schema
    }

    fn score(&self, rows: &RowView<'_>, file: &str) -> Result<Predictions, ModelError> {
        let features = FeatureMatrix::of(&self.schema, rows, file)?;
        let mut odds = vec![0.0; features.rows];
        for (column, term) in features.columns.iter().zip(&self.terms) {
            for (row, odds) in odds.iter_mut().enumerate() {
                *odds += match (column, term) {
                    (FeatureColumn::Numbers(x), Term::Slope(slope)) if !x[row].is_nan() => {
                        slope * f64::from(x[row])
                    }
                    (FeatureColumn::Codes { codes, .. }, Term::Levels(adds)) => {
                        adds.get(codes[row] as usize).copied().unwrap_or(0.0)
                    }
                    _ => 0.0,
                };
            }
        }
        let probability = |odds: f64| 1.0 / (1.0 + (-odds).exp());
        let probabilities = odds.into_iter().flat_map(|odds| [1.0 - probability(odds), probability(odds)]);
        Ok(Predictions::of(2, probabilities.collect(), 0.5))
    }
}

/// Seeded numbers.
pub(super) struct Noise(Xoshiro256PlusPlus);

impl Noise {
    pub(super) fn new(seed: u64) -> Self {
        Self(Xoshiro256PlusPlus::seed_from_u64(seed))
    }

    pub(super) fn uniform(&mut self) -> f64 {
        self.0.r#gen()
    }

    /// Nearly normal: twelve uniform numbers less 6.
    pub(super) fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.uniform()).sum::<f64>() - 6.0
    }
}
