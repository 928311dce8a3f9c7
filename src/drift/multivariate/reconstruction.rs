//! Reconstruction error: how far rows lie from the reference's principal components.

use super::columns::{Scale, Usable};
use super::draw::Drawn;
use super::{ColumnWeight, MultivariateError, MultivariateSettings, PcaReconstruction};
use crate::drift::{Frame, FrameColumn, FrameValues};
use crate::stats::{COMPONENT_COLUMNS_MAX, PrincipalComponents};

/// Components are kept until they hold more than this share of the variance.
const SHARE: f64 = 0.65;
/// Standard deviations of the chunks' errors between their mean and a threshold.
const BAND: f64 = 3.0;
/// Most rows of a side.
const ROWS_MAX: usize = 20_000;
/// Most cells of a side: with many columns fewer rows are looked at.
const CELLS_MAX: usize = 1_000_000;
/// Fewest rows that a chunk has.
const CHUNK_MIN: usize = 10;
/// Columns that are named.
const NAMED: usize = 10;

/// Encoding and components, made on the reference.
///
/// A missing number becomes the mean, a missing category the most frequent; a category becomes its
/// count in the reference (0 where it has none); every column is standardised; the fewest
/// components that hold more than 65 % of the variance are kept.
///
/// # Source
///
/// The multivariate drift detection of NannyML 0.13.1. Checked in `tests/golden_nannyml_pca`.
#[derive(Debug, Clone, PartialEq)]
pub struct Reconstruction {
    columns: Vec<Encoding>,
    components: PrincipalComponents,
}

#[derive(Debug, Clone, PartialEq)]
struct Encoding {
    place: usize, // In the frame.
    values: EncodedValues,
    scale: Scale,
}

#[derive(Debug, Clone, PartialEq)]
enum EncodedValues {
    Numbers { mean: f64 },
    Categories { counts: Vec<f64>, missing: f64 },
}

/// How far rows lie from their reconstruction, in standard deviations of the reference.
#[derive(Debug, Clone, PartialEq)]
pub struct RowErrors {
    /// Euclidean distance of each row.
    pub distances: Vec<f64>,
    /// Mean squared error of each column that takes part; by name.
    pub columns: Vec<ColumnWeight>,
}

impl RowErrors {
    /// Mean distance; 0 without rows.
    pub fn mean(&self) -> f64 {
        self.distances.iter().sum::<f64>() / self.distances.len().max(1) as f64
    }
}

impl Reconstruction {
    /// Makes encoding and components from some rows of the frame: places in its columns. Ids,
    /// times, splits, versions and free text do not take part, nor do columns without a value;
    /// of more than 200 columns the first 200 do.
    ///
    /// # Errors
    ///
    /// [`MultivariateError`] if there is no row, or no column varies.
    pub fn fit(frame: &Frame, rows: &[usize]) -> Result<Self, MultivariateError> {
        let usable: Vec<&FrameColumn> = Usable::of(frame).columns;
        let columns: Vec<Encoding> = frame
            .columns
            .iter()
            .enumerate()
            .filter(|(_, column)| usable.iter().any(|usable| std::ptr::eq(*usable, *column)))
            .filter_map(|(place, column)| Encoding::of(place, &column.values, rows))
            .take(COMPONENT_COLUMNS_MAX)
            .collect();
        if columns.is_empty() {
            return Err(MultivariateError::no_column("usable"));
        }
        let table: Vec<f64> =
            rows.iter().flat_map(|row| columns.iter().map(|column| column.apply(frame, *row))).collect();
        let components = PrincipalComponents::fit(&table, columns.len(), SHARE)?;
        Ok(Self { columns, components })
    }

    /// Components kept.
    pub fn components(&self) -> usize {
        self.components.components.len()
    }

    /// Share of the variance that they hold.
    pub fn explained(&self) -> f64 {
        self.components.explained
    }

    /// The errors of some rows of the frame.
    pub fn errors(&self, frame: &Frame, rows: &[usize]) -> RowErrors {
        let mut squares = vec![0.0; self.columns.len()];
        let mut distances = Vec::with_capacity(rows.len());
        for row in rows {
            let values: Vec<f64> = self.columns.iter().map(|column| column.apply(frame, *row)).collect();
            let rest = self.components.residual(&values);
            squares.iter_mut().zip(&rest).for_each(|(sum, x)| *sum += x * x);
            distances.push(rest.iter().map(|x| x * x).sum::<f64>().sqrt());
        }
        let n = rows.len().max(1) as f64;
        let name = |column: &Encoding| frame.columns.get(column.place).map(|c| c.name.clone());
        let columns = self
            .columns
            .iter()
            .zip(squares)
            .map(|(column, sum)| ColumnWeight { name: name(column).unwrap_or_default(), weight: sum / n })
            .collect();
        RowErrors { distances, columns }
    }
}

