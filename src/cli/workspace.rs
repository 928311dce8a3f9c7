//! `evenkeel workspace`: registry, runs, decisions and the audit log in a folder.

use std::fs;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use super::workspace_args::{ModelName, VersionName, WorkspaceArgs, WorkspaceCommand};
use super::{CliError, Outcome, output, workspace_card, workspace_json, workspace_reports, workspace_tables};
use crate::data::DataError;
use crate::lifecycle::{
    Action, CHAMPION, LifecycleError, ModelVersion, RegisteredModel, Run, Stamp, Workspace,
};
use crate::store::{FolderStore, ready};
use crate::worker::native;
use crate::worker::registration::registration;
use crate::worker::workspace::{self, handle};
use crate::worker::workspace_tasks::{WorkspaceResult, WorkspaceTask};

pub(super) fn run(args: &WorkspaceArgs) -> Result<Outcome, CliError> {
    let store = FolderStore::new(&args.workspace);
    let stamp = Stamp { time_ms: now_ms(), actor: args.actor.clone() };
    let session = Session { store, stamp };
    match &args.what {
        WorkspaceCommand::List { json } => {
            let there = session.load()?;
            print(&if *json { workspace_json::models(&there) } else { workspace_tables::models(&there) })
        }
        WorkspaceCommand::Show { model } => {
            let there = session.load()?;
            match version_of(&there, model)? {
                Some(version) => print(&workspace_tables::version(&there, version)),
                None => print(&workspace_tables::model(&there, model_of(&there, &model.model)?)),
            }
        }
        WorkspaceCommand::Runs { sort, tag, json } => {
            let there = session.load()?;
            let wanted = |run: &&Run| tag.iter().all(|pair| run.tags.get(&pair.key) == Some(&pair.value));
            let mut runs: Vec<&Run> = there.runs.values().filter(wanted).collect();
            runs.sort_by_key(|run| std::cmp::Reverse(run.started_ms));
            if let Some(metric) = sort {
                known_metric(&there, metric)?;
                let value = |run: &Run| run.metrics.get(metric).copied().unwrap_or(f64::NEG_INFINITY);
                runs.sort_by(|one, other| value(other).total_cmp(&value(one)));
            }
            print(&if *json {
                workspace_json::runs(&runs)
            } else {
                workspace_tables::runs(&runs, sort.as_deref())
            })
        }
        WorkspaceCommand::Compare { runs } => {
            let there = session.load()?;
            let runs = runs.iter().map(|id| run_of(&there, id)).collect::<Result<Vec<_>, _>>()?;
            print(&workspace_tables::compared(&runs))
        }
        WorkspaceCommand::Reports { model, json } => {
            let there = session.load()?;
            if let Some(name) = model {
                model_of(&there, name)?;
            }
            print(&workspace_reports::list(&there, model.as_deref(), *json))
        }
        WorkspaceCommand::Report { number, json } => {
            let there = session.load()?;
            let kept = workspace::report(&there, *number)?;
            match json {
                Some(path) => {
                    let bytes = ready(workspace::artifact(&session.store, &kept.file.digest))??;
                    output::write_bytes(path, &bytes)?;
                    Ok(Outcome::Fine)
                }
                None => print(&workspace_reports::one(kept)),
            }
        }
        WorkspaceCommand::CompareReports(args) => {
            let comparison = ready(workspace::compare_reports(&session.store, args.earlier, args.later))??;
            workspace_reports::compared(args, &comparison)
        }
        WorkspaceCommand::Decisions { json } => {
            let there = session.load()?;
            print(&if *json {
                workspace_json::decisions(&there)
            } else {
                workspace_tables::decisions(&there)
            })
        }
        WorkspaceCommand::Audit { json } => {
            let there = session.load()?;
            print(&if *json { workspace_json::audit(&there) } else { workspace_tables::audit(&there) })
        }
        WorkspaceCommand::Export { file } => {
            let (_, bytes) = session.ask(WorkspaceTask::ExportZip, None)?;
            output::write_bytes(file, &bytes.unwrap_or_default())?;
            Ok(Outcome::Fine)
        }
        WorkspaceCommand::Import { file } => {
            let name = native::file_name(file);
            let task = WorkspaceTask::ImportZip { name, stamp: session.stamp.clone() };
            let (result, _) = session.ask(task, Some(read(file)?))?;
            let notes = match result {
                WorkspaceResult::Workspace { notes, .. } => notes,
                WorkspaceResult::File { .. } | WorkspaceResult::Compared(_) => Vec::new(),
            };
            print(&notes.iter().map(|note| format!("{note}\n")).collect::<String>())
        }
        WorkspaceCommand::Mlflow { folder } => session.mlflow(folder),
        WorkspaceCommand::Model { model, out } => {
            let there = session.load()?;
            let version = match version_of(&there, model)? {
                Some(version) => version,
                None => champion_of(&there, &model.model)?,
            };
            let bytes = ready(workspace::artifact(&session.store, &version.file.digest))??;
            output::write_bytes(out, &bytes)?;
            Ok(Outcome::Fine)
        }
        WorkspaceCommand::Card { model, out, html } => {
            workspace_card::card(&session.store, model, out.as_deref(), html.as_deref())
        }
        WorkspaceCommand::Register { model, file, champion } => {
            let bytes = read(file)?;
            let alias = champion.then_some(CHAMPION);
            let actions = registration(&native::file_name(file), &bytes, model, alias, &session.stamp)?;
            session.act(actions, vec![bytes])
        }
        change => {
            let action = session.action(change)?;
            session.act(vec![action], Vec::new())
        }
    }
}

