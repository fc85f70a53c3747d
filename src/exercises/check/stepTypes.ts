import type { Named } from '../../engine/recurrence/definition';
import type { GruChannel } from '../../engine/cells/gru';
import type { LstmChannel } from '../../engine/cells/lstm';

/** The step of a plain RNN, as a student writes it: `const step: RnnStep = ({ x, h }, { W, U, b }) => …`. */
export type RnnStep = (
  input: Named<'x' | 'h'>,
  parameters: Named<'W' | 'U' | 'b'>
) => Named<'h'>;

/** The step of an LSTM, as a student writes it. W… is `[I, H]`, U… `[H, H]`, b… `[H]`; x, h and c are rows. */
export type LstmStep = (
  input: Named<'x' | 'h' | 'c'>,
  parameters: Named<`${'W' | 'U' | 'b'}${'f' | 'i' | 'g' | 'o'}`>
) => Named<LstmChannel>;

/** The step of a GRU that resets after the product, as a student writes it: b… beside W x, bh… beside U h. */
export type GruStep = (
  input: Named<'x' | 'h'>,
  parameters: Named<`${'W' | 'U' | 'b' | 'bh'}${'z' | 'r' | 'n'}`>
) => Named<GruChannel>;
