//! Operators that compute: element by element, along an axis, products of matrices.

use super::node::Attributes;
use super::tensor::{Data, Fault, Tensor, axis_of, common_shape, elements};

/// A function of each element.
pub(super) fn unary(x: &Tensor, of: fn(f64) -> f64) -> Result<Tensor, Fault> {
    let numbers = x.numbers()?.into_iter().map(of).collect();
    Tensor::numbers_like(&x.data, x.shape.clone(), numbers)
}

/// A function of pairs of elements. 32-bit numbers are computed in 64 bits and rounded, which for
/// sums, differences, products and quotients gives what 32 bits do.
pub(super) fn binary(a: &Tensor, b: &Tensor, of: fn(f64, f64) -> f64) -> Result<Tensor, Fault> {
    let shape = common_shape(&a.shape, &b.shape)?;
    let (left, right) = (a.spread(&shape)?.numbers()?, b.spread(&shape)?.numbers()?);
    let numbers = left.into_iter().zip(right).map(|(a, b)| of(a, b)).collect();
    Tensor::numbers_like(&a.data, shape, numbers)
}

/// Whether pairs of elements compare so.
pub(super) fn compare(a: &Tensor, b: &Tensor, of: fn(f64, f64) -> bool) -> Result<Tensor, Fault> {
    let shape = common_shape(&a.shape, &b.shape)?;
    let (a, b) = (a.spread(&shape)?, b.spread(&shape)?);
    let truths = match (&a.data, &b.data) {
        (Data::Text(a), Data::Text(b)) => a.iter().zip(b).map(|(a, b)| a == b).collect(),
        _ => a.numbers()?.into_iter().zip(b.numbers()?).map(|(a, b)| of(a, b)).collect(),
    };
    Tensor::new(shape, Data::Bool(truths))
}

/// Elements of `yes` where `condition` holds, else of `no`.
pub(super) fn choose(condition: &Tensor, yes: &Tensor, no: &Tensor) -> Result<Tensor, Fault> {
    let shape = common_shape(&common_shape(&condition.shape, &yes.shape)?, &no.shape)?;
    let truths = condition.spread(&shape)?.truths()?;
    let (yes, no) = (yes.spread(&shape)?, no.spread(&shape)?);
    fn merge<T: Clone>(truths: &[bool], yes: &[T], no: &[T]) -> Vec<T> {
        let pairs = yes.iter().zip(no);
        truths.iter().zip(pairs).map(|(&is, (yes, no))| if is { yes.clone() } else { no.clone() }).collect()
    }
    let data = match (&yes.data, &no.data) {
        (Data::F32(yes), Data::F32(no)) => Data::F32(merge(&truths, yes, no)),
        (Data::F64(yes), Data::F64(no)) => Data::F64(merge(&truths, yes, no)),
        (Data::I64(yes), Data::I64(no)) => Data::I64(merge(&truths, yes, no)),
        (Data::Bool(yes), Data::Bool(no)) => Data::Bool(merge(&truths, yes, no)),
        (Data::Text(yes), Data::Text(no)) => Data::Text(merge(&truths, yes, no)),
        _ => return Err("a choice between elements of two types".to_owned()),
    };
    Tensor::new(shape, data)
}

/// An array cut along one axis: outer places, size of the axis, inner places.
pub(super) struct Along {
    pub(super) outer: usize,
    pub(super) size: usize,
    pub(super) inner: usize,
}

impl Along {
    pub(super) fn of(shape: &[usize], axis: usize) -> Self {
        let product = |sizes: &[usize]| sizes.iter().product();
        let (before, after) = shape.split_at(axis.min(shape.len()));
        Self {
            outer: product(before),
            size: after.first().copied().unwrap_or(1),
            inner: product(after.get(1..).unwrap_or_default()),
        }
    }

    /// The elements along the axis at each outer and inner place.
    fn lines(&self, numbers: &[f64]) -> Vec<Vec<f64>> {
        let line = |at: usize| {
            let start = at / self.inner.max(1) * self.size * self.inner + at % self.inner.max(1);
            (0..self.size).map(|i| numbers.get(start + i * self.inner).copied().unwrap_or(f64::NAN)).collect()
        };
        (0..self.outer * self.inner).map(line).collect()
    }
}

/// A summary along axes, which the attribute or the second input names.
pub(super) fn reduce(
    inputs: &[Option<&Tensor>],
    attributes: Attributes<'_>,
    of: fn(&[f64]) -> f64,
) -> Result<Tensor, Fault> {
    let x = inputs.first().copied().flatten().ok_or("an input is lacking")?;
    let mut axes = match inputs.get(1).copied().flatten() {
        Some(axes) => axes.integers()?,
        None => attributes.ints("axes").to_vec(),
    };
    if axes.is_empty() {
        axes = (0..x.shape.len() as i64).collect();
    }
    let mut places = axes.iter().map(|&axis| axis_of(axis, x.shape.len())).collect::<Result<Vec<_>, _>>()?;
    places.sort_unstable();
    places.dedup();
    let [axis] = places[..] else { return reduce_all(x, &places, attributes, of) };
    let along = Along::of(&x.shape, axis);
    let numbers = along.lines(&x.numbers()?).iter().map(|line| of(line)).collect();
    let mut shape = x.shape.clone();
    if attributes.int("keepdims", 1) == 1 {
        shape[axis] = 1;
    } else {
        shape.remove(axis);
    }
    Tensor::numbers_like(&x.data, shape, numbers)
}

