//! Actions on registered models, their versions and aliases.

use super::plan::{Done, Plan};
use super::{
    CHALLENGER, CHAMPION, LifecycleError, ModelVersion, NewVersion, RegisteredModel, VersionStatus, names,
};

/// Tag of a version that was turned down; its value is the reason where there is one.
const DECLINED: &str = "declined";

impl Plan<'_> {
    pub(super) fn register(&mut self, new: &NewVersion) -> Result<Done, LifecycleError> {
        let NewVersion { model: name, run: id, path, status, description, alias } = new;
        names::check_text("description", description)?;
        let file = {
            let run = self.run(id)?;
            let artifact = run.artifacts.iter().find(|artifact| artifact.path == *path);
            artifact.cloned().ok_or_else(|| LifecycleError::Unknown {
                what: "artifact of the run".to_owned(),
                name: path.clone(),
                there: run.artifacts.iter().map(|artifact| artifact.path.clone()).collect(),
            })?
        };
        let takes_part = alias.as_deref().is_some_and(|alias| matches!(alias, CHAMPION | CHALLENGER));
        if *status == VersionStatus::Rejected && takes_part {
            return Err(LifecycleError::Rejected { model: name.clone() });
        }
        if self.models.get(name).is_none() {
            self.check_new_model(name)?;
            let model =
                RegisteredModel { name: name.clone(), created_ms: self.stamp.time_ms, ..Default::default() };
            self.models.put(name.clone(), model);
        }
        let model = self.edit_model(name)?;
        let version = model.last_version.saturating_add(1);
        model.last_version = version;
        let made = ModelVersion {
            model: name.clone(),
            version,
            run: id.clone(),
            created_ms: self.stamp.time_ms,
            description: description.clone(),
            tags: Default::default(),
            status: *status,
            file,
        };
        self.versions.put((name.clone(), version), made);
        let mut words = format!("version {version} of `{name}` was made of run {id}");
        match status {
            VersionStatus::Ungated => words.push_str(", which stood before no gate"),
            VersionStatus::Passed => words.push_str(", which passed the gate"),
            VersionStatus::Rejected => words.push_str(", which the gate rejected"),
        }
        if let Some(alias) = alias {
            let before = self.move_alias(name, alias, Some(version))?;
            words.push_str(&format!("; it is the {alias}{}", in_place_of(before)));
        }
        Ok(Done { subject: subject(name, Some(version)), words })
    }

    pub(super) fn promote(&mut self, name: &str, version: u32, note: &str) -> Result<Done, LifecycleError> {
        names::check_text("note", note)?;
        let status = self.version(name, version)?.status;
        let before = self.new_champion(name, version)?;
        let mut words = format!("version {version} of `{name}` became the champion{}", in_place_of(before));
        words.push_str(by_hand(status));
        words.push_str(&noted(note));
        Ok(Done { subject: subject(name, Some(version)), words })
    }

    pub(super) fn roll_back(&mut self, name: &str, version: Option<u32>) -> Result<Done, LifecycleError> {
        let present = self.model(name)?.champion();
        let numbers = self.numbers(name);
        let past = &self.model(name)?.past_champions;
        let target = match version {
            Some(version) => version,
            None => {
                let there = |number: &&u32| numbers.contains(*number) && Some(**number) != present;
                let last = past.iter().rev().find(there);
                *last.ok_or_else(|| LifecycleError::NoEarlierChampion { model: name.to_owned() })?
            }
        };
        let place = past.iter().rposition(|number| *number == target);
        let status = self.version(name, target)?.status;
        self.new_champion(name, target)?;
        if let Some(place) = place {
            // Back in time: what came after is no more before the champion.
            self.edit_model(name)?.past_champions.truncate(place);
        }
        let words = format!(
            "version {target} of `{name}` is the champion again{}{}",
            in_place_of(present),
            if place.is_none() { by_hand(status) } else { "" },
        );
        Ok(Done { subject: subject(name, Some(target)), words })
    }

    pub(super) fn decline(&mut self, name: &str, note: &str) -> Result<Done, LifecycleError> {
        names::check_text("note", note)?;
        let model = self.edit_model(name)?;
        let there = model.aliases.keys().cloned().collect();
        let version = model.aliases.remove(CHALLENGER).ok_or_else(|| LifecycleError::Unknown {
            what: format!("alias of `{name}`"),
            name: CHALLENGER.to_owned(),
            there,
        })?;
        let value = if note.is_empty() { "true" } else { note };
        self.edit_version(name, version)?.tags.insert(DECLINED.to_owned(), value.to_owned());
        let words = format!("version {version} of `{name}` was turned down{}", noted(note));
        Ok(Done { subject: subject(name, Some(version)), words })
    }

    pub(super) fn set_alias(
        &mut self,
        name: &str,
        alias: &str,
        version: Option<u32>,
    ) -> Result<Done, LifecycleError> {
        let before = self.move_alias(name, alias, version)?;
        let words = match (version, before) {
            (Some(version), _) => {
                let status = self.version(name, version)?.status;
                let hand = if matches!(alias, CHAMPION | CHALLENGER) { by_hand(status) } else { "" };
                format!("version {version} of `{name}` is the {alias}{}{hand}", in_place_of(before))
            }
            (None, Some(before)) => format!("version {before} of `{name}` is the {alias} no more"),
            (None, None) => format!("`{name}` has no {alias}"),
        };
        Ok(Done { subject: subject(name, version.or(before)), words })
    }

    pub(super) fn describe(
        &mut self,
        name: &str,
        version: Option<u32>,
        text: &str,
    ) -> Result<Done, LifecycleError> {
        names::check_text("description", text)?;
        match version {
            Some(version) => self.edit_version(name, version)?.description = text.to_owned(),
            None => self.edit_model(name)?.description = text.to_owned(),
        }
        let done = if text.is_empty() { "lost its description" } else { "was described" };
        Ok(Done { subject: subject(name, version), words: format!("{} {done}", called(name, version)) })
    }

    pub(super) fn intend_use(&mut self, name: &str, text: &str) -> Result<Done, LifecycleError> {
        names::check_text("intended use", text)?;
        self.edit_model(name)?.intended_use = text.to_owned();
        let done = if text.is_empty() { "lost its intended use" } else { "was given its intended use" };
        Ok(Done { subject: name.to_owned(), words: format!("`{name}` {done}") })
    }

    pub(super) fn tag(
        &mut self,
        name: &str,
        version: Option<u32>,
        key: &str,
        value: Option<&str>,
    ) -> Result<Done, LifecycleError> {
        let tags = match version {
            Some(version) => &mut self.edit_version(name, version)?.tags,
            None => &mut self.edit_model(name)?.tags,
        };
        let done = set_tag(tags, key, value)?;
        Ok(Done { subject: subject(name, version), words: format!("{} {done}", called(name, version)) })
    }

    pub(super) fn delete_version(&mut self, name: &str, version: u32) -> Result<Done, LifecycleError> {
        self.version(name, version)?;
        let model = self.edit_model(name)?;
        if let Some((alias, _)) = model.aliases.iter().find(|(_, named)| **named == version) {
            return Err(LifecycleError::InUse {
                what: called(name, Some(version)),
                reason: format!(
                    "it is the {alias}: give the alias to another version first, or take it away"
                ),
            });
        }
        model.past_champions.retain(|past| *past != version);
        self.versions.remove(&(name.to_owned(), version));
        let words = format!("{} was deleted", called(name, Some(version)));
        Ok(Done { subject: subject(name, Some(version)), words })
    }

    pub(super) fn delete_model(&mut self, name: &str) -> Result<Done, LifecycleError> {
        self.model(name)?;
        let numbers = self.numbers(name);
        for number in &numbers {
            self.versions.remove(&(name.to_owned(), *number));
        }
        self.models.remove(&name.to_owned());
        let words = match numbers.len() {
            1 => format!("`{name}` was deleted with its one version"),
            count => format!("`{name}` was deleted with its {count} versions"),
        };
        Ok(Done { subject: name.to_owned(), words })
    }

    /// Makes a version the champion; gives back the one before.
    fn new_champion(&mut self, name: &str, version: u32) -> Result<Option<u32>, LifecycleError> {
        let before = self.model(name)?.champion();
        if before == Some(version) {
            return Err(LifecycleError::Already {
                what: format!("version {version} of `{name}` is the champion"),
            });
        }
        self.move_alias(name, CHAMPION, Some(version))
    }

    /// Gives an alias to a version, or takes it away; gives back the version that had it. A champion that
    /// goes is kept among those of the past, and who becomes champion waits no more.
    fn move_alias(
        &mut self,
        name: &str,
        alias: &str,
        version: Option<u32>,
    ) -> Result<Option<u32>, LifecycleError> {
        if let Some(version) = version {
            self.version(name, version)?;
            names::check_alias(alias)?;
        }
        let model = self.edit_model(name)?;
        let lower = alias.to_lowercase();
        if let Some(other) =
            model.aliases.keys().find(|other| *other != alias && other.to_lowercase() == lower)
        {
            return Err(LifecycleError::Taken { what: "alias".to_owned(), name: other.clone() });
        }
        let before = match version {
            Some(version) => model.aliases.insert(alias.to_owned(), version),
            None => {
                let there = model.aliases.keys().cloned().collect();
                let before = model.aliases.remove(alias);
                Some(before.ok_or_else(|| LifecycleError::Unknown {
                    what: format!("alias of `{name}`"),
                    name: alias.to_owned(),
                    there,
                })?)
            }
        };
        if alias == CHAMPION {
            if let Some(before) = before.filter(|before| Some(*before) != version) {
                model.past_champions.push(before);
            }
            if version.is_some() && model.challenger() == version {
                model.aliases.remove(CHALLENGER);
            }
        }
        Ok(before.filter(|before| Some(*before) != version))
    }
}

