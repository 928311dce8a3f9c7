//! What can be done to a workspace: rules of the registry by hand, and what holds for any actions.
#![cfg(not(target_arch = "wasm32"))]

#[path = "support/sample_runs.rs"]
#[allow(dead_code, reason = "shared by several tests, which use a part each")]
mod sample_runs;

use std::collections::BTreeMap;

use evenkeel::lifecycle::{Action, LifecycleError, VersionStatus, Workspace};
use evenkeel::store::record_json;
use proptest::prelude::*;
use sample_runs::{decide, keep_report, log, model_bytes, register, run, run_id, stamp, with_status};

/// A workspace after actions that can be done.
fn after(actions: &[Action]) -> Workspace {
    then(&Workspace::default(), actions)
}

fn then(before: &Workspace, actions: &[Action]) -> Workspace {
    let mut workspace = before.clone();
    let change = workspace.plan(actions, &stamp(1)).unwrap_or_else(|error| panic!("{error}"));
    workspace.apply(&change);
    workspace
}

fn refused(workspace: &Workspace, action: Action) -> String {
    match workspace.plan(&[action], &stamp(1)) {
        Err(error) => error.to_string(),
        Ok(change) => panic!("{change:?}"),
    }
}

fn promote(version: u32) -> Action {
    Action::Promote { model: "loan".to_owned(), version, note: String::new() }
}

fn roll_back(version: Option<u32>) -> Action {
    Action::RollBack { model: "loan".to_owned(), version }
}

fn delete_version(version: u32) -> Action {
    Action::DeleteVersion { model: "loan".to_owned(), version }
}

fn set_alias(alias: &str, version: Option<u32>) -> Action {
    Action::SetAlias { model: "loan".to_owned(), alias: alias.to_owned(), version }
}

/// `loan` with versions 1 to 3 of runs 1 to 3, and version 1 its champion.
fn three_versions() -> Workspace {
    after(&[
        log(1),
        log(2),
        log(3),
        register("loan", 1, Some("champion")),
        register("loan", 2, None),
        register("loan", 3, None),
    ])
}

fn words(workspace: &Workspace) -> &str {
    &workspace.audit.last().expect("something was done").words
}

#[test]
fn a_turn_of_the_loop_is_one_change() {
    let actions = [decide(Some(1)), log(1), register("loan", 1, Some("champion"))];
    let change = Workspace::default().plan(&actions, &stamp(9)).expect("it can be done");
    assert_eq!(change.expects, 0);
    assert_eq!(change.new_artifacts, [evenkeel::lifecycle::digest(&model_bytes(1))]);
    let mut workspace = Workspace::default();
    workspace.apply(&change);
    assert_eq!(workspace.head.revision, 1);
    assert_eq!(workspace.decisions[0].number, 1);
    assert_eq!(
        workspace.runs[&run_id(1)].decision,
        Some(1),
        "under the number of the decision that names it"
    );
    assert_eq!(workspace.models["loan"].champion(), Some(1));
    assert_eq!(workspace.versions[&("loan".to_owned(), 1)].created_ms, 9);
    let actions: Vec<&str> = workspace.audit.iter().map(|entry| entry.action.as_str()).collect();
    assert_eq!(actions, ["decide", "log_run", "register"]);
    // What is kept already is no new artifact: run 5 with the bytes of run 1.
    let mut again = run(5);
    again.artifacts = run(1).artifacts;
    let change = workspace.plan(&[Action::LogRun(Box::new(again))], &stamp(1)).expect("it can be done");
    assert_eq!(change.new_artifacts, Vec::<String>::new());
    assert_eq!(change.expects, 1);
}

#[test]
fn none_of_the_actions_is_done_where_one_cannot_be() {
    let before = three_versions();
    let error = before.plan(&[promote(2), promote(9)], &stamp(1));
    let there = vec!["1".to_owned(), "2".to_owned(), "3".to_owned()];
    let what = "version of `loan`".to_owned();
    assert_eq!(error, Err(LifecycleError::Unknown { what, name: "9".to_owned(), there }));
}

