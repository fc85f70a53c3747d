import { formatFixed, formatPower } from '../../scene/words/format';

/** A score with three figures that count: `0.156`, `0.0059`, `2.2 × 10⁻⁴`. */
export function formatScore(value: number, figures = 3): string {
  const size = Math.abs(value);
  if (size === 0 || !Number.isFinite(value) || size >= 1e5 || size < 1e-3) {
    return size === 0 ? '0' : formatPower(value);
  }
  const whole = Math.floor(Math.log10(size)) + 1;
  return formatFixed(value, Math.max(0, figures - whole));
}

/** A deviation with the decimals of its mean, where these say anything of it. */
export function formatDeviation(mean: number, deviation: number): string {
  const score = formatScore(mean);
  const decimals = score.split('.')[1]?.length ?? 0;
  return score.includes('×') || Number(deviation.toFixed(decimals)) === 0
    ? formatScore(deviation, 1)
    : formatFixed(deviation, decimals);
}
