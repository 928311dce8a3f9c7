//! Hyper-parameters by name, as the command takes them.

use super::{Algorithm, AlgorithmChoice, ModelError, TrainSettings};

impl TrainSettings {
    /// Sets one hyper-parameter: `trees`, of the chosen algorithm, or `forest.trees`, of a named one.
    ///
    /// # Errors
    ///
    /// [`ModelError::Setting`] for a name that the algorithm does not know, or a value that is no
    /// number. Ranges are checked when training starts.
    pub fn set(&mut self, name: &str, value: &str) -> Result<(), ModelError> {
        let (algorithm, key) = match (name.split_once('.'), self.algorithm) {
            (Some((algorithm, key)), _) => (algorithm.parse()?, key),
            (None, AlgorithmChoice::One(algorithm)) => (algorithm, name),
            (None, AlgorithmChoice::Auto) => {
                return Err(ModelError::Setting {
                    name: name.to_owned(),
                    value: "of no algorithm".to_owned(),
                    allowed: format!("to say of which, e.g. `forest.{name}`"),
                });
            }
        };
        match algorithm {
            Algorithm::Logistic => match key {
                "c" => real(key, value, &mut self.logistic.c),
                "iterations" => whole(key, value, &mut self.logistic.iterations),
                _ => Err(unknown(algorithm, key, "c, iterations")),
            },
            Algorithm::NaiveBayes => match key {
                "var_smoothing" => real(key, value, &mut self.naive_bayes.var_smoothing),
                _ => Err(unknown(algorithm, key, "var_smoothing")),
            },
            Algorithm::Ftrl => match key {
                "alpha" => real(key, value, &mut self.ftrl.alpha),
                "beta" => real(key, value, &mut self.ftrl.beta),
                "l1" => real(key, value, &mut self.ftrl.l1),
                "l2" => real(key, value, &mut self.ftrl.l2),
                "epochs" => whole(key, value, &mut self.ftrl.epochs),
                _ => Err(unknown(algorithm, key, "alpha, beta, l1, l2, epochs")),
            },
            Algorithm::Tree => match key {
                "max_depth" => whole(key, value, &mut self.tree.max_depth),
                "min_leaf_rows" => whole(key, value, &mut self.tree.min_leaf_rows),
                _ => Err(unknown(algorithm, key, "max_depth, min_leaf_rows")),
            },
            Algorithm::Forest => match key {
                "trees" => whole(key, value, &mut self.forest.trees),
                "max_depth" => whole(key, value, &mut self.forest.max_depth),
                "min_leaf_rows" => whole(key, value, &mut self.forest.min_leaf_rows),
                "features" => whole(key, value, self.forest.features.insert(0)),
                _ => Err(unknown(algorithm, key, "trees, max_depth, min_leaf_rows, features")),
            },
            Algorithm::Boosting => match key {
                "rounds" => whole(key, value, &mut self.boosting.rounds),
                "learning_rate" => real(key, value, &mut self.boosting.learning_rate),
                "max_leaves" => whole(key, value, &mut self.boosting.max_leaves),
                "max_depth" => whole(key, value, &mut self.boosting.max_depth),
                "min_leaf_rows" => whole(key, value, &mut self.boosting.min_leaf_rows),
                "l2" => real(key, value, &mut self.boosting.l2),
                "patience" => whole(key, value, self.boosting.patience.insert(0)),
                _ => Err(unknown(
                    algorithm,
                    key,
                    "rounds, learning_rate, max_leaves, max_depth, min_leaf_rows, l2, patience",
                )),
            },
        }
    }
}

fn real(key: &str, value: &str, to: &mut f64) -> Result<(), ModelError> {
    *to = value.parse().map_err(|_| wrong(key, value, "a number"))?;
    Ok(())
}

fn whole(key: &str, value: &str, to: &mut u32) -> Result<(), ModelError> {
    *to = value.parse().map_err(|_| wrong(key, value, "a whole number"))?;
    Ok(())
}

fn unknown(algorithm: Algorithm, key: &str, known: &str) -> ModelError {
    wrong(key, &format!("no parameter of `{algorithm}`"), &format!("one of {known}"))
}

fn wrong(name: &str, value: &str, allowed: &str) -> ModelError {
    ModelError::Setting { name: name.to_owned(), value: value.to_owned(), allowed: allowed.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_set_by_name_and_unknown_ones_are_refused() {
        let mut settings = TrainSettings::for_target("y");
        settings.set("rounds", "30").unwrap();
        settings.set("forest.trees", "7").unwrap();
        settings.set("patience", "5").unwrap();
        assert_eq!((settings.boosting.rounds, settings.forest.trees), (30, 7));
        assert_eq!(settings.boosting.patience, Some(5));
        let error = settings.set("trees", "7").unwrap_err().to_string();
        assert!(
            error.starts_with("`trees` is no parameter of `boosting`, allowed is one of rounds,"),
            "{error}"
        );
        assert!(settings.set("rounds", "many").is_err());
        settings.algorithm = AlgorithmChoice::Auto;
        assert!(settings.set("rounds", "3").is_err());
    }
}