#[test]
fn a_rollback_goes_back_in_time() {
    let workspace = then(&three_versions(), &[promote(2), promote(3)]);
    assert_eq!(workspace.models["loan"].past_champions, [1, 2]);
    assert_eq!(words(&workspace), "version 3 of `loan` became the champion in place of version 2");
    let back = then(&workspace, &[roll_back(None)]);
    assert_eq!(
        (back.models["loan"].champion(), back.models["loan"].past_champions.clone()),
        (Some(2), vec![1])
    );
    assert_eq!(words(&back), "version 2 of `loan` is the champion again in place of version 3");
    let further = then(&back, &[roll_back(None)]);
    assert_eq!(further.models["loan"].champion(), Some(1));
    assert!(refused(&further, roll_back(None)).contains("no other champion"));
    // To one that was, and to one that never was.
    let first = then(&workspace, &[roll_back(Some(1))]);
    assert_eq!(
        (first.models["loan"].champion(), first.models["loan"].past_champions.clone()),
        (Some(1), vec![])
    );
    let other = then(&three_versions(), &[roll_back(Some(3))]);
    assert_eq!(
        (other.models["loan"].champion(), other.models["loan"].past_champions.clone()),
        (Some(3), vec![1])
    );
    // A deleted one is passed over.
    let gone = then(&workspace, &[delete_version(2), roll_back(None)]);
    assert_eq!(gone.models["loan"].champion(), Some(1));
}

#[test]
fn who_becomes_champion_waits_no_more() {
    let waiting = then(&three_versions(), &[set_alias("challenger", Some(2))]);
    assert_eq!(then(&waiting, &[promote(2)]).models["loan"].challenger(), None);
    assert_eq!(then(&waiting, &[promote(3)]).models["loan"].challenger(), Some(2));
    let declined =
        then(&waiting, &[Action::Decline { model: "loan".to_owned(), note: "too slow".to_owned() }]);
    assert_eq!(declined.models["loan"].challenger(), None);
    assert_eq!(declined.versions[&("loan".to_owned(), 2)].tags["declined"], "too slow");
    assert!(
        refused(&declined, Action::Decline { model: "loan".to_owned(), note: String::new() })
            .contains("challenger")
    );
    // The alias says the same as the promotion.
    let by_alias = then(&three_versions(), &[set_alias("champion", Some(3))]);
    assert_eq!(by_alias.models["loan"].past_champions, [1]);
}

#[test]
fn what_is_needed_is_not_deleted() {
    let workspace = three_versions();
    let champion = refused(&workspace, delete_version(1));
    assert!(
        champion.starts_with("version 1 of `loan` cannot be deleted, since it is the champion"),
        "{champion}"
    );
    let run = refused(&workspace, Action::DeleteRun { run: run_id(2) });
    assert_eq!(
        run,
        "run `run 2` cannot be deleted, since version 2 of `loan` rests on it: delete the version first"
    );
    let gone = then(&workspace, &[delete_version(3), Action::DeleteRun { run: run_id(3) }]);
    assert!(!gone.runs.contains_key(&run_id(3)));
    // Its number is not given again.
    let next = then(&gone, &[register("loan", 2, None)]);
    assert!(next.versions.contains_key(&("loan".to_owned(), 4)));
    let none = then(&next, &[Action::DeleteModel { model: "loan".to_owned() }]);
    assert!(none.models.is_empty() && none.versions.is_empty() && none.runs.len() == 2);
}

#[test]
fn what_the_gate_rejected_is_raised_by_hand_only() {
    let rejected = VersionStatus::Rejected;
    let workspace = after(&[
        log(1),
        log(2),
        register("loan", 1, Some("champion")),
        with_status("loan", 2, None, rejected),
    ]);
    for alias in ["champion", "challenger"] {
        assert!(
            refused(&workspace, with_status("loan", 2, Some(alias), rejected))
                .contains("rejected by the gate")
        );
    }
    let raised = then(&workspace, &[promote(2)]);
    assert_eq!(
        words(&raised),
        "version 2 of `loan` became the champion in place of version 1, by hand, although the gate rejected it"
    );
}

