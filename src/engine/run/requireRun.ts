import { described } from '../base/described';
import { RunOfNetwork } from './run';

/** Throws unless the value is a run: what `cell.run` and `model.trace` give. */
export function requireRun(who: string, value: unknown): void {
  if (!(value instanceof RunOfNetwork)) {
    throw new TypeError(
      `${who}: expected a run (cell.run(…) or model.trace(…)), got ${described(value)}`
    );
  }
}
