//! How many tests passed and failed, read from what the test programs print.

use std::ops::AddAssign;

/// Passed and failed tests of one suite.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
    pub(crate) skipped: u64,
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

impl Counts {
    /// Sums the `test result:` lines of libtest and of wasm-bindgen-test.
    pub(crate) fn from_test_results(text: &str) -> Self {
        let mut sum = Self::default();
        for line in text.lines() {
            let Some(at) = line.find("test result: ") else { continue };
            for part in line[at..].split([';', '.']) {
                let mut words = part.split_whitespace();
                let (Some(number), Some(word)) = (words.next(), words.next()) else { continue };
                let Ok(number) = number.parse::<u64>() else { continue };
                match word {
                    "passed" => sum.passed += number,
                    "failed" => sum.failed += number,
                    "ignored" => sum.skipped += number,
                    _ => {}
                }
            }
        }
        sum
    }

    /// Reads the sums at the end of what `node --test` prints as TAP.
    pub(crate) fn from_tap(text: &str) -> Self {
        let number = |name: &str| {
            let sums = text
                .lines()
                .filter_map(|line| line.strip_prefix("# ")?.strip_prefix(name)?.strip_prefix(' '));
            sums.filter_map(|number| number.trim().parse::<u64>().ok()).next_back().unwrap_or(0)
        };
        Self {
            passed: number("pass"),
            failed: number("fail") + number("cancelled"),
            skipped: number("skipped") + number("todo"),
        }
    }

    /// Reads the `stats` of Playwright's JSON report.
    pub(crate) fn from_playwright(report: &str) -> Option<Self> {
        let report: serde_json::Value = serde_json::from_str(report).ok()?;
        let stats = report.get("stats")?;
        let number = |name: &str| stats.get(name).and_then(serde_json::Value::as_u64);
        // A flaky test failed at least once: it counts as failed. An error outside any test counts as one more.
        let errors = report
            .get("errors")
            .and_then(serde_json::Value::as_array)
            .map_or(0, |errors| errors.len() as u64);
        Some(Self {
            passed: number("expected")?,
            failed: number("unexpected")? + number("flaky")? + errors,
            skipped: number("skipped")?,
        })
    }

    /// A suite whose program failed without naming a failed test has failed all the same.
    pub(crate) fn or_failed(mut self, ok: bool) -> Self {
        if !ok && self.failed == 0 {
            self.failed = 1;
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_libtest_lines() {
        let text = "running 2 tests\n\
            test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.10s\n\
            test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.00s\n";
        assert_eq!(Counts::from_test_results(text), Counts { passed: 15, failed: 2, skipped: 1 });
    }

    #[test]
    fn reads_playwrights_stats() {
        let report = r#"{"errors": [], "stats": {"expected": 4, "unexpected": 1, "flaky": 1, "skipped": 2}}"#;
        assert_eq!(Counts::from_playwright(report), Some(Counts { passed: 4, failed: 2, skipped: 2 }));
        assert_eq!(Counts::from_playwright("{}"), None);
    }

    #[test]
    fn reads_the_sums_of_tap() {
        let text = "# Subtest: pass 9\nok 1 - pass 9\n1..4\n# tests 5\n# suites 0\n# pass 2\n# fail 1\n# cancelled 1\n\
            # skipped 1\n# todo 0\n# duration_ms 12.5\n";
        assert_eq!(Counts::from_tap(text), Counts { passed: 2, failed: 2, skipped: 1 });
        assert_eq!(Counts::from_tap("TAP version 13\n"), Counts::default());
    }

    #[test]
    fn a_suite_that_broke_has_failed() {
        assert_eq!(Counts::default().or_failed(false).failed, 1);
        assert_eq!(Counts { passed: 1, failed: 2, skipped: 0 }.or_failed(false).failed, 2);
        assert_eq!(Counts::default().or_failed(true).failed, 0);
    }
}
