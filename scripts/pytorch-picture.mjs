// Writes the living picture of docs/learn/pytorch-model.md: what gatescope draws in Python of the model
// that the page trains, and beside it that model's weights, with which a page answers. Needs PyTorch
// (requirements/models.txt).
//
//   node scripts/pytorch-picture.mjs [FILE]    (docs/learn/pytorch-model.json)
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { openingOutputs } from './lesson-openings.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const page = path.join(root, 'docs/learn/pytorch-model');
const NETWORK = 'application/x-gatescope-network+json';
const TRACE = 'application/vnd.gatescope.trace+json';

/** Runs the page's first block, in which `show` hands over what it would draw. */
const program = `
import json, re, sys
import torch
torch.set_num_threads(1)
import gatescope
from gatescope.tracing.display import mime_bundle

def save(weights, file):
    """As safetensors: the places of all arrays, and then their bytes."""
    header, data = {}, b""
    for name, array in weights.items():
        begin = len(data)
        data += array.numpy().tobytes()
        header[name] = {"dtype": "F32", "shape": list(array.shape), "data_offsets": [begin, len(data)]}
    head = json.dumps(header).encode()
    open(file, "wb").write(len(head).to_bytes(8, "little") + head + data)

names = {}
def show(model, x, **options):
    names["shown"] = mime_bundle(gatescope.trace(model, x, **options), renderer="mime")[0]
gatescope.show = show
exec(re.search(r"\`\`\`python\\n(.*?)\`\`\`", open(sys.argv[1], encoding="utf-8").read(), re.S)[1], names)
save(names["model"].state_dict(), sys.argv[2])
print(json.dumps([names["shown"], names["x"][0].tolist(), names["first"][0].tolist()]))
`;

const folder = mkdtempSync(path.join(tmpdir(), 'gatescope-picture-'));
try {
  const weights = path.join(folder, 'model.safetensors');
  const { status, stdout } = spawnSync(
    path.join(root, '.venv/bin/python'),
    ['-c', program, `${page}.md`, weights],
    { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }
  );
  if (status !== 0) {
    throw new Error(`the first block of ${page}.md ended with ${status}`);
  }
  const [shown, x, target] = JSON.parse(stdout);
  const outputs = await openingOutputs([
    {
      id: 'the picture of a PyTorch model',
      source: `
import { layers, sequential, show } from 'gatescope';
const model = sequential([layers.lstm({ units: 4, convention: 'pytorch', inputShape: [null, 1] }), layers.dense({ units: 1 })]);
await model.loadWeights(${JSON.stringify(weights)});
model.compile({ optimizer: 'adam', loss: 'meanSquaredError' });
show(model.trace(${JSON.stringify(x)}, { target: ${JSON.stringify(target)} }));`
    }
  ]);
  const [[{ data }]] = outputs.values();
  const bundle = shown[TRACE];
  const { runs } = data[NETWORK];
  writeFileSync(
    process.argv[2] ?? `${page}.json`,
    `${JSON.stringify({
      [TRACE]: { ...bundle, live: { session: 'lesson', revision: 0 } },
      [NETWORK]: { runs: runs.map(run => ({ ...run, id: bundle.id })) },
      'text/plain': shown['text/plain']
    })}\n`
  );
} finally {
  rmSync(folder, { recursive: true });
}
