//! Data that the tests make for themselves: seeded, so every run sees the same bytes.

use std::fmt::Write;

use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

/// Which columns of [`loans`] drift.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Drifted {
    Nothing,
    IncomeAndRegion,
    Everything,
}

/// A CSV of loan applications: an id, two numbers, a small integer, three categories, a boolean target.
pub(crate) fn loans(rows: usize, seed: u64, drifted: Drifted) -> String {
    let mut random = Xoshiro256PlusPlus::seed_from_u64(seed);
    let (some, all) = (drifted != Drifted::Nothing, drifted == Drifted::Everything);
    let mut csv = String::from("application_id,income,age,dependants,region,purpose,note,approved\n");
    for row in 0..rows {
        let noise: f64 = (0..12).map(|_| random.r#gen::<f64>()).sum::<f64>() - 6.0;
        let income = 42_000.0 + 9_000.0 * noise + if some { 7_500.0 } else { 0.0 };
        let age = 18.0 + 50.0 * random.r#gen::<f64>().powf(if all { 0.5 } else { 1.0 });
        let dependants = random.gen_range(0..if all { 3 } else { 5 });
        let skew = if some { 2 } else { 1 };
        let region = ["north", "south", "east", "west"]
            [random.gen_range(0..4 * skew) / skew % if all { 2 } else { 4 }];
        let purpose =
            if some && row % 7 == 0 { "west-wing, \"new\"" } else { ["car", "home", "other"][row % 3] };
        let region = if some && random.r#gen::<f64>() < 0.4 { "north" } else { region };
        let note = if row % 9 == 0 { "" } else { ["ok", "check"][random.gen_range(0..2)] };
        let approved = random.r#gen::<f64>() < if all { 0.2 } else { 0.6 };
        let quoted = if purpose.contains(',') {
            format!("\"{}\"", purpose.replace('"', "\"\""))
        } else {
            purpose.to_owned()
        };
        writeln!(
            csv,
            "A{seed:02}{row:06},{income:.2},{age:.3},{dependants},{region},{quoted},{note},{approved}"
        )
        .expect("writing to a String cannot fail");
    }
    csv
}
