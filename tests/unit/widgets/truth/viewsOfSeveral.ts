import * as fc from 'fast-check';
import {
  compareRuns,
  gradientFlow,
  weightsByGate
} from '../../../../src/engine';
import {
  isPadding,
  float64,
  wholeLayers,
  type Clamp,
  type InputEdit,
  type LayerTrace,
  type Trace
} from '../../../../src/trace';
import { contentText } from '../../../../src/widgets/base/dom';
import { createCompareView } from '../../../../src/widgets/compare/createCompareView';
import { createGradientFlowView } from '../../../../src/widgets/gradientFlow/createGradientFlowView';
import { createInfluenceView } from '../../../../src/widgets/influence/createInfluenceView';
import { createWeightsView } from '../../../../src/widgets/weights/createWeightsView';
import { createWhatIfView } from '../../../../src/widgets/whatIf/createWhatIfView';
import { openView, type ViewPage } from '../viewPage';
import { asItIs, type Adapter, type Walked } from './adapter';
import {
  channelOf,
  drawnRun,
  earlier,
  everyKind,
  isPadded,
  meanOver,
  normOf,
  ranAs,
  valueOf,
  type Drawn,
  type Ran
} from './runs';
import { near, numberOf, wordsFault, type Cell, type Words } from './told';
import { byColumns } from './viewsOfRuns';

interface Changes {
  readonly clamps?: readonly Clamp[];
  readonly edits?: readonly InputEdit[];
}

const live = { state: 'live' } as const;

/** Steps of a run, rising. */
const stepsOf = ({ time }: Trace): number[] =>
  Array.from({ length: time.steps }, (_, step) => step);

/** What if of a run, by what the reader does, or what `show` changes before. */
function whatIfOf(
  drawn: Drawn,
  { tool, opening }: { tool?: string; opening?: Changes }
): Walked {
  const ran = ranAs(drawn);
  // It opens on the first layer.
  const [layer] = ran.trace.layers;
  const { unit, run, step } = ran;
  return {
    open: (named = asItIs) =>
      openView(
        createWhatIfView,
        named({ ...ran.trace, ...(opening && { view: opening }) }),
        {
          status: live,
          answer: (_, { clamps, edits }: Changes) => ({
            trace: named(run.recompute({ clamps, edits }).toBundle()),
            name: 'run'
          })
        }
      ),
    act: page =>
      page.element.querySelector<HTMLElement>(`[data-tool="${tool}"]`)?.click(),
    at: { step, unit, layer: layer.name },
    truth({ table, csv, sentence }, page) {
      const { params } = page.asked.at(-1) ?? {};
      if (opening) {
        // What is held before stays so.
        const { clamps: opened = [] } = opening;
        expect(params).toMatchObject({
          ...opening,
          clamps: [...ran.trace.clamps, ...opened]
        });
      }
      const { clamps, edits } = (params ?? {}) as Changes;
      const after = params
        ? run.recompute({ clamps, edits }).toBundle()
        : ran.trace;
      const changed = {
        ...ran,
        trace: after,
        layer: after.layers.find(({ name }) => name === layer.name)!,
        before: layer
      };
      return {
        table: byColumns(changed, table![0], [unit], true),
        csv: byColumns(
          changed,
          csv![0],
          Array.from({ length: layer.units }, (_, each) => each),
          false
        ),
        sentence:
          params === undefined
            ? undefined
            : changeTruth({ ...ran, layer }, after, sentence)
      };
    }
  };
}

const whatIf: Adapter<readonly [Drawn, string]> = {
  drawn: fc.tuple(drawnRun, fc.constantFrom('zero', 'one', 'mean')),
  of: ([drawn, tool]) => whatIfOf(drawn, { tool })
};

const whatIfOpened: Adapter<
  readonly [Drawn, { value: number; isClamp: boolean; channel: number }]
