import {
  bytesPerValue,
  sizeOf,
  type NumericArray,
  type NumericValues
} from './array';
import type { Bundle, Trace } from './generated/types';
import { BundleError, describe } from './bundleError';
import type { Series } from './generated/types';

/** A copy of 1 MB stands for a run of at most this many bytes. */
const MOST_BYTES = 2 ** 28;

/**
 * Puts the rows of a copy that leaves steps out at the steps that they are of, with NaN between, so
 * that a step has the same number as in the run. A bundle that leaves nothing out is returned as it is.
 *
 * @throws BundleError when the steps do not rise, or the run is larger than a page can hold
 */
export function spreadSteps(bundle: Bundle): Bundle {
  if (bundle.kind === 'trace') {
    return spreadTrace(bundle, bundle.kind);
  }
  if (
    bundle.kind === 'comparison' &&
    bundle.traces.some(({ time }) => time.kept)
  ) {
    return {
      ...bundle,
      traces: bundle.traces.map((trace, index) =>
        spreadTrace(trace, `${bundle.kind}.traces[${index}]`)
      )
    };
  }
  return bundle;
}

function spreadTrace(trace: Trace, place: string): Trace {
  const { steps, kept } = trace.time;
  if (kept === undefined) {
    return trace;
  }
  checkKept(kept, steps, `${place}.time.kept`);
  let bytesLeft = MOST_BYTES;
  const spread = (array: NumericArray, where: string): NumericArray => {
    const [rows, ...rest] = array.shape;
    if (rows !== kept.length) {
      throw new BundleError(
        'invalid',
        `${place}.${where}`,
        `${kept.length} rows, one a kept step`,
        `shape [${array.shape.join(', ')}]`
      );
    }
    const width = sizeOf(rest);
    bytesLeft -= steps * width * bytesPerValue[array.dtype];
    if (bytesLeft < 0) {
      throw new BundleError(
        'tooLarge',
        `${place}.${where}`,
        `at most ${MOST_BYTES} bytes of numbers in all steps`,
        'more'
      );
    }
    const values = emptyLike(array, steps * width);
    kept.forEach((step, row) =>
      values.set(
        array.values.subarray(row * width, (row + 1) * width),
        step * width
      )
    );
    return { dtype: array.dtype, shape: [steps, ...rest], values };
  };
  const spreadSeries = (series: readonly Series[], where: string): Series[] =>
    series.map((item, index) => ({
      ...item,
      values: spread(item.values, `${where}[${index}].values`)
    }));
  return {
    ...trace,
    input: { ...trace.input, array: spread(trace.input.array, 'input.array') },
    layers: trace.layers.map((layer, index) => ({
      ...layer,
      ...(layer.entering && {
        entering: spread(layer.entering, `layers[${index}].entering`)
      }),
      ...(layer.enteringGradient && {
        enteringGradient: spread(
          layer.enteringGradient,
          `layers[${index}].enteringGradient`
        )
      }),
      channels: layer.channels.map((channel, at) => ({
        ...channel,
        array: spread(channel.array, `layers[${index}].channels[${at}].array`)
      }))
    })),
    outputs: spreadSeries(trace.outputs, 'outputs'),
    ...(trace.targets && { targets: spreadSeries(trace.targets, 'targets') })
  };
}

/** NaN where the type has one. */
function emptyLike({ dtype }: NumericArray, length: number): NumericValues {
  return dtype === 'u8'
    ? new Uint8Array(length)
    : dtype === 'f32'
      ? new Float32Array(length).fill(NaN)
      : new Float64Array(length).fill(NaN);
}

function checkKept(
  kept: readonly number[],
  steps: number,
  place: string
): void {
  kept.forEach((step, index) => {
    const least = index === 0 ? 0 : kept[index - 1] + 1;
    if (step < least || step >= steps) {
      throw new BundleError(
        'invalid',
        `${place}[${index}]`,
        `a step from ${least} to ${steps - 1}`,
        describe(step)
      );
    }
  });
}
