// ipykernel 6 beside the one of the lab: its comms wait until a notebook cell ends, where those of
// ipykernel 7 are answered by a thread of their own.
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync
} from 'node:fs';
import path from 'node:path';

/** Writes the kernel `ipykernel6` into a folder of Jupyter's data; fetches it the first time. */
export function installOlderKernel({ root, python, data }) {
  const folder = path.join(root, 'build', 'ipykernel6');
  const pins = path.join(root, 'requirements', 'ipykernel6.txt');
  const stamp = path.join(folder, 'pins.txt');
  const wanted = readFileSync(pins, 'utf8');
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) {
    rmSync(folder, { recursive: true, force: true });
    const install = 'install --quiet --disable-pip-version-check --no-deps';
    execFileSync(
      python,
      ['-m', 'pip', ...install.split(' '), '--target', folder, '-r', pins],
      { stdio: 'inherit' }
    );
    writeFileSync(stamp, wanted);
  }
  const spec = path.join(data, 'kernels', 'ipykernel6');
  mkdirSync(spec, { recursive: true });
  writeFileSync(
    path.join(spec, 'kernel.json'),
    JSON.stringify({
      argv: [python, '-m', 'ipykernel_launcher', '-f', '{connection_file}'],
      display_name: 'Python 3 (ipykernel 6)',
      language: 'python',
      env: { PYTHONPATH: folder }
    })
  );
}