> = {
  drawn: fc.tuple(
    drawnRun,
    fc.record({
      value: fc.constantFrom(0, 0.5, -1),
      isClamp: fc.boolean(),
      channel: fc.nat(9)
    })
  ),
  of([drawn, { value, isClamp, channel }]) {
    const { trace, step, unit } = ranAs(drawn);
    const [layer] = trace.layers;
    const held = layer.channels.filter(
      ({ role }) => role === 'gate' || role === 'candidate'
    );
    const name = held[channel % held.length]?.name ?? 'h';
    return whatIfOf(drawn, {
      opening: isClamp
        ? {
            clamps: [
              {
                layer: layer.name,
                channel: name,
                units: [unit % layer.units],
                steps: [step],
                value
              }
            ]
          }
        : { edits: [{ step, feature: 0, value }] }
    });
  }
};

/** Where the number of an arrow stands in a sentence. */
const DIGITS = '−?\\d+\\.\\d+(?: × 10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?';
const ARROW = new RegExp(` ${DIGITS} → ${DIGITS}`, 'g');

/** Up to which step a sentence says that a state is another. */
function untilStep(trace: Trace, from: number, until: string): number {
  return until === 'on'
    ? trace.time.steps - 1
    : until === 'alone'
      ? from
      : Number(/\d+/.exec(until)![0]);
}

/** What a change did to the answers, the loss and the last state of the layer. */
function changeTruth(
  { trace, layer }: Ran,
  after: Trace,
  said: string
): Words | undefined {
  const other = after.layers.find(({ name }) => name === layer.name)!;
  const state = layer.channels.findLast(({ role }) => role === 'state')!.name;
  let largest = { step: 0, unit: 0, by: 0 };
  for (const step of stepsOf(trace)) {
    for (let unit = 0; unit < layer.units; unit += 1) {
      const by =
        valueOf(other, state, step, unit) - valueOf(layer, state, step, unit);
      if (Math.abs(by) > Math.abs(largest.by)) {
        largest = { step, unit, by };
      }
    }
  }
  const part =
    /changes (from step|at step|at some steps from) (\d+) (on|alone|down to \d+|to \d+), most/.exec(
      said
    );
  if (!part) {
    // Noise of another order of adding is no change.
    expect(Math.abs(largest.by)).toBeLessThan(1e-5);
    return undefined;
  }
  const [, , begin, until] = part;
  const from = Number(begin);
  const to = untilStep(trace, from, until);
  const differsOutside = stepsOf(trace).some(
    step =>
      (step < Math.min(from, to) || step > Math.max(from, to)) &&
      normOf(other, state, step) !== normOf(layer, state, step) &&
      Math.abs(normOf(other, state, step) - normOf(layer, state, step)) >
        1e-4 * Math.max(1e-6, normOf(layer, state, step))
  );
  expect(differsOutside).toBe(false);
  // Where it is said to last, or to be of all steps of a stretch, no step is to the digit what it was.
  const isSame = (step: number): boolean =>
    Array.from({ length: layer.units }, (_, unit) => unit).every(
      unit =>
        valueOf(other, state, step, unit) === valueOf(layer, state, step, unit)
    );
  if (!part[1].includes('some')) {
    expect(
      stepsOf(trace).filter(
        step =>
          step >= Math.min(from, to) &&
          step <= Math.max(from, to) &&
          !isPadding(trace.time, step) &&
          isSame(step)
      )
    ).toEqual([]);
  }
  const words: (string | number)[] = ['Changed:'];
  let rest = said.replace('Changed:', '');
  const { outputs, loss } = trace;
  for (const { 0: arrow } of said.matchAll(ARROW)) {
    const before = rest.slice(0, rest.indexOf(arrow));
    rest = rest.slice(rest.indexOf(arrow) + arrow.length);
    const answer = /answer(?: at step (\d+))?$/.exec(before);
    const values = outputs[0].values.values;
    const at = answer?.[1]
      ? Number(answer[1])
      : values.findLastIndex(value => !Number.isNaN(value));
    const [was, is] = arrow.split(' → ');
    expect(was.trim()).not.toBe(is);
    words.push(
      before,
      answer ? values[at] : loss!.value,
      '→',
      answer ? after.outputs[0].values.values[at] : after.loss!.value
    );
  }
  const end = /^(.*, most in unit )(\d+)(?:( at step )(\d+))?(: by )/s.exec(
    rest
  )!;
  const [, lead, unit, between, step = from, by] = end;
  const told =
    valueOf(other, state, Number(step), Number(unit)) -
    valueOf(layer, state, Number(step), Number(unit));
  // The first of several alike may be named.
  expect(Math.abs(told)).toBeCloseTo(Math.abs(largest.by), 6);
  return [
    ...words,
    lead,
    Number(unit),
    ...(between === undefined ? [] : [between, Number(step)]),
    by,
    told,
    /\. It reads.*$/.exec(rest)?.[0] ?? '.'
  ];
}

