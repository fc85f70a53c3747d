import { gru, tensor } from '../../../../src/engine';
import type { Json } from '../../../../src/kernel/core/messages';
import {
  decodeBundle,
  mimeTypes,
  unpackBuffers,
  type ToPage,
  type CheckReport,
  type Events,
  type History,
  type Trace
} from '../../../../src/trace';
import { openPage } from './pageInMemory';

const written = new Map<string, Uint8Array>();
const page = openPage({
  async readFile(path) {
    const bytes = written.get(path);
    if (!bytes) {
      throw new Error(`there is no ${path}`);
    }
    return bytes;
  },
  writeFile: async (path, bytes) => void written.set(path, bytes)
});
const { ask, send, until, heard } = page;
afterAll(page.close);

const run = (code: string) =>
  ask('execute_request', { code, silent: false, store_history: true });
/** What a cell shows, as a view reads it. */
async function shown<B>(code: string): Promise<B> {
  const { said, reply } = await run(code);
  expect(reply.content).toMatchObject({ status: 'ok' });
  const { content } = said.find(({ header }) =>
    ['execute_result', 'display_data'].includes(header.msg_type)
  )!;
  const data = content.data as Record<string, unknown>;
  const type = Object.values(mimeTypes).find(each => each in data)!;
  return decodeBundle(data[type]) as B;
}

let asked = 0;
/** All that the kernel said on the line to the views, in order. */
const told = (): ToPage[] =>
  heard
    .filter(
      ({ header, content }) =>
        header.msg_type === 'comm_msg' && content.comm_id === 'views'
    )
    .map(
      ({ content, buffers }) =>
        unpackBuffers(content.data, buffers as DataView[]) as ToPage
    );
/** Sends a request of a view, and gives its answer. */
async function request(method: string, params: Json): Promise<ToPage> {
  const number = ++asked;
  send('comm_msg', {
    comm_id: 'views',
    data: { type: 'request', number, method, params }
  });
  const { content, buffers } = await until(
    ({ content: { data } }) => (data as Json | undefined)?.number === number
  );
  return unpackBuffers(content.data, buffers as DataView[]) as ToPage;
}
const result = async <R>(method: string, params: Json): Promise<R> => {
  const answer = await request(method, params);
  expect(answer).toMatchObject({ type: 'reply' });
  return (answer as unknown as { result: R }).result;
};

const CELL = 'gru({ inputSize: 2, units: 3, seed: 5 })';
const INPUT = [
  [1, 0],
  [0.5, -1],
  [0, 2]
];
/** The states of the same cell, as this test runs it. */
const statesOver = (input: number[][]) =>
  gru({ inputSize: 2, units: 3, seed: 5 })
    .run(tensor(input))
    .h.toArray()
    .flat() as number[];
const statesOf = ({ layers: [layer] }: Trace) => [
  ...layer.channels.find(({ name }) => name === 'h')!.array.values
];
const isNear = (values: readonly number[], wanted: readonly number[]) => {
  expect(values).toHaveLength(wanted.length);
  values.forEach((each, at) => expect(each).toBeCloseTo(wanted[at], 6));
};

let trace: Trace;
beforeAll(async () => {
  trace = await shown<Trace>(
    `import * as g from 'gatescope';\nconst ran = g.${CELL}.run(${JSON.stringify(INPUT)});\nran`
  );
  send('comm_open', {
    comm_id: 'views',
    target_name: 'gatescope',
    data: { type: 'hello', protocol: 1, version: '1' }
  });
  await until(() => told().length > 0);
});

