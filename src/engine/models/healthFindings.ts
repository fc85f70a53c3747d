import { findingFacts, percentText } from '../../trace';
import type { ChannelSums, LayerSums } from './healthSums';

/** What is wrong, where, why, and what helps. */
export interface HealthFinding {
  /** Its name, the same in Python: `dead-unit`. */
  readonly kind: keyof typeof findingFacts.findings;
  readonly certainty: 'certain' | 'likely' | 'possible';
  /** The finding in one line, with its numbers. */
  readonly says: string;
  readonly title: string;
  readonly cause: string;
  readonly cure: string;
  readonly layer?: string;
  readonly channel?: string;
  readonly units: readonly number[];
}

type Kind = HealthFinding['kind'];

const bound = (name: keyof typeof findingFacts.thresholds) =>
  findingFacts.thresholds[name].value;
const percent = (share: number) => `${percentText(share)} %`;

/** A number as a reader wants it: three digits. */
function figure(value: number): string {
  const size = Math.abs(value);
  return size === 0 || (size >= 0.001 && size < 10_000)
    ? String(Number(value.toPrecision(3)))
    : value.toExponential(1);
}

/** A finding of a kind, its line filled with the figures. */
export function finding(
  kind: Kind,
  certainty: HealthFinding['certainty'],
  where: { layer?: string; channel?: string; units?: readonly number[] },
  figures: Readonly<Record<string, string | number>>
): HealthFinding {
  const { title, says, cause, cure } = findingFacts.findings[kind];
  const words: Record<string, string | number> = {
    layer: where.layer ?? '',
    channel: where.channel ?? '',
    ...figures
  };
  return {
    kind,
    certainty,
    says: says.replace(/\{(\w+)\}/g, (_, name: string) => String(words[name])),
    title,
    cause,
    cure,
    ...where,
    units: where.units ?? []
  };
}

/** Everything that the sums of a layer show. */
export function findingsOf(sums: LayerSums): HealthFinding[] {
  return sums.channels[sums.output].count < 8
    ? []
    : [
        ...neverRead(sums),
        ...gradients(sums),
        ...runaway(sums),
        ...Object.keys(sums.channels).flatMap(channel => [
          ...gate(sums, channel),
          ...candidate(sums, channel)
        ]),
        ...units(sums),
        ...memory(sums)
      ];
}

function units(sums: LayerSums): HealthFinding[] {
  const { output: channel } = sums;
  const own = sums.channels[channel];
  const layer = sums.layer.name;
  const dead = own.where(unit => own.largest(unit) < bound('deadState'));
  const quiet = own.where(unit => own.spread(unit) < bound('constantSpread'));
  const constant = quiet.filter(unit => !dead.includes(unit));
  const pairs = sums.copies(own.where(unit => !quiet.includes(unit)));
  const copies = [...new Set(pairs.map(([, second]) => second))];
  const counted = (found: readonly number[]) => ({
    count: found.length,
    of: own.units
  });
  const most = (found: readonly number[], of: (unit: number) => number) =>
    figure(Math.max(...found.map(of)));
  return [
    ...(dead.length > 0
      ? [
          finding(
            'dead-unit',
            'certain',
            { layer, channel, units: dead },
            { ...counted(dead), value: most(dead, unit => own.largest(unit)) }
          )
        ]
      : []),
    ...(constant.length > 0
      ? [
          finding(
            'constant-unit',
            'certain',
            { layer, channel, units: constant },
            {
              ...counted(constant),
              value: most(constant, unit => own.spread(unit))
            }
          )
        ]
      : []),
    ...(pairs.length > 0
      ? [
          finding(
            'copied-unit',
            'certain',
            { layer, channel, units: copies },
            {
              ...counted(copies),
              pairs: `${pairs
                .slice(0, 3)
                .map(pair => pair.join(' and '))
                .join(', ')}${pairs.length > 3 ? ', …' : ''}`
            }
          )
        ]
      : [])
  ];
}

function gate(sums: LayerSums, channel: string): HealthFinding[] {
  const own = sums.channels[channel];
  if (own.role !== 'gate') {
    return [];
  }
  const layer = sums.layer.name;
  const edge = bound('stuckGate');
  const open = own.where(unit => own.least[unit] > 1 - edge);
  const shut = own.where(unit => own.most[unit] < edge);
  const stuck = (kind: Kind, found: number[], value: number) =>
    found.length > 0
      ? [
          finding(
            kind,
            'certain',
            { layer, channel, units: found },
            { count: found.length, of: own.units, value: figure(value) }
          )
        ]
      : [];
  const moving = own.where(
    unit => !open.includes(unit) && !shut.includes(unit)
  );
  return [
    ...stuck('gate-open', open, 1 - edge),
    ...stuck('gate-shut', shut, edge),
    ...saturated('saturated-gate', sums, channel, moving, own.atEnds)
  ];
}

function candidate(sums: LayerSums, channel: string): HealthFinding[] {
  const own = sums.channels[channel];
  const plain = sums.layer.record.cell.kind === 'rnn' && channel === 'h';
  // A candidate beyond 1 is of another function than tanh, which has no ends.
  const within = own.where(unit => own.largest(unit) > 1).length === 0;
  if (!(own.role === 'candidate' || plain) || !within) {
    return [];
  }
  const moving = own.where(unit => own.spread(unit) >= bound('constantSpread'));
  return saturated('saturated-candidate', sums, channel, moving, own.beyond);
}

