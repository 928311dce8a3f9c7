//! How a model that the page holds becomes a version of a registered model.

use crate::lifecycle::{Action, CHAMPION, NewVersion, Run, VersionStatus, Workspace};

/// What is asked of a registration.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wish {
    /// Registered model; made where there is none.
    pub model: String,
    /// In the user's words; may be empty.
    pub description: String,
    /// Whether the version becomes the champion.
    pub is_champion: bool,
}

/// What is done for it, as one change.
#[derive(Debug, Clone, PartialEq)]
pub struct Registration {
    /// The run, unless it is kept already, and the version.
    pub actions: Vec<Action>,
    /// Whether the model's file goes with them.
    pub with_file: bool,
}

/// The run that has this file already is taken, else the one that was just made of it.
pub fn registration(workspace: &Workspace, made: Run, wish: Wish) -> Registration {
    let Some(file) = made.artifacts.first().cloned() else {
        return Registration { actions: Vec::new(), with_file: false };
    };
    let has_it = |run: &&Run| run.artifacts.iter().any(|artifact| artifact.digest == file.digest);
    let known = workspace.runs.values().find(has_it);
    let path = known.and_then(|run| run.artifacts.iter().find(|artifact| artifact.digest == file.digest));
    let version = Action::Register(NewVersion {
        model: wish.model,
        run: known.map_or_else(|| made.id.clone(), |run| run.id.clone()),
        path: path.map_or(file.path, |artifact| artifact.path.clone()),
        status: VersionStatus::Ungated,
        description: wish.description,
        alias: wish.is_champion.then(|| CHAMPION.to_owned()),
    });
    match known {
        Some(_) => Registration { actions: vec![version], with_file: false },
        None => Registration { actions: vec![Action::LogRun(Box::new(made)), version], with_file: true },
    }
}

#[cfg(test)]
mod tests {
    use super::super::registry_words::tests::{run, workspace};
    use super::*;
    use crate::lifecycle::Artifact;

    fn made(digest: &str) -> Run {
        let artifact = Artifact { path: "model.json".to_owned(), digest: digest.to_owned(), bytes: 4 };
        Run { artifacts: vec![artifact], ..run("new", "tree", 0.9) }
    }

    fn wish(is_champion: bool) -> Wish {
        Wish { model: "loan".to_owned(), description: String::new(), is_champion }
    }

    #[test]
    fn a_new_file_is_kept_with_its_run_and_becomes_a_version_in_one_change() {
        let done = registration(&workspace(), made("f0"), wish(true));
        assert!(done.with_file);
        let [Action::LogRun(run), Action::Register(version)] = done.actions.as_slice() else {
            panic!("{:?}", done.actions)
        };
        assert_eq!((run.id.as_str(), version.run.as_str()), ("new", "new"));
        assert_eq!(version.alias.as_deref(), Some(CHAMPION));
    }

    #[test]
    fn a_file_that_a_run_has_is_not_kept_twice() {
        let mut workspace = workspace();
        let path = "models/model.json".to_owned();
        let artifact = Artifact { path, digest: "f0".to_owned(), bytes: 4 };
        workspace.runs.get_mut("b").unwrap().artifacts.push(artifact);
        let done = registration(&workspace, made("f0"), wish(false));
        assert!(!done.with_file);
        let [Action::Register(version)] = done.actions.as_slice() else { panic!("{:?}", done.actions) };
        assert_eq!((version.run.as_str(), version.path.as_str()), ("b", "models/model.json"));
        assert_eq!(version.alias, None);
    }
}
