//! Whether settings are within their ranges.

use super::{CalibrationMethod, ModelError, TrainSettings};

impl TrainSettings {
    /// Checks every setting, those of algorithms that are not used among them.
    ///
    /// # Errors
    ///
    /// [`ModelError::Setting`] names the first that is out of range.
    pub fn check(&self) -> Result<(), ModelError> {
        let Self { logistic, naive_bayes, ftrl, tree, forest, boosting, .. } = self;
        above_zero("C of logistic regression", logistic.c)?;
        whole("iterations of logistic regression", logistic.iterations, 1, 100_000)?;
        above_zero("the variance smoothing of naive Bayes", naive_bayes.var_smoothing)?;
        above_zero("alpha of FTRL", ftrl.alpha)?;
        at_least_zero("beta of FTRL", ftrl.beta)?;
        at_least_zero("the absolute penalty of FTRL", ftrl.l1)?;
        at_least_zero("the quadratic penalty of FTRL", ftrl.l2)?;
        whole("passes of FTRL", ftrl.epochs, 1, 1_000)?;
        whole("the depth of the tree", tree.max_depth, 1, 32)?;
        whole("the rows in a leaf of the tree", tree.min_leaf_rows, 1, u32::MAX)?;
        whole("trees of the forest", forest.trees, 1, 2_000)?;
        whole("the depth of the forest's trees", forest.max_depth, 1, 32)?;
        whole("the rows in a leaf of the forest", forest.min_leaf_rows, 1, u32::MAX)?;
        whole("features of a split of the forest", forest.features.unwrap_or(1), 1, u32::MAX)?;
        whole("rounds of boosting", boosting.rounds, 1, 5_000)?;
        above_zero("the learning rate of boosting", boosting.learning_rate)?;
        if boosting.learning_rate > 1.0 {
            return Err(wrong("the learning rate of boosting", boosting.learning_rate, "above 0, up to 1"));
        }
        whole("leaves of boosting's trees", boosting.max_leaves, 2, 255)?;
        whole("the depth of boosting's trees", boosting.max_depth, 1, 32)?;
        whole("the rows in a leaf of boosting", boosting.min_leaf_rows, 1, u32::MAX)?;
        at_least_zero("the quadratic penalty of boosting", boosting.l2)?;
        whole("the patience of boosting", boosting.patience.unwrap_or(1), 1, 5_000)?;
        whole("resamples", self.resamples, 0, 10_000)?;
        let watches = boosting.patience.is_some() || self.calibration != CalibrationMethod::None;
        if watches && self.split.validation <= 0.0 {
            let allowed = "above 0 where probabilities are calibrated or boosting stops early";
            return Err(wrong("the share of the validation part", self.split.validation, allowed));
        }
        Ok(())
    }
}

fn above_zero(name: &str, value: f64) -> Result<(), ModelError> {
    if value.is_finite() && value > 0.0 { Ok(()) } else { Err(wrong(name, value, "a number above 0")) }
}

fn at_least_zero(name: &str, value: f64) -> Result<(), ModelError> {
    if value.is_finite() && value >= 0.0 { Ok(()) } else { Err(wrong(name, value, "0 or above")) }
}

fn whole(name: &str, value: u32, least: u32, most: u32) -> Result<(), ModelError> {
    if (least..=most).contains(&value) {
        return Ok(());
    }
    let allowed = if most == u32::MAX { format!("{least} or above") } else { format!("{least} to {most}") };
    Err(wrong(name, value, &allowed))
}

fn wrong(name: &str, value: impl ToString, allowed: &str) -> ModelError {
    ModelError::Setting { name: name.to_owned(), value: value.to_string(), allowed: allowed.to_owned() }
}