#[test]
fn names_and_doubles_are_refused_with_the_way_out() {
    let workspace = three_versions();
    assert!(refused(&workspace, log(1)).contains("already"));
    assert!(refused(&workspace, register("LOAN", 1, None)).contains("`loan` already"));
    assert!(refused(&workspace, register("a/b", 1, None)).contains("no `/`"));
    assert!(refused(&workspace, set_alias("v2", Some(2))).contains("`v` with a number"));
    assert!(refused(&workspace, set_alias("Champion", Some(2))).contains("`champion` already"));
    assert!(refused(&workspace, promote(1)).contains("is the champion already"));
    let mut endless = run(9);
    endless.metrics.insert("loss".to_owned(), f64::NAN);
    assert_eq!(
        refused(&workspace, Action::LogRun(Box::new(endless))),
        "`loss` is NaN, allowed is a finite number: leave a metric out that is not defined"
    );
    let mut escaping = run(9);
    escaping.artifacts[0].path = "../model.json".to_owned();
    assert!(refused(&workspace, Action::LogRun(Box::new(escaping))).contains("relative path"));
    let missing = refused(&workspace, decide(Some(77)));
    assert_eq!(missing, format!("there is no run `{}`", run_id(77)));
}

/// Any action on three models, five versions, five runs, most of which cannot be done at first.
fn any_action() -> impl Strategy<Value = Action> {
    let model = || prop::sample::select(vec!["loan", "Loan", "churn/2", "churn"]).prop_map(str::to_owned);
    let alias = || prop::sample::select(vec!["champion", "challenger", "old", "v1"]);
    let version = || 0_u32..5;
    let number = || 0_u32..5;
    let status =
        prop::sample::select(vec![VersionStatus::Ungated, VersionStatus::Passed, VersionStatus::Rejected]);
    prop_oneof![
        2 => prop::option::of(number()).prop_map(decide),
        6 => number().prop_map(log),
        10 => (model(), number(), prop::option::of(alias()), status)
            .prop_map(|(model, number, alias, status)| with_status(&model, number, alias, status)),
        4 => (model(), version()).prop_map(|(model, version)| Action::Promote { model, version, note: "n".to_owned() }),
        3 => (model(), prop::option::of(version())).prop_map(|(model, version)| Action::RollBack { model, version }),
        4 => model().prop_map(|model| Action::Decline { model, note: String::new() }),
        6 => (model(), alias(), prop::option::of(version()))
            .prop_map(|(model, alias, version)| Action::SetAlias { model, alias: alias.to_owned(), version }),
        2 => (model(), prop::option::of(version()))
            .prop_map(|(model, version)| Action::Describe { model, version, text: "ü\n".to_owned() }),
        2 => (model(), prop::option::of(version()), prop::option::of("[a-c]"))
            .prop_map(|(model, version, value)| Action::Tag { model, version, key: "k".to_owned(), value }),
        2 => (number(), prop::option::of("[a-c]"))
            .prop_map(|(run, value)| Action::TagRun { run: run_id(run), key: "k".to_owned(), value }),
        1 => number().prop_map(|run| Action::RenameRun { run: run_id(run), name: "another".to_owned() }),
        2 => (model(), version()).prop_map(|(model, version)| Action::DeleteVersion { model, version }),
        1 => number().prop_map(|run| Action::DeleteRun { run: run_id(run) }),
        1 => model().prop_map(|model| Action::DeleteModel { model }),
        3 => (number(), prop::option::of(model())).prop_map(|(seed, model)| keep_report(seed, model.as_deref())),
        2 => (0_u64..6).prop_map(|number| Action::DeleteReport { number }),
        2 => model().prop_map(|model| Action::IntendUse { model, text: "to rank\n".to_owned() }),
        1 => Just(Action::SetPolicy { text: "[retrain]\n".to_owned() }),
    ]
}

/// The properties below say little where hardly anything can be done.
#[test]
fn most_kinds_of_actions_are_done_at_times() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;

    let mut runner = TestRunner::deterministic();
    let strategy = any_action();
    let mut done: BTreeMap<&str, u32> = BTreeMap::new();
    let mut workspace = Workspace::default();
    for _ in 0..3_000 {
        let action = strategy.new_tree(&mut runner).expect("it is made").current();
        if let Ok(change) = workspace.plan(std::slice::from_ref(&action), &stamp(1)) {
            workspace.apply(&change);
            *done.entry(action.id()).or_default() += 1;
        }
    }
    assert_eq!(done.len(), 18, "every kind: {done:?}");
    assert!(done.values().all(|count| *count >= 5), "{done:?}");
}

