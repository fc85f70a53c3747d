import type { Named } from '../recurrence/definition';
import { copiedLetters } from '../recurrence/copiedLetters';
import type { RecurrentCell } from '../recurrence/recurrentCell';
import type { Floats } from '../tensor/operation';
import type { ClampsAt } from '../recurrence/sequence';
import type { RecurrentSpec } from './spec';
import type { FusedTrace } from './traceOf';

/** Total derivatives of the loss by channel, `[T, H]` each. */
export type ChannelGradients = Readonly<Record<string, Floats>>;

/**
 * From dL/dh_t and dL/dc_t, which the kernels keep, to the total derivatives by every gate. All steps
 * are real and the first begins with zeros.
 *
 * @param parameters of the cell when the trace was made
 * @param resetBefore whether a GRU resets before the product with U
 */
export function channelGradients(
  cell: RecurrentCell,
  { channels, direction }: FusedTrace,
  parameters: Named,
  resetBefore: boolean,
  clampsAt?: ClampsAt
): ChannelGradients {
  const { h } = channels;
  const size = h.length;
  const { units } = cell;
  // What goes on from a channel to those that it was computed from.
  const dh = passing(channels.dh, 'h', units, clampsAt);
  // Where the state before a number stands; the first step has none.
  const back = direction === 'backward' ? units : -units;
  const before = (state: Floats, at: number) => state[at + back] ?? 0;
  if (cell.kind === 'rnn') {
    return { h: channels.dh };
  }
  if (cell.kind === 'lstm') {
    const { i, g, c } = channels;
    const dc = passing(channels.dc, 'c', units, clampsAt);
    const [byF, byI, byG, byO] = parts(4, dh);
    const result = {
      f: byF,
      i: byI,
      g: byG,
      o: byO,
      c: channels.dc,
      h: channels.dh
    };
    for (let at = 0; at < size; at++) {
      result.f[at] = dc[at] * before(c, at);
      result.i[at] = dc[at] * g[at];
      result.g[at] = dc[at] * i[at];
      result.o[at] = dh[at] * Math.tanh(c[at]);
    }
    return result;
  }
  const { z, n, q } = channels;
  const [byZ, byR, byN] = parts(3, dh);
  const result = {
    z: byZ,
    r: byR,
    n: byN,
    h: channels.dh
  };
  for (let at = 0; at < size; at++) {
    result.z[at] = dh[at] * (before(h, at) - n[at]);
    result.n[at] = dh[at] * (1 - z[at]);
  }
  const dn = passing(result.n, 'n', units, clampsAt);
  for (let at = 0; at < size; at++) {
    // By the candidate before its tanh; after the loops by the reset gate.
    result.r[at] = dn[at] * (1 - n[at] * n[at]);
  }
  if (!resetBefore) {
    for (let at = 0; at < size; at++) {
      result.r[at] *= q[at];
    }
    return result;
  }
  const { values: u } = parameters.Un;
  const row = new Float64Array(units);
  for (let start = 0; start < size; start += units) {
    for (let from = 0; from < units; from++) {
      let sum = 0;
      for (let to = 0; to < units; to++) {
        sum += result.r[start + to] * u[from * units + to];
      }
      row[from] = sum * before(h, start + from);
    }
    result.r.set(row, start);
  }
  return result;
}

/** Derivatives `[T, H]` by a channel without those at which it is held. */
function passing(
  gradient: Floats,
  channel: string,
  units: number,
  clampsAt: ClampsAt | undefined
): Floats {
  if (!clampsAt) {
    return gradient;
  }
  const result = gradient.slice();
  for (let t = 0; t * units < result.length; t++) {
    clampsAt(t)
      ?.get(channel)
      ?.held.values.forEach((is, unit) => {
        if (is === 1) {
          result[t * units + unit] = 0;
        }
      });
  }
  return result;
}

/** So many arrays like one, in one chunk of memory. */
function parts(count: number, like: Floats): Floats[] {
  const { length } = like;
  const all =
    like instanceof Float64Array
      ? new Float64Array(count * length)
      : new Float32Array(count * length);
  return Array.from({ length: count }, (_, at) =>
    all.subarray(at * length, (at + 1) * length)
  );
}

/** The letters of a cell's step as they are now, kept for as long as its weights stay. */
export function parametersOf(cell: RecurrentCell): Named {
  const { revision } = cell;
  const before = known.get(cell);
  if (before?.revision === revision) {
    return before.parameters;
  }
  const parameters = copiedLetters(cell);
  known.set(cell, { revision, parameters });
  return parameters;
}

const known = new WeakMap<
  RecurrentCell,
  { readonly revision: number; readonly parameters: Named }
>();

/** dL/dx_t `[T, I]` by what enters one direction of a layer. */
export function inputGradient(
  cell: RecurrentCell,
  { channels }: FusedTrace,
  gradients: ChannelGradients,
  parameters: Named,
  { activation, hardGates }: Pick<RecurrentSpec, 'activation' | 'hardGates'>,
  clampsAt?: ClampsAt
): Float64Array {
  const { inputSize, units } = cell;
  const steps = channels.h.length / units;
  const result = new Float64Array(steps * inputSize);
  const gates = { rnn: [''], lstm: ['f', 'i', 'g', 'o'], gru: ['z', 'r', 'n'] };
  for (const gate of gates[cell.kind as keyof typeof gates]) {
    const channel = gate || 'h';
    const { values: w } = parameters[`W${gate}`];
    const value = channels[channel];
    const gradient = passing(gradients[channel], channel, units, clampsAt);
    const slope = (y: number) =>
      gate === '' && activation === 'relu'
        ? Number(y > 0)
        : gate === '' || gate === 'g' || gate === 'n'
          ? 1 - y * y
          : hardGates
            ? Number(y > 0 && y < 1) / 6
            : y * (1 - y);
    for (let at = 0; at < value.length; at++) {
      const delta = gradient[at] * slope(value[at]);
      const unit = at % units;
      const to = ((at - unit) / units) * inputSize;
      for (let feature = 0; feature < inputSize; feature++) {
        result[to + feature] += delta * w[feature * units + unit];
      }
    }
  }
  return result;
}
