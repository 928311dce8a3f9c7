//! The model registry: `mlruns/models/`.

use std::collections::BTreeMap;

use super::files::{Files, Models, run_id};
use super::names::{Names, RENAMED, Use, keyed};
use super::yaml::Mapping;
use crate::lifecycle::{ModelVersion, RegisteredModel, Workspace};

/// Registered models with their tags, aliases and versions.
pub(super) fn write_registry(files: &mut Files, workspace: &Workspace, models: &Models) {
    let names = keyed(&workspace.models, &mut Names::default());
    for (name, registered) in &names {
        let folder = format!("mlruns/models/{name}");
        let meta = Mapping::default()
            .integer("creation_timestamp", registered.created_ms)
            .text_or_null("description", &registered.description)
            .integer("last_updated_timestamp", registered.updated_ms)
            .text("name", name);
        files.put(format!("{folder}/meta.yaml"), meta.finish());
        let mut aliases = Names::default();
        for (alias, version) in &registered.aliases {
            let alias = aliases.give(alias, Use::Alias);
            files.put(format!("{folder}/aliases/{alias}"), version.to_string());
        }
        let mut tags = model_tags(registered, name);
        if let Some(renamed) = aliases.renamed() {
            tags.insert(format!("{RENAMED}.aliases"), renamed);
        }
        files.put_texts(&format!("{folder}/tags"), &tags);
        let versions = workspace.versions.values().filter(|version| version.model == registered.name);
        for version in versions {
            write_version(files, &folder, name, version, models);
        }
    }
}

fn model_tags(registered: &RegisteredModel, name: &str) -> BTreeMap<String, String> {
    let mut tags = registered.tags.clone();
    if name != registered.name {
        tags.insert("evenkeel.name".to_owned(), registered.name.clone());
    }
    with_renamed(&tags)
}

fn with_renamed(tags: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let mut names = Names::default();
    let mut tags = keyed(tags, &mut names);
    if let Some(renamed) = names.renamed() {
        tags.insert(format!("{RENAMED}.tags"), renamed);
    }
    tags
}

fn write_version(files: &mut Files, folder: &str, name: &str, version: &ModelVersion, models: &Models) {
    // Every version has one: they were made of the versions.
    let Some(model) = models.get(&(version.run.clone(), version.file.path.clone())) else { return };
    let folder = format!("{folder}/version-{}", version.version);
    let meta = Mapping::default()
        .integer("creation_timestamp", version.created_ms)
        .text("current_stage", "None")
        .text_or_null("description", &version.description)
        .integer("last_updated_timestamp", version.created_ms)
        .text("model_id", &model.id)
        .text("name", name)
        .text("run_id", &run_id(&version.run))
        .plain("run_link", "null")
        .text("source", &format!("models:/{}", model.id))
        .text("status", "READY")
        .plain("status_message", "null")
        .text("storage_location", &model.location())
        .text("user_id", "evenkeel")
        .integer("version", i64::from(version.version));
    files.put(format!("{folder}/meta.yaml"), meta.finish());
    let mut tags = version.tags.clone();
    tags.insert("evenkeel.gate".to_owned(), version.status.id().to_owned());
    tags.insert("evenkeel.digest".to_owned(), version.file.digest.clone());
    files.put_texts(&format!("{folder}/tags"), &with_renamed(&tags));
}
