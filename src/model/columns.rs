//! Which columns a model learns from, and what is said of the others.

use super::target::Labels;
use super::{ModelError, TrainSettings};
use crate::data::{CellColumn, CellPlace, Kind, KindRule, Role, RowTable, kind, role};

/// Most levels of a categorical input.
pub const MOST_LEVELS: usize = 255;
/// Below this many rows, a column that tells the target may do so by chance.
const TELLING_ROWS: usize = 20;

/// The columns to learn from.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ColumnChoice {
    /// In the order of the file.
    pub chosen: Vec<ChosenColumn>,
    /// Columns that were left out, and why.
    pub left_out: Vec<LeftOut>,
}

/// A column to learn from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChosenColumn {
    /// Its place in the file.
    pub at: usize,
    /// Whether it is a number rather than a category.
    pub numeric: bool,
    /// Whether its categories are spellings of true and false.
    pub boolean: bool,
}

/// A column that was left out.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct LeftOut {
    /// Name of the column.
    pub column: String,
    /// Why, as the end of a sentence that begins with the column.
    pub reason: String,
}

impl ColumnChoice {
    /// Chooses columns: those that were asked for, else all that are fit to learn from.
    ///
    /// # Errors
    ///
    /// [`ModelError::UnknownColumn`], [`ModelError::Leaking`] and [`ModelError::TooManyCategories`]
    /// for a column that was asked for, [`ModelError::NoFeatures`] where none is left.
    pub fn of(table: &RowTable, labels: &Labels, settings: &TrainSettings) -> Result<Self, ModelError> {
        let names: Vec<&str> = table.columns.iter().map(|column| column.name.as_str()).collect();
        for asked in named(settings) {
            if !names.contains(&asked.as_str()) {
                return Err(ModelError::UnknownColumn {
                    file: table.name.clone(),
                    column: asked.clone(),
                    there: names.iter().map(|&name| name.to_owned()).collect(),
                });
            }
        }
        let mut choice = Self::default();
        for (at, column) in table.columns.iter().enumerate() {
            if column.name == settings.target {
                continue;
            }
            let asked = settings.features.as_ref().map(|asked| asked.contains(&column.name));
            if asked == Some(false) || settings.exclude.contains(&column.name) {
                let reason = "was not chosen".to_owned();
                choice.left_out.push(LeftOut { column: column.name.clone(), reason });
                continue;
            }
            let decided = settings.numeric.iter().find(|(name, _)| *name == column.name).map(|(_, is)| *is);
            let seen = Seen::of(column, decided);
            let unfit = seen.unfit(column);
            // A prediction that is always right tells the target too, but is not learned from anyway.
            let is_candidate = unfit.is_none() || asked == Some(true);
            if is_candidate && let Some(how) = seen.leak(column, labels) {
                return Err(ModelError::Leaking { column: column.name.clone(), how });
            }
            match unfit {
                None => choice.chosen.push(ChosenColumn { at, numeric: seen.numeric, boolean: seen.boolean }),
                Some(Unfit::Names(how)) if asked == Some(true) => {
                    return Err(ModelError::Leaking { column: column.name.clone(), how });
                }
                Some(Unfit::Levels(levels)) if asked == Some(true) => {
                    let (column, most) = (column.name.clone(), MOST_LEVELS as u64);
                    return Err(ModelError::TooManyCategories { column, levels, most });
                }
                // A prediction or a probability that was asked for by name is taken: stacking is a use.
                // So is a text with few enough values.
                Some(Unfit::Role(_) | Unfit::FreeText) if asked == Some(true) => {
                    choice.chosen.push(ChosenColumn { at, numeric: seen.numeric, boolean: seen.boolean });
                }
                Some(unfit) => {
                    choice.left_out.push(LeftOut { column: column.name.clone(), reason: unfit.reason() })
                }
            }
        }
        if choice.chosen.is_empty() {
            let why = choice.left_out.iter().map(|out| format!("`{}` {}", out.column, out.reason));
            let why = why.collect::<Vec<_>>().join(", ");
            let why =
                if why.is_empty() { "the file has no other column than the target".to_owned() } else { why };
            return Err(ModelError::NoFeatures { why });
        }
        Ok(choice)
    }
}

/// Columns that the settings name.
fn named(settings: &TrainSettings) -> impl Iterator<Item = &String> {
    let decided = settings.numeric.iter().map(|(name, _)| name);
    settings.features.iter().flatten().chain(&settings.exclude).chain(decided)
}

