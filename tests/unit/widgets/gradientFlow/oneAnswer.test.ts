/**
 * @jest-environment jsdom
 */
import { liveBundle, ownLink } from '../../../../src/page/ownLink';
import {
  gradientFlow,
  layers,
  sequential,
  type Tensor
} from '../../../../src/engine';
import type { Method } from '../../../../src/trace';
import { createTraceFlowView } from '../../../../src/widgets/gradientFlow/createTraceFlowView';
import { normWords } from '../../../../src/views/gradientFlow/flowWords';
import { openView, type ViewPage } from '../viewPage';

const steps = 30;
const x = Array.from({ length: steps }, (_, t) => [Math.sin(1 + t * 2.3)]);
const model = sequential(
  [
    layers.simpleRNN({
      units: 5,
      returnSequences: true,
      inputShape: [null, 1]
    }),
    layers.dense({ units: 1 })
  ],
  { seed: 3 }
);
model.compile({ loss: 'meanSquaredError' });
const run = model.trace(x, { target: x });
/** The same network, its last answer alone differentiated. */
const [alone] = gradientFlow(model, x, {
  gradientsOf: (output: Tensor) => output.at(-1, { axis: 1 }).sum()
}).networks;

const memories = (page: ViewPage): string[] =>
  page
    .texts('.jp-gatescope-flow-placed')
    .filter(words => words.includes('steps'));
const press = (page: ViewPage, words: string): void =>
  [...page.element.querySelectorAll('button')]
    .find(({ textContent }) => textContent === words)!
    .click();

describe('the gradient flow of a run whose loss reads every step', () => {
  const link = ownLink(run);
  const open = (isLive: boolean): ViewPage =>
    openView(createTraceFlowView, liveBundle(run), {
      width: 1000,
      ...(isLive && { status: { state: 'live' } }),
      answer: (method: Method, asked: never) => link.request(method, asked)
    });

  it('tells the memory of one answer, and says which', async () => {
    const page = open(true);
    await page.settle();
    expect(memories(page)).toEqual([
      expect.stringContaining(`${alone.effectiveMemory} steps`)
    ]);
    expect(page.texts('.jp-gatescope-reading').join(' ')).toContain(
      `this follows the answer at step ${steps - 1} alone, one of ${steps} that the loss reads`
    );
    page.close();
  });

  it('draws what all answers send back under another name, without a memory or a factor', async () => {
    const page = open(true);
    await page.settle();
    press(page, 'whole loss');
    expect(memories(page)).toEqual([]);
    expect(
      page.element.querySelectorAll('.jp-gatescope-flow-memory')
    ).toHaveLength(0);
    expect(page.texts('.jp-gatescope-reading').join(' ')).toContain(
      'what all of them send back together'
    );
    page.cursor.move({ step: 7 }, page);
    await page.settle();
    const { values } = run.gradientFlow().toBundle().networks[0].wholeLoss!;
    expect(page.texts('.jp-gatescope-asked span').join(' ')).toContain(
      `${normWords(values[7])} is what the ${steps} answers send back to this step together.`
    );
    page.close();
  });

  it('follows the answer at the cursor where the reader wants it', async () => {
    const page = open(true);
    await page.settle();
    page.cursor.move({ step: 12 }, page);
    await page.settle();
    press(page, `answer ${steps - 1}`);
    await page.settle();
    expect(page.asked.at(-1)).toMatchObject({
      method: 'gradientFlow',
      params: { lossStep: 12 }
    });
    expect(page.texts('.jp-gatescope-reading').join(' ')).toContain(
      'this follows the answer at step 12 alone'
    );
    page.close();
  });

  it('tells no memory from what was saved, which is the sum over all answers', () => {
    const page = open(false);
    expect(memories(page)).toEqual([]);
    expect(page.texts('.jp-gatescope-reading').join(' ')).toContain(
      'what all of them send back together'
    );
    page.close();
  });
});
