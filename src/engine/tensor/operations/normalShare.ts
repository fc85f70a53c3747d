/** How much of the normal distribution lies below x: `Φ(x) = ½ erfc(−x/√2)`, to some 1e-15 of itself. */
export function normalShare(x: number): number {
  const size = Math.abs(x);
  const density = Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
  if (!(size > 2.5)) {
    // Φ = ½ + φ Σ x^{2k+1}/(1·3·5⋯(2k+1)), a sum without cancellation.
    let term = x;
    let sum = x;
    for (let k = 1; Math.abs(term) > 1e-17 * Math.abs(sum); k++) {
      term *= (x * x) / (2 * k + 1);
      sum += term;
    }
    return 0.5 + density * sum;
  }
  // The tail is φ/(x + 1/(x + 2/(x + 3/(x + …)))) (Laplace).
  let below = size;
  for (let k = 90; k > 0; k--) {
    below = size + k / below;
  }
  const tail = density / below;
  return x > 0 ? 1 - tail : tail;
}