describe('the views of a page', () => {
  it('are greeted, and shown what the network computed', () => {
    expect(told()[0]).toMatchObject({
      type: 'welcome',
      protocol: 1,
      version: '1.2.3'
    });
    isNear(statesOf(trace), statesOver(INPUT));
  });

  it('are given the run again with another input, under its id and with its name', async () => {
    const { trace: again, name } = await result<{ trace: Trace; name: string }>(
      'recompute',
      {
        id: trace.id,
        edits: [{ step: 1, feature: 0, value: 3 }],
        clamps: []
      }
    );
    expect([again.id, name]).toEqual([trace.id, 'ran']);
    isNear(statesOf(again), statesOver([INPUT[0], [3, -1], INPUT[2]]));
    const whole = await result<{ bundle: Trace }>('whole', { id: trace.id });
    isNear(statesOf(whole.bundle), statesOver(INPUT));
  });

  it('bind what is selected for the next cell, and say the code', async () => {
    const selection = {
      layer: trace.layers[0].name,
      channel: 'h',
      units: [0, 1, 2],
      steps: [1]
    };
    const { code } = await result<{ code: string }>('select', {
      id: trace.id,
      selection
    });
    expect(code).toContain('ran.clamp(');
    const { said } = await run('selection!.units.length + selection!.channel');
    expect(
      said.some(({ content }) => JSON.stringify(content).includes("'3h'"))
    ).toBe(true);
    expect(await result('select', { id: trace.id, selection: null })).toEqual({
      code: 'selection'
    });
    // What is said can be run.
    expect((await run(code)).reply.content.status).toBe('ok');
  });

  it.each([
    ['attach', { id: 'nobody' }, { known: false }],
    ['stopCheck', { exercise: 'none' }, { stopped: false }]
  ])('ask %s of what is not there', async (method, params, wanted) => {
    expect(await result(method, params)).toEqual(wanted);
  });

  it.each([
    ['whole', { id: 'nobody' }, /no longer has this result/],
    ['history', () => ({ id: trace.id }), /not a training/],
    ['race', () => ({ id: trace.id }), /not a race/],
    ['compare', () => ({ id: trace.id, edits: [] }), /not a comparison/],
    ['slide', () => ({ id: trace.id, value: 1 }), /function of this slider/],
    ['recompute', { id: 5 }, /recompute.*id/],
    ['nonsense', {}, /method/]
  ])('are told why %s cannot be', async (method, params, why) => {
    const answer = await request(
      method,
      typeof params === 'function' ? params() : params
    );
    expect(answer).toMatchObject({
      type: 'failure',
      message: expect.stringMatching(why)
    });
  });

  it('see a training go on to its end, and its network take the weights of an epoch and back', async () => {
    const x = [
      [0.1, 0.2, 0.3],
      [0.3, 0.1, 0.9]
    ];
    const fitted = `const net = g.sequential([g.layers.gru({ units: 2 }), g.layers.dense({ units: 1 })], { seed: 2 });
net.compile({ loss: 'mse', optimizer: 'adam' });
const x = ${JSON.stringify(x)};
const history = await net.fit(x, [0.4, 0.2], { epochs: 3, batchSize: 2, snapshots: { x: x[0] } });
const seen = net.trace(x[0]);
g.show(seen);`;
    const { reply, said } = await run(fitted);
    expect(reply.content).toMatchObject({ status: 'ok' });
    const events = told().filter(({ type }) => type === 'event') as Extract<
      ToPage,
      { type: 'event' }
    >[];
    expect(events[0].name).toBe('history');
    const last = events.at(-1)!.data as { id: string; history: History };
    expect(last.history).toMatchObject({
      status: 'finished',
      epochs: { done: 3, planned: 3 }
    });
    const lossOf = (history: History) => [
      ...history.metrics.find(({ name }) => name === 'loss')!.training.values
    ];
    expect(lossOf(last.history)).toHaveLength(3);
    // What is saved is what was said last, in the place where it began.
    const places = said.filter(
      ({ header, content }) =>
        ['display_data', 'update_display_data'].includes(header.msg_type) &&
        mimeTypes.history in (content.data as Json)
    );
    const savedAs = (at: number) =>
      decodeBundle(
        (places.at(at)!.content.data as Json)[mimeTypes.history]
      ) as History;
    expect(savedAs(0).status).toBe('running');
    expect(lossOf(savedAs(-1))).toEqual(lossOf(last.history));
    expect(
      new Set(places.map(({ content }) => JSON.stringify(content.transient)))
        .size
    ).toBe(1);

    const { id } = last;
    const { history } = await result<{ history: History }>('history', { id });
    expect(lossOf(history)).toEqual(lossOf(last.history));
    expect(await result('useEpoch', { id, epoch: 0 })).toEqual({
      epoch: 0,
      last: false,
      code: 'history.useEpoch(0);'
    });
    const stale = told()
      .filter(({ type }) => type === 'event')
      .map(event => event as (typeof events)[number])
      .find(({ name }) => name === 'stale')!.data as Events['stale'];
    expect(stale.reason).toBe('model has the weights of epoch 1');
    expect(await result('attach', { id: stale.id })).toMatchObject({
      known: true,
      stale: stale.reason
    });
    const refused = await request('recompute', {
      id: stale.id,
      edits: [],
      clamps: []
    });
    expect(refused).toMatchObject({
      type: 'failure',
      message: expect.stringContaining('was trained since')
    });
    const predicted = await run(
      'Math.abs(net.predict([x[0]]).at(0).item() - [...history.snapshots[0].trace.outputs[0].values.values].at(-1)!) < 1e-6'
    );
    expect(JSON.stringify(predicted.said)).toContain('"text/plain":"true"');
    expect(await result('walkWeights', { id, way: 'undo' })).toEqual({
      moved: true
    });
    expect(await result('walkWeights', { id, way: 'undo' })).toEqual({
      moved: false
    });
    expect(await result('attach', { id: stale.id })).not.toHaveProperty(
      'stale'
    );
  });

  it('have files of the page: what is saved there is loaded again', async () => {
    const saved = await run(
      "await net.save('kept'); const again = await g.loadModel('kept');\nagain.predict(x).toArray().join() === net.predict(x).toArray().join()"
    );
    expect(JSON.stringify(saved.said)).toContain('"text/plain":"true"');
    expect([...written.keys()]).toEqual(['kept']);
    const { reply } = await run("await g.loadModel('missing')");
    expect(reply.content).toMatchObject({
      status: 'error',
      evalue: 'there is no missing'
    });
  });

  it('have an answer checked apart from the notebook, and told what of it is right', async () => {
    const check = async (answer: string) =>
      (
        await result<{ report: CheckReport }>('check', {
          exercise: 'e',
          metadata: null,
          cells: [
            {
              id: 'n',
              role: 'needs',
              source: "import { check } from 'gatescope';\nconst base = 2;"
            },
            { id: 'a', role: 'answer', source: answer },
            ...[2, 3].map(given => ({
              id: `t${given}`,
              role: 'test',
              source: `check.close('double(${given})', double(${given}), ${2 * given});`,
              points: given
            }))
          ]
        })
      ).report;
    const half = await check(
      'function double(x: number): number { return x + base; }'
    );
    expect(half).toMatchObject({
      exercise: 'e',
      status: 'notYet',
      points: 2,
      maxPoints: 5
    });
    expect(`${half.message} ${half.details.join(' ')}`).toMatch(
      /double\(3\).*5/s
    );
    expect(await check(' ')).toMatchObject({
      status: 'didNotRun',
      message: expect.stringContaining('Nothing is answered')
    });
  });

  it('hear no more once their line is closed', async () => {
    send('comm_close', { comm_id: 'views', data: {} });
    const before = told().length;
    await run('net.predict(x)');
    expect(told()).toHaveLength(before);
  });
});
