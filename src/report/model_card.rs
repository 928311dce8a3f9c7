//! A model card: what a model is for, what it learned from, how good it is and for whom, what happened since.
//!
//! After Mitchell et al., *Model Cards for Model Reporting* (2019), as far as a tool can know it.

use super::AnyModel;
use crate::lifecycle::{Decision, KeptReport, ModelVersion, RegisteredModel, Run};

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
