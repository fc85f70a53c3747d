import {
  createScope,
  readable
} from '../../../../../src/kernel/core/cells/scope';

const none = new Set<string>();

function declared(...names: string[]) {
  const scope = createScope();
  scope.declare(names, { hoisted: none });
  return scope;
}

test('every cell that asks for a name gets the same reference', () => {
  const scope = declared('a');
  scope.reference('a').v = 5;
  expect(scope.reference('a').v).toBe(5);
  expect(scope.value('a')).toBe(5);
  expect(scope.has('a')).toBe(true);
  expect(scope.names()).toEqual(['a']);
});

test('a name that no cell has declared says so', () => {
  const scope = createScope();
  expect(() => scope.reference('a').v).toThrow(
    new ReferenceError('a is not defined')
  );
  expect(scope.value('a')).toBeUndefined();
  scope.reference('a').v = 1;
  expect(scope.reference('a').v).toBe(1);
});

test('reading before the declaration is an error, as in any program', () => {
  const scope = declared('a');
  expect(() => readable(scope.reference('a'), 'a')).toThrow(
    "Cannot access 'a' before initialization"
  );
  scope.reference('a').v = undefined;
  expect(readable(scope.reference('a'), 'a').v).toBeUndefined();
});

test('hoisted names are undefined from the start', () => {
  const scope = createScope();
  scope.declare(['v'], { hoisted: new Set(['v']) });
  expect(scope.reference('v').v).toBeUndefined();
});

test('a cell that stopped leaves what it never reached unreadable, until it is set', () => {
  const scope = declared('a', 'b');
  scope.reference('a').v = 1;
  scope.seal(['a', 'b', 'unknown']);
  expect(scope.reference('a').v).toBe(1);
  expect(() => scope.reference('b').v).toThrow(/stopped before that line/);
  scope.reference('b').v = 2;
  expect(scope.reference('b').v).toBe(2);
});

test('a name that follows a module changes with it, until a cell declares it anew', () => {
  const scope = createScope();
  let count = 0;
  scope.follow('count', () => count);
  count = 3;
  expect(scope.reference('count').v).toBe(3);
  scope.declare(['count'], { hoisted: none });
  scope.reference('count').v = 'mine';
  count = 4;
  expect(scope.reference('count').v).toBe('mine');
});

test('running a cell again does not empty what others still read', () => {
  const scope = declared('a');
  scope.reference('a').v = 1;
  scope.declare(['a'], { hoisted: none });
  expect(scope.reference('a').v).toBe(1);
});

test('a function of another cell that reads too early is told so, too', () => {
  const scope = createScope();
  const held = scope.reference('later');
  scope.declare(['later'], { hoisted: none });
  expect(() => held.v).toThrow("Cannot access 'later' before initialization");
  held.v = 1;
  expect(scope.reference('later').v).toBe(1);
});
