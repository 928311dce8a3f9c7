//! `evenkeel.toml`: what is written reads back, and what cannot be used is refused with its line.
#![cfg(not(target_arch = "wasm32"))]

use evenkeel::data::{Kind, Role};
use evenkeel::drift::{Correction, Method, Policy, Preset, Rule, TestChoice};
use evenkeel::report::{ReportError, read_policy, write_policy};
use proptest::collection::{btree_map, vec};
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::select;

fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z_]{1,8}",
        any::<String>(),
        select(vec![
            "mean radius",
            "a.b",
            "say \"hi\"",
            "it's",
            "C:\\data",
            "größe",
            "two\nlines",
            "tab\there",
            "\r\n",
            "\u{0}\u{7f}\u{85}\u{2028}",
            "# no comment",
            "[column.x]",
            "",
            " ",
            "年齢",
            "🙂",
            "\"\"\"",
        ])
        .prop_map(str::to_owned),
    ]
}

/// Numbers in range for any method; the others are tested one by one.
fn share() -> impl Strategy<Value = f64> {
    prop_oneof![0.0..=1.0, Just(0.0), Just(1.0), Just(1e-300), Just(5e-324), Just(0.1 + 0.2)]
}

fn rule() -> impl Strategy<Value = Rule> {
    let least = prop_oneof![share(), Just(12.0), Just(1e300)];
    (of(select(Method::ALL.to_vec())), of(share()), of(least)).prop_map(|(method, threshold, min_effect)| {
        // A distance in the column's unit has no line of its own.
        let threshold = threshold.or(method.filter(|m| m.threshold().is_none()).map(|_| 7.5));
        Rule { method, threshold, min_effect }
    })
}

fn tests() -> impl Strategy<Value = TestChoice> {
    prop_oneof![
        Just(TestChoice::All),
        Just(TestChoice::Standard),
        Just(TestChoice::Preset),
        vec(select(Method::ALL.to_vec()), 0..4).prop_map(TestChoice::These),
    ]
}

prop_compose! {
    fn policy()(
        preset in select(Preset::ALL.to_vec()),
        share_threshold in share(),
        correction in of(select(Correction::ALL.to_vec())),
        rule in rule(),
        kind_rules in btree_map(select(Kind::ALL.to_vec()), rule(), 0..4),
        column_rules in btree_map(name(), rule(), 0..6),
        kinds in btree_map(name(), select(Kind::ALL.to_vec()), 0..4),
        roles in btree_map(name(), select(Role::ALL.to_vec()), 0..4),
        tests in tests(),
    ) -> Policy {
        Policy { preset, share_threshold, correction, rule, kind_rules, column_rules, kinds, roles, tests }
    }
}

/// The policy without rules that decide nothing.
fn decided(mut policy: Policy) -> Policy {
    policy.kind_rules.retain(|_, rule| !rule.is_empty());
    policy.column_rules.retain(|_, rule| !rule.is_empty());
    policy
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn what_is_written_reads_back(policy in policy()) {
        prop_assert_eq!(policy.validate(), Ok(()));
        let text = write_policy(&policy);
        let back = read_policy("evenkeel.toml", &text);
        prop_assert_eq!(back.as_ref(), Ok(&decided(policy)), "{}", text);
        prop_assert_eq!(back.map(|policy| write_policy(&policy)), Ok(text));
    }

    #[test]
    fn any_text_is_read_or_refused(text in any::<String>()) {
        if let Ok(policy) = read_policy("t.toml", &text) {
            prop_assert_eq!(policy.validate(), Ok(()));
        }
    }
}

#[test]
fn only_what_differs_from_the_preset_is_written() {
    let text = write_policy(&Policy::of(Preset::Evidently));
    let settings: Vec<&str> = text.lines().filter(|line| !line.starts_with('#')).collect();
    assert_eq!(settings, ["format_version = 1", "preset = \"evidently\"", "share_threshold = 0.5"]);
    assert!(text.starts_with("# Evenkeel policy") && text.contains("docs/policy.md"));
}

