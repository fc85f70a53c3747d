import { deltaNet } from '../../engine/cells/deltaNet';
import { gru } from '../../engine/cells/gru';
import { linearAttention } from '../../engine/cells/linearAttention';
import { lstm } from '../../engine/cells/lstm';
import { minGru } from '../../engine/cells/minGru';
import { minLstm } from '../../engine/cells/minLstm';
import { mLstm } from '../../engine/cells/mLstm';
import { rnn } from '../../engine/cells/rnn';
import { selectiveStateSpace } from '../../engine/cells/selectiveStateSpace';
import { sLstm } from '../../engine/cells/sLstm';

// As they were before an answer ran.
const { toString } = Function.prototype;
const { apply } = Reflect;
let texts: readonly string[] | null = null;
/** What stands for such steps in another process. */
const remote = new WeakSet<object>();

/**
 * Whether it is a function with which the library's own cells compute. Each cell has a copy, so they
 * are known by their text: that of this process's library, which another program made of the same
 * source need not share. Asked once before an answer runs, nothing that this changes matters.
 */
export function isLibraryStep(step: unknown): boolean {
  texts ??= libraryTexts();
  if (typeof step !== 'function') {
    return false;
  }
  const text: unknown = apply(toString, step, []);
  for (let at = 0; at < texts.length; at += 1) {
    if (texts[at] === text) {
      return true;
    }
  }
  return remote.has(step);
}

/** Lets `check.step` know a function that stands for a library's step in another process. */
export function setLibraryStep(standIn: object): void {
  remote.add(standIn);
}

function libraryTexts(): string[] {
  const size = { inputSize: 1, units: 1, seed: 1 };
  return [
    rnn(size),
    lstm(size),
    gru(size),
    gru({ ...size, resetAfter: false }),
    minGru(size),
    minLstm(size),
    sLstm(size),
    selectiveStateSpace(size),
    linearAttention(size),
    mLstm(size),
    deltaNet(size),
    deltaNet({ ...size, gated: true })
  ].map(({ definition }) => apply(toString, definition.step, []) as string);
}
