//! Wall time and peak memory of a program.

use std::fs;
use std::thread;
use std::time::{Duration, Instant};

use crate::failure::{Failure, Outcome};
use crate::process::Program;

/// One run of one program, from start to exit.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Run {
    /// Seconds.
    pub(crate) wall: f64,
    /// Largest resident size in MB; `None` where the system does not tell.
    pub(crate) peak_mb: Option<f64>,
}

/// Many runs of one program.
#[derive(Debug, Clone)]
pub(crate) struct Runs {
    /// Name for the table.
    pub(crate) name: String,
    /// In the order they were made.
    pub(crate) runs: Vec<Run>,
}

/// Runs `program` unseen. `accepts` says which exit codes mean that it did its work.
pub(crate) fn measure(program: Program, accepts: &[i32]) -> Outcome<Run> {
    let started = Instant::now();
    let mut child = program.spawn_silent()?;
    let errors = child.stderr.take();
    // Read aside: a program that fills the pipe would wait for us.
    let errors = thread::spawn(move || errors.and_then(|errors| std::io::read_to_string(errors).ok()));
    let status_file = format!("/proc/{}/status", child.id());
    let mut peak_mb = None;
    let status = loop {
        // The kernel keeps the high-water mark itself: looking often only matters at the very end.
        if let Some(seen) = fs::read_to_string(&status_file).ok().as_deref().and_then(high_water_mark) {
            peak_mb = Some(seen);
        }
        match child.try_wait() {
            Ok(Some(status)) => break status,
            Ok(None) => thread::sleep(Duration::from_millis(2)),
            Err(error) => return Err(Failure::new(format!("a measured program was lost: {error}"))),
        }
    };
    let wall = started.elapsed().as_secs_f64();
    if status.code().is_some_and(|code| accepts.contains(&code)) {
        return Ok(Run { wall, peak_mb });
    }
    let said = errors.join().ok().flatten().unwrap_or_default();
    Err(Failure::new(format!("a measured program failed ({status}): {}", said.trim())))
}

impl Runs {
    pub(crate) fn best(&self) -> f64 {
        self.runs.iter().map(|run| run.wall).fold(f64::INFINITY, f64::min)
    }

    pub(crate) fn median(&self) -> f64 {
        let mut walls: Vec<f64> = self.runs.iter().map(|run| run.wall).collect();
        walls.sort_by(f64::total_cmp);
        let half = walls.len() / 2;
        match (walls.get(half), walls.len() % 2) {
            (None, _) => f64::NAN,
            (Some(middle), 1) => *middle,
            (Some(upper), _) => (walls[half - 1] + upper) / 2.0,
        }
    }

    pub(crate) fn peak_mb(&self) -> Option<f64> {
        self.runs.iter().filter_map(|run| run.peak_mb).reduce(f64::max)
    }
}

/// `VmHWM` of a process in MB (1 MB = 1,000,000 bytes; the kernel counts in KiB).
fn high_water_mark(status: &str) -> Option<f64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: f64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kib * 1024.0 / 1e6)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_kernels_mark() {
        assert_eq!(high_water_mark("Name:\tx\nVmPeak:\t 9 kB\nVmHWM:\t    1000 kB\n"), Some(1.024));
        assert_eq!(high_water_mark("Name:\tx\n"), None);
    }

    #[test]
    fn the_median_of_two_lies_between() {
        let run = |wall| Run { wall, peak_mb: None };
        let runs = Runs { name: String::new(), runs: vec![run(3.0), run(1.0)] };
        assert_eq!(runs.median(), 2.0);
        assert_eq!(runs.best(), 1.0);
    }
}
