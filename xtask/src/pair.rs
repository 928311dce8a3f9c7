//! A pair of large CSV files for the benchmark: 1,000,000 rows, 15 numeric and 5 categorical columns.
//!
//! Six of the numeric and two of the categorical columns drift. Made by a seeded
//! generator of our own, so every machine measures the same bytes.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::failure::{Failure, Outcome};
use crate::paths;

const ROWS: u64 = 1_000_000;
const NUMERIC: u64 = 15;
const CATEGORICAL: u64 = 5;
const DRIFTED_NUMERIC: u64 = 6;
const DRIFTED_CATEGORICAL: u64 = 2;
const LEVELS: [u64; CATEGORICAL as usize] = [2, 5, 20, 200, 3];
const SEED: u64 = 7;

/// Makes the pair in the cache folder unless it is there, and tells where.
pub(crate) fn ensure() -> Outcome<PathBuf> {
    let folder = paths::cache()?.join("bench").join("pair-1");
    fs::create_dir_all(&folder).map_err(|error| Failure::file("make", &folder, &error))?;
    for (number, name) in ["reference.csv", "current.csv"].into_iter().enumerate() {
        let file = folder.join(name);
        if file.is_file() {
            continue;
        }
        println!("making {} (once)", file.display());
        // Under another name until it is whole.
        let partial = folder.join(format!("{name}.partial"));
        write_file(&partial, number as u64).map_err(|error| Failure::file("write", &partial, &error))?;
        fs::rename(&partial, &file).map_err(|error| Failure::file("write", &file, &error))?;
    }
    Ok(folder)
}

fn write_file(path: &Path, number: u64) -> std::io::Result<()> {
    let mut out = BufWriter::with_capacity(1 << 20, File::create(path)?);
    let names =
        (0..NUMERIC).map(|i| format!("num_{i:02}")).chain((0..CATEGORICAL).map(|i| format!("cat_{i:02}")));
    writeln!(out, "{}", names.collect::<Vec<_>>().join(","))?;
    let mut generator = Generator { state: SEED ^ (number << 32) };
    for _ in 0..ROWS {
        for column in 0..NUMERIC {
            if column > 0 {
                out.write_all(b",")?;
            }
            write_number(&mut out, &mut generator, column, number == 1 && column < DRIFTED_NUMERIC)?;
        }
        for column in 0..CATEGORICAL {
            let levels = LEVELS[column as usize];
            let level = generator.level(levels, number == 1 && column < DRIFTED_CATEGORICAL);
            // The last column lacks one value in fifty.
            if column + 1 == CATEGORICAL && generator.uniform() < 0.02 {
                out.write_all(b",")?;
            } else {
                write!(out, ",level_{level:03}")?;
            }
        }
        out.write_all(b"\n")?;
    }
    out.flush()
}

/// One number of a column; `drift` moves it by about 0.3 standard deviations.
fn write_number(
    out: &mut impl Write,
    generator: &mut Generator,
    column: u64,
    drift: bool,
) -> std::io::Result<()> {
    let (shift, scale) = if drift { (0.3, 1.15) } else { (0.0, 1.0) };
    match column {
        0 | 5 => write!(out, "{:.6}", shift + scale * generator.normal()),
        1 | 6 => write!(out, "{:.6}", (shift + 0.8 * scale * generator.normal()).exp()),
        2 | 7 => write!(out, "{:.6}", -scale * (1.0 - generator.uniform()).ln()),
        3 => write!(out, "{:.6}", scale * generator.uniform()),
        4 if generator.uniform() < 0.55 => write!(out, "0.0"),
        4 => write!(out, "{:.6}", -10.0 * scale * (1.0 - generator.uniform()).ln()),
        8 => write!(out, "{}", (40.0 + 6.3 * generator.normal()).round().max(0.0)),
        9 => write!(out, "{}", (generator.uniform() * 100_000.0).floor()),
        10 if generator.uniform() < 0.03 => Ok(()),
        10 => write!(out, "{:.6}", 10.0 + 2.0 * generator.normal()),
        11 => write!(out, "{:.6}", 10_000.0 + 5_000.0 * generator.normal()),
        14 => write!(out, "{:.1}", 50.0 + 10.0 * generator.normal()),
        _ => write!(out, "{:.6}", generator.normal()),
    }
}

/// SplitMix64 (Steele, Lea and Flood 2014).
#[derive(Debug)]
struct Generator {
    state: u64,
}

impl Generator {
    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// In [0, 1).
    fn uniform(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Box and Muller's.
    fn normal(&mut self) -> f64 {
        let radius = (-2.0 * (1.0 - self.uniform()).ln()).sqrt();
        radius * (std::f64::consts::TAU * self.uniform()).cos()
    }

    /// Low levels are more frequent than high ones, more so under drift.
    fn level(&mut self, levels: u64, drift: bool) -> u64 {
        let power = if drift { 2.2 } else { 1.6 };
        ((self.uniform().powf(power) * levels as f64) as u64).min(levels - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_generator_is_splitmix64() {
        // First outputs for seed 1234567, as published with the reference implementation (Rosetta Code, "Splitmix64").
        let mut generator = Generator { state: 1_234_567 };
        assert_eq!(generator.next(), 6_457_827_717_110_365_317);
        assert_eq!(generator.next(), 3_203_168_211_198_807_973);
    }
}
