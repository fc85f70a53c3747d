import { findingFacts, forgetGate, isWrittenOver } from '../../trace';
import { carryOf } from '../analysis/keptShares';
import { parameterOf, summandExpressions } from '../recurrence/equations';
import type { LayerRecord } from '../recurrence/layerRecord';
import type { ChannelSums, LayerSums } from './healthSums';
import {
  filled,
  judgedBy,
  rules,
  conditionValue,
  type Measures
} from './healthRules';

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

const bound = (name: keyof typeof findingFacts.thresholds) =>
  findingFacts.thresholds[name].value;

/** A finding of a kind, its line filled with the figures. */
export function finding(
  kind: HealthFinding['kind'],
  certainty: HealthFinding['certainty'],
  where: { layer?: string; channel?: string; units?: readonly number[] },
  figures: Readonly<Record<string, string>>
): HealthFinding {
  const { title, says, cause, cure } = findingFacts.findings[kind];
  const { layer = '', channel = '', units = [] } = where;
  return {
    kind,
    certainty,
    says: filled(says, { layer, channel, ...figures }),
    title,
    cause,
    cure,
    ...where,
    units
  };
}

/** Everything that the sums of a layer show. */
export function findingsOf(sums: LayerSums): HealthFinding[] {
  if (sums.channels[sums.output].count < bound('leastValues')) {
    return [];
  }
  const layer = sums.layer.name;
  const places = placesOf(sums);
  return rules.flatMap(rule =>
    places[rule.on].flatMap(([named, measures]) => {
      const found = judgedBy(rule, measures);
      const of = rule.channel === 'output' ? sums.output : rule.channel;
      const channel =
        named ?? (of !== undefined && of in sums.channels ? of : undefined);
      return found === null
        ? []
        : [
            finding(
              rule.kind,
              found.certainty as HealthFinding['certainty'],
              { layer, channel, units: found.units },
              found.figures
            )
          ];
    })
  );
}

type MeasuredPlace = [channel: string | undefined, measures: Measures];

/** Where each kind of rule is tried: the layer itself, or some of its channels. */
function placesOf(
  sums: LayerSums
): Record<(typeof rules)[number]['on'], MeasuredPlace[]> {
  const isPlain = isWrittenOver(carryOf(sums.layer.record));
  const some = (
    is: (of: ChannelSums, channel: string) => boolean
  ): MeasuredPlace[] =>
    Object.entries(sums.channels)
      .filter(([channel, of]) => is(of, channel))
      .map(([channel]) => [channel, ofChannel(sums, channel)]);
  return {
    layer: [[undefined, ofLayer(sums)]],
    output: [[sums.output, withCopies(sums)]],
    gate: some(({ role }) => role === 'gate'),
    candidate: some(
      ({ role }, channel) =>
        role === 'candidate' || (isPlain && channel === sums.output)
    ),
    state: Object.keys(sums.carried).map(channel => [
      channel,
      { ...ofChannel(sums, channel), ...ofState(sums, channel) }
    ])
  };
}

const known = ({ layer }: LayerSums) =>
  Number(layer.record.cell.kind !== 'custom');

function ofChannel(sums: LayerSums, channel: string): Measures {
  const own = sums.channels[channel];
  const all = own.where(() => true);
  return {
    known: known(sums),
    isOutput: Number(channel === sums.output),
    of: own.units,
    count: own.count,
    least: [...own.least],
    most: [...own.most],
    largest: all.map(unit => own.largest(unit)),
    spread: all.map(unit => own.spread(unit)),
    atEnds: [...own.atEnds],
    beyond: [...own.beyond],
    far: [...own.far]
  };
}

/** Units that copy another one, among those that move. */
function withCopies(sums: LayerSums): Measures {
  const measures = ofChannel(sums, sums.output);
  const quiet = conditionValue('quiet', measures) as readonly number[];
  const own = sums.channels[sums.output];
  const pairs = sums.copies(own.where(unit => quiet[unit] === 0));
  const copies = new Set(pairs.map(([, second]) => second));
  const shown = pairs.slice(0, 3).map(pair => pair.join(' and '));
  return {
    ...measures,
    copies: own.where(() => true).map(unit => Number(copies.has(unit))),
    pairs: `${shown.join(', ')}${pairs.length > 3 ? ', …' : ''}`
  };
}

/** Some states grow by design, as sums that are divided by what grows alike: is a change of them felt? */
function ofState(
  { carried, backCount, whole }: LayerSums,
  channel: string
): Measures {
  const { second, last, feltLast } = carried[channel];
  return {
    second: [...second],
    last: [...last],
    felt: Array.from(
      feltLast,
      squares => Math.sqrt(squares / backCount[0]) / whole[0]
    )
  };
}

function ofLayer(sums: LayerSums): Measures {
  const { reach, whole, steps, memory } = sums;
  const { cell, parameters } = sums.layer.record;
  const recurrent = Object.keys(parameters).filter(name => /^U/.test(name));
  const isAnswered = reach.length >= 2 && reach[0] > 0;
  const back =
    reach.findLastIndex(size => size >= bound('vanishing') * reach[0]) + 1;
  // What no number holds any more is no number, either.
  const largest = whole.reduce(
    (most, size) =>
      size <= most ? most : Number.isNaN(size) ? Infinity : size,
    0
  );
  const gate = forgetGate(carryOf(sums.layer.record), cell.output);
  const biases = gate === null ? [] : biasesOf(sums.layer.record, gate);
  const forget = gate === null ? undefined : sums.channels[gate];
  const kept = forget?.where(() => true).map(unit => forget.mean(unit)) ?? [];
  return {
    known: known(sums),
    forward: Number(sums.layer.direction === 'forward'),
    cut: Number(
      recurrent.length > 0 &&
        recurrent.every(name => parameters[name].values.every(v => v === 0))
    ),
    // A state that is kept by a gate goes on without any weights.
    heard: Number(reach[1] > 0),
    unread: Number(sums.numbers > 0 && sums.felt === 0 && memory === null),
    // No second call tries what a gradient of 0 says.
    othersFelt: 0,
    reached: reach.length,
    back,
    // One that is 0 at once may have been cut.
    faded: Number(reach[back] > 0),
    ratio: isAnswered ? largest / whole[0] : 0,
    first: isAnswered ? reach[reach.length - 1] / reach[0] : NaN,
    get stretch() {
      return sums.stretch;
    },
    memory: memory ?? NaN,
    steps,
    bias: biases.length > 0 ? biases.reduce((a, b) => a + b) : NaN,
    kept: kept.reduce((a, b) => a + b, 0) / kept.length
  };
}

/** The means of the biases that a gate adds: PyTorch has two. */
function biasesOf(
  { cell, parameters }: LayerRecord,
  gate: string
): readonly number[] {
  const equation = cell.equations.find(({ channel }) => channel === gate);
  return summandExpressions(equation!.expression).flatMap(summand => {
    const bias =
      summand.kind === 'symbol' && summand.role === 'parameter'
        ? parameterOf(parameters, summand)
        : undefined;
    return bias ? [bias.mean().item()] : [];
  });
}