const compare: Adapter<readonly [Drawn, Drawn]> = {
  drawn: fc
    .tuple(drawnRun, drawnRun)
    .map(([one, other]) => [one, { ...other, shape: one.shape }] as const),
  of(pair) {
    const runs = pair.map(ranAs);
    const comparison = compareRuns(runs.map(({ run }) => run)).toBundle();
    const { rows, traces } = comparison;
    const [{ step }] = runs;
    const names = rows.map(({ name }) => name);
    const tops = traces.map(trace => wholeLayers(trace));
    return {
      open: (named = asItIs) => openView(createCompareView, named(comparison)),
      at: { step },
      truth: ({ table, csv, sentence }) => ({
        table: [
          table![0],
          ...rows.map((row, network): Cell[] => {
            const [, cell, , , , , score, seconds] = table![network + 1];
            return [
              row.name,
              cell,
              tops[network].map(({ name }) => name).join(', '),
              tops[network][0].units,
              row.parameters.count,
              row.parameters.arithmetic,
              score,
              seconds,
              answerCell(traces[network], step),
              null,
              ...table![0]
                .slice(10)
                .map(head =>
                  meanCell(tops[network], traces[network], head, step)
                )
            ];
          })
        ],
        csv: [
          csv![0],
          ...rows.flatMap(({ name }, network) =>
            csv!
              .filter(([of]) => of === name)
              .map(([, , channel, at, unit]): Cell[] => {
                const [letter, direction] = channel.split(' ');
                const layer = layerWith(tops[network], letter, direction)!;
                return [
                  name,
                  layer.name,
                  channel,
                  Number(at),
                  Number(unit),
                  isPadded(traces[network], Number(at)) &&
                  channelOf(layer, letter)!.role !== 'state'
                    ? NaN
                    : valueOf(layer, letter, Number(at), Number(unit))
                ];
              })
          )
        ],
        sentence: comparedTruth({ names, tops, traces }, step, sentence),
        tooltip: words => tooltipTruth({ names, tops, traces }, words)
      })
    };
  }
};

/** Networks that are compared, by what the test reads of them. */
interface Compared {
  readonly names: readonly string[];
  readonly tops: readonly (readonly LayerTrace[])[];
  readonly traces: readonly Trace[];
}