/// A folder and the moment of the command.
struct Session {
    store: FolderStore,
    stamp: Stamp,
}

impl Session {
    fn load(&self) -> Result<Workspace, CliError> {
        Ok(self.store.read()?)
    }

    fn ask(
        &self,
        task: WorkspaceTask,
        file: Option<Vec<u8>>,
    ) -> Result<(WorkspaceResult, Option<Vec<u8>>), CliError> {
        Ok(ready(handle(&self.store, task, file))??)
    }

    /// Does the actions and prints what the audit log says of them.
    fn act(&self, actions: Vec<Action>, artifacts: Vec<Vec<u8>>) -> Result<Outcome, CliError> {
        let count = actions.len();
        let after = ready(workspace::act(&self.store, &self.stamp, &actions, artifacts))??;
        let done = after.audit.iter().skip(after.audit.len().saturating_sub(count));
        print(&done.map(|entry| format!("{}\n", super::table::clean(&entry.words))).collect::<String>())
    }

    /// The one action of a command that changes something.
    fn action(&self, what: &WorkspaceCommand) -> Result<Action, CliError> {
        let numbered = |name: &ModelName| match &name.version {
            VersionName::None => Ok::<_, CliError>(None),
            VersionName::Number(number) => Ok(Some(*number)),
            VersionName::Alias(_) => Ok(version_of(&self.load()?, name)?.map(|version| version.version)),
        };
        let subject = |text: &str| {
            text.parse::<ModelName>().map_err(|reason| CliError::Option { option: "MODEL[:VERSION]", reason })
        };
        Ok(match what {
            WorkspaceCommand::Promote { model, version, note } => {
                Action::Promote { model: model.clone(), version: *version, note: note.clone() }
            }
            WorkspaceCommand::Rollback { model, version } => {
                Action::RollBack { model: model.clone(), version: *version }
            }
            WorkspaceCommand::Decline { model, note } => {
                Action::Decline { model: model.clone(), note: note.clone() }
            }
            WorkspaceCommand::Alias { model, alias, version } => {
                Action::SetAlias { model: model.clone(), alias: alias.clone(), version: *version }
            }
            WorkspaceCommand::Describe { model, text } => {
                Action::Describe { model: model.model.clone(), version: numbered(model)?, text: text.clone() }
            }
            WorkspaceCommand::IntendedUse { model, text } => {
                Action::IntendUse { model: model.clone(), text: workspace_reports::words_or_file(text)? }
            }
            WorkspaceCommand::DeleteReport { number, yes: true } => Action::DeleteReport { number: *number },
            WorkspaceCommand::Tag { subject: id, key, value, run: true } => {
                let run = run_of(&self.load()?, id)?.id.clone();
                Action::TagRun { run, key: key.clone(), value: value.clone() }
            }
            WorkspaceCommand::Tag { subject: text, key, value, run: false } => {
                let name = subject(text)?;
                let version = numbered(&name)?;
                Action::Tag { model: name.model, version, key: key.clone(), value: value.clone() }
            }
            WorkspaceCommand::RenameRun { run, name } => {
                Action::RenameRun { run: run_of(&self.load()?, run)?.id.clone(), name: name.clone() }
            }
            WorkspaceCommand::DeleteReport { number, yes: false } => {
                return Err(CliError::Option {
                    option: "--yes",
                    reason: format!("say so to delete report {number}: it does not come back"),
                });
            }
            WorkspaceCommand::Delete { yes: false, subject, .. } => {
                return Err(CliError::Option {
                    option: "--yes",
                    reason: format!("say so to delete `{subject}`: it does not come back"),
                });
            }
            WorkspaceCommand::Delete { subject: id, run: true, .. } => {
                Action::DeleteRun { run: run_of(&self.load()?, id)?.id.clone() }
            }
            WorkspaceCommand::Delete { subject: text, run: false, .. } => {
                let name = subject(text)?;
                match numbered(&name)? {
                    Some(version) => Action::DeleteVersion { model: name.model, version },
                    None => Action::DeleteModel { model: name.model },
                }
            }
            // The others only look; `run` has answered them.
            other => return Err(CliError::Job(format!("{other:?} changes nothing"))),
        })
    }

