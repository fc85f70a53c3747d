// A peer in a process of its own that answers one JSON line to each, so that measurements of both
// sides can take turns.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const bench = dirname(here);

/** Interpreters that may have a Python peer; `GATESCOPE_BENCH_PYTHON` names more, separated by colons. */
function interpreters() {
  const named = process.env.GATESCOPE_BENCH_PYTHON?.split(':') ?? [];
  const bin = process.platform === 'win32' ? 'Scripts' : 'bin';
  return [...named, join(bench, '.venv', bin, 'python')].filter(existsSync);
}

/** Starts a peer, or answers null when no interpreter has its package. */
export async function startPeer(script) {
  const commands = script.endsWith('.mjs')
    ? [process.execPath]
    : interpreters();
  for (const command of commands) {
    const child = spawn(command, [join(here, script)], {
      stdio: ['pipe', 'pipe', 'ignore']
    });
    const lines = createInterface({ input: child.stdout });
    const waiting = [];
    lines.on('line', line => {
      // TensorFlow prints of its own accord.
      if (line.startsWith('{')) {
        waiting.shift()?.(JSON.parse(line));
      }
    });
    child.on('exit', () => waiting.splice(0).forEach(give => give(null)));
    child.stdin.on('error', () => {});
    const ask = task =>
      new Promise(give => {
        if (child.exitCode !== null) {
          give(null);
          return;
        }
        waiting.push(give);
        child.stdin.write(JSON.stringify(task) + '\n');
      });
    const first = await ask({ kind: 'version' });
    if (first) {
      return {
        version: first.version,
        ask,
        command,
        async stop() {
          child.stdin.end();
          await once(child, 'exit');
        }
      };
    }
  }
  return null;
}

/** Seconds from the start of a process to its end. */
export async function secondsOf(command, args) {
  const start = performance.now();
  const child = spawn(command, args, { stdio: 'ignore' });
  const [code] = await once(child, 'exit');
  if (code !== 0) {
    throw new Error(`${command} ${args.join(' ')} ended with ${code}`);
  }
  return (performance.now() - start) / 1e3;
}

export const peerScript = name => join(here, name);
