// What the engine's benchmarks share: peers, turns, and rows.
//
// Both sides take turns, some rounds each, on one thread; a side's figure for a round is the least
// processor time of a call (what else the machine does can only add), the row's value is the median
// over the rounds, and the ratio that of these. Peers that are not installed leave their column empty.
import os from 'node:os';
import { bundleEngine, loadEngine } from './engine.own.mjs';
import { startPeer } from './peers/peer.mjs';
import { report } from './results.mjs';

export const quick = process.argv.includes('--quick');
export const ROUNDS = quick ? 3 : 7;
export const SECONDS = quick ? 0.1 : 0.25;
const WARM_UP = 0.1;

export const median = values =>
  [...values].sort((a, b) => a - b)[values.length >> 1];

/**
 * Bundles the engine, starts the peers and says on what machine.
 *
 * @param scripts the peers' scripts by name
 */
export async function start(scripts) {
  const bundle = await bundleEngine();
  const engine = await loadEngine(bundle);
  const peers = {};
  for (const [name, script] of Object.entries(scripts)) {
    peers[name] = await startPeer(script);
  }
  console.log(
    `${os.cpus()[0].model}, ${os.cpus().length} cores, Node ${process.versions.node}, ` +
      `${new Date().toISOString().slice(0, 10)}; ${engine.sharedKernels().kind}; load ${os.loadavg()[0].toFixed(1)}`
  );
  console.log(
    `${ROUNDS} rounds of ${SECONDS} s a side, after ${WARM_UP} s to warm up`
  );
  for (const [name, peer] of Object.entries(peers)) {
    console.log(
      `${name}: ${peer ? `${peer.version} (${peer.command})` : 'not installed'}`
    );
  }
  return {
    bundle,
    engine,
    ...peers,
    stop: () =>
      Promise.all(Object.values(peers).map(async peer => peer?.stop()))
  };
}

/** Medians over rounds of each side's fastest call. */
export async function takeTurns(sides, rounds = ROUNDS) {
  const found = Object.fromEntries(Object.keys(sides).map(side => [side, []]));
  for (const measure of Object.values(sides)) {
    await measure(WARM_UP);
  }
  for (let round = 0; round < rounds; round++) {
    for (const [side, measure] of Object.entries(sides)) {
      const result = await measure(SECONDS);
      if (result) {
        found[side].push(result);
      }
    }
  }
  return Object.fromEntries(
    Object.entries(found).map(([side, results]) => [
      side,
      results.length === 0
        ? null
        : {
            minimum: Math.min(...results.map(({ minimum }) => minimum)),
            value: median(results.map(({ minimum }) => minimum)),
            median: median(results.map(each => each.median)),
            count: results.reduce((sum, { count }) => sum + count, 0),
            rounds: results.length
          }
    ])
  );
}

const spread = ({ minimum, median: middle, count, rounds }) =>
  `minimum ${minimum.toFixed(4)}, median ${middle.toFixed(4)} ms over ${count} blocks in ${rounds} rounds`;

/** Prints minimum, median and repetitions of both sides and reports the row. */
export function row(name, unit, own, peer, peerName, factor = 1) {
  console.log(
    `  ours: ${spread(own)}${peer ? `; ${peerName}: ${spread(peer)}` : ''}`
  );
  report({
    name,
    value: own.value * factor,
    unit,
    ...(peer && { peer: peerName, peerValue: peer.value * factor })
  });
}