#[test]
fn every_setting_is_read() {
    let text = r#"
        format_version = 1
        preset = "nannyml"
        correction = "benjamini_hochberg"
        share_threshold = 0.25
        method = "ks"
        threshold = 1
        min_effect = 0.2
        tests = ["ks", "psi"]
        [kind.numeric]
        method = "psi"
        threshold = 0.2
        [column."mean \"radius\""]
        method = "wasserstein"
        threshold = 1_000.5
        min_effect = 0
        kind = "numeric"
        role = "target"
    "#;
    let policy = read_policy("evenkeel.toml", text).unwrap();
    let name = || "mean \"radius\"".to_owned();
    let rule = |method, threshold, min_effect| Rule { method: Some(method), threshold, min_effect };
    let expected = Policy {
        preset: Preset::Nannyml,
        correction: Some(Correction::BenjaminiHochberg),
        share_threshold: 0.25,
        rule: rule(Method::Ks, Some(1.0), Some(0.2)),
        kind_rules: [(Kind::Numeric, rule(Method::Psi, Some(0.2), None))].into(),
        column_rules: [(name(), rule(Method::Wasserstein, Some(1_000.5), Some(0.0)))].into(),
        kinds: [(name(), Kind::Numeric)].into(),
        roles: [(name(), Role::Target)].into(),
        tests: TestChoice::These(vec![Method::Ks, Method::Psi]),
    };
    assert_eq!(policy, expected);
    assert_eq!(read_policy("evenkeel.toml", ""), Ok(Policy::default()), "what is left out is the default");
    assert_eq!(read_policy("evenkeel.toml", "\u{feff}preset = 'robust'\r\n"), Ok(Policy::default()));
}

#[test]
fn what_cannot_be_used_is_refused_with_its_line() {
    for (text, sentence) in [
        (
            "preset = 'robust'\n\n# comment\ntreshold = 0.01",
            "evenkeel.toml, line 4: there is no setting `treshold`; did you mean `threshold`?",
        ),
        (
            "[column.age]\ncolour = 1",
            "evenkeel.toml, line 2: there is no setting `colour`; use `method`, `threshold`, `min_effect`, `kind` or `role`",
        ),
        (
            "[kind.numeric]\nrole = 'target'",
            "evenkeel.toml, line 2: there is no setting `role`; use `method`, `threshold` or `min_effect`",
        ),
        ("[columns.age]", "evenkeel.toml, line 1: there is no setting `columns`; did you mean `column`?"),
        (
            "\npreset = 'evidenly'",
            "evenkeel.toml, line 2: \"evidenly\" is not a preset; use robust, evidently or nannyml",
        ),
        ("preset = 1", "evenkeel.toml, line 1: `preset` has to be a name in quotes"),
        ("threshold = '0.05'", "evenkeel.toml, line 1: `threshold` has to be a number"),
        (
            "[column.age]\nkind = 'number'",
            "evenkeel.toml, line 2: \"number\" is not a kind; use numeric, integer_category, categorical, boolean, text, datetime or identifier",
        ),
        ("column = 'age'", "evenkeel.toml, line 1: `column` has to be a table such as `[column.\"age\"]`"),
        (
            "tests = 'most'",
            "evenkeel.toml, line 1: `tests` has to be `all`, `standard` or `preset` or a list of methods",
        ),
        (
            "share_threshold = 1.5",
            "evenkeel.toml, line 1: `share_threshold` is out of range, allowed is 0 to 1",
        ),
        (
            "[column.age]\nmethod = 'ks'\nthreshold = 1.5",
            "evenkeel.toml, line 3: `threshold` is out of range, allowed is 0 to 1, because it is a p-value",
        ),
        (
            "[kind.numeric]\nthreshold = 0.1\nmin_effect = -1",
            "evenkeel.toml, line 3: `min_effect` is out of range, allowed is 0 or more",
        ),
        ("threshold = nan", "evenkeel.toml, line 1: `threshold` is out of range, allowed is 0 or more"),
        ("format_version = 'one'", "evenkeel.toml, line 1: `format_version` has to be the number 1"),
        (
            "a_later_setting = 1\nformat_version = 2",
            "evenkeel.toml has policy format version 2, this evenkeel reads up to 1: update evenkeel",
        ),
    ] {
        let error = read_policy("evenkeel.toml", text).unwrap_err();
        assert_eq!(error.to_string(), sentence);
    }
    for (text, line) in [
        ("[column.age]\nmethod = 'wasserstein'", 2),
        ("preset = 'robust'\npreset = 'robust'", 2),
        ("method = 'ks'\nthreshold = = 1", 2),
        ("tests = [\n'ks',\n'kss']", 3),
        ("[kind.numeric]\n[kind.number]", 2),
        ("age,income\n1,2\n", 1),
    ] {
        match read_policy("evenkeel.toml", text) {
            Err(ReportError::Policy { line: found, reason, .. }) => {
                assert_eq!(found, line, "{text}: {reason}");
                assert!(!reason.contains('\n'), "{reason}");
            }
            other => panic!("{text}: {other:?}"),
        }
    }
}
