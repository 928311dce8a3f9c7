//! When a model's line was last trained, as the workspace knows it.

use super::{DecisionOutcome, RunKind, RunStatus, TrainedAt, Workspace};

impl Workspace {
    /// The newest training of a registered model.
    ///
    /// A retraining counts whatever the gate said of it, since its rows have been learned from: else a
    /// rejected challenger would be trained again from the same rows every night. One that failed does not.
    /// Without one it is the training of the champion where that was trained here, which saw no window; `None`
    /// where nothing is known.
    pub fn last_training(&self, model: &str) -> Option<TrainedAt> {
        let finished = |run: &String| self.runs.get(run).is_none_or(|run| run.status == RunStatus::Finished);
        let decision = self.decisions.iter().rev().find(|decision| {
            decision.model == model
                && decision.outcome == DecisionOutcome::Retrain
                && decision.run.as_ref().is_some_and(finished)
        });
        if let Some(decision) = decision {
            return Some(TrainedAt { time_ms: decision.time_ms, newest: decision.newest.clone() });
        }
        let champion = self.models.get(model)?.champion()?;
        let run = self.runs.get(&self.versions.get(&(model.to_owned(), champion))?.run)?;
        matches!(run.kind, RunKind::Training | RunKind::Retraining)
            .then(|| TrainedAt { time_ms: run.ended_ms, newest: None })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::super::{Artifact, Decision, ModelVersion, RegisteredModel, Run, VersionStatus, WindowMark};
    use super::*;

    fn run(id: &str, kind: RunKind, status: RunStatus) -> (String, Run) {
        let run = Run {
            id: id.to_owned(),
            name: id.to_owned(),
            kind,
            status,
            started_ms: 1,
            ended_ms: 2,
            seed: 1,
            params: BTreeMap::new(),
            metrics: BTreeMap::new(),
            tags: BTreeMap::new(),
            data: Vec::new(),
            artifacts: Vec::new(),
            gate: None,
            decision: None,
        };
        (id.to_owned(), run)
    }

    fn decision(time_ms: i64, model: &str, outcome: DecisionOutcome, run: Option<&str>) -> Decision {
        Decision {
            number: time_ms as u64,
            time_ms,
            model: model.to_owned(),
            outcome,
            by_hand: false,
            headline: String::new(),
            severity: None,
            triggers: Vec::new(),
            needs: Vec::new(),
            newest: Some(WindowMark { name: format!("w{time_ms}"), ..WindowMark::default() }),
            alerts: Vec::new(),
            run: run.map(str::to_owned),
        }
    }

    #[test]
    fn the_newest_finished_retraining_counts_else_the_training_of_the_champion() {
        let mut workspace = Workspace::default();
        assert_eq!(workspace.last_training("loan"), None);
        let model = RegisteredModel {
            name: "loan".to_owned(),
            aliases: [("champion".to_owned(), 1)].into(),
            ..RegisteredModel::default()
        };
        workspace.models.insert("loan".to_owned(), model);
        let version = ModelVersion {
            model: "loan".to_owned(),
            version: 1,
            run: "first".to_owned(),
            created_ms: 2,
            description: String::new(),
            tags: BTreeMap::new(),
            status: VersionStatus::Ungated,
            file: Artifact::default(),
        };
        workspace.versions.insert(("loan".to_owned(), 1), version);
        workspace.runs.extend([run("first", RunKind::Import, RunStatus::Finished)]);
        assert_eq!(workspace.last_training("loan"), None, "nobody knows when an imported model was trained");
        workspace.runs.extend([run("first", RunKind::Training, RunStatus::Finished)]);
        assert_eq!(workspace.last_training("loan"), Some(TrainedAt { time_ms: 2, newest: None }));
        workspace.runs.extend([
            run("second", RunKind::Retraining, RunStatus::Finished),
            run("third", RunKind::Retraining, RunStatus::Failed),
        ]);
        workspace.decisions = vec![
            decision(5, "loan", DecisionOutcome::Retrain, Some("second")),
            decision(6, "other", DecisionOutcome::Retrain, Some("second")),
            decision(7, "loan", DecisionOutcome::Retrain, Some("third")),
            decision(8, "loan", DecisionOutcome::Deferred, None),
        ];
        let found = workspace.last_training("loan").unwrap();
        assert_eq!((found.time_ms, found.newest.unwrap().name.as_str()), (5, "w5"));
    }
}
