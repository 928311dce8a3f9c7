//! What a model card tells, gathered from a workspace and the model's file.

use super::super::AnyModel;
use crate::lifecycle::{Decision, GatePart, KeptReport, ModelVersion, RegisteredModel, Run, Workspace};
use crate::model::evaluation::Evaluation;

/// What a model card tells. What is not known is said to be unknown.
#[derive(Clone)]
pub struct ModelCardFacts<'a> {
    /// Name of the model, or of its file.
    pub name: &'a str,
    /// What it is meant for, in the user's words; may be empty.
    pub intended_use: &'a str,
    /// The model's file.
    pub model: Option<&'a AnyModel>,
    /// The registered model that it is a version of.
    pub registered: Option<&'a RegisteredModel>,
    /// Which version it is.
    pub version: Option<&'a ModelVersion>,
    /// All versions, the first first.
    pub versions: Vec<&'a ModelVersion>,
    /// The run that made it.
    pub run: Option<&'a Run>,
    /// Decisions about the registered model, the first first.
    pub decisions: Vec<&'a Decision>,
    /// Kept reports about it, the first first.
    pub reports: Vec<&'a KeptReport>,
}

impl<'a> ModelCardFacts<'a> {
    /// What a workspace knows of a version of a registered model; `model` is the file of that version, where
    /// it could be read. Without a version the champion is meant, else the newest. `None` where there is no
    /// such model or no such version.
    pub fn of(
        workspace: &'a Workspace,
        name: &str,
        version: Option<u32>,
        model: Option<&'a AnyModel>,
    ) -> Option<Self> {
        let registered = workspace.models.get(name)?;
        let versions: Vec<&ModelVersion> =
            workspace.versions.values().filter(|version| version.model == name).collect();
        let numbered = |number: u32| versions.iter().find(|version| version.version == number).copied();
        let version = match version {
            Some(number) => Some(numbered(number)?),
            None => registered.champion().and_then(numbered).or_else(|| versions.last().copied()),
        };
        Some(Self {
            name: &registered.name,
            intended_use: &registered.intended_use,
            model,
            registered: Some(registered),
            version,
            run: version.and_then(|version| workspace.runs.get(&version.run)),
            decisions: workspace.decisions.iter().filter(|decision| decision.model == name).collect(),
            reports: workspace.reports.iter().filter(|kept| kept.model.as_deref() == Some(name)).collect(),
            versions,
        })
    }

    /// What the file alone tells of a model that is registered nowhere.
    pub fn of_file(name: &'a str, intended_use: &'a str, model: &'a AnyModel) -> Self {
        Self {
            name,
            intended_use,
            model: Some(model),
            registered: None,
            version: None,
            versions: Vec::new(),
            run: None,
            decisions: Vec::new(),
            reports: Vec::new(),
        }
    }

    /// The name and the version: `loan version 3`.
    pub(super) fn title(&self) -> String {
        match self.version {
            Some(version) => format!("{} version {}", self.name, version.version),
            None => self.name.to_owned(),
        }
    }

    /// A part of the gate that this version stood before.
    pub(super) fn gate_part(&self, name: &str) -> Option<&'a GatePart> {
        self.run?.gate.as_ref()?.parts.iter().find(|part| part.name == name)
    }

    /// How good it is on the test part of its training; as the file says, else as the gate measured it.
    pub(super) fn test(&self) -> Option<&'a Evaluation> {
        match self.model {
            Some(AnyModel::Ours(file)) => file.metrics.test.as_ref(),
            _ => self.gate_part("test").map(|part| &part.challenger),
        }
    }

    /// How good it is on the validation part of its training.
    pub(super) fn validation(&self) -> Option<&'a Evaluation> {
        match self.model {
            Some(AnyModel::Ours(file)) => file.metrics.validation.as_ref(),
            _ => self.gate_part("validation").map(|part| &part.challenger),
        }
    }
}
