//! Actions on decisions and runs.

use super::plan::{Done, Plan};
use super::plan_registry::set_tag;
use super::{Decision, DecisionOutcome, LifecycleError, Run, RunStatus, digest, names};

impl Plan<'_> {
    /// Numbers the decision. A run that it names is there, or is logged by the same change.
    pub(super) fn decide(&mut self, decision: &Decision) -> Result<Done, LifecycleError> {
        let number = self.next_decision();
        if let Some(run) = &decision.run {
            if !self.coming.contains(&run.as_str()) {
                self.run(run)?;
            }
            self.decided.insert(run.clone(), number);
        }
        let outcome = match decision.outcome {
            DecisionOutcome::No => "no retraining",
            DecisionOutcome::Deferred => "retraining deferred",
            DecisionOutcome::Retrain => "retraining",
        };
        let words = format!("decision {number} on `{}`: {outcome}, {}", decision.model, decision.headline);
        self.decisions.push(Decision { number, ..decision.clone() });
        Ok(Done { subject: format!("decision {number}"), words })
    }

    /// Keeps a run, under the number of the decision that names it.
    pub(super) fn log_run(&mut self, run: &Run) -> Result<Done, LifecycleError> {
        names::check_run_id(&run.id)?;
        if self.runs.get(&run.id).is_some() {
            return Err(LifecycleError::Taken { what: "run".to_owned(), name: run.id.clone() });
        }
        check_numbers(run)?;
        check_artifacts(run)?;
        for (key, value) in &run.tags {
            names::check_tag(key, Some(value))?;
        }
        names::check_text("name of the run", &run.name)?;
        let mut kept = as_kept(run)?;
        if let Some(number) = self.decided.get(&run.id) {
            kept.decision = Some(*number);
        }
        if let Some(number) = kept.decision.filter(|number| !self.has_decision(*number)) {
            return Err(LifecycleError::Unknown {
                what: "decision".to_owned(),
                name: number.to_string(),
                there: Vec::new(),
            });
        }
        self.runs.put(run.id.clone(), kept);
        let words = match run.status {
            RunStatus::Finished => format!("{} `{}` was kept", run.kind.id(), run.name),
            RunStatus::Failed => format!("{} `{}` was kept, which failed", run.kind.id(), run.name),
        };
        Ok(Done { subject: format!("run {}", run.id), words })
    }

    pub(super) fn tag_run(
        &mut self,
        id: &str,
        key: &str,
        value: Option<&str>,
    ) -> Result<Done, LifecycleError> {
        let run = self.edit_run(id)?;
        let done = set_tag(&mut run.tags, key, value)?;
        Ok(Done { subject: format!("run {id}"), words: format!("run `{}` {done}", run.name) })
    }

    pub(super) fn rename_run(&mut self, id: &str, name: &str) -> Result<Done, LifecycleError> {
        names::check_text("name of the run", name)?;
        if name.trim().is_empty() {
            return Err(LifecycleError::Name {
                what: "run".to_owned(),
                name: name.to_owned(),
                allowed: "give it at least one letter".to_owned(),
            });
        }
        let run = self.edit_run(id)?;
        let before = std::mem::replace(&mut run.name, name.to_owned());
        Ok(Done { subject: format!("run {id}"), words: format!("run `{before}` is called `{name}`") })
    }

    pub(super) fn delete_run(&mut self, id: &str) -> Result<Done, LifecycleError> {
        let name = self.run(id)?.name.clone();
        let mut resting: Vec<String> = self
            .versions
            .iter()
            .filter(|(_, version)| version.run == id)
            .map(|((model, number), _)| format!("version {number} of `{model}`"))
            .collect();
        resting.sort();
        if let Some(version) = resting.first() {
            return Err(LifecycleError::InUse {
                what: format!("run `{name}`"),
                reason: format!("{version} rests on it: delete the version first"),
            });
        }
        self.runs.remove(&id.to_owned());
        Ok(Done { subject: format!("run {id}"), words: format!("run `{name}` was deleted") })
    }
}

fn check_numbers(run: &Run) -> Result<(), LifecycleError> {
    match run.metrics.iter().find(|(_, value)| !value.is_finite()) {
        Some((name, value)) => Err(LifecycleError::Setting {
            name: name.clone(),
            value: value.to_string(),
            allowed: "a finite number: leave a metric out that is not defined".to_owned(),
        }),
        None => Ok(()),
    }
}

fn check_artifacts(run: &Run) -> Result<(), LifecycleError> {
    for (at, artifact) in run.artifacts.iter().enumerate() {
        names::check_path(&artifact.path)?;
        if !digest::is_digest(&artifact.digest) {
            return Err(LifecycleError::Setting {
                name: format!("digest of {}", artifact.path),
                value: artifact.digest.clone(),
                allowed: "64 lower-case hexadecimal digits".to_owned(),
            });
        }
        if run.artifacts.iter().take(at).any(|earlier| earlier.path == artifact.path) {
            return Err(LifecycleError::Taken { what: "artifact".to_owned(), name: artifact.path.clone() });
        }
    }
    Ok(())
}

/// The run as a store gives it back: JSON knows finite numbers only, so that one that is not becomes a
/// missing one where the evidence has a place for that, and is refused where it has none.
fn as_kept(run: &Run) -> Result<Run, LifecycleError> {
    let kept = serde_json::to_value(run).and_then(serde_json::from_value);
    kept.map_err(|error| LifecycleError::Setting {
        name: format!("the evidence of run `{}`", run.name),
        value: error.to_string(),
        allowed: "finite numbers only".to_owned(),
    })
}
