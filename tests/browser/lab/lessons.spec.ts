import {
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync
} from 'node:fs';
import path from 'node:path';
import { expect, test } from './lab';
import { cutTools, strayingBars, wordFaults } from './lessonWords';
import type { NotebookJson } from './notebook';

const root = path.resolve(__dirname, '../../..');
const folder = path.join(root, 'notebooks');
/** What ran here need not run again for the tests of what lessons say: tests/lessons reads it. */
const ran = path.join(root, 'build', 'ran-in-lab');

for (const file of readdirSync(folder).filter(name => /^\d\d-/.test(name))) {
  test(`${file} runs from top to bottom in the lab`, async ({ lab }, info) => {
    const lesson = JSON.parse(
      readFileSync(path.join(folder, file), 'utf8')
    ) as NotebookJson;
    const name = `whole-${file}`;
    rmSync(path.join(ran, file), { force: true });
    await lab.put(name, lesson);
    await lab.openLab(name);
    // The number of a notebook cell whose source is folded cannot be waited for: it is not drawn.
    await lab.runAll();
    await lab.save();
    const done = await lab.get(name);
    const code = done.cells.filter(
      ({ cell_type, source }) =>
        cell_type === 'code' && String(source).trim() !== ''
    );
    expect(code.map(({ execution_count }) => execution_count)).toEqual(
      code.map((_, index) => index + 1)
    );
    const outputs = code.flatMap(cell => cell.outputs ?? []);
    expect(
      outputs.filter(({ output_type }) => output_type === 'error')
    ).toEqual([]);
    // Each picture was drawn by its view, not by the picture for other viewers.
    const pictures = outputs.filter(({ data = {} }) =>
      Object.keys(data).some(mime =>
        mime.startsWith('application/vnd.gatescope')
      )
    );
    expect(pictures.length).toBeGreaterThan(0);
    await expect(
      lab.page.locator('.jp-gatescope-output > .jp-gatescope-host')
    ).toHaveCount(pictures.length);
    expect(lab.foreignErrors()).toEqual([]);
    expect(await cutTools(lab.page)).toEqual([]);
    expect(await strayingBars(lab.page)).toEqual([]);
    mkdirSync(ran, { recursive: true });
    writeFileSync(path.join(ran, file), JSON.stringify(done));
    const page = await lab.page.context().newPage();
    const drawn = info.outputPath('words.html');
    expect(await wordFaults(page, done, drawn)).toEqual([]);
    await page.close();
  });
}