/** How far the states of the networks move at a step, and what they keep; of padding that it is. */
function comparedTruth(
  { names, tops, traces }: Compared,
  step: number,
  said: string
): Words {
  const padded = traces.map(trace => isPadded(trace, step));
  const [lead, ...parts] = said.replace(/\.$/, '').split(/(?<=:) |; /);
  const words: Words[number][] = [lead.replace(/\d+/, String(step))];
  let moved = 0;
  for (const part of parts) {
    const [, letters, direction, verb, rest] =
      /^(.+?)(?: (forward|backward))? (moves by|keeps|in) (.*)$/.exec(part)!;
    const ofNetwork = (name: string): LayerTrace | undefined =>
      letters
        .split(' / ')
        .map(letter => layerWith(tops[names.indexOf(name)], letter, direction))
        .find(layer => layer !== undefined);
    words.push(words.length > 1 ? ';' : '', letters, direction ?? '', verb);
    if (verb === 'in') {
      words.push(names.filter((_, network) => padded[network]).join(', '));
      continue;
    }
    for (const [, name] of rest.matchAll(/\S+(?: %)? \((.+?)\)/g)) {
      const layer = ofNetwork(name)!;
      const letter = letters
        .split(' / ')
        .find(each => channelOf(layer, each) !== undefined)!;
      expect(padded[names.indexOf(name)]).toBe(false);
      moved += verb === 'moves by' ? 1 : 0;
      words.push(
        verb === 'keeps'
          ? {
              percent: meanOver(layer, letter, unit =>
                valueOf(layer, letter, step, unit)
              )
            }
          : near(
              meanOver(layer, letter, unit =>
                Math.abs(
                  valueOf(layer, letter, step, unit) -
                    valueOf(layer, letter, earlier(layer, step), unit)
                )
              )
            ),
        `${verb === 'keeps' ? '% ' : ''}(${name})`
      );
      words.push(rest.includes(`(${name}), `) ? ',' : '');
    }
    words.push(verb === 'moves by' ? 'on average' : '');
  }
  // A network that computes has moved.
  expect(moved).toBeGreaterThanOrEqual(padded.filter(each => !each).length);
  return [...words, '.'];
}

/** A place in one network, and its numbers there: of a unit, or the mean. */
function tooltipTruth({ names, tops, traces }: Compared, said: string): Words {
  const [head, ...lines] = said.split('\n');
  const [, name, at, unit] =
    /^(.+?) · step (\d+)(?: · day \d+)?(?: · unit (\d+))?$/.exec(head)!;
  const network = names.indexOf(name);
  if (isPadded(traces[network], Number(at))) {
    return [head, 'padding: nothing was computed'];
  }
  return [
    head,
    ...lines.flatMap((line): Words => {
      const [, letter, job, , mean] =
        /^(\S+) (.+?) ([−\d∞–]\S*(?: × \S+)?)( mean)?$/.exec(line)!;
      const direction = /(forward|backward)$/.exec(job)?.[1];
      const layer = layerWith(tops[network], letter, direction)!;
      const value = (of: number): number =>
        valueOf(layer, letter, Number(at), of);
      return [
        letter,
        job,
        mean ? near(meanOver(layer, letter, value)) : value(Number(unit)),
        mean ?? ''
      ];
    })
  ];
}

const layerWith = (
  layers: readonly LayerTrace[],
  letter: string,
  direction?: string
): LayerTrace | undefined =>
  layers.find(
    layer =>
      channelOf(layer, letter) &&
      (direction === undefined || layer.direction === direction)
  );

/** `mean h`, `mean z / f backward`, `mean n (candidate)`: the mean over units of the one that a network has. */
function meanCell(
  layers: readonly LayerTrace[],
  trace: Trace,
  head: string,
  step: number
): Cell {
  const [, letters, direction, job] =
    /^mean (.+?)(?: (forward|backward))?(?: \((.+)\))?$/.exec(head)!;
  for (const letter of letters.split(' / ')) {
    const layer = layerWith(layers, letter, direction);
    const channel = layer && channelOf(layer, letter);
    if (
      layer &&
      channel &&
      (!job || channel.role === (job === 'candidate' ? 'candidate' : 'state'))
    ) {
      return isPadded(trace, step) && channel.role !== 'state'
        ? NaN
        : near(
            meanOver(layer, letter, unit => valueOf(layer, letter, step, unit))
          );
    }
  }
  return '–';
}

/** What a network answers at a step, or last; what stands at padding is no answer. */
function answerCell(trace: Trace, step: number): Cell {
  const { values } = trace.outputs[0].values;
  const answered = stepsOf(trace).filter(
    at => !Number.isNaN(values[at]) && !isPadded(trace, at)
  );
  return values[answered.includes(step) ? step : answered.at(-1)!];
}

/** The state by which something comes back, of cells whose h is only read out. */
const comesBackBy: Readonly<Record<string, string>> = {
  selectiveStateSpace: 's',
  linearAttention: 'S',
  mLstm: 'C',
  deltaNet: 'S'
};