/// A store as simple as can be: texts by key.
#[derive(Default)]
struct Texts {
    head: evenkeel::lifecycle::Head,
    records: BTreeMap<String, Vec<u8>>,
}

impl Texts {
    fn keep(&mut self, change: &evenkeel::lifecycle::Change) {
        for keyed in &change.records {
            match &keyed.record {
                Some(record) => self.records.insert(keyed.key.clone(), record_json::encode(record)),
                None => self.records.remove(&keyed.key),
            };
        }
        self.head = self.head.after(change);
    }

    fn load(&self) -> Workspace {
        let head = record_json::decode_head(&record_json::encode_head(&self.head));
        let records =
            self.records.iter().map(|(key, bytes)| record_json::decode(key, bytes).expect("written above"));
        Workspace::from_records(head.expect("written above"), records)
    }
}

fn holds_together(workspace: &Workspace) -> Result<(), TestCaseError> {
    for (name, model) in &workspace.models {
        prop_assert_eq!(name, &model.name);
        for (alias, version) in &model.aliases {
            prop_assert!(workspace.versions.contains_key(&(name.clone(), *version)), "{} of {}", alias, name);
        }
        for past in &model.past_champions {
            prop_assert!(workspace.versions.contains_key(&(name.clone(), *past)));
        }
        let lower: Vec<_> =
            workspace.models.keys().filter(|other| other.to_lowercase() == name.to_lowercase()).collect();
        prop_assert_eq!(lower.len(), 1);
    }
    for ((name, number), version) in &workspace.versions {
        prop_assert!((1..=workspace.models[name].last_version).contains(number));
        let file = workspace.runs[&version.run].artifacts.iter().find(|artifact| **artifact == version.file);
        prop_assert!(file.is_some());
    }
    let numbers: Vec<u64> = workspace.decisions.iter().map(|decision| decision.number).collect();
    prop_assert_eq!(numbers, (1..=workspace.decisions.len() as u64).collect::<Vec<_>>());
    let reports: Vec<u64> = workspace.reports.iter().map(|report| report.number).collect();
    prop_assert!(reports.is_sorted_by(|one, next| one < next), "{:?}", reports);
    prop_assert!(reports.last().is_none_or(|last| *last <= workspace.head.last_report));
    let numbers: Vec<u64> = workspace.audit.iter().map(|entry| entry.number).collect();
    prop_assert_eq!(numbers, (1..=workspace.audit.len() as u64).collect::<Vec<_>>());
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_actions_leave_a_workspace_that_holds_together(
        changes in prop::collection::vec(prop::collection::vec(any_action(), 1..4), 1..30)
    ) {
        let mut workspace = Workspace::default();
        let mut store = Texts::default();
        for (at, actions) in changes.iter().enumerate() {
            // All at once, or else each that can be done by itself.
            let together = workspace.plan(actions, &stamp(at as i64)).is_ok();
            let pieces = actions.chunks(if together { actions.len() } else { 1 });
            for piece in pieces {
                let Ok(change) = workspace.plan(piece, &stamp(at as i64)) else { continue };
                let before = workspace.clone();
                workspace.apply(&change);
                store.keep(&change);
                holds_together(&workspace)?;
                prop_assert_eq!(&workspace, &store.load(), "what is applied is what is loaded");
                prop_assert_eq!(workspace.audit.len(), before.audit.len() + piece.len(), "one entry an action");
                prop_assert_eq!(&workspace.audit[..before.audit.len()], &before.audit[..], "only added");
                prop_assert_eq!(&workspace.decisions[..before.decisions.len()], &before.decisions[..], "only added");
                for report in &workspace.reports {
                    let is_new = report.number > before.head.last_report;
                    prop_assert!(is_new || before.reports.contains(report), "no number is given again");
                }
                prop_assert_eq!(workspace.head.revision, before.head.revision + 1);
            }
        }
    }

    #[test]
    fn a_workspace_taken_in_twice_is_as_taken_in_once(
        ours in prop::collection::vec(any_action(), 0..30),
        theirs in prop::collection::vec(any_action(), 0..30),
    ) {
        let done = |actions: &[Action], time: i64| {
            let mut workspace = Workspace::default();
            for action in actions {
                if let Ok(change) = workspace.plan(std::slice::from_ref(action), &stamp(time)) {
                    workspace.apply(&change);
                }
            }
            workspace
        };
        let (mut workspace, other) = (done(&ours, 1), done(&theirs, 2));
        let before = workspace.clone();
        let merged = workspace.merge(&other, "w.zip", &stamp(3));
        let merged = merged.map_err(|error| TestCaseError::fail(error.to_string()))?;
        workspace.apply(&merged.change);
        holds_together(&workspace)?;
        prop_assert_eq!(&workspace.audit[..before.audit.len()], &before.audit[..], "only added");
        for (key, version) in &before.versions {
            prop_assert_eq!(workspace.versions.get(key), Some(version));
        }
        for id in before.runs.keys().chain(other.runs.keys()) {
            prop_assert!(workspace.runs.contains_key(id));
        }
        // Every file of theirs is the file of a version here.
        for version in other.versions.values() {
            prop_assert!(workspace.versions.values().any(|here| here.file == version.file && here.run == version.run));
        }
        let again = workspace.merge(&other, "w.zip", &stamp(3));
        let again = again.map_err(|error| TestCaseError::fail(error.to_string()))?;
        let keys: Vec<&str> = again.change.records.iter().map(|keyed| keyed.key.as_str()).collect();
        prop_assert!(keys.len() == 1 && keys[0].starts_with("audit/"), "{:?}", keys);
    }
}

