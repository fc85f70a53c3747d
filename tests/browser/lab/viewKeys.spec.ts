import { lstm } from '../../../src/engine';
import { encode, mimeTypes, type BundleKind } from '../../../src/trace';
import { startGallery } from '../gallery/gallery';
import { expect, test } from './lab';
import { code, markdown, notebook, type OutputJson } from './notebook';
import { pressEverywhere } from './pressEverywhere';

/** A bundle as a notebook holds it. */
interface Saved {
  readonly kind: BundleKind;
}

/** The saved outputs of samples of the gallery: one of each view, which is what a title begins with. */
async function gallerySamples(): Promise<
  readonly { readonly name: string; readonly output: OutputJson }[]
> {
  const { server, address } = await startGallery();
  try {
    const json = async (path: string): Promise<unknown> =>
      (await fetch(`${address}${path}`)).json();
    const list = (await json('samples')) as {
      readonly name: string;
      readonly title: string;
    }[];
    const samples = [];
    const views = new Map(
      list
        .toReversed()
        .map(({ name, title }) => [title.split(':')[0], name] as const)
    );
    for (const name of views.values()) {
      const bundle = (await json(`samples/${name}`)) as Saved;
      samples.push({
        name,
        output: savedOutput(mimeTypes[bundle.kind], bundle)
      });
    }
    return samples;
  } finally {
    server.kill();
  }
}

function savedOutput(type: string, data: unknown): OutputJson {
  return { output_type: 'display_data', metadata: {}, data: { [type]: data } };
}

test('no key that is pressed anywhere in a view acts on the notebook', async ({
  lab
}) => {
  // The gallery trains its networks first.
  test.setTimeout(900_000);
  const samples = await gallerySamples();
  const plain = '<a href="#nowhere">A link that gatescope knows nothing of</a>';
  await lab.put(
    'every-view.ipynb',
    notebook(
      [
        markdown('# Every view'),
        ...samples.map(({ name, output }) =>
          code(`show(${JSON.stringify(name)})`, { outputs: [output] })
        ),
        code('plain', { outputs: [savedOutput('text/html', plain)] })
      ],
      { kernelspec: undefined }
    )
  );
  await lab.openWithoutKernel('every-view.ipynb');
  const roles = new Set<string>();
  for (const [index, { name }] of samples.entries()) {
    const { root } = lab.view(index + 1);
    await root.scrollIntoViewIfNeeded();
    await root.locator('.jp-gatescope-view').first().waitFor();
    const { commands, elements, shortcuts } =
      await root.evaluate(pressEverywhere);
    expect(shortcuts).toBeGreaterThan(50);
    expect(commands, name).toEqual([]);
    expect(elements.length, `what takes the focus in ${name}`).toBeGreaterThan(
      0
    );
    elements.forEach(element => roles.add(element));
  }
  expect([...roles]).toEqual(
    expect.arrayContaining([
      'application',
      'button button',
      'input radio',
      'input range',
      'menuitem'
    ])
  );
  // The same keys do act where nobody keeps them: the test can fail. One is enough: another may open a
  // dialog, which then has all that is pressed.
  const last = lab.cell(samples.length + 1).locator('.jp-OutputArea-output');
  // A notebook that is being scrolled may draw its last output anew: then nothing was pressed.
  await expect(async () => {
    await last.getByRole('link').first().scrollIntoViewIfNeeded();
    const { commands } = await last.first().evaluate(pressEverywhere, 'A');
    expect(commands.join()).toMatch(/notebook:insert-cell-above/);
  }).toPass({ timeout: 60_000 });
});

test('the keys of the application act from inside a view', async ({ lab }) => {
  const { kind, ...run } = lstm({ inputSize: 1, units: 2, seed: 7 })
    .run([[1], [0], [0]])
    .toBundle();
  const output = savedOutput(mimeTypes[kind], encode({ kind, ...run }));
  await lab.put(
    'one-view.ipynb',
    notebook([code('show(run)', { outputs: [output] })], {
      kernelspec: undefined
    })
  );
  await lab.openWithoutKernel('one-view.ipynb');
  const { picture } = lab.view(0);
  await picture.focus();
  await picture.press('Control+Shift+c');
  await expect(lab.page.locator('.lm-CommandPalette-input')).toBeFocused();
});
