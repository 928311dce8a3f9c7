//! Principal components of a table: eigenvectors of its covariance.
//!
//! The eigenvectors come from cyclic Jacobi rotations, 60 lines that are exact to rounding and
//! fast enough for some hundred columns; a linear-algebra crate would add its size to the page.

use super::StatsError;

/// Most columns: the work grows with their third power.
pub const COMPONENT_COLUMNS_MAX: usize = 200;
/// Most rounds of rotations; ten are rarely needed.
const SWEEPS_MAX: usize = 60;

/// The components that hold a share of a table's variance.
#[derive(Debug, Clone, PartialEq)]
pub struct PrincipalComponents {
    /// Mean of each column.
    pub means: Vec<f64>,
    /// Unit vectors, those with most variance first.
    pub components: Vec<Vec<f64>>,
    /// Share of the variance that they hold together.
    pub explained: f64,
}

impl PrincipalComponents {
    /// The fewest components that hold more than `share` of the variance.
    ///
    /// | argument | shape | |
    /// |---|---|---|
    /// | `rows` | `[n · n_columns]` | row after row, finite |
    /// | `share` | | above 0, below 1 |
    ///
    /// # Errors
    ///
    /// [`StatsError::Invalid`] if there is no row or column or more than
    /// [`COMPONENT_COLUMNS_MAX`], a value is not finite, or no column varies.
    ///
    /// # Source
    ///
    /// G. H. Golub, C. F. Van Loan, *Matrix Computations* (4th ed. 2013), section 8.5. Checked
    /// through the reconstruction error in `tests/golden_nannyml_pca`.
    pub fn fit(rows: &[f64], n_columns: usize, share: f64) -> Result<Self, StatsError> {
        if n_columns == 0 || rows.is_empty() || !rows.len().is_multiple_of(n_columns) {
            return Err(StatsError::invalid("the values are no whole number of rows"));
        }
        if n_columns > COMPONENT_COLUMNS_MAX {
            return Err(StatsError::invalid("principal components are made of at most 200 columns"));
        }
        if !rows.iter().all(|x| x.is_finite()) {
            return Err(StatsError::invalid("a value is not a finite number"));
        }
        let n = (rows.len() / n_columns) as f64;
        let mut means = vec![0.0; n_columns];
        for row in rows.chunks_exact(n_columns) {
            means.iter_mut().zip(row).for_each(|(mean, x)| *mean += x / n);
        }
        let mut covariance = vec![vec![0.0; n_columns]; n_columns];
        let mut centred = vec![0.0; n_columns];
        for row in rows.chunks_exact(n_columns) {
            centred.iter_mut().zip(row.iter().zip(&means)).for_each(|(to, (x, mean))| *to = x - mean);
            for (i, line) in covariance.iter_mut().enumerate() {
                let x = centred[i] / n;
                line[..=i].iter_mut().zip(&centred).for_each(|(cell, y)| *cell += x * y);
            }
        }
        for at in 1..n_columns {
            let (above, below) = covariance.split_at_mut(at);
            above.iter_mut().zip(&below[0]).for_each(|(line, cell)| line[at] = *cell);
        }
        let eigen = Eigen::of(covariance);
        let mut order: Vec<usize> = (0..n_columns).collect();
        order.sort_by(|a, b| eigen.values[*b].total_cmp(&eigen.values[*a]));
        let total: f64 = eigen.values.iter().map(|value| value.max(0.0)).sum();
        if total <= 0.0 {
            return Err(StatsError::invalid("no column varies"));
        }
        let (mut components, mut explained) = (Vec::new(), 0.0);
        for at in order {
            components.push(eigen.vectors.iter().map(|line| line[at]).collect());
            explained += eigen.values[at].max(0.0) / total;
            if explained > share {
                break;
            }
        }
        Ok(Self { means, components, explained: explained.min(1.0) })
    }

    /// A row less its projection on the components, column by column.
    pub fn residual(&self, row: &[f64]) -> Vec<f64> {
        let centred: Vec<f64> = row.iter().zip(&self.means).map(|(x, mean)| x - mean).collect();
        let mut rest = centred.clone();
        for component in &self.components {
            let along: f64 = component.iter().zip(&centred).map(|(c, x)| c * x).sum();
            rest.iter_mut().zip(component).for_each(|(rest, c)| *rest -= along * c);
        }
        rest
    }
}

/// Eigenvalues of a symmetric matrix, and as columns of `vectors` their vectors.
struct Eigen {
    values: Vec<f64>,
    vectors: Vec<Vec<f64>>,
}

impl Eigen {
    fn of(mut matrix: Vec<Vec<f64>>) -> Self {
        let n = matrix.len();
        let mut vectors: Vec<Vec<f64>> =
            (0..n).map(|i| (0..n).map(|j| f64::from(u8::from(i == j))).collect()).collect();
        let scale: f64 = matrix.iter().flatten().map(|x| x * x).sum();
        for _ in 0..SWEEPS_MAX {
            let off: f64 =
                (0..n).flat_map(|i| (0..i).map(move |j| (i, j))).map(|(i, j)| matrix[i][j].powi(2)).sum();
            if off <= 1e-32 * scale {
                break;
            }
            for p in 0..n {
                for q in p + 1..n {
                    rotate(&mut matrix, &mut vectors, p, q);
                }
            }
        }
        Self { values: (0..n).map(|i| matrix[i][i]).collect(), vectors }
    }
}

/// The rotation of columns p and q that makes their cell 0.
fn rotate(matrix: &mut [Vec<f64>], vectors: &mut [Vec<f64>], p: usize, q: usize) {
    let off = matrix[p][q];
    if off == 0.0 {
        return;
    }
    let theta = (matrix[q][q] - matrix[p][p]) / (2.0 * off);
    let tangent = theta.signum() / (theta.abs() + theta.hypot(1.0));
    let cosine = 1.0 / tangent.hypot(1.0);
    let sine = tangent * cosine;
    let turn = |line: &mut Vec<f64>| {
        let (a, b) = (line[p], line[q]);
        line[p] = cosine * a - sine * b;
        line[q] = sine * a + cosine * b;
    };
    matrix.iter_mut().for_each(turn);
    let (above, below) = matrix.split_at_mut(q);
    for (upper, lower) in above[p].iter_mut().zip(&mut below[0]) {
        (*upper, *lower) = (cosine * *upper - sine * *lower, sine * *upper + cosine * *lower);
    }
    (matrix[p][q], matrix[q][p]) = (0.0, 0.0);
    vectors.iter_mut().for_each(turn);
}
