/** What a gate did in one epoch: mean, and the shares below 0.1 and above 0.9. */
export interface GateRow {
  readonly layer: string;
  readonly channel: string;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  /** The share of values in each twentieth of 0 … 1. */
  readonly histogram: readonly number[];
}

/** How finely the values of a gate are counted. */
export const GATE_BINS = 20;

/** Size of one parameter of the equations at the end of an epoch, and of the loss's derivative by it. */
export interface WeightRow {
  readonly layer: string;
  /** As the equations write it: `W_f`. */
  readonly parameter: string;
  /** √Σw². */
  readonly norm: number;
  readonly gradientNorm: number;
}

/** Numbers of one finished epoch. */
export interface EpochRow {
  /** `loss`, `accuracy`, … and `valLoss`, `valAccuracy`, … */
  readonly logs: Readonly<Record<string, number>>;
  readonly learningRate: number;
  /** Norm over all gradients before clipping, mean of the epoch. */
  readonly gradientNorm: number;
  readonly seconds: number;
  readonly gates?: readonly GateRow[];
  readonly weights?: readonly WeightRow[];
}

/** `loss` → `valLoss` */
export function validationName(name: string): string {
  return `val${name[0].toUpperCase()}${name.slice(1)}`;
}

/** Whether a name was made by `validationName`. */
export function isValidationName(name: string): boolean {
  return /^val[A-Z]/.test(name);
}
