import { topLevelNames } from '../../../../../src/kernel/core/cells/names';
import { shareNames } from '../../../../../src/kernel/core/cells/shareNames';
import * as ts from 'typescript';

/** The rewritten text of a cell, on a machine with stop points. */
function rewritten(source: string, stopPoints = true): string {
  const names = topLevelNames(
    ts.createSourceFile('cell.ts', source, ts.ScriptTarget.Latest)
  );
  return shareNames(source, { names, isShared: () => false, stopPoints })
    .javascript;
}

describe('points where loops can be stopped', () => {
  it.each([
    ['while (true) { f(); }', 'while (true) {ːturned(); f(); }'],
    ['while (true);', 'while (true){ːturned();;}'],
    ['do f(); while (true)', 'do {ːturned();f();} while (true)'],
    ['for (;;) f();', 'for (;;) {ːturned();f();}'],
    ['for (const x of y) { f(x); }', 'for (const x of y) {ːturned(); f(x); }'],
    ['for (const x in y) f(x);', 'for (const x in y) {ːturned();f(x);}'],
    [
      'for (let i = 0; i < 9; i++) f(i);',
      'for (let i = 0; i < 9; i++) {ːturned();f(i);}'
    ]
  ])('%s', (source, text) => {
    expect(rewritten(source)).toBe(text);
  });

  it('are in the outer loop, not in an inner one that only counts', () => {
    expect(
      rewritten(
        'for (let i = 0; i < n; i++) for (let k = 0; k < n; k++) s += a[i] * b[k];'
      )
    ).toBe(
      'for (let i = 0; i < n; i++) {ːturned();for (let k = 0; k < n; k++) s += a[i] * b[k];}'
    );
  });

  it('stand beside what a loop over promises needs', () => {
    expect(rewritten('for await (const x of y) f(x);')).toBe(
      'for await (const x of y) {ːresumed();ːturned();f(x);}'
    );
  });

  it('are nowhere on a machine that can cut code short', () => {
    const source = 'while (true) { f(); }';
    expect(rewritten(source, false)).toBe(source);
  });
});
