import { createHistory } from '../../../../../src/kernel/core/session/history';

function filled() {
  const history = createHistory();
  ['let a = 1;', 'a + 1', 'a + 1', 'f(x)\ng(y)', 'a * 3'].forEach(
    (source, index) => {
      history.add(index + 1, source);
      history.setOutput(index + 1, `out ${index + 1}`);
    }
  );
  return history;
}

const ask = (request: Record<string, unknown>) =>
  filled().reply(request).history;
const counts = (request: Record<string, unknown>) =>
  (ask(request) as [number, number, unknown][]).map(([, count]) => count);

test('the tail, with and without outputs', () => {
  expect(ask({ hist_access_type: 'tail', n: 1 })).toEqual([[1, 5, 'a * 3']]);
  expect(ask({ hist_access_type: 'tail', n: 1, output: true })).toEqual([
    [1, 5, ['a * 3', 'out 5']]
  ]);
  expect(counts({ hist_access_type: 'tail', n: 0 })).toEqual([]);
  expect(counts({ hist_access_type: 'tail', n: 99 })).toHaveLength(5);
  expect(counts({ hist_access_type: 'tail' })).toHaveLength(5);
});

test.each([
  [{ session: 0, start: 2, stop: 4 }, [2, 3]],
  [{ session: 1, start: 2, stop: 4 }, [2, 3]],
  [{ session: 2, start: 1, stop: 4 }, []],
  [{ start: 4 }, [4, 5]],
  [{ start: 4, stop: null }, [4, 5]],
  [{ start: -2 }, [4, 5]],
  [{ start: 1, stop: -1 }, [1, 2, 3, 4]],
  [{}, [1, 2, 3, 4, 5]],
  [{ start: 4, stop: 2 }, []]
])('a range %j', (range, expected) => {
  expect(counts({ hist_access_type: 'range', ...range })).toEqual(expected);
});

test.each([
  [{ pattern: 'a*1' }, [2, 3]],
  [{ pattern: 'a*1', unique: true }, [3]],
  [{ pattern: 'a*1', n: 1 }, [3]],
  [{ pattern: 'a ? 3' }, [5]],
  [{ pattern: 'f(x)*' }, [4]],
  [{ pattern: '*g(y)' }, [4]],
  [{ pattern: 'a.*' }, []],
  [{}, [1, 2, 3, 4, 5]]
])('a search %j', (search, expected) => {
  expect(counts({ hist_access_type: 'search', ...search })).toEqual(expected);
});

test('an output belongs to the cell that is the latest', () => {
  const history = filled();
  history.setOutput(2, 'late');
  const { history: found } = history.reply({
    hist_access_type: 'range',
    start: 2,
    stop: 3,
    output: true
  });
  expect(found).toEqual([[1, 2, ['a + 1', 'out 2']]]);
});

test('an empty history is empty whatever is asked', () => {
  for (const hist_access_type of ['tail', 'range', 'search', 'unknown']) {
    expect(createHistory().reply({ hist_access_type, n: 3 })).toEqual({
      status: 'ok',
      history: []
    });
  }
});

test('a pattern of many stars takes no time', () => {
  const history = createHistory();
  history.add(1, 'a'.repeat(20_000));
  const began = process.cpuUsage();
  history.reply({
    hist_access_type: 'search',
    pattern: `${'*a'.repeat(12)}*b`
  });
  expect(process.cpuUsage(began).user).toBeLessThan(1e6);
});