/** The same of one layer: where nothing comes back by that state, as of a run of one step, it is h. */
function cameBackBy({ drawn, trace }: Ran, layer: LayerTrace): string {
  const state = comesBackBy[drawn.kind] ?? 'h';
  return stepsOf(trace).some(at => normOf(layer, `dL/d${state}`, at) > 0)
    ? state
    : 'h';
}

const flow: Adapter<Drawn> = {
  drawn: drawnRun.map(drawn => ({
    ...drawn,
    loss: drawn.loss === 'none' ? ('last' as const) : drawn.loss,
    shape:
      drawn.shape[0] * drawn.shape[1] > 400 ? ([24, 9] as const) : drawn.shape
  })),
  of(drawn) {
    const ran = ranAs(drawn);
    const bundle = gradientFlow([ran.run]).toBundle();
    const { networks } = bundle;
    const layers = wholeLayers(ran.trace);
    return {
      open: (named = asItIs) => openView(createGradientFlowView, named(bundle)),
      at: { step: ran.step },
      truth({ table, csv, spoken }, page) {
        // After the numbers the answer over the picture is said.
        const [, tail = ''] = /;(.*)$/s.exec(spoken) ?? [];
        const sentence = contentText(
          page.element.querySelector('.jp-gatescope-asked span')!
        );
        expect(spoken === '' || tail.endsWith(sentence)).toBe(true);
        // What is followed back from one answer is the whole gradient of a loss that reads one.
        const norms = layers.map(layer => {
          const state = cameBackBy(ran, layer);
          return (at: number) => normOf(layer, `dL/d${state}`, at);
        });
        const single = networks.every(({ answers }) => answers === undefined);
        // At padding nothing is computed: nothing is told of it.
        const hidden = (network: number, at: number): number =>
          isPadded(ran.trace, at)
            ? NaN
            : single
              ? norms[network](at)
              : networks[network].hidden.values[at];
        const computed = stepsOf(ran.trace).filter(
          at => !isPadded(ran.trace, at)
        );
        if (!single) {
          networks.forEach(({ wholeLoss }, network) =>
            computed.forEach(at =>
              expect(
                Math.abs(wholeLoss!.values[at] - norms[network](at))
              ).toBeLessThanOrEqual(1e-9 + 1e-12 * norms[network](at))
            )
          );
        }
        const toldAt = (network: number, at: number): number | string =>
          isPadded(ran.trace, at) ? 'padding' : hidden(network, at);
        const nearer = (network: number, at: number): number =>
          (networks[network].direction === 'backward'
            ? computed.findLast(other => other < at)
            : computed.find(other => other > at)) ?? NaN;
        const factor = (network: number, at: number): number => {
          const from = nearer(network, at);
          return hidden(network, at) / hidden(network, from);
        };
        const answered = backwardWords(
          ran,
          networks.map((network, index) => ({
            ...network,
            layer: layers[index],
            at: step => hidden(index, step)
          })),
          saidWithPowers(page)
        );
        if (answered) {
          expect(wordsFault(sentence, answered)).toBeNull();
        }
        return {
          table: [
            table![0],
            ...stepsOf(ran.trace).map((at): Cell[] => [
              at,
              ...networks.flatMap((network, index): Cell[] => [
                hidden(index, at),
                Number.isFinite(factor(index, at)) ? factor(index, at) : '–',
                isPadded(ran.trace, at)
                  ? NaN
                  : (network.radii?.values[nearer(index, at)] ?? NaN)
              ])
            ])
          ],
          csv: [
            csv![0],
            ...stepsOf(ran.trace).map((at): Cell[] => [
              at,
              ...csv![0].slice(1).map(head => {
                const index = networks.findIndex(({ name }) =>
                  head.startsWith(`${name} `)
                );
                const state = cameBackBy(ran, layers[index]);
                return head.endsWith(` ‖dL/d${state}‖`)
                  ? near(hidden(index, at), hidden(index, at))
                  : null;
              })
            ])
          ],
          spoken: [
            `step ${ran.step}:`,
            ...networks.flatMap(({ name }, index): Words => [
              `${index > 0 ? ', ' : ''}${name}`,
              toldAt(index, ran.step)
            ]),
            `;${tail}`
          ],
          tooltip(words) {
            const at = Number(/^step (\d+)/.exec(words)![1]);
            return [
              `step ${at}`,
              ...networks.flatMap(({ name }, index): Words => [
                name,
                ...(Number.isFinite(factor(index, at))
                  ? [
                      hidden(index, nearer(index, at)),
                      '×',
                      factor(index, at),
                      '='
                    ]
                  : []),
                toldAt(index, at)
              ])
            ];
          }
        };
      }
    };
  }
};