/// Why a column is not learned from.
enum Unfit {
    Names(String),
    Levels(u64),
    FreeText,
    Role(&'static str),
    Empty(&'static str),
}

impl Unfit {
    fn reason(&self) -> String {
        match self {
            Self::Names(how) => how.clone(),
            Self::Levels(levels) => {
                format!("has {levels} categories, more than the {MOST_LEVELS} that can be learned")
            }
            Self::FreeText => "is free text".to_owned(),
            Self::Role(reason) | Self::Empty(reason) => (*reason).to_owned(),
        }
    }
}

/// What a look at a column says.
struct Seen {
    kind: Kind,
    role: Role,
    numeric: bool,
    boolean: bool,
    distinct: u64,
    usable: u64,
}

impl Seen {
    fn of(column: &CellColumn, decided: Option<bool>) -> Self {
        let facts = column.facts();
        let kind = kind::infer(Some(&facts), None, KindRule::Both);
        let role = role::detect(&column.name, kind, Some(&facts), None);
        let (kind, numeric) = match decided {
            Some(true) => (Kind::Numeric, true),
            Some(false) => (Kind::Categorical, false),
            None => (kind, matches!(kind, Kind::Numeric | Kind::IntegerCategory)),
        };
        let (distinct, usable) = (facts.distinct(), facts.usable());
        Self { kind, role, numeric, boolean: kind == Kind::Boolean, distinct, usable }
    }

    /// A column that stands for the target: one value of it for each class, and one class for each.
    fn leak(&self, column: &CellColumn, labels: &Labels) -> Option<String> {
        let classes = labels.classes.len() as u64;
        if self.distinct != classes || (self.usable as usize) < TELLING_ROWS {
            return None;
        }
        let mut of_class: Vec<Option<CellPlaceKey>> = vec![None; labels.classes.len()];
        let mut rows = 0_usize;
        for (row, label) in labels.codes.iter().enumerate() {
            let (Some(label), Some(key)) = (*label, CellPlaceKey::of(column.place(row))) else { continue };
            let seen = of_class.get_mut(label as usize)?;
            match seen {
                None => *seen = Some(key),
                Some(before) if *before != key => return None,
                Some(_) => {}
            }
            rows += 1;
        }
        let mut keys: Vec<CellPlaceKey> = of_class.into_iter().flatten().collect();
        keys.sort_unstable();
        keys.dedup();
        let tells = rows >= TELLING_ROWS && keys.len() as u64 == classes;
        tells.then(|| "tells the target by itself, one value for each class".to_owned())
    }

    fn unfit(&self, column: &CellColumn) -> Option<Unfit> {
        if self.usable == 0 {
            return Some(Unfit::Empty("is empty"));
        }
        if self.distinct == 1 && self.usable == column.len() as u64 {
            return Some(Unfit::Empty("has one value"));
        }
        match self.role {
            Role::Id => return Some(Unfit::Names("names the rows".to_owned())),
            Role::Prediction => return Some(Unfit::Role("holds predictions")),
            Role::Probability => return Some(Unfit::Role("holds probabilities")),
            Role::Timestamp => return Some(Unfit::Names("is a time".to_owned())),
            Role::Split => return Some(Unfit::Role("says which part a row belongs to")),
            Role::Version => return Some(Unfit::Role("names the model")),
            Role::Ignore => return Some(Unfit::Role("is left out")),
            Role::Target => return Some(Unfit::Role("looks like another true label")),
            Role::Feature => {}
        }
        match self.kind {
            Kind::Identifier => Some(Unfit::Names("names the rows".to_owned())),
            Kind::Datetime => Some(Unfit::Names("is a time".to_owned())),
            _ if !self.numeric && self.distinct > MOST_LEVELS as u64 => Some(Unfit::Levels(self.distinct)),
            Kind::Text => Some(Unfit::FreeText),
            _ if self.numeric && counts_rows(column) => {
                Some(Unfit::Names("rises with the rows like a row number".to_owned()))
            }
            _ => None,
        }
    }
}

/// A cell's value as something to compare and sort.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum CellPlaceKey {
    Number(u64),
    Text(usize),
}

impl CellPlaceKey {
    fn of(place: CellPlace) -> Option<Self> {
        match place {
            CellPlace::Missing => None,
            CellPlace::Number(value) => Some(Self::Number((value + 0.0).to_bits())),
            CellPlace::Text(place) => Some(Self::Text(place)),
        }
    }
}

/// Integers that rise from every row to the next.
fn counts_rows(column: &CellColumn) -> bool {
    let numbers = column.numbers();
    numbers.len() >= TELLING_ROWS
        && numbers.iter().all(|value| value.fract() == 0.0)
        && numbers.windows(2).all(|pair| pair[0] < pair[1])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{ReadOptions, RowReader};

    fn table(header: &str, row: impl Fn(usize) -> String) -> RowTable {
        let mut reader = RowReader::new("t.csv", &ReadOptions::default());
        let rows: String = (0..60).map(|at| row(at) + "\n").collect();
        reader.push(format!("{header}\n{rows}").as_bytes()).unwrap();
        reader.finish().unwrap()
    }

    fn choose(table: &RowTable, settings: &TrainSettings) -> Result<ColumnChoice, ModelError> {
        let labels = Labels::of(&table.view(), &settings.target, &table.name)?;
        ColumnChoice::of(table, &labels, settings)
    }

    #[test]
    fn what_names_rows_or_predicts_is_left_out_with_a_reason() {
        let table = table("customer_id,when,x,kind,y_pred_proba,note,same,y", |at| {
            format!(
                "c{at},2024-01-{:02},{},{},0.{at},some words {at},1,{}",
                at % 28 + 1,
                at * 7 % 13,
                at % 3,
                at % 2
            )
        });
        let choice = choose(&table, &TrainSettings::for_target("y")).unwrap();
        let chosen: Vec<&str> = choice.chosen.iter().map(|c| table.columns[c.at].name.as_str()).collect();
        assert_eq!(chosen, ["x", "kind"]);
        let reasons: Vec<String> =
            choice.left_out.iter().map(|out| format!("{} {}", out.column, out.reason)).collect();
        assert_eq!(
            reasons,
            [
                "customer_id names the rows",
                "when is a time",
                "y_pred_proba holds probabilities",
                "note is free text",
                "same has one value",
            ]
        );
    }

    #[test]
    fn what_was_excluded_is_told_and_a_prediction_that_is_always_right_stops_nothing() {
        let table = table("prediction,x,z,y", |at| format!("{},{},{},{}", at % 2, at % 7, at % 5, at % 2));
        let settings = TrainSettings { exclude: vec!["z".to_owned()], ..TrainSettings::for_target("y") };
        let choice = choose(&table, &settings).unwrap();
        let reasons: Vec<String> =
            choice.left_out.iter().map(|out| format!("{} {}", out.column, out.reason)).collect();
        assert_eq!(reasons, ["prediction holds predictions", "z was not chosen"]);
        let settings =
            TrainSettings { features: Some(vec!["prediction".to_owned()]), ..TrainSettings::for_target("y") };
        assert!(matches!(choose(&table, &settings), Err(ModelError::Leaking { .. })), "asked for, it leaks");
        let settings = TrainSettings { exclude: vec!["w".to_owned()], ..settings };
        assert!(matches!(choose(&table, &settings), Err(ModelError::UnknownColumn { .. })));
    }

    #[test]
    fn a_copy_of_the_target_is_named() {
        let table = table("x,copy,y", |at| format!("{},{},{}", at % 7, ["no", "yes"][at % 2], at % 2));
        let error = choose(&table, &TrainSettings::for_target("y")).unwrap_err();
        assert_eq!(
            error.to_string(),
            "column `copy` tells the target by itself, one value for each class: leave it out"
        );
        let settings =
            TrainSettings { features: Some(vec!["x".to_owned()]), ..TrainSettings::for_target("y") };
        assert_eq!(choose(&table, &settings).unwrap().chosen.len(), 1);
    }

    #[test]
    fn an_identifier_that_is_asked_for_is_refused() {
        let table = table("id,x,y", |at| format!("{at},{},{}", at % 7, at * at % 3 % 2));
        let settings = TrainSettings {
            features: Some(vec!["id".to_owned(), "x".to_owned()]),
            ..TrainSettings::for_target("y")
        };
        assert_eq!(
            choose(&table, &settings).unwrap_err().to_string(),
            "column `id` names the rows: leave it out"
        );
        let settings = TrainSettings { features: Some(vec!["z".to_owned()]), ..settings };
        assert!(matches!(choose(&table, &settings), Err(ModelError::UnknownColumn { .. })));
    }
}
