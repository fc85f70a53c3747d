import {
  compareRuns,
  gru,
  lstm,
  type RunOfNetwork
} from '../../../../../src/engine';
import { livingPicture } from '../../../../../src/kernel/core/live/livingPicture';
import { createRegistry } from '../../../../../src/kernel/core/live/registry';
import { NETWORK_TYPE, type Bundle } from '../../../../../src/trace';
import '../../nodeMachine';

const x = [1, 0, 0];
const runs = [gru, lstm].map(
  make => make({ inputSize: 1, units: 2, seed: 1 }).run(x) as RunOfNetwork
);
const shown = (result: Parameters<typeof livingPicture>[0]) =>
  livingPicture(result, createRegistry().bundle(result));

test('a run stands beside its picture, and a comparison has all of its runs', () => {
  const kept = [runs[0], compareRuns(runs, {}, 'show')].map(
    result => shown(result)?.beside[NETWORK_TYPE] as { runs: { id: string }[] }
  );
  expect(kept.map(each => each.runs.map(({ id }) => id))).toEqual([
    [runs[0].id],
    runs.map(({ id }) => id)
  ]);
});

test('its picture asks no kernel: the session is that of a page', () => {
  const registry = createRegistry();
  const whole = registry.bundle(runs[0]);
  const living = livingPicture(runs[0], whole);
  expect(living?.bundle.live?.session).not.toBe(whole.live?.session);
  expect({ ...living?.bundle, live: null }).toEqual({ ...whole, live: null });
});

test('what has no network that a file can hold, or moves with a slider, is shown as it was', () => {
  const differentiated = lstm({ inputSize: 1, units: 2 }).run(x, {
    gradientsOf: ({ h }) => h.sum()
  });
  expect(shown(differentiated as RunOfNetwork)).toBeNull();
  const whole = createRegistry().bundle(runs[0]);
  const slider = { name: 'a', range: [0, 1] as const, step: 1, value: 1 };
  const sliding = { ...whole, view: { ...whole.view, slider } } as Bundle;
  expect(livingPicture(runs[0], sliding)).toBeNull();
});
