// Seven exercises of the shoulder with a watch on the wrist, as the Python package seglearn ships them.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { counted, csv, fromWheel, write, writePage } from './data-tools.mjs';

/** Readings of the watch, 50 a second, of which the mean makes a step. */
const READINGS = 5;
const STEPS = 160;

/** The names of the collectors' letters, in their order. */
const EXERCISES = {
  PEN: 'pendulum',
  ABD: 'abduction',
  FEL: 'forward elevation',
  IR: 'internal rotation',
  ER: 'external rotation',
  TRAP: 'trapezius extension',
  ROW: 'upright row'
};

const PYTHON = fileURLToPath(new URL('../.venv/bin/python', import.meta.url));
/** NumPy's file holds Python objects, which only Python reads. */
const READ = `
import io, json, sys
import numpy as np
data = np.load(io.BytesIO(sys.stdin.buffer.read()), allow_pickle=True).item()
json.dump({
    "names": list(data["y_labels"]),
    "rows": [
        {"exercise": int(y), "person": int(person), "right": int(side), "readings": x.tolist()}
        for x, y, person, side in zip(data["X"], data["y"], data["subject"], data["side"])
    ],
}, sys.stdout)
`;

/** The middle of a recording, in hundredths: who begins or ends is not at the exercise yet. */
function middle(readings) {
  const first = Math.floor((readings.length - STEPS * READINGS) / 2);
  return Array.from({ length: STEPS }, (_, step) => {
    const some = readings.slice(first + step * READINGS).slice(0, READINGS);
    return some[0].map((_value, at) =>
      Math.round(
        (100 * some.reduce((sum, each) => sum + each[at], 0)) / READINGS
      )
    );
  });
}

export async function movements() {
  const version = '1.2.5';
  const { npy, licence } = await fromWheel('seglearn', version, read => ({
    npy: read('seglearn/data/watch_dataset.npy'),
    licence: read(`seglearn-${version}.dist-info/LICENSE`)
      .toString('utf8')
      .trim()
  }));
  const { names, rows } = JSON.parse(
    execFileSync(PYTHON, ['-c', READ], {
      input: npy,
      maxBuffer: 1e9
    }).toString('utf8')
  );
  const people = new Set(rows.map(({ person }) => person)).size;
  write(
    'movements.csv',
    csv([
      ['person', 'side', 'exercise', 'values'],
      ...rows.map(({ exercise, person, right, readings }) => [
        person,
        right === 1 ? 'right' : 'left',
        EXERCISES[names[exercise]],
        middle(readings).flat().join(' ')
      ])
    ])
  );
  writePage(
    'movements',
    'Seven exercises, felt by a watch',
    {
      'one sequence': `a recording of ${STEPS} steps, 6 numbers each, a step every 0.1 s`,
      size: `${counted(rows.length)} recordings of ${people} people`,
      units: 'acceleration and speed of turning in the units of the collectors',
      source:
        'D. Burns and others (2018): Shoulder Physiotherapy Exercise Recognition, from the Python package seglearn, <https://github.com/dmbee/seglearn>',
      licence: 'BSD-3-Clause, <https://opensource.org/license/bsd-3-clause>'
    },
    `${people} people with a watch on the wrist did ${names.length} exercises of the shoulder, with each arm once.

| column | what |
| --- | --- |
| \`person\` | 1 to ${people} |
| \`side\` | of the watch: left or right |
| \`exercise\` | ${Object.values(EXERCISES).join(', ')} |
| \`values\` | ${STEPS} steps of 6 numbers, one behind the other, in hundredths: acceleration along x, y and z, then the speed of turning about x, y and z |

The watch was read 50 times a second. A step is the mean of ${READINGS} readings, a tenth of a second; the ${STEPS} steps are the middle of the recording.

BasicMotions, four activities under a watch, which the Python package aeon brings, was not taken: its file names no licence, and it does not say who made which recording, so nobody could be kept for a test on people whom a network does not know.

D. Burns, N. Leung, M. Hardisty, C. Whyne, P. Henry, S. McLachlin (2018): “Shoulder Physiotherapy Exercise Recognition: Machine Learning the Inertial Signals from a Smartwatch”, <https://arxiv.org/abs/1802.01489>, which they ask to cite.

Taken from \`watch_dataset.npy\` of the Python package seglearn ${version}, whose author led the study and holds the copyright. Under the BSD-3-Clause licence:

${licence}
`
  );
}