/** What `show` says that is followed back: what all answers send back together, or the cell state. */
const flowOpened: Adapter<Drawn> = {
  drawn: drawnRun.map(drawn => ({
    ...drawn,
    kind: drawn.loss === 'every' ? drawn.kind : ('lstm' as const),
    loss: drawn.loss === 'none' ? ('last' as const) : drawn.loss,
    shape: drawn.seed % 2 === 0 ? ([7, 2] as const) : ([24, 9] as const)
  })),
  of(drawn) {
    const ran = ranAs(drawn);
    const bundle = gradientFlow([ran.run]).toBundle();
    const isWhole = drawn.loss === 'every';
    const view = {
      quantity: isWhole ? 'wholeLoss' : 'cellState',
      threshold: 0.1
    } as const;
    const name = isWhole ? `dL/d${comesBackBy[drawn.kind] ?? 'h'}` : 'dL/dc';
    const layers = wholeLayers(ran.trace);
    const numbersAt = (at: number): number[] =>
      layers.map(layer =>
        isPadded(ran.trace, at) ? NaN : normOf(layer, name, at)
      );
    return {
      open: (named = asItIs) =>
        openView(createGradientFlowView, named({ ...bundle, view })),
      at: { step: ran.step },
      truth({ table, spoken }) {
        // Beside each number of one answer stand its factor and the radius.
        const width = isWhole ? 1 : 3;
        return {
          table: [
            table![0],
            ...stepsOf(ran.trace).map((at): Cell[] => [
              at,
              ...numbersAt(at).flatMap((value): Cell[] => [
                near(value, Number.isNaN(value) ? 0 : value),
                ...Array.from({ length: width - 1 }, () => null)
              ])
            ])
          ],
          spoken:
            spoken === ''
              ? undefined
              : [
                  `step ${ran.step}:`,
                  ...bundle.networks.flatMap(
                    ({ name: network }, index): Words => [
                      `${index > 0 ? ', ' : ''}${network}`,
                      isPadded(ran.trace, ran.step)
                        ? 'padding'
                        : numbersAt(ran.step)[index]
                    ]
                  ),
                  /;.*$/s.exec(spoken)?.[0] ?? ''
                ]
        };
      }
    };
  }
};

/** A network of a gradient flow, and its norms as the test reads them. */
interface Backward {
  readonly name: string;
  readonly layer: LayerTrace;
  readonly at: (step: number) => number;
}

/** The answer over the picture; to which power a factor is raised in it stands after the sign ^. */
function saidWithPowers({ element }: ViewPage): string {
  const sentence = element.querySelector('.jp-gatescope-asked span')!;
  return (sentence.textContent ?? '').replace(
    /(?<!10)(?<=[\d)])[⁰¹²³⁴⁵⁶⁷⁸⁹]+(?= =)/,
    power => `^${numberOf(power)}`
  );
}

