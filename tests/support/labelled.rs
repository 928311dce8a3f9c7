//! Labelled rows with a planted truth: numbers, categories, missing cells, a useless identifier.

use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

/// How many classes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// `no` and `yes`.
    Two,
    /// `high`, `low` and `middle`.
    Three,
}

/// CSV with the columns `customer_id,amount,age,region,member,day,outcome`. The outcome follows from
/// amount, region and their interplay with member; age says nothing. Some cells are missing.
pub(crate) fn labelled(rows: usize, seed: u64, shape: Shape) -> String {
    let mut random = Xoshiro256PlusPlus::seed_from_u64(seed);
    let mut csv = String::from("customer_id,amount,age,region,member,day,outcome\n");
    for row in 0..rows {
        let amount: f64 = (0..4).map(|_| random.r#gen::<f64>()).sum::<f64>() * 50.0;
        let age = random.gen_range(18..80);
        let region = ["north", "south", "east", "west"][random.gen_range(0..4)];
        let member = random.gen_bool(0.4);
        let score = (amount - 100.0) / 12.0
            + match region {
                "north" => 1.5,
                "south" => -1.5,
                _ => 0.0,
            }
            + if member { (amount - 100.0) / 20.0 } else { 0.5 };
        let noise: f64 = random.r#gen::<f64>() - 0.5;
        let noisy = score + 5.0 * noise;
        let outcome = match shape {
            Shape::Two => ["no", "yes"][usize::from(noisy > 0.0)],
            Shape::Three if noisy < -1.2 => "low",
            Shape::Three if noisy > 1.2 => "high",
            Shape::Three => "middle",
        };
        let amount = if random.gen_bool(0.05) { String::new() } else { format!("{amount:.2}") };
        let region = if random.gen_bool(0.03) { "" } else { region };
        let (month, day) = (row / 28 / 24 % 12 + 1, row / 24 % 28 + 1);
        let hour = row % 24;
        csv.push_str(&format!(
            "C{row:05},{amount},{age},{region},{member},2024-{month:02}-{day:02} {hour:02}:00,{outcome}\n"
        ));
    }
    csv
}
