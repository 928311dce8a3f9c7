//! L-BFGS: the minimum of a smooth convex function.
//!
//! Source: D. C. Liu, J. Nocedal, *Math. Program.* 45 (1989), 503-528.

use std::collections::VecDeque;

/// Steps that the curvature is estimated from.
const MEMORY: usize = 10;

/// A function's value; its gradient is written to the second argument.
pub(super) type Objective<'a> = &'a mut dyn FnMut(&[f64], &mut [f64]) -> f64;

/// When to stop.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stop {
    /// Every entry of the gradient is at most this.
    pub(super) flat: f64,
    /// Most steps.
    pub(super) steps: u32,
}

/// Walks downhill from `start`; calls `progress` with the number of each step. Stops also where no
/// step goes down any more.
pub(super) fn minimise(
    start: Vec<f64>,
    objective: Objective<'_>,
    stop: Stop,
    progress: &mut dyn FnMut(u32),
) -> Vec<f64> {
    let mut here = Point::of(start, objective);
    let mut memory: VecDeque<Curvature> = VecDeque::with_capacity(MEMORY);
    for step_number in 0..stop.steps {
        if here.gradient.iter().all(|g| g.abs() <= stop.flat) {
            break;
        }
        progress(step_number);
        let direction = descent(&here.gradient, &memory);
        let Some(next) = here.search(&direction, objective) else { break };
        let step = minus(&next.at, &here.at);
        let change = minus(&next.gradient, &here.gradient);
        let product = dot(&step, &change);
        if product > 0.0 {
            if memory.len() == MEMORY {
                memory.pop_front();
            }
            memory.push_back(Curvature { step, change, rho: 1.0 / product });
        }
        here = next;
    }
    here.at
}

struct Point {
    at: Vec<f64>,
    value: f64,
    gradient: Vec<f64>,
}

/// A step, the change of gradient along it, and one over their product.
struct Curvature {
    step: Vec<f64>,
    change: Vec<f64>,
    rho: f64,
}

impl Point {
    fn of(at: Vec<f64>, objective: Objective<'_>) -> Self {
        let mut gradient = vec![0.0; at.len()];
        let value = objective(&at, &mut gradient);
        Self { at, value, gradient }
    }

    /// The first of ever shorter steps that goes down enough (Armijo); `None` where none does.
    fn search(&self, direction: &[f64], objective: Objective<'_>) -> Option<Self> {
        let slope = dot(&self.gradient, direction);
        let mut length = 1.0;
        for _ in 0..40 {
            let at = self.at.iter().zip(direction).map(|(x, d)| x + length * d).collect();
            let next = Self::of(at, objective);
            if next.value <= self.value + 1e-4 * length * slope {
                return Some(next);
            }
            length /= 2.0;
        }
        None
    }
}

/// The two-loop recursion: the gradient times the estimated inverse curvature, downhill.
fn descent(gradient: &[f64], memory: &VecDeque<Curvature>) -> Vec<f64> {
    let mut direction: Vec<f64> = gradient.iter().map(|g| -g).collect();
    let mut factors = Vec::with_capacity(memory.len());
    for past in memory.iter().rev() {
        let factor = past.rho * dot(&past.step, &direction);
        add(&mut direction, -factor, &past.change);
        factors.push(factor);
    }
    let scale = match memory.back() {
        Some(last) => 1.0 / (last.rho * dot(&last.change, &last.change)),
        None => 1.0 / dot(gradient, gradient).sqrt().max(1.0),
    };
    direction.iter_mut().for_each(|d| *d *= scale);
    for (past, factor) in memory.iter().zip(factors.iter().rev()) {
        let back = past.rho * dot(&past.change, &direction);
        add(&mut direction, factor - back, &past.step);
    }
    direction
}

/// Σ aᵢ bᵢ in four sums side by side, which the compiler can keep in vector registers. Stops at the
/// end of the shorter.
#[inline]
pub fn dot(a: &[f64], b: &[f64]) -> f64 {
    let (a_fours, a_rest) = a.as_chunks::<4>();
    let (b_fours, b_rest) = b.as_chunks::<4>();
    let mut sums = [0.0; 4];
    for (a, b) in a_fours.iter().zip(b_fours) {
        for lane in 0..4 {
            sums[lane] += a[lane] * b[lane];
        }
    }
    let rest: f64 = a_rest.iter().zip(b_rest).map(|(a, b)| a * b).sum();
    (sums[0] + sums[1]) + (sums[2] + sums[3]) + rest
}

/// to += factor · what.
#[inline]
pub(super) fn add(to: &mut [f64], factor: f64, what: &[f64]) {
    to.iter_mut().zip(what).for_each(|(to, what)| *to += factor * what);
}

fn minus(a: &[f64], b: &[f64]) -> Vec<f64> {
    a.iter().zip(b).map(|(a, b)| a - b).collect()
}
