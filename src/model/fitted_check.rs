//! Whether the parts of a model fit each other. A model that was read passes here before it scores.

use super::calibration::Calibrator;
use super::classifier::{Classifier, LinearModel, NaiveBayes};
use super::trees::{Link, TreeEnsemble};
use super::{Input, Model, Part};

impl Model {
    /// Checks what scoring relies on.
    ///
    /// # Errors
    ///
    /// What does not fit, as a clause.
    pub fn check(&self) -> Result<(), String> {
        let classes = self.schema.classes.len();
        if classes < 2 {
            return Err("it has fewer than two classes".to_owned());
        }
        if !self.threshold.is_finite() {
            return Err("its threshold is not a number".to_owned());
        }
        for feature in &self.schema.features {
            if let Input::Categorical(input) = &feature.input
                && (input.counts.len() != input.levels.len() || !input.levels.is_sorted_by(|a, b| a < b))
            {
                return Err(format!("the levels of `{}` are out of order", feature.name));
            }
        }
        self.check_encoding()?;
        let width = self.preprocessor.columns.len();
        match &self.classifier {
            Classifier::Linear(model) => model.check(width, classes)?,
            Classifier::NaiveBayes(model) => model.check(width, classes)?,
            Classifier::Trees(model) => self.check_trees(model)?,
        }
        self.calibrator.as_ref().map_or(Ok(()), |calibrator| check_calibrator(calibrator, classes))
    }

    fn check_encoding(&self) -> Result<(), String> {
        for column in &self.preprocessor.columns {
            let feature = self.schema.features.get(column.feature as usize);
            let fits = match (feature.map(|feature| &feature.input), &column.part) {
                (Some(Input::Numeric(_)), Part::Value { mean, std }) => mean.is_finite() && *std > 0.0,
                (Some(Input::Numeric(_)), Part::Missing) => true,
                (Some(Input::Categorical(input)), Part::Code(code)) => (*code as usize) < input.codes(),
                _ => false,
            };
            if !fits {
                return Err("its preprocessing does not fit its inputs".to_owned());
            }
        }
        Ok(())
    }

    fn check_trees(&self, model: &TreeEnsemble) -> Result<(), String> {
        let classes = self.schema.classes.len();
        let outputs = match model.link {
            Link::Sigmoid if classes == 2 => 1,
            Link::Sigmoid => return Err("its trees are of two classes, its target is not".to_owned()),
            Link::Softmax | Link::Share => classes,
        };
        if model.outputs != outputs || model.base.len() != outputs {
            return Err("its trees do not fit its classes".to_owned());
        }
        model.fault(self.schema.features.len()).map_or(Ok(()), Err)
    }
}

impl LinearModel {
    fn check(&self, width: usize, classes: usize) -> Result<(), String> {
        let outputs = if classes == 2 { 1 } else { classes };
        let fits = self.weights.len() == outputs
            && self.intercepts.len() == outputs
            && self.weights.iter().all(|weights| weights.len() == width);
        let learns = self.ftrl.as_ref().is_none_or(|state| {
            let rows = |rows: &[Vec<f64>]| rows.len() == outputs && rows.iter().all(|r| r.len() == width + 1);
            rows(&state.z) && rows(&state.n)
        });
        if fits && learns { Ok(()) } else { Err("its weights do not fit its inputs".to_owned()) }
    }
}

impl NaiveBayes {
    fn check(&self, width: usize, classes: usize) -> Result<(), String> {
        let table = |rows: &[Vec<f64>]| rows.len() == classes && rows.iter().all(|row| row.len() == width);
        let counts =
            self.counts.len() == classes && self.counts.iter().all(|count| count.is_finite() && *count > 0.0);
        let fits = counts
            && self.log_priors.len() == classes
            && table(&self.means)
            && table(&self.variances)
            && self.variances.iter().flatten().all(|variance| *variance > 0.0);
        if fits { Ok(()) } else { Err("its means and variances do not fit its inputs".to_owned()) }
    }
}

fn check_calibrator(calibrator: &Calibrator, classes: usize) -> Result<(), String> {
    let curves = if classes == 2 { 1 } else { classes };
    let fits = match calibrator {
        Calibrator::Platt(all) => all.len() == curves,
        Calibrator::Isotonic(all) => {
            all.len() == curves
                && all.iter().all(|curve| {
                    let knots = curve.x.len();
                    knots > 0
                        && curve.y.len() == knots
                        && curve.slope.len() == knots
                        && curve.x.is_sorted_by(|a, b| a < b)
                })
        }
    };
    if fits { Ok(()) } else { Err("its calibration does not fit its classes".to_owned()) }
}
