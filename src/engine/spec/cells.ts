import { options } from '../base/options';
import type { Settled } from '../base/options';
import * as fields from './fields';

const rnn = fields.cell;
const lstm = { ...fields.cell, ...fields.lstm };
const gru = { ...fields.cell, ...fields.gru };

/** Readers of the built-in cells' options. */
export const cellSpecs = {
  rnn: options('rnn', rnn),
  lstm: options('lstm', lstm),
  gru: options('gru', gru)
};

/** A built-in cell with every default filled in. */
export type CellSpec =
  Settled<typeof rnn> | Settled<typeof lstm> | Settled<typeof gru>;
