import { compareRuns, gru, lstm, type RunOfNetwork } from '../../../src/engine';
import { writeRun } from '../../../src/engine/models/runFile';
import { networkLink } from '../../../src/page/networkLink';

const x = [1, 0, 0, 0];
const runs = [gru, lstm].map(
  make => make({ inputSize: 1, units: 2, seed: 7 }).run(x) as RunOfNetwork
);
const kept = (of: readonly RunOfNetwork[]) => ({
  runs: JSON.parse(JSON.stringify(of.map(writeRun)))
});
const edit = { step: 1, feature: 0, value: 2 };

test('a network beside a picture is live, and answers an edit and a clamp as a kernel would', async () => {
  const link = networkLink(kept([runs[1]]), 'shown');
  expect(link.status('shown').state).toBe('live');
  const changes = {
    edits: [edit],
    clamps: [{ layer: 'lstm', channel: 'f', value: 1 }]
  };
  const { trace } = await link.request('recompute', {
    id: 'shown',
    ...changes
  });
  const { layers } = runs[1].recompute(changes).toBundle();
  expect(trace.id).toBe('shown');
  expect(trace.layers).toEqual(layers);
});

test('it has the weights of its run', async () => {
  const link = networkLink(kept([runs[0]]), 'shown');
  const { weights } = await link.request('weights', { id: 'shown' });
  expect(weights.kind).toBe('weights');
});

test('networks side by side take an edit of the input that they share, under the names of the picture', async () => {
  const link = networkLink(kept(runs), 'pair');
  const { comparison } = await link.request('compare', {
    id: 'pair',
    edits: [edit]
  });
  const wanted = compareRuns(
    runs.map(run => run.recompute({ edits: [edit] }))
  ).toBundle();
  expect(comparison.id).toBe('pair');
  expect(comparison.traces.map(({ id }) => id)).toEqual(
    runs.map(({ id }) => id)
  );
  expect(comparison.traces.map(({ layers }) => layers)).toEqual(
    wanted.traces.map(({ layers }) => layers)
  );
});

test('a comparison of one network takes an edit, too', async () => {
  const link = networkLink(kept([runs[0]]), 'alone');
  const { comparison } = await link.request('compare', {
    id: 'alone',
    edits: [edit]
  });
  const [{ layers }] = comparison.traces;
  expect(comparison.id).toBe('alone');
  expect(layers).toEqual(
    runs[0].recompute({ edits: [edit] }).toBundle().layers
  );
});

test('what needs the kernel says what to do', async () => {
  const link = networkLink(kept(runs), 'pair');
  await expect(
    link.request('influence', { id: 'pair' } as never)
  ).rejects.toThrow('Run the notebook cell first');
});

test('what a page computes itself has no name in a notebook, so there is no code of it', async () => {
  for (const files of [[runs[0]], runs]) {
    const link = networkLink(kept(files), 'shown');
    expect(await link.request('code', { id: 'shown' })).toEqual({ code: '' });
  }
});