fn reduce_all(
    x: &Tensor,
    places: &[usize],
    attributes: Attributes<'_>,
    of: fn(&[f64]) -> f64,
) -> Result<Tensor, Fault> {
    if places.len() != x.shape.len() {
        return Err("a summary along some of several axes".to_owned());
    }
    let shape = if attributes.int("keepdims", 1) == 1 { vec![1; x.shape.len()] } else { Vec::new() };
    Tensor::numbers_like(&x.data, shape, vec![of(&x.numbers()?)])
}

/// ln Σ exp, without overflow.
pub(super) fn log_sum_exp(line: &[f64]) -> f64 {
    let most = line.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if !most.is_finite() {
        return most;
    }
    most + line.iter().map(|x| (x - most).exp()).sum::<f64>().ln()
}

/// Place of the first element along an axis that no other one is better than.
pub(super) fn arg_best(
    x: &Tensor,
    attributes: Attributes<'_>,
    better: fn(f64, f64) -> bool,
) -> Result<Tensor, Fault> {
    let axis = axis_of(attributes.int("axis", 0), x.shape.len())?;
    let best = |line: &Vec<f64>| {
        let later = |best: usize, at: usize| if better(line[at], line[best]) { at } else { best };
        (0..line.len()).fold(0, later) as i64
    };
    let places = Along::of(&x.shape, axis).lines(&x.numbers()?).iter().map(best).collect();
    let mut shape = x.shape.clone();
    if attributes.int("keepdims", 1) == 1 {
        shape[axis] = 1;
    } else {
        shape.remove(axis);
    }
    Tensor::new(shape, Data::I64(places))
}

/// Softmax along the last axis.
pub(super) fn softmax(x: &Tensor) -> Result<Tensor, Fault> {
    let columns = x.shape.last().copied().unwrap_or(1);
    let mut numbers = x.numbers()?;
    numbers.chunks_mut(columns.max(1)).for_each(soften);
    Tensor::numbers_like(&x.data, x.shape.clone(), numbers)
}

/// exp(x) / Σ exp(x).
pub(super) fn soften(row: &mut [f64]) {
    let most = row.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    row.iter_mut().for_each(|x| *x = (*x - most).exp());
    let total: f64 = row.iter().sum();
    row.iter_mut().for_each(|x| *x /= total);
}

/// Product of a matrix, or a stack of rows, and a matrix.
pub(super) fn product(a: &Tensor, b: &Tensor) -> Result<Tensor, Fault> {
    let ([.., inner], [same, columns]) = (a.shape.as_slice(), b.shape.as_slice()) else {
        return Err(format!("a product of shapes {:?} and {:?}", a.shape, b.shape));
    };
    if inner != same {
        return Err(format!("a product of shapes {:?} and {:?}", a.shape, b.shape));
    }
    let mut shape = a.shape.clone();
    shape.pop();
    shape.push(*columns);
    let (left, right) = (a.numbers()?, b.numbers()?);
    let mut numbers = vec![0.0; elements(&shape)?];
    if *inner > 0 && *columns > 0 {
        for (row, sums) in left.chunks_exact(*inner).zip(numbers.chunks_exact_mut(*columns)) {
            for (x, weights) in row.iter().zip(right.chunks_exact(*columns)) {
                sums.iter_mut().zip(weights).for_each(|(sum, weight)| *sum += x * weight);
            }
        }
    }
    Tensor::numbers_like(&a.data, shape, numbers)
}

/// α · A · B + β · C, A and B transposed as asked.
pub(super) fn gemm(
    a: &Tensor,
    b: &Tensor,
    c: Option<&Tensor>,
    attributes: Attributes<'_>,
) -> Result<Tensor, Fault> {
    let turned = |x: &Tensor, name: &str| match attributes.int(name, 0) {
        0 => Ok(x.clone()),
        _ => super::operators_shape::transpose(x, &[]),
    };
    let scaled = |x: &Tensor, name: &str| {
        let factor = f64::from(attributes.float(name, 1.0));
        let numbers = x.numbers()?.into_iter().map(|x| x * factor).collect();
        Tensor::numbers_like(&x.data, x.shape.clone(), numbers)
    };
    let product = scaled(&product(&turned(a, "transA")?, &turned(b, "transB")?)?, "alpha")?;
    match c {
        Some(c) => binary(&product, &scaled(c, "beta")?, |a, b| a + b),
        None => Ok(product),
    }
}