#[test]
fn another_model_of_the_same_name_comes_in_under_its_own() {
    let ours = after(&[log(1), register("loan", 1, Some("champion"))]);
    let theirs = after(&[log(2), log(3), register("loan", 2, Some("champion")), register("loan", 3, None)]);
    let merged = ours.merge(&theirs, "w.zip", &stamp(3)).expect("it holds together");
    assert_eq!(
        merged.notes,
        [
            "1 model, 2 versions, 2 runs, no decision and no report were taken in from w.zip",
            "`loan` is there with other versions: what came in is `loan 2`"
        ]
    );
    let mut workspace = ours.clone();
    workspace.apply(&merged.change);
    assert_eq!(workspace.models["loan"], ours.models["loan"]);
    assert_eq!(workspace.models["loan 2"].champion(), Some(1));
    // A copy that went on comes back as it is.
    let ahead = then(&ours, &[log(4), register("loan", 4, None)]);
    let merged = ours.merge(&ahead, "w.zip", &stamp(3)).expect("it holds together");
    let mut workspace = ours.clone();
    workspace.apply(&merged.change);
    assert_eq!(workspace.versions.len(), 2);
    assert_eq!(workspace.models["loan"].last_version, 2);
    // Into an empty one comes all.
    let mut empty = Workspace::default();
    empty.apply(&empty.merge(&theirs, "w.zip", &stamp(3)).expect("it holds together").change);
    assert_eq!(
        (&empty.models, &empty.versions, &empty.runs),
        (&theirs.models, &theirs.versions, &theirs.runs)
    );
    assert_eq!(empty.audit[..theirs.audit.len()], theirs.audit[..]);
}

#[test]
fn what_contradicts_itself_is_not_taken_in() {
    let mut broken = three_versions();
    broken.runs.remove(&run_id(2));
    let error = Workspace::default().merge(&broken, "w.zip", &stamp(1)).map(|_| ());
    assert_eq!(
        error.map_err(|error| error.to_string()),
        Err("`loan` does not hold together: the run of version 2 is not there".to_owned())
    );
    let mut other = three_versions();
    other.runs.get_mut(&run_id(1)).expect("it is there").seed = 1;
    let error = three_versions().merge(&other, "w.zip", &stamp(1));
    assert!(matches!(error, Err(LifecycleError::Taken { .. })), "{error:?}");
}

#[test]
fn to_clear_forgets_all_but_that_it_was_done() {
    let mut workspace = then(&three_versions(), &[decide(None), Action::SetPolicy { text: "x".to_owned() }]);
    let change = workspace.cleared(&stamp(5));
    workspace.apply(&change);
    let wanted =
        Workspace { head: workspace.head.clone(), audit: workspace.audit.clone(), ..Workspace::default() };
    assert_eq!(workspace, wanted);
    assert_eq!(workspace.audit.len(), 1);
    assert_eq!((workspace.audit[0].number, workspace.audit[0].action.as_str()), (1, "clear"));
}
