import '../../nodeMachine';
import { layers, lstm, rnn, sequential } from '../../../../../src/engine';
import {
  changedOf,
  influenceOf
} from '../../../../../src/kernel/core/live/besideBundle';
import { mimeBundle } from '../../../../../src/kernel/core/live/mimeBundle';
import { thin } from '../../../../../src/trace';
import { tracePicture } from '../../../../../src/kernel/core/picture/tracePicture';
import { openingPlace, type Trace } from '../../../../../src/trace';

const words = Array.from({ length: 20 }, (_, step) => `word${step}`);
const run = lstm({ inputSize: 1, units: 3, seed: 1 }).run(
  words.map((_, step) => Math.sin(step)),
  {
    labels: words,
    inputNames: ['wave'],
    gradientsOf: ({ h }) => h.at(-1).sum()
  }
);
const trace = run.toBundle();
const number = (value: number) => value.toFixed(2).replace('-', '−');
const at = (channel: 'f' | 'c' | 'h', step: number, unit: number) =>
  number(run[channel].at(step).at(unit).item());

const drawn = (view: Trace['view'], of = trace) =>
  tracePicture({ ...of, view });

describe('the saved picture of a run', () => {
  it('has input, scales, a cursor and the numbers where it was asked to stand', () => {
    const picture = drawn({ view: 'gates', unit: 1, step: 5 });
    expect(picture).toContain('How to read: ');
    expect(picture).toContain('>wave</text>');
    expect(picture).toContain(`Unit 1 at step 5 “word5”: f ${at('f', 5, 1)}, `);
    expect(picture).toContain(`c ${at('c', 5, 1)}, h ${at('h', 5, 1)}.`);
    // The title is what a screen reader says.
    expect(/<title>([^<]*)/.exec(picture)?.[1]).toContain('Unit 1 at step 5');
  });

  it('stands where something happens when nobody asked for a place', () => {
    const { unit, step } = openingPlace(trace.layers[0], trace.time);
    expect(drawn(undefined)).toContain(`Unit ${unit} at step ${step} `);
  });

  it('is of What if: what is held, the states that follow, and what was changed', () => {
    const titleOf = (picture: string) => /<title>([^<]*)/.exec(picture)?.[1];
    const letters = (picture: string) =>
      [...picture.matchAll(/font-style="italic"[^>]*>([^<]*)</g)].map(
        ([, letter]) => letter
      );
    const asked = drawn({ view: 'whatIf', unit: 1, step: 5 });
    expect(titleOf(asked)).toContain('What if f is held?');
    expect(asked).toContain('>What if · ');
    expect(letters(asked)).toEqual(['f', 'c', 'h', 'Δh']);
    expect(asked).toContain('Nothing is held or edited here.');
    expect(asked).toContain(`c ${at('c', 5, 1)}, h ${at('h', 5, 1)}.`);
    const held = run
      .clamp({ channel: 'o', value: 0 })
      .toBundle({ view: { view: 'whatIf' } });
    expect(letters(tracePicture(held))).toEqual(['o', 'c', 'h', 'Δh']);
    expect(tracePicture(held)).toContain('o is held at 0');
    // The gates keep all of their rows.
    expect(letters(drawn(undefined)).length).toBeGreaterThan(5);
  });

  it('is of What if: both runs with the difference, and what the view holds is hatched in the second', () => {
    const clamp = { layer: trace.layers[0].name, channel: 'f', value: 1 };
    const asked = run.toBundle({ view: { view: 'whatIf', clamps: [clamp] } });
    const changed = changedOf(run, asked, again =>
      (again as typeof run).toBundle()
    );
    expect(changed?.after.clamps).toEqual([clamp]);
    const picture = String(
      mimeBundle(asked, '', changed).data['image/svg+xml']
    );
    expect(picture).toContain('What if f is held at 1?');
    expect(picture).toContain('>unchanged</text>');
    expect(picture).toContain('>held</text>');
    expect(picture).toContain('>f := 1</text>');
    expect(picture).toMatch(/Changed: .*changes from step/);
    // Of a view that holds nothing there is no second run.
    expect(changedOf(run, trace, again => again as never)).toBeUndefined();
  });

  it('is of the river: a stream a step, what each keeps, and which wrote most', () => {
    const picture = drawn({ view: 'river', unit: 1, step: 2 });
    expect(picture).toContain('>River · ');
    // Of each step whose stream is wide enough to be drawn.
    const shapes = [
      ...picture.matchAll(/<path data-stream="\d+"[^>]*fill="rgb/g)
    ];
    expect(shapes.length).toBeGreaterThan(words.length / 2);
    const [f, i, g] = (['f', 'i', 'g'] as const).map(name =>
      [0, 1, 2].map(step => run[name].at(step).at(1).item())
    );
    const parts = [0, 1, 2].map(step =>
      Math.abs(i[step] * g[step] * f.slice(step + 1).reduce((a, b) => a * b, 1))
    );
    const most = Math.max(...parts);
    const share = most / parts.reduce((a, b) => a + b);
    const from = parts.indexOf(most);
    expect(picture).toContain(
      `<title>What does unit 1 remember at step 2 “word2”? ${Math.round(100 * share)}\u202f% of it comes from “word${from}” (wave `
    );
    // A plain state that passes through a function has streams, too; they end where they began.
    const plain = rnn({ inputSize: 1, units: 2, seed: 1 }).run([1, 0, 0]);
    expect(tracePicture(plain.toBundle({ view: { view: 'river' } }))).toContain(
      '>River · '
    );
  });

  it('is of the cell: its circuit, and each equation with its numbers', () => {
    const picture = drawn({ view: 'cell', unit: 2, step: 7 });
    const words = picture.replace(/<\/?tspan[^>]*>/g, '');
    expect(words).toContain('>f = σ(W_f x + U_f h[t−1] + b_f)</text>');
    expect(words).toMatch(
      new RegExp(`>= σ\\([^)]*\\) = ${at('f', 7, 2)}</text>`)
    );
    // On the wires: what the gate gives, and the state that comes in.
    expect(picture).toContain(`>${at('f', 7, 2)}</text>`);
    expect(picture).toContain(`>${at('c', 6, 2)}</text>`);
    expect(picture).not.toContain('data:image/png');
    // c before the first step is its start.
    expect(drawn({ view: 'cell', unit: 2, step: 0 })).toContain('>0.00</text>');
    const back = drawn({ view: 'cell', unit: 2, step: 7, backward: true });
    expect(back).toContain('the way back: each wire shows dL/d');
  });

  describe('of what an answer hangs on', () => {
    const model = sequential(
      [
        layers.gru({ units: 3, inputShape: [null, 1], returnSequences: true }),
        layers.dense({ units: 1 })
      ],
      { seed: 4 }
    );
    const asked = model.trace(
      words.map((_, step) => Math.sin(step)),
      { labels: words, inputNames: ['wave'], outputNames: ['next'] }
    );
    const whole = asked.toBundle({ view: { view: 'influence' } });
    const byStep = asked.outputGradient({ step: 19 }).values;
    const sizes = Array.from(byStep, Math.abs);
    const strongest = sizes.indexOf(Math.max(...sizes));
    const saved = mimeBundle(whole, '', influenceOf(asked, whole));
    const picture = String(saved.data['image/svg+xml']);

    it('has the derivative that the view asks for, its scale and a sentence', () => {
      const sign = byStep[strongest] > 0 ? '+' : '';
      const sentence = `For one more of wave at step ${strongest} “${words[strongest]}”, next at step 19 “word19” changes by ${sign}${number(byStep[strongest])}`;
      expect(/<title>([^<]*)/.exec(picture)?.[1]).toContain(sentence);
      expect(picture).toContain('How to read: ');
      expect(picture).toContain('for one more of wave</text>');
      // One bar a step, on either side of zero.
      const paths = [...picture.matchAll(/<path[^>]* d="([^"]*)"/g)];
      const bars = paths.map(([, d]) => d.split('Z').length - 1);
      expect(bars.reduce((sum, each) => sum + each, 0)).toBe(words.length);
      expect(picture).not.toContain('data:image/png');
    });

    it('is that of the gates where nobody differentiated it, and has no hole in a thinned copy', () => {
      expect(String(mimeBundle(whole, '').data['image/svg+xml'])).toContain(
        'What do the gates of unit'
      );
      expect(influenceOf(asked, asked.toBundle())).toBeUndefined();
      const thinned = thin(whole, 4000);
      expect(thinned.kind === 'trace' && thinned.time.kept).toBeTruthy();
      expect(
        String(
          mimeBundle(thinned, '', influenceOf(asked, whole)).data[
            'image/svg+xml'
          ]
        )
      ).not.toMatch(/NaN|Infinity/);
    });
  });

  it('is of the unrolled chain: steps beside each other', () => {
    const picture = drawn({ view: 'unrolled', unit: 0, step: 9 });
    for (const step of [6, 9, 10]) {
      expect(picture).toContain(`>word${step}</text>`);
      expect(picture).toContain(`data-step="${step}"`);
    }
    for (const channel of ['f', 'c', 'h'] as const) {
      expect(picture).toContain(`>${at(channel, 9, 0)}</text>`);
    }
    // What enters the first cell that is shown.
    expect(picture).toContain(`>${at('c', 5, 0)}</text>`);
    expect(picture).not.toContain('data-step="11"');
    expect(picture).toContain(
      'Where did c of unit 0 at step 9 “word9” come from?'
    );
  });

  it('of a layer that reads backward has its start after the last step', () => {
    const back = rnn({ inputSize: 1, units: 2, seed: 1 }).run(
      [0.5, -1, 0.25, 1],
      { reverse: true }
    );
    const h = (step: number) => number(back.h.at(step).at(0).item());
    const bundle = back.toBundle();
    expect(bundle.layers[0].direction).toBe('backward');
    const cell = (step: number) =>
      drawn({ view: 'cell', unit: 0, step }, bundle);
    expect(cell(1)).toContain(`>${h(2)}</text>`);
    expect(cell(3)).toContain('>0.00</text>');
    const chain = drawn({ view: 'unrolled', unit: 0, step: 3 }, bundle);
    const wires = [
      ...chain.matchAll(/font-size="13" font-weight="700">([−\d.]+)</g)
    ];
    expect(wires.map(([, words]) => words)).toEqual([
      ...[0, 1, 2, 3].map(h),
      '0.00'
    ]);
  });

  it('is of the gradients: norms, on powers of ten', () => {
    const picture = drawn({ view: 'gradients', step: 19 });
    const norm = Math.hypot(
      ...Array.from({ length: 3 }, (_, unit) =>
        run.gradients.h.at(19).at(unit).item()
      )
    );
    expect(picture).toContain('>‖dL/dh‖<');
    expect(picture).toContain(`>${number(norm)}<`);
    // A run without gradients is shown by its gates.
    const plain = rnn({ inputSize: 1, units: 2, seed: 1 }).run([1, 0]);
    expect(drawn({ view: 'gradients' }, plain.toBundle())).toContain(
      'What does unit'
    );
  });

  it('says what was changed', () => {
    const held = run.clamp({ channel: 'f', value: 1 }).toBundle();
    expect(drawn({ view: 'whatIf' }, held)).toContain('f is held at 1');
  });

  it('has the numbers of the run in a copy that leaves steps out', () => {
    const long = rnn({ inputSize: 1, units: 16, seed: 1 }).run(
      Array.from({ length: 400 }, (_, step) => Math.cos(step))
    );
    const asked: Trace = {
      ...long.toBundle(),
      view: { unit: 3, step: 123 }
    };
    const saved = thin(asked, 30_000) as Trace;
    expect(saved.time.kept?.length).toBeLessThan(400);
    expect(tracePicture(saved)).toContain(
      `h ${number(long.h.at(123).at(3).item())}.`
    );
  });

  it('of no step at all is a frame', () => {
    const empty: Trace = { ...trace, layers: [] };
    expect(tracePicture(empty)).toContain('</svg>');
  });

  it('has one unit before the band of its batch, with the numbers of both', () => {
    const steps = 6;
    const inputs = Array.from({ length: 9 }, (_, sequence) =>
      Array.from({ length: steps }, (__, step) => [
        Math.sin(step + 2 * sequence)
      ])
    );
    const cell = lstm({ inputSize: 1, units: 12, seed: 2 });
    const batch = cell.run(inputs).toBundle({ sequence: 4 });
    const view = { overSequences: true, unit: 7, step: 3 };
    const picture = tracePicture({ ...batch, view });
    expect(picture.match(/fill-opacity="0.22"/g)).toHaveLength(6);
    expect(picture.match(/stroke-dasharray/g)).toHaveLength(6);
    expect(picture).toContain(
      'the thick line is unit 7 in sequence 5; over all 9 sequences the band'
    );
    const all = inputs
      .map(input => cell.run(input).f.at(3).at(7).item())
      .sort((a, b) => a - b);
    // Of nine the fifth is the median.
    expect(/<title>([^<]*)/.exec(picture)?.[1]).toMatch(
      new RegExp(
        `Over 9 sequences, 10.%, median and 90.%: f [0-9.]+, ${number(all[4])}, `
      )
    );
    expect(tracePicture({ ...batch, view: { unit: 7 } })).not.toContain(
      'fill-opacity="0.22"'
    );
  });
});