impl Encoding {
    /// `None` where no row has a value.
    fn of(place: usize, values: &FrameValues, rows: &[usize]) -> Option<Self> {
        let encoded = match values {
            FrameValues::Numbers(numbers) => {
                let mean = Scale::of(rows.iter().map(|row| number(numbers, *row)))?.mean;
                EncodedValues::Numbers { mean }
            }
            FrameValues::Categories { codes, names } => counted(codes, names.len(), rows)?,
        };
        let scale = Scale::of(rows.iter().map(|row| encoded.apply(values, *row)))?;
        Some(Self { place, values: encoded, scale })
    }

    fn apply(&self, frame: &Frame, row: usize) -> f64 {
        let raw = frame.columns.get(self.place).map_or(0.0, |c| self.values.apply(&c.values, row));
        self.scale.apply(raw)
    }
}

impl EncodedValues {
    fn apply(&self, values: &FrameValues, row: usize) -> f64 {
        match (self, values) {
            (Self::Numbers { mean }, FrameValues::Numbers(numbers)) => {
                Some(number(numbers, row)).filter(|x| x.is_finite()).unwrap_or(*mean)
            }
            (Self::Categories { counts, missing }, FrameValues::Categories { codes, .. }) => {
                match codes.get(row) {
                    Some(&FrameValues::NO_CATEGORY) | None => *missing,
                    Some(code) => counts.get(*code as usize).copied().unwrap_or(0.0),
                }
            }
            _ => 0.0,
        }
    }
}

fn number(numbers: &[f64], row: usize) -> f64 {
    numbers.get(row).copied().unwrap_or(f64::NAN)
}

/// How often each category occurs, once those that are missing became the most frequent one.
fn counted(codes: &[u32], names: usize, rows: &[usize]) -> Option<EncodedValues> {
    let mut counts = vec![0.0; names];
    let mut missing = 0.0;
    for row in rows {
        match codes.get(*row).and_then(|code| counts.get_mut(*code as usize)) {
            Some(count) => *count += 1.0,
            None => missing += 1.0,
        }
    }
    // Of several, the first by name, as scikit-learn's imputer chooses.
    let most = (0..names).reduce(|best, at| if counts[at] > counts[best] { at } else { best })?;
    if counts[most] == 0.0 {
        return None;
    }
    counts[most] += missing;
    Some(EncodedValues::Categories { missing: counts[most], counts })
}

/// Compares current's reconstruction error with that of random chunks of the reference.
///
/// ```text
/// error = mean over rows of |row − reconstruction|
/// thresholds = mean ± 3 std (ddof 0) of the chunks' errors
/// ```
///
/// At most 20,000 rows a side and 1,000,000 cells are drawn, in proportion to how often they
/// occurred. The reference's rows are dealt at random to `settings.chunks` chunks: more where current
/// has fewer rows than a chunk, whose mean would then vary less than current's; fewer where a chunk
/// would have fewer than ten rows. `columns` are those whose own mean squared error grew,
/// most first.
///
/// # Errors
///
/// [`MultivariateError`] if the reference has fewer than 20 rows, current fewer than ten,
/// or no column varies.
///
/// # Source
///
/// As [`Reconstruction`].
pub fn reconstruction_error(
    frame: &Frame,
    settings: &MultivariateSettings,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<PcaReconstruction, MultivariateError> {
    let most = (CELLS_MAX / frame.columns.len().max(1)).min(ROWS_MAX);
    let drawn = Drawn::of(frame, most, settings.seed ^ 0x9CA);
    MultivariateError::unless_enough(drawn.reference.len(), usize::MAX, 2 * CHUNK_MIN)?;
    MultivariateError::unless_enough(usize::MAX, drawn.current.len(), CHUNK_MIN)?;
    progress(0, 3);
    let model = Reconstruction::fit(frame, &drawn.reference)?;
    progress(1, 3);
    let (reference, current) = (model.errors(frame, &drawn.reference), model.errors(frame, &drawn.current));
    progress(2, 3);
    // The drawn rows are in random order, so that neighbours are a random chunk.
    let rows = reference.distances.len();
    let wanted = (settings.chunks as usize).max(rows.div_ceil(drawn.current.len()));
    let chunks = wanted.clamp(2, (rows / CHUNK_MIN).max(2));
    let errors: Vec<f64> = (0..chunks)
        .map(|chunk| {
            let part = &reference.distances[chunk * rows / chunks..(chunk + 1) * rows / chunks];
            part.iter().sum::<f64>() / part.len().max(1) as f64
        })
        .collect();
    let n = errors.len() as f64;
    let mean = errors.iter().sum::<f64>() / n;
    let std = (errors.iter().map(|error| (error - mean).powi(2)).sum::<f64>() / n).sqrt();
    let (lower, upper, error) = ((mean - BAND * std).max(0.0), mean + BAND * std, current.mean());
    let mut columns: Vec<ColumnWeight> = current
        .columns
        .iter()
        .zip(&reference.columns)
        .map(|(now, then)| ColumnWeight { name: now.name.clone(), weight: now.weight - then.weight })
        .filter(|column| column.weight > 0.0)
        .collect();
    columns.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    columns.truncate(NAMED);
    progress(3, 3);
    Ok(PcaReconstruction {
        components: model.components() as u64,
        explained: model.explained(),
        reference: mean,
        current: error,
        lower,
        upper,
        drifted: error < lower || error > upper,
        columns,
    })
}
