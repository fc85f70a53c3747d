import { createCursor } from '../../../../src/widgets/base/cursor';
import { createStore } from '../../../../src/widgets/base/store';

describe('the cursor', () => {
  it('tells every listener who moved it, and nobody when nothing moved', () => {
    const cursor = createCursor();
    const source = {};
    const seen: (number | null)[] = [];
    cursor.subscribe(({ step }, by) => {
      expect(by).toBe(source);
      seen.push(step);
    });
    cursor.move({ step: 3 }, source);
    cursor.move({ step: 3 }, source);
    cursor.move({ unit: 1 }, source);
    expect(seen).toEqual([3, 3]);
    expect(cursor.position).toMatchObject({ step: 3, unit: 1, pinned: false });
  });

  it('notices a term that is lit and put out', () => {
    const cursor = createCursor();
    let calls = 0;
    cursor.subscribe(() => (calls += 1));
    cursor.move({ term: 'f ⊙ c[t−1]' }, cursor);
    cursor.move({ term: null }, cursor);
    expect(calls).toBe(2);
  });

  it('lets a listener leave while it is told', () => {
    const cursor = createCursor();
    const calls: string[] = [];
    const stop = cursor.subscribe(() => {
      calls.push('first');
      stop();
    });
    cursor.subscribe(() => calls.push('second'));
    cursor.move({ step: 1 }, cursor);
    cursor.move({ step: 2 }, cursor);
    expect(calls).toEqual(['first', 'second', 'second']);
  });
});

describe('the store', () => {
  it('keeps values by bundle and name', () => {
    const store = createStore();
    store.set('a', 'sort', 'peak');
    expect(store.get('a', 'sort')).toBe('peak');
    expect(store.get('b', 'sort')).toBeUndefined();
    expect(store.get('a', 'other')).toBeUndefined();
  });

  it('forgets the bundles that were longest not written to', () => {
    const store = createStore(2);
    store.set('a', 'x', 1);
    store.set('b', 'x', 2);
    store.set('a', 'x', 3);
    store.set('c', 'x', 4);
    expect(store.get('a', 'x')).toBe(3);
    expect(store.get('b', 'x')).toBeUndefined();
  });
});
