import { scaleEnd, type Channel } from '../../trace';

/** Gates have a sequential scale from 0 to 1; what can be negative has a symmetric one. */
export function isSequential({ range }: Channel): boolean {
  return range[0] >= 0;
}

/**
 * The scale of a channel's colors: 0–1 for gates; symmetric for everything that has a sign. What
 * cannot leave ±1 (g, h) has ±1; the cell state has ± its largest |value|, or what most of its values
 * need, rounded up to the next half.
 */
export function colorRange(channel: Channel): readonly [number, number] {
  if (isSequential(channel)) {
    return channel.range;
  }
  const declared = Math.max(Math.abs(channel.range[0]), channel.range[1]);
  if (declared === 1 || (channel.role !== 'state' && declared < 0.5)) {
    return [-declared, declared];
  }
  const rounded = roundedEnd(scaleEnd(channel.array.values));
  return [-rounded, rounded];
}

/** The end of a scale: the next half. */
export function roundedEnd(end: number): number {
  return Math.max(0.5, Math.ceil(end * 2 - 1e-6) / 2);
}
