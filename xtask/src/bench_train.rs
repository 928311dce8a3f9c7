//! `cargo xtask bench train`: what the command learns, and how fast, beside scikit-learn.
//!
//! `scripts/train_peers.py` writes the parts of each set and fits scikit-learn on one thread; the
//! command is trained on the same training rows and scores the same test rows; the script measures
//! both. Only fitting is timed: neither side's start-up or reading.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::arguments::Arguments;
use crate::bench::{self, Peers};
use crate::failure::{Failure, Outcome};
use crate::paths;
use crate::process::Program;

const SCIKIT_LEARN: Peers = Peers {
    folder: "python-train",
    modules: "sklearn, pandas",
    requirements: "requirements-train-bench.txt",
};

/// What one side reached on one set.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Reached {
    auc: f64,
    log_loss: f64,
    fit_seconds: f64,
}

/// One line of the table.
#[derive(Debug, Clone, PartialEq)]
struct Line {
    set: String,
    algorithm: String,
    peer: Reached,
    ours: Result<Reached, String>,
}

/// Measures and prints a table. `repeat` is how often each fit is timed; the least counts.
pub(crate) fn run(arguments: &mut Arguments, repeat: usize) -> Outcome {
    let data = arguments.value("--data")?.map(PathBuf::from);
    let only = arguments.value("--only")?;
    let command = arguments.value("--command")?.map(PathBuf::from);
    arguments.finish()?;
    let data = data
        .map(|folder| fs::canonicalize(&folder).map_err(|error| Failure::file("find", &folder, &error)))
        .transpose()?;
    let command = match command {
        Some(command) => {
            fs::canonicalize(&command).map_err(|error| Failure::file("find", &command, &error))?
        }
        None => {
            Program::cargo(&["build", "--release", "--locked", "--bin", "evenkeel"])?.run()?;
            bench::command()?
        }
    };
    let bench = Bench {
        python: bench::python(&SCIKIT_LEARN)?,
        command,
        folder: paths::target()?.join("bench-train"),
        repeat,
    };
    let mut lines = Vec::new();
    for found in bench.peers(data.as_deref(), only.as_deref())?.lines() {
        // Warnings of Python stand between the lines of JSON.
        let Ok(found) = serde_json::from_str::<Value>(found) else { continue };
        let (Some(set), Some(target), Some(algorithm), Some(peer)) =
            (text(&found, "set"), text(&found, "target"), text(&found, "algorithm"), Reached::of(&found))
        else {
            continue;
        };
        // Both sides learn from the same columns, also where the command would leave one out.
        let columns: Vec<&str> =
            found["features"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let ours = bench.ours(&set, &target, &algorithm, &columns.join(","))?;
        lines.push(Line { set, algorithm, peer, ours });
    }
    if lines.is_empty() {
        return Err(Failure::new("scikit-learn's side gave no figures: run scripts/train_peers.py by hand"));
    }
    print!("{}", table(&lines));
    Ok(())
}

struct Bench {
    python: PathBuf,
    command: PathBuf,
    folder: PathBuf,
    repeat: usize,
}

impl Bench {
    fn script(&self) -> Outcome<Program> {
        let script = paths::root().join("scripts").join("train_peers.py");
        Ok(Program::new(&self.python.to_string_lossy())?.args(&[script]))
    }

    /// The script's lines; the parts of the sets are then in the folder.
    fn peers(&self, data: Option<&Path>, only: Option<&str>) -> Outcome<String> {
        let repeat = self.repeat.to_string();
        let mut script =
            self.script()?.args(&["fit"]).args(&[&self.folder]).args(&["--repeat", repeat.as_str()]);
        if let Some(data) = data {
            script = script.args(&["--data"]).args(&[data]);
        }
        if let Some(only) = only {
            script = script.args(&["--only", only]);
        }
        let printed = script.show_and_keep()?;
        if printed.ok { Ok(printed.text) } else { Err(Failure::new("scikit-learn's side failed")) }
    }

    /// Trains and scores. What the command cannot do is the inner error: the table shows it.
    fn ours(
        &self,
        set: &str,
        target: &str,
        algorithm: &str,
        columns: &str,
    ) -> Outcome<Result<Reached, String>> {
        let file = |name: String| self.folder.join(name);
        let (train, test) = (file(format!("{set}_train.csv")), file(format!("{set}_test.csv")));
        let (model, metrics, scored) =
            (file("model.json".to_owned()), file("metrics.json".to_owned()), file("scored.csv".to_owned()));
        let name = self.command.to_string_lossy();
        let mut fit_seconds = f64::INFINITY;
        for _ in 0..self.repeat {
            let said = Program::new(&name)?
                .args(&["train", "--quiet", "--seed", "1", "--validation", "0", "--test", "0"])
                .args(&[
                    "--resamples",
                    "0",
                    "--target",
                    target,
                    "--algorithm",
                    algorithm,
                    "--features",
                    columns,
                ])
                .args(&["--data"])
                .args(&[&train])
                .args(&["--model"])
                .args(&[&model])
                .args(&["--metrics"])
                .args(&[&metrics])
                .capture()?;
            if !said.ok {
                return Ok(Err(said.text.trim().to_owned()));
            }
            let written =
                fs::read_to_string(&metrics).map_err(|error| Failure::file("read", &metrics, &error))?;
            let seconds =
                serde_json::from_str::<Value>(&written).ok().and_then(|v| number(&v, "fit_seconds"));
            fit_seconds = fit_seconds.min(seconds.unwrap_or(f64::INFINITY));
            // A fit that takes long needs no second look.
            if fit_seconds > 5.0 {
                break;
            }
        }
        let said = Program::new(&name)?
            .args(&["predict", "--quiet", "--model"])
            .args(&[&model])
            .args(&["--data"])
            .args(&[&test])
            .args(&["--out"])
            .args(&[&scored])
            .capture()?;
        if !said.ok {
            return Ok(Err(said.text.trim().to_owned()));
        }
        let said = self.script()?.args(&["score"]).args(&[&test, &scored]).args(&[target]).capture()?;
        let found = said.text.lines().find_map(|line| serde_json::from_str::<Value>(line).ok());
        let measures = found.and_then(|v| Some((number(&v, "auc")?, number(&v, "log_loss")?)));
        Ok(match measures {
            Some((auc, log_loss)) => Ok(Reached { auc, log_loss, fit_seconds }),
            None => Err(said.text.trim().to_owned()),
        })
    }
}

impl Reached {
    fn of(found: &Value) -> Option<Self> {
        Some(Self {
            auc: number(found, "auc")?,
            log_loss: number(found, "log_loss")?,
            fit_seconds: number(found, "fit_seconds")?,
        })
    }
}

fn text(found: &Value, name: &str) -> Option<String> {
    found.get(name)?.as_str().map(str::to_owned)
}

fn number(found: &Value, name: &str) -> Option<f64> {
    found.get(name)?.as_f64()
}

fn table(lines: &[Line]) -> String {
    let mut text = format!(
        "\n{:<20} {:<12} {:>8} {:>8} {:>9} {:>9} {:>9} {:>9} {:>7}\n",
        "set", "algorithm", "AUC", "sklearn", "log loss", "sklearn", "fit s", "sklearn", "ratio"
    );
    for Line { set, algorithm, peer, ours } in lines {
        text.push_str(&match ours {
            Ok(ours) => format!(
                "{set:<20} {algorithm:<12} {:>8.5} {:>8.5} {:>9.5} {:>9.5} {:>9.4} {:>9.4} {:>7.2}\n",
                ours.auc,
                peer.auc,
                ours.log_loss,
                peer.log_loss,
                ours.fit_seconds,
                peer.fit_seconds,
                ours.fit_seconds / peer.fit_seconds
            ),
            Err(why) => format!("{set:<20} {algorithm:<12} {why}\n"),
        });
    }
    text.push_str(
        "ratio: our time over scikit-learn's, one thread each; ftrl stands beside SGDClassifier(loss=\"log_loss\")\n",
    );
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_of_one_fit_is_a_line_of_the_table() {
        let peer = Reached { auc: 0.9, log_loss: 0.3, fit_seconds: 0.5 };
        let ours = Reached { auc: 0.91, log_loss: 0.29, fit_seconds: 0.25 };
        let line = |ours| Line { set: "elec2".to_owned(), algorithm: "tree".to_owned(), peer, ours };
        let text = table(&[line(Ok(ours)), line(Err("every row is one class".to_owned()))]);
        let rows: Vec<&str> = text.lines().collect();
        assert!(rows[2].ends_with("0.2500    0.5000    0.50"), "{}", rows[2]);
        assert!(rows[3].ends_with("every row is one class"));
    }
}
