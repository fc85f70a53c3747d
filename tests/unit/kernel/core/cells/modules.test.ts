import '../../nodeMachine';
import {
  importsNode,
  isBuiltin,
  readBinding
} from '../../../../../src/kernel/core/cells/modules';

test.each([
  ["import fs from 'node:fs'", true],
  ["import { join } from 'path';", true],
  ["const m = await import('fs/promises')", true],
  ["require('os')", true],
  ["import x from '../../cells/fs'", false],
  ["import { lstm } from 'gatescope'", false],
  ["'node:fs'", false]
])('whether a cell needs the declarations of Node: %s', (source, expected) => {
  expect(importsNode(source)).toBe(expected);
});

test('bindings follow the rules of both kinds of modules', () => {
  const common = { a: 1 };
  const es = { __esModule: true, default: 2, a: 3 };
  expect(readBinding(common, 'default')).toBe(common);
  expect(readBinding(common, 'a')).toBe(1);
  expect(readBinding(common, '*')).toEqual({ a: 1, default: common });
  expect(readBinding(es, 'default')).toBe(2);
  expect(readBinding(es, '*')).toBe(es);
  expect(readBinding(null, 'a')).toBeUndefined();
});

test('which modules are Node’s', () => {
  expect(['node:fs', 'fs', 'fs/promises'].every(isBuiltin)).toBe(true);
  expect(['fs-extra', './fs', 'gatescope'].some(isBuiltin)).toBe(false);
  expect(readBinding.isFixed('gatescope')).toBe(true);
});
