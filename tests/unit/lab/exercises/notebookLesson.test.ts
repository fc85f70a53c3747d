import { keepVerdict } from '../../../../src/lab/exercises/notebookLesson';

test('what a check gave stands with the notebook, by the digest that marking computes', () => {
  const earlier = { answer: 'of another', points: 1, maxPoints: 2 };
  const metadata: Record<string, unknown> = {
    gatescope: { given: ['mine'], checked: { other: earlier } }
  };
  const cleared: string[] = [];
  const code = (id: string) => ({
    id,
    type: 'code',
    clearExecution: () => void cleared.push(id)
  });
  const model = {
    cells: [code('mine'), code('test'), { id: 'words', type: 'raw' }],
    getMetadata: (key: string) => metadata[key],
    setMetadata: (key: string, value: unknown) => void (metadata[key] = value)
  };
  keepVerdict(
    model as unknown as Parameters<typeof keepVerdict>[0],
    { id: 'double', tests: ['test', 'words'] },
    // tests/python/test_receipts.py has the same text and digest.
    'const größe = 3; // 😀',
    { points: 3, maxPoints: 3 }
  );
  // What an older run of the tests left would stand below the new verdict.
  expect(cleared).toEqual(['test']);
  expect(metadata).toEqual({
    gatescope: {
      given: ['mine'],
      checked: {
        other: earlier,
        double: {
          answer:
            '65e5b78af3e757cad16da293b4a6a281657bda8b640f1ee42d0d524f0879e4f2',
          points: 3,
          maxPoints: 3,
          tries: 1
        }
      }
    }
  });
});

test('counts the answers that were checked until one was right', () => {
  let kept: unknown;
  const model = {
    cells: [],
    getMetadata: () => kept,
    setMetadata: (_: string, value: unknown) => void (kept = value)
  };
  const triesAfter = (answer: string, points: number): unknown => {
    keepVerdict(
      model as unknown as Parameters<typeof keepVerdict>[0],
      { id: 'double', tests: [] },
      answer,
      { points, maxPoints: 3 }
    );
    return (kept as { checked: { double: { tries: unknown } } }).checked.double
      .tries;
  };
  expect(triesAfter('one', 0)).toBe(1);
  expect(triesAfter('one', 0)).toBe(1);
  expect(triesAfter('two', 1)).toBe(2);
  expect(triesAfter('three', 3)).toBe(3);
  expect(triesAfter('tidied', 3)).toBe(3);
});