/** How the gradient comes back to a step: of the network to which least does. */
function backwardWords(
  { trace, drawn, step }: Ran,
  networks: readonly Backward[],
  said: string
): Words | undefined {
  const least = networks.reduce((a, b) => (b.at(step) < a.at(step) ? b : a));
  const { name, layer, at } = least;
  if (isPadded(trace, step)) {
    return [
      `Step ${step} is padding: ${networks[0].name} computes nothing there, and the way back passes over it.`
    ];
  }
  const computed = stepsOf(trace).filter(each => !isPadded(trace, each));
  const backward = layer.direction === 'backward';
  // Of several answers that at a layer's own last step is followed.
  const order = backward ? computed.toReversed() : computed;
  // What a turned layer answers last may stand at padding, where no loss reads it.
  const start = order.findLast(each => at(each) !== 0) ?? order.at(-1)!;
  const back = backward ? step - start : start - step;
  // Where the loss reads several, one answer is followed.
  const ofAnswer = trace.loss?.answers !== undefined;
  if (back <= 0) {
    return [
      ofAnswer
        ? 'The way back from this answer begins at step'
        : 'The loss is at step',
      start,
      computed.length === 1
        ? `, the first that ${name} computes: it has nothing before it to follow back to.`
        : `: move the cursor to the ${backward ? 'right' : 'left'} to follow it${ofAnswer ? '' : ' back'}.`
    ];
  }
  if (at(step) === 0 || at(start) === 0) {
    expect(said).toContain('is exactly zero');
    return undefined;
  }
  expect(said).not.toContain('is exactly zero');
  const lead = `${name}, from step ${start} back to ${step}:`;
  const factor = (at(step) / at(start)) ** (1 / back);
  const fault = wordsFault(/^[^]*?= \S+( × 10\S+)?(?=\.( |$))/.exec(said)![0], [
    lead,
    at(start),
    '×',
    // A product that is raised to a power stands in brackets.
    ...(factor < 0.01 || factor >= 1000
      ? ['(', near(factor, factor), ')']
      : [near(factor)]),
    `^${back}`,
    '=',
    at(step)
  ]);
  expect(fault).toBeNull();
  const belt = /gates of these steps multiply to (.*)\.$/.exec(said);
  if (belt) {
    let share = 1;
    for (let each = start; each !== step; each += backward ? 1 : -1) {
      share *= meanOver(layer, 'f', unit => valueOf(layer, 'f', each, unit));
    }
    expect(wordsFault(belt[1], [near(share, 1e-5 * share)])).toBeNull();
  }
  expect(belt !== null).toBe(drawn.kind === 'lstm');
  return undefined;
}

const weights: Adapter<Drawn> = {
  drawn: drawnRun,
  of(drawn) {
    const ran = ranAs(drawn);
    const bundle = weightsByGate(ran.run).toBundle();
    const [layer] = bundle.layers;
    const norm = (array: { values: ArrayLike<number> } | undefined): Cell =>
      array ? near(Math.hypot(...Array.from(array.values))) : null;
    return {
      open: (named = asItIs) => openView(createWeightsView, named(bundle)),
      at: { unit: ran.unit },
      truth: ({ table, csv, sentence, spoken }) => ({
        table: [
          table![0],
          ...layer.parameters.map(({ name, shape, weights: own, gradient }) => [
            name,
            ...shape,
            norm(own.array),
            0,
            ...(table![0].length > 5 ? [norm(gradient?.array), 0] : [])
          ])
        ],
        csv: [
          csv![0],
          ...layer.parameters.flatMap(
            ({ name, shape: [rows, units], weights: own, gradient }) =>
              Array.from({ length: rows * units }, (_, at): Cell[] => [
                name,
                null,
                at % units,
                own.array!.values[at],
                gradient?.array?.values[at] ?? NaN
              ])
          )
        ],
        sentence: weightWords(sentence),
        spoken: spoken === '' ? undefined : weightWords(spoken)
      })
    };

    /** A weight, its derivative and both norms. */
    function weightWords(said: string): Words {
      const [, name, from, to] = /^(\S+?), (?:from (.+) to )?unit (\d+)/.exec(
        said
      )!;
      const parameter = layer.parameters.find(each => each.name === name)!;
      const { weights: own, gradient, part, shape } = parameter;
      const [, units] = shape;
      const row =
        part === 'bias'
          ? 0
          : part === 'kernel'
            ? Math.max(
                0,
                layer.inputs?.indexOf(from) ?? -1,
                Number(/^x (\d+)$/.exec(from)?.[1] ?? -1)
              )
            : Number(/(\d+)$/.exec(from)![1]);
      const at = row * units + Number(to);
      const slope = gradient?.array?.values[at];
      return [
        part === 'bias'
          ? `${name}, unit ${to}:`
          : `${name}, from ${from} to unit ${to}:`,
        own.array!.values[at],
        ...(slope === undefined ? [] : ['; dL/dw =', slope]),
        `. ‖${name}‖ =`,
        norm(own.array) as number,
        ...(gradient
          ? [`, ‖dL/d${name}‖ =`, norm(gradient.array) as number]
          : [])
      ];
    }
  }
};

