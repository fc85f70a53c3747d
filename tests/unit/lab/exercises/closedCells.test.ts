import {
  closedCells,
  isCellOpen,
  skip
} from '../../../../src/lab/exercises/closedCells';
import type { Curtain } from '../../../../src/exercises/metadata';

const guess: Curtain = {
  asks: 'prediction',
  keys: ['before'],
  cell: 'guess',
  hides: ['sheet', 'table', 'words']
};
const question: Curtain = {
  asks: 'question',
  keys: ['why'],
  cell: 'sheet',
  hides: ['words']
};

/** Metadata of one notebook cell, and the memory that writes it. */
function kept() {
  const stored: Record<string, unknown> = {};
  return {
    stored,
    memory: {
      get: (key: string) => stored[key],
      set: (key: string, value: unknown) => void (stored[key] = value),
      delete: (key: string) => void delete stored[key]
    }
  };
}

describe('what a lesson keeps closed', () => {
  it('is asked for by what can be seen, and counts what an answer really opens', () => {
    const { closed, asked } = closedCells([guess, question], []);
    expect([...closed]).toEqual([
      ['sheet', 'guess'],
      ['table', 'guess'],
      ['words', 'guess']
    ]);
    // The question is closed itself, and also closes the words: an answer to the guess opens two.
    expect(asked).toEqual([{ ...guess, opens: 2 }]);
  });

  it('opens when it is skipped, one question after the other', () => {
    const first = kept();
    skip(guess, first.memory);
    expect(isCellOpen(guess, [first.stored])).toBe(true);
    expect(isCellOpen(question, [first.stored])).toBe(false);
    const next = closedCells([guess, question], [first.stored]);
    expect([...next.closed]).toEqual([['words', 'sheet']]);
    expect(next.asked).toEqual([{ ...question, opens: 1 }]);
    const second = kept();
    skip(question, second.memory);
    expect(
      closedCells([guess, question], [first.stored, second.stored]).asked
    ).toEqual([]);
  });

  it('keeps what else the notebook cell remembers', () => {
    const { stored, memory } = kept();
    memory.set('predictions', { other: { values: [1], committed: true } });
    memory.set('answers', { other: { answers: { 1: 'a' } } });
    skip(guess, memory);
    skip(question, memory);
    expect(JSON.stringify(stored)).toContain('"values":[1]');
    expect(JSON.stringify(stored)).toContain('"1":"a"');
  });
});
