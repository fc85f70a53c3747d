import {
  pythonOperations,
  pythonSelection
} from '../../../../src/widgets/base/pythonCode';
import { lstmTrace } from '../cells';

const trace = lstmTrace({ steps: 12, units: 3 });

test('a clamp and an edit are a chain of calls in Python', () => {
  expect(
    pythonOperations(
      trace,
      [
        {
          kind: 'clamp',
          clamp: { layer: 'lstm', channel: 'f', value: 1, units: [0, 2] }
        },
        { kind: 'edit', edit: { step: 3, feature: 0, value: -0.5 } }
      ],
      'run'
    )
  ).toMatch(
    /^import gatescope\ngatescope\.show\(\n {4}run\n {4}\.clamp\("f", 1, units=\[0, 2\]\)\n {4}\.edit\(steps=3, (feature=0, )?value=-0\.5\)\n\)$/
  );
});

test('one change stands in one line, and steps in a row are a range', () => {
  const steps = Array.from({ length: 10 }, (_, step) => step + 1);
  expect(
    pythonOperations(
      trace,
      [
        {
          kind: 'clamp',
          clamp: { layer: 'lstm', channel: 'c', value: 'mean', steps }
        }
      ],
      'gatescope.run("a")'
    )
  ).toBe(
    'import gatescope\ngatescope.show(gatescope.run("a").clamp("c", "mean", steps=range(1, 11)))'
  );
});

test('words in a selection stay inside their quotes', () => {
  expect(
    pythonSelection({ layer: 'a"b', channel: 'f', units: [1], steps: [2, 3] })
  ).toBe(
    'selection = {"layer": "a\\"b", "channel": "f", "units": [1], "steps": [2, 3]}'
  );
});
