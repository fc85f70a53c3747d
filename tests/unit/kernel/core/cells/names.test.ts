import * as ts from 'typescript';
import { topLevelNames } from '../../../../../src/kernel/core/cells/names';

function names(source: string) {
  const found = topLevelNames(
    ts.createSourceFile('cell.ts', source, ts.ScriptTarget.Latest)
  );
  return Object.fromEntries(
    Object.entries(found).map(([key, set]) => [key, [...set].sort()])
  ) as Record<keyof typeof found, string[]>;
}

test('all that a cell declares is found', () => {
  expect(
    names(`
      let a = 1, { b, c: [d, ...e], ...f } = o;
      var g; const h = 1; function i() {} class J {} enum K {} namespace L {}
      interface M {} type N = 1; import o, { p as q } from 'x'; import * as r from 'y';
      if (x) { var s; let t; } for (var u of v) {}
    `).all
  ).toEqual([...'JKLMNabdefghioqrsu']);
});

test('names of functions and classes inside are not the cell’s', () => {
  expect(
    names(
      'function f() { var a; } class B { static { var c; } } (() => { var d; })();'
    ).all
  ).toEqual(['B', 'f']);
});

test('hoisted are var and functions', () => {
  expect(
    names('let a; const b = 1; var c; function d() {} { var e; } class F {}')
      .hoisted
  ).toEqual(['c', 'd', 'e']);
});

test('exports are told apart', () => {
  expect(
    names(
      'export const a = 1; export default function b() {} const c = 2; export { c };'
    ).exported
  ).toEqual(['a', 'c']);
});

test('enums and namespaces start anew, unless they add to a class or function', () => {
  expect(
    names(
      'enum A {} namespace B {} class C {} namespace C {} declare global {}'
    ).reset
  ).toEqual(['A', 'B']);
});
