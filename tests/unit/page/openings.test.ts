/** @jest-environment jsdom */
import { createTakeOver, markOpening } from '../../../src/page/openings';
import { createCursor } from '../../../src/widgets/base/cursor';
import { createStore } from '../../../src/widgets/base/store';

const made = () => ({ store: createStore(), cursor: createCursor() });

afterEach(() => sessionStorage.clear());

test('what was done in an opening is there on the next page, and nothing that was fetched for it', () => {
  const first = made();
  markOpening('a', first);
  first.store.set('a', 'whatIf', [{ kind: 'clamp', clamp: { value: 0 } }]);
  first.store.set('a', 'whole', new WeakRef({}));
  first.store.set('a', 'asked', { answer: Promise.resolve() });
  first.cursor.move({ step: 4, unit: 1 }, {});
  dispatchEvent(new Event('pagehide'));
  expect(first.store.chosen('a')).toEqual({
    opening: true,
    whatIf: [{ kind: 'clamp', clamp: { value: 0 } }]
  });

  // Another page has modules of its own.
  jest.isolateModules(() => {
    const other = jest.requireActual<{ markOpening: typeof markOpening }>(
      '../../../src/page/openings'
    );
    const second = made();
    other.markOpening('a', second);
    expect(second.store.chosen('a')).toEqual(first.store.chosen('a'));
    expect(second.cursor.position).toMatchObject({ step: 4, unit: 1 });
    const others = made();
    other.markOpening('b', others);
    expect(others.store.chosen('b')).toEqual({ opening: true });
  });
});

test('the run that takes its place is on the next page as it was left, with no opening there', () => {
  const { store, cursor } = made();
  const cell = {};
  const takeOver = createTakeOver(store, () => cursor);
  takeOver(cell, 'saved');
  markOpening('saved', { store, cursor });
  store.set('saved', 'whatIf', ['f := 0']);
  takeOver(cell, 'ran');
  expect(store.chosen('ran')).toEqual({ whatIf: ['f := 0'] });
  store.set('ran', 'whatIf', ['f := 0', 'i := 1']);
  dispatchEvent(new Event('pagehide'));

  jest.isolateModules(() => {
    const other = jest.requireActual<{ createTakeOver: typeof createTakeOver }>(
      '../../../src/page/openings'
    );
    const next = made();
    const takeOverThere = other.createTakeOver(next.store, () => next.cursor);
    takeOverThere({}, 'ran');
    expect(next.store.chosen('ran')).toEqual({ whatIf: ['f := 0', 'i := 1'] });
    takeOverThere({}, 'another');
    expect(next.store.chosen('another')).toEqual({});
    next.store.set('ran', 'whatIf', ['o := 0']);
    dispatchEvent(new Event('pagehide'));
  });

  // Where the opening itself stands again, it is as what took its place was left last.
  jest.isolateModules(() => {
    const other = jest.requireActual<{ markOpening: typeof markOpening }>(
      '../../../src/page/openings'
    );
    const last = made();
    other.markOpening('saved', last);
    expect(last.store.chosen('saved')).toEqual({
      opening: true,
      whatIf: ['o := 0']
    });
  });
});

test.each(['getItem', 'setItem'] as const)(
  'a browser whose %s refuses shows an opening as it was saved',
  name => {
    const refuses = jest
      .spyOn(Storage.prototype, name)
      .mockImplementation(() => {
        throw new DOMException('denied', 'SecurityError');
      });
    const opening = made();
    expect(() => markOpening(name, opening)).not.toThrow();
    expect(() => dispatchEvent(new Event('pagehide'))).not.toThrow();
    expect(opening.cursor.position.step).toBeNull();
    refuses.mockRestore();
  }
);