/** The influence of one number of the input on one answer: of those that `show` names, or the first and last. */
function influenceOf(drawn: Drawn, options: Looked = {}): Walked {
  const { run, trace, step } = ranAs(drawn);
  const { names, array } = trace.input;
  const answers = trace.outputs[0].values.values;
  const answered = stepsOf(trace).filter(
    at => !Number.isNaN(answers[at]) && !isPadded(trace, at)
  );
  const feature = options.feature ?? 0;
  const answer = answered.at((options.answer ?? -1) % answered.length)!;
  const view =
    options.answer === undefined && options.feature === undefined
      ? undefined
      : { feature, answer };
  const { values, shape } = run.outputGradient({ output: 0, step: answer });
  const slope = (at: number): number => values[at * names.length + feature];
  const came = (at: number): number =>
    array.values[at * names.length + feature];
  // What a network that reads one way has not come to at its answer.
  const isUnread =
    drawn.way === 'forward'
      ? step > answer
      : drawn.way === 'backward' &&
        stepsOf(trace).every(at => at > step || slope(at) === 0) &&
        stepsOf(trace).some(at => slope(at) !== 0);
  return {
    open: (named = asItIs) =>
      openView(
        createInfluenceView,
        named({ ...trace, ...(view && { view }) }),
        {
          status: live,
          answer: (_, { step: of }: { readonly step: number }) => {
            const found = run.outputGradient({ output: 0, step: of });
            return { gradient: float64(found.values, [...shape]) };
          }
        }
      ),
    at: { step },
    truth: ({ table, spoken }) => ({
      table: [
        table![0],
        ...stepsOf(trace).map((at): Cell[] => [
          trace.time.labels?.[at] ?? at,
          came(at),
          slope(at),
          '',
          '',
          ''
        ])
      ],
      spoken:
        spoken === ''
          ? undefined
          : [
              /^.*? is /.exec(spoken)![0],
              came(step),
              ...(isUnread
                ? [/; .* is given without it$/.exec(spoken)![0]]
                : [/; change of .*?: /.exec(spoken)![0], slope(step)])
            ]
    })
  };
}

/** What `show` may say that Influence opens on. */
interface Looked {
  readonly feature?: number;
  /** Which of the answers that there are. */
  readonly answer?: number;
}

const influence: Adapter<Drawn> = {
  drawn: drawnRun,
  always: everyKind,
  of: drawn => influenceOf(drawn)
};

const influenceOpened: Adapter<readonly [Drawn, Looked]> = {
  drawn: fc.tuple(
    drawnRun,
    fc.record({ feature: fc.nat(1), answer: fc.nat(1999) })
  ),
  of: ([drawn, looked]) => influenceOf(drawn, looked)
};

export const viewsOfSeveral = {
  'What if': whatIf,
  Compare: compare,
  'Gradient flow': flow,
  Weights: weights,
  Influence: influence
};

/** Those that `show` opens on a choice or a change of its own. */
export const viewsOfChoices = {
  'Gradient flow as show opens it': flowOpened,
  'Influence as show opens it': influenceOpened,
  'What if as show opens it': whatIfOpened
};