function saturated(
  kind: Kind,
  sums: LayerSums,
  channel: string,
  moving: readonly number[],
  counts: Float64Array
): HealthFinding[] {
  const own: ChannelSums = sums.channels[channel];
  if (moving.length < Math.max(1, Math.floor(own.units / 2))) {
    return [];
  }
  const share =
    moving.reduce((sum, unit) => sum + counts[unit], 0) /
    (own.count * moving.length);
  return share > bound('saturatedShare')
    ? [
        finding(
          kind,
          'likely',
          { layer: sums.layer.name, channel, units: moving },
          { share: percent(share) }
        )
      ]
    : [];
}

/** Large and growing, of each state; some grow by design, as sums that are divided by what grows alike. */
function runaway(sums: LayerSums): HealthFinding[] {
  return Object.entries(sums.carried).flatMap(([channel, state]) => {
    const own = sums.channels[channel];
    const large = own.where(
      unit =>
        own.far[unit] / own.count > bound('runawayShare') &&
        state.last[unit] > bound('runawayGrowth') * state.second[unit]
    );
    // A change of it that the last answer no longer feels, beside one of the layer's whole state.
    const lost = large.filter(
      unit =>
        Math.sqrt(state.feltLast[unit] / sums.backCount[0]) <
        bound('vanishing') * sums.whole[0]
    );
    const isOutput = channel === sums.output;
    const found = lost.length > 0 || !isOutput ? lost : large;
    return found.length > 0
      ? [
          finding(
            'runaway-state',
            lost.length > 0 ? 'certain' : 'likely',
            { layer: sums.layer.name, channel, units: found },
            {
              count: found.length,
              of: own.units,
              value: figure(Math.max(...found.map(unit => own.largest(unit))))
            }
          )
        ]
      : [];
  });
}

function gradients(sums: LayerSums): HealthFinding[] {
  const { reach, whole } = sums;
  const layer = sums.layer.name;
  if (reach.length < 2 || !(reach[0] > 0)) {
    return [];
  }
  const ratio =
    whole.reduce((most, size) =>
      // What no number holds any more is no number, either.
      size <= most ? most : Number.isNaN(size) ? Infinity : size
    ) / whole[0];
  if (ratio > bound('exploding')) {
    return [
      finding(
        'exploding-gradient',
        // An answer that reads an earlier step directly has more gradient there, and nothing explodes.
        sums.stretch > bound('exploding') ? 'certain' : 'likely',
        { layer },
        { ratio: figure(ratio) }
      )
    ];
  }
  const least = bound('vanishing') * reach[0];
  if (reach[reach.length - 1] >= least || sums.layer.direction === 'backward') {
    return [];
  }
  const step = reach.findLastIndex(size => size >= least) + 1;
  return [
    finding(
      'vanishing-gradient',
      // One that is 0 at once may have been cut.
      reach[step] > 0 ? 'certain' : 'likely',
      { layer },
      {
        what: `${step} of ${reach.length} steps back, the gradient falls below one ten-millionth of that of the last step`
      }
    )
  ];
}

function memory(sums: LayerSums): HealthFinding[] {
  const { steps, memory: felt } = sums;
  const layer = sums.layer.name;
  const short =
    felt !== null &&
    sums.layer.direction === 'forward' &&
    steps >= bound('memorySteps') &&
    felt <= bound('memoryShare') * steps;
  const { cell, parameters } = sums.layer.record;
  // PyTorch has two biases, which the gate adds.
  const biases = cell.kind === 'lstm' ? ['bf', 'bhf'] : [];
  const means = biases
    .filter(name => name in parameters)
    .map(name => parameters[name].mean().item());
  const bias = means.length > 0 ? means.reduce((sum, each) => sum + each) : NaN;
  const f = sums.channels.f as ChannelSums | undefined;
  const kept = f
    ? f.where(() => true).reduce((s, u) => s + f.mean(u), 0) / f.units
    : NaN;
  return [
    ...(short
      ? [finding('short-memory', 'likely', { layer }, { memory: felt, steps })]
      : []),
    ...(Math.abs(bias) < bound('forgetBias') && kept < bound('forgetMean')
      ? [
          finding(
            'forget-bias-zero',
            'possible',
            { layer, channel: 'f' },
            { bias: figure(bias), share: percent(kept) }
          )
        ]
      : [])
  ];
}

function neverRead(sums: LayerSums): HealthFinding[] {
  const { parameters } = sums.layer.record;
  const recurrent = Object.keys(parameters).filter(name => /^U/.test(name));
  const cut =
    recurrent.length > 0 &&
    recurrent.every(name => parameters[name].values.every(v => v === 0));
  const unread = sums.numbers > 0 && sums.felt === 0 && sums.memory === null;
  // A state that is kept by a gate goes on without any weights.
  const heard = sums.reach[1] > 0;
  const what = cut
    ? `all its recurrent weights are 0, so no ${heard ? 'gate hears of the output' : 'step hears of the one'} before`
    : 'no answer changes with its state: the gradient is 0 at every step';
  return cut || unread
    ? [
        finding(
          'state-never-read',
          cut && !heard ? 'certain' : 'likely',
          { layer: sums.layer.name, channel: sums.output },
          { what }
        )
      ]
    : [];
}
