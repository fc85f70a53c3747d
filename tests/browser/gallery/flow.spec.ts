import type { GradientFlow, Trace } from '../../../src/trace';
import {
  bundleOf,
  cursorOf,
  expect,
  expectAccessible,
  moveCursor,
  test
} from './gallery';
import { boxOf } from '../../boxOf';

/** `2.6 × 10⁻³` and `0.14` as numbers. */
function power(text: string): number {
  const figures = '⁰¹²³⁴⁵⁶⁷⁸⁹';
  const [, mantissa, exponent = ''] =
    /^(−?[\d.]+)(?: × 10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+))?$/.exec(text) ?? [];
  const digits = [...exponent]
    .map(each => (each === '⁻' ? '-' : String(figures.indexOf(each))))
    .join('');
  return Number(mantissa.replace('−', '-')) * 10 ** Number(digits || 0);
}

test.describe('gradient flow', () => {
  const norms = '.jp-gatescope-flow-norms .jp-gatescope-value';

  test('the numbers at the cursor are those of the bundle, for each quantity', async ({
    open,
    page,
    galleryAddress
  }) => {
    await open('flow', { width: 944 });
    const flow: GradientFlow = await bundleOf(
      galleryAddress,
      'flow',
      'gradientFlow'
    );
    for (const step of [20, 4]) {
      await moveCursor(page, { step });
      const shown = await page.locator(norms).allTextContents();
      flow.networks.forEach(({ hidden }, index) => {
        expect(power(shown[index]) / hidden.values[step]).toBeCloseTo(1, 1);
      });
    }
    await page.getByRole('button', { name: 'Draw ‖∂s_T/∂s_t‖' }).click();
    // The picture of the other quantity is drawn a moment after the click.
    await expect(async () => {
      const products = await page.locator(norms).allTextContents();
      flow.networks.forEach(({ product }, index) => {
        expect(power(products[index]) / product.values[4]).toBeCloseTo(1, 1);
      });
    }).toPass({ timeout: 20_000 });
    await page.getByRole('button', { name: 'Draw ‖dL/dc‖' }).click();
    await expect(page.locator(norms).first()).toHaveText('no c');
  });

  test('a long name of a line ends where the plot does', async ({
    open,
    page
  }) => {
    await open('flow-names', { width: 703 });
    const rail = await boxOf(page.locator('.jp-gatescope-flow-rail'));
    for (const label of await page.locator('.jp-gatescope-flow-label').all()) {
      const box = await boxOf(label);
      expect(box.x + box.width).toBeLessThan(rail!.x);
    }
  });

  test('a dot stands at the height of its power of ten', async ({
    open,
    page,
    galleryAddress
  }) => {
    await open('flow', { width: 944 });
    const flow: GradientFlow = await bundleOf(
      galleryAddress,
      'flow',
      'gradientFlow'
    );
    const dots = page.locator('.jp-gatescope-flow-dot');
    const height = async (): Promise<number[]> =>
      dots.evaluateAll(all => all.map(dot => Number(dot.getAttribute('cy'))));
    await moveCursor(page, { step: 28 });
    const late = await height();
    await moveCursor(page, { step: 6 });
    const early = await height();
    // One unit of height is the same number of decades for every network.
    const scales = flow.networks.map(({ hidden: { values } }, index) => {
      const decades = Math.log10(values[28] / values[6]);
      return (early[index] - late[index]) / decades;
    });
    for (const scale of scales) {
      expect(scale / scales[0]).toBeCloseTo(1, 3);
    }
  });

  test('the way back from the loss is a product that comes out', async ({
    open,
    page
  }) => {
    await open('flow', { width: 944 });
    await moveCursor(page, { step: 10 });
    const words = (await page
      .locator('.jp-gatescope-asked p + p')
      .textContent()) as string;
    const [, start, factor, steps, end] =
      /: (\S+(?: × 10\S+)?) × ([\d.]+?)(¹⁹) = (\S+(?: × 10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?)\./.exec(
        words
      ) ?? [];
    expect(steps).toBe('¹⁹');
    const value = power(start) * Number(factor) ** 19;
    expect(value / power(end)).toBeGreaterThan(0.85);
    expect(value / power(end)).toBeLessThan(1.15);
  });

  test('another threshold gives another memory, and keys move everything', async ({
    open,
    page,
    galleryAddress
  }) => {
    await open('flow', { width: 944 });
    const flow: GradientFlow = await bundleOf(
      galleryAddress,
      'flow',
      'gradientFlow'
    );
    await page.getByRole('button', { name: /still counts/ }).click();
    await page.getByRole('menuitemradio', { name: '10 %' }).click();
    const { values } = flow.networks[0].hidden;
    const back = Array.from({ length: flow.lossStep }, (_, at) => at + 1).find(
      at => values[flow.lossStep - at] < 0.1 * values[flow.lossStep]
    );
    await expect(
      page.locator('.jp-gatescope-flow-placed .jp-gatescope-value').first()
    ).toHaveText(
      back === undefined
        ? `all ${flow.lossStep + 1} steps`
        : back === 1
          ? '1 step'
          : `${back} steps`
    );
    await page.locator('.jp-gatescope-picture').focus();
    await page.keyboard.press('Home');
    expect(await cursorOf(page)).toMatchObject({ step: 0 });
    await page.keyboard.press('ArrowRight');
    expect(await cursorOf(page)).toMatchObject({ step: 1 });
    await page.keyboard.press('PageDown');
    await expect(
      page.getByRole('button', { name: 'Draw ‖dL/dc‖' })
    ).toHaveAttribute('aria-pressed', 'true');
  });
});

test.describe('the gradient flow of one run', () => {
  /** ‖dL/dh_t‖ of the saved gradients. */
  function norm(trace: Trace, step: number): number {
    const { array } = trace.layers[0].channels.find(
      ({ role, of }) => role === 'gradient' && of === 'h'
    )!;
    const units = array.shape[1];
    return Math.hypot(
      ...Array.from(array.values.slice(step * units, (step + 1) * units))
    );
  }

  test('is drawn from the saved gradients, without a kernel', async ({
    open,
    page,
    traceOf
  }) => {
    await open('gradients-run', { link: 'none' });
    const trace = await traceOf('gradients-run');
    await moveCursor(page, { step: 2 });
    const text = await page
      .locator('.jp-gatescope-flow-norms .jp-gatescope-value')
      .textContent();
    expect(power(text ?? '') / norm(trace, 2)).toBeCloseTo(1, 1);
    await expect(
      page.getByRole('button', { name: 'Draw ‖∂s_T/∂s_t‖' })
    ).toHaveCount(0);
    await expectAccessible(page);
  });

  test('gets its Jacobians from the kernel', async ({ open, page }) => {
    await open('gradients-run');
    await expect(
      page.getByRole('button', { name: 'Draw ‖∂s_T/∂s_t‖' })
    ).toBeVisible();
    await expect(page.locator('.jp-gatescope-flow-rail')).toContainText('ρ(J)');
    await expect(page.locator('.jp-gatescope-state')).toHaveText('live');
  });
});
