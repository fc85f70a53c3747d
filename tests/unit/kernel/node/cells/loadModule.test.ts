import { loadModule } from '../../../../../src/kernel/node/cells/loadModule';

test('what fails to load for another reason than its kind says so', () => {
  const load = () => {
    throw new Error('no such module');
  };
  expect(() => loadModule('x', load, require, jest.fn())).toThrow(
    'no such module'
  );
});

test('TypeScript that awaits at its top level is told what it can do', () => {
  const load = () => {
    throw Object.assign(new Error(), { code: 'ERR_REQUIRE_ASYNC_MODULE' });
  };
  expect(() => loadModule(__filename, load, require, jest.fn())).toThrow(
    'await in a function that it exports, or in the cell'
  );
});
