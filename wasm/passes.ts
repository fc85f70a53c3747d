// Forward and back over the steps of a chunk, for all cells: the walk is written once and compiled
// once for each cell, which it is told as a constant.
import { gruRows, gruRowsBackward } from './gru';
import { lstmRows, lstmRowsBackward } from './lstm';
import { rnnRows, rnnRowsBackward } from './rnn';
import {
  begins,
  blocksOfState,
  countAt,
  gatherFinal,
  isPlain,
  knownAt,
  maskStep,
  rowBefore,
  rowsOfChunk,
  Sequence
} from './sequence';
import {
  activationOf,
  GRU,
  GRU_RESET_BEFORE,
  hiddenBefore,
  isGru,
  LSTM,
  multiplyStep,
  multiplyStepBackward,
  resetStep,
  resetStepBackward,
  RNN,
  RNN_RELU,
  weightGradients
} from './stepProducts';

@inline
function forward(cell: i32, s: Sequence): void {
  const masked = s.mask != 0;
  let offset = s.reverse ? s.offset + rowsOfChunk(s) : s.offset;
  for (let left = s.end - s.first; left > 0; left--) {
    const t = s.reverse ? s.first + left - 1 : s.end - left;
    const count = countAt(s, t);
    if (s.reverse) {
      offset -= count;
    }
    const known = knownAt(s, t, count);
    const before = rowBefore(s, t, offset, count);
    if (masked) {
      maskStep(s, offset, count, known, before);
    } else if (begins(s, t)) {
      blocksOfState(s, s.initialHidden);
    }
    multiplyStep(cell, s, count, offset);
    if (cell == RNN || cell == RNN_RELU) {
      rnnRows(activationOf(cell), s, count, offset);
    }
    if (cell == GRU_RESET_BEFORE) {
      resetStep(s, count, offset, known, before);
    }
    for (let part = cell >= RNN ? 2 : 0; part < 2; part++) {
      const carriesOn = part == 0;
      const first = carriesOn ? 0 : known;
      const rows = carriesOn ? known : count - known;
      const at = offset + first;
      if (rows > 0 && cell == LSTM) {
        const from = carriesOn
          ? s.memory + <usize>before * s.stateRow
          : s.initialMemory + <usize>first * s.stateRow;
        lstmRows(s, rows, at, first, from);
      }
      if (rows > 0 && isGru(cell)) {
        gruRows(
          cell == GRU,
          s,
          rows,
          at,
          first,
          hiddenBefore(s, carriesOn, before, first),
          carriesOn ? s.outputRow : s.stateRow
        );
      }
    }
    if (!s.reverse) {
      offset += count;
    }
  }
  if (s.reverse ? s.first == 0 : s.end == s.steps) {
    gatherFinal(s, s.output, s.outputRow, s.initialHidden, s.finalHidden);
    if (cell == LSTM) {
      gatherFinal(s, s.memory, s.stateRow, s.initialMemory, s.finalMemory);
    }
  }
}

@inline
function backward(cell: i32, s: Sequence): void {
  let offset = s.reverse ? s.offset : s.offset + rowsOfChunk(s);
  for (let left = s.end - s.first; left > 0; left--) {
    const t = s.reverse ? s.end - left : s.first + left - 1;
    const count = countAt(s, t);
    if (!s.reverse) {
      offset -= count;
    }
    const known = knownAt(s, t, count);
    const before = rowBefore(s, t, offset, count);
    if (cell == RNN || cell == RNN_RELU) {
      rnnRowsBackward(activationOf(cell), s, count, offset);
    }
    for (let part = cell >= RNN ? 2 : 0; part < 2; part++) {
      const carriesOn = part == 0;
      const first = carriesOn ? 0 : known;
      const rows = carriesOn ? known : count - known;
      const at = offset + first;
      if (rows > 0 && cell == LSTM) {
        const from = carriesOn
          ? s.memory + <usize>before * s.stateRow
          : s.initialMemory + <usize>first * s.stateRow;
        if (isPlain(s)) {
          lstmRowsBackward(true, s, rows, at, first, from);
        } else {
          lstmRowsBackward(false, s, rows, at, first, from);
        }
      }
      if (rows > 0 && isGru(cell)) {
        const from = hiddenBefore(s, carriesOn, before, first);
        const row = carriesOn ? s.outputRow : s.stateRow;
        if (isPlain(s)) {
          gruRowsBackward(cell == GRU, true, s, rows, at, first, from, row);
        } else {
          gruRowsBackward(cell == GRU, false, s, rows, at, first, from, row);
        }
      }
    }
    if (cell == GRU_RESET_BEFORE) {
      resetStepBackward(s, count, offset, known, before);
    }
    // Initial states are constants: nothing goes back to them.
    if (!begins(s, t)) {
      multiplyStepBackward(cell, s, count);
    }
    if (s.reverse) {
      offset += count;
    }
  }
  weightGradients(cell, s);
}

export function lstmForward(s: Sequence): void {
  forward(LSTM, s);
}

export function lstmBackward(s: Sequence): void {
  backward(LSTM, s);
}

export function gruForward(s: Sequence): void {
  forward(GRU, s);
}

export function gruBackward(s: Sequence): void {
  backward(GRU, s);
}

export function gruResetBeforeForward(s: Sequence): void {
  forward(GRU_RESET_BEFORE, s);
}

export function gruResetBeforeBackward(s: Sequence): void {
  backward(GRU_RESET_BEFORE, s);
}

export function rnnForward(s: Sequence): void {
  forward(RNN, s);
}

export function rnnBackward(s: Sequence): void {
  backward(RNN, s);
}

export function rnnReluForward(s: Sequence): void {
  forward(RNN_RELU, s);
}

export function rnnReluBackward(s: Sequence): void {
  backward(RNN_RELU, s);
}
