import type { Header } from '../../../../../src/kernel/core/messages';
import {
  createGatherer,
  type Gathered
} from '../../../../../src/kernel/core/wire/gatherer';

const first = { msg_id: '1' } as Header;
const second = { msg_id: '2' } as Header;

function setup() {
  const pieces: Gathered[] = [];
  const gatherer = createGatherer(piece => pieces.push(piece));
  return { pieces, gatherer };
}

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

test('small prints of one moment travel as one', () => {
  const { pieces, gatherer } = setup();
  ['a', 'b', 'c'].forEach(text => gatherer.print(first, 'stdout', text));
  expect(pieces).toEqual([]);
  jest.advanceTimersByTime(20);
  expect(pieces).toEqual([{ parent: first, stream: 'stdout', text: 'abc' }]);
  jest.advanceTimersByTime(1000);
  expect(pieces).toHaveLength(1);
});

test('a new run or another stream begins a new piece, and order is kept', () => {
  const { pieces, gatherer } = setup();
  gatherer.print(first, 'stdout', 'a');
  gatherer.print(first, 'stderr', 'b');
  gatherer.print(second, 'stderr', 'c');
  gatherer.flush();
  expect(
    pieces.map(({ parent, stream, text }) => [parent.msg_id, stream, text])
  ).toEqual([
    ['1', 'stdout', 'a'],
    ['1', 'stderr', 'b'],
    ['2', 'stderr', 'c']
  ]);
});

test('a long piece does not wait, and nothing of it is lost', () => {
  const { pieces, gatherer } = setup();
  const line = `${'x'.repeat(999)}\n`;
  for (let count = 0; count < 100; count++) {
    gatherer.print(first, 'stdout', line);
  }
  expect(pieces.length).toBeGreaterThanOrEqual(3);
  gatherer.flush();
  expect(pieces.map(({ text }) => text).join('')).toBe(line.repeat(100));
  expect(Math.max(...pieces.map(({ text }) => text.length))).toBeLessThan(
    33_000
  );
});

test('with nothing printed there is nothing to hand on', () => {
  const { pieces, gatherer } = setup();
  gatherer.flush();
  jest.advanceTimersByTime(100);
  expect(pieces).toEqual([]);
});
