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
          maxPoints: 3
        }
      }
    }
  });
});