/// Sets a tag or takes it away; says so.
pub(super) fn set_tag(
    tags: &mut std::collections::BTreeMap<String, String>,
    key: &str,
    value: Option<&str>,
) -> Result<String, LifecycleError> {
    match value {
        Some(value) => {
            names::check_tag(key, Some(value))?;
            tags.insert(key.to_owned(), value.to_owned());
            Ok(format!("got the tag `{key}` = `{value}`"))
        }
        None => {
            let there = tags.keys().cloned().collect();
            let what = "tag".to_owned();
            tags.remove(key).ok_or_else(|| LifecycleError::Unknown { what, name: key.to_owned(), there })?;
            Ok(format!("lost the tag `{key}`"))
        }
    }
}

fn subject(model: &str, version: Option<u32>) -> String {
    version.map_or_else(|| model.to_owned(), |version| format!("{model} version {version}"))
}

fn called(model: &str, version: Option<u32>) -> String {
    version.map_or_else(|| format!("`{model}`"), |version| format!("version {version} of `{model}`"))
}

fn in_place_of(before: Option<u32>) -> String {
    before.map(|before| format!(" in place of version {before}")).unwrap_or_default()
}

/// What the log says of a version that only a person can raise.
fn by_hand(status: VersionStatus) -> &'static str {
    if status == VersionStatus::Rejected { ", by hand, although the gate rejected it" } else { "" }
}

fn noted(note: &str) -> String {
    if note.is_empty() { String::new() } else { format!(": {note}") }
}
