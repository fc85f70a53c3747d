import type { OptionsReader, Settled } from '../base/options';
import { convention, flag, integer, number, options } from '../base/options';

const crossentropy = {
  fromLogits: flag.or(false),
  labelSmoothing: number({ least: 0, most: 1 }).or(0),
  convention: convention.or('keras')
};

/** Readers of each loss's options, by its name. */
export const lossOptions = {
  meanSquaredError: options('losses.meanSquaredError', {}),
  meanAbsoluteError: options('losses.meanAbsoluteError', {}),
  huber: options('losses.huber', { delta: number({ least: 0 }).or(1) }),
  binaryCrossentropy: options('losses.binaryCrossentropy', crossentropy),
  categoricalCrossentropy: options(
    'losses.categoricalCrossentropy',
    crossentropy
  ),
  sparseCategoricalCrossentropy: options(
    'losses.sparseCategoricalCrossentropy',
    {
      fromLogits: flag.or(false),
      ignoreIndex: integer(-Number.MAX_SAFE_INTEGER).optional(),
      // A mean over ignored rows alone is NaN unless Keras's is asked for.
      convention: convention.or('pytorch')
    }
  ),
  ctc: options('losses.ctc', {
    blank: integer(0).or(0),
    zeroInfinity: flag.or(false),
    convention: convention.or('keras')
  })
};

type Readers = typeof lossOptions;
export type LossKind = keyof Readers;

/** A loss with every default filled in. */
export type LossSpec<K extends LossKind = LossKind> = {
  [N in K]: { readonly kind: N } & (Readers[N] extends OptionsReader<infer F>
    ? Settled<F>
    : never);
}[K];