    /// Writes the export for MLflow into an empty folder.
    fn mlflow(&self, folder: &Path) -> Result<Outcome, CliError> {
        let failed = |path: &Path, error: std::io::Error| CliError::Write {
            path: path.display().to_string(),
            reason: error.to_string(),
        };
        if fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some()) {
            return Err(CliError::Write {
                path: folder.display().to_string(),
                reason: "it is not empty: name an empty folder, or one that is to be made".to_owned(),
            });
        }
        let files = ready(workspace::mlflow(&self.store))??;
        for file in &files {
            let path = folder.join(&file.path);
            let above = path.parent().unwrap_or(folder);
            fs::create_dir_all(above).map_err(|error| failed(above, error))?;
            fs::write(&path, &file.bytes).map_err(|error| failed(&path, error))?;
        }
        print(&format!(
            "{} files for MLflow in {}; README.txt says how to open them\n",
            files.len(),
            folder.display()
        ))
    }
}

/// The registered model of a name.
pub(super) fn model_of<'a>(there: &'a Workspace, name: &str) -> Result<&'a RegisteredModel, CliError> {
    let unknown = || LifecycleError::Unknown {
        what: "registered model".to_owned(),
        name: name.to_owned(),
        there: there.models.keys().cloned().collect(),
    };
    Ok(there.models.get(name).ok_or_else(unknown)?)
}

/// The version that a name means; `None` where it names none.
pub(super) fn version_of<'a>(
    there: &'a Workspace,
    name: &ModelName,
) -> Result<Option<&'a ModelVersion>, CliError> {
    let model = model_of(there, &name.model)?;
    let number = match &name.version {
        VersionName::None => return Ok(None),
        VersionName::Number(number) => *number,
        VersionName::Alias(alias) => *model.aliases.get(alias).ok_or_else(|| LifecycleError::Unknown {
            what: format!("alias of `{}`", model.name),
            name: alias.clone(),
            there: model.aliases.keys().cloned().collect(),
        })?,
    };
    let numbers = there.versions.keys().filter(|(model, _)| *model == name.model);
    let unknown = || LifecycleError::Unknown {
        what: format!("version of `{}`", model.name),
        name: number.to_string(),
        there: numbers.map(|(_, number)| number.to_string()).collect(),
    };
    Ok(Some(there.versions.get(&(name.model.clone(), number)).ok_or_else(unknown)?))
}

/// The champion of a model.
fn champion_of<'a>(there: &'a Workspace, name: &str) -> Result<&'a ModelVersion, CliError> {
    let champion = model_of(there, name)?.champion();
    let version = champion.and_then(|number| there.versions.get(&(name.to_owned(), number)));
    Ok(version.ok_or_else(|| LifecycleError::NoChampion { model: name.to_owned() })?)
}

/// The run of an identifier, or of the beginning of one.
fn run_of<'a>(there: &'a Workspace, id: &str) -> Result<&'a Run, CliError> {
    let mut alike = there.runs.values().filter(|run| !id.is_empty() && run.id.starts_with(id));
    match (alike.next(), alike.next()) {
        (Some(run), None) => Ok(run),
        (Some(_), Some(_)) => Err(CliError::Option {
            option: "RUN",
            reason: format!("several runs begin with `{id}`: give more of the identifier"),
        }),
        _ => Err(LifecycleError::UnknownRun { run: id.to_owned() }.into()),
    }
}

fn known_metric(there: &Workspace, metric: &str) -> Result<(), CliError> {
    let mut names: Vec<String> = there.runs.values().flat_map(|run| run.metrics.keys().cloned()).collect();
    if names.is_empty() || names.iter().any(|name| name == metric) {
        return Ok(());
    }
    names.sort();
    names.dedup();
    Err(LifecycleError::Unknown { what: "metric".to_owned(), name: metric.to_owned(), there: names }.into())
}

fn read(path: &Path) -> Result<Vec<u8>, CliError> {
    let failed =
        |error: std::io::Error| DataError::Io { file: path.display().to_string(), reason: error.to_string() };
    Ok(fs::read(path).map_err(failed)?)
}

fn print(text: &str) -> Result<Outcome, CliError> {
    output::print(text).map_err(output::stdout_failed)?;
    Ok(Outcome::Fine)
}

/// The clock; 0 where it stands before 1970.
fn now_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or_default()
}
