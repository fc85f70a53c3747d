import { ATTENTION_UNITS, RACE_EPOCHS, RACE_SCORES } from './mostNumbers';
import type { NumericArray } from './array';
import type {
  Attention,
  CheckReport,
  Claim,
  Comparison,
  GradientFlow,
  History,
  Metric,
  Prediction,
  Predictions,
  Race,
  Search,
  WeightNumbers,
  Weights
} from './generated/types';
import { BundleError } from './bundleError';
import {
  among,
  below,
  counted,
  rising,
  shaped,
  unique
} from './consistencyRules';
import type { ConsistencyChecks } from './consistencyRules';
import { checkQuestions } from './questionsConsistency';
import { checkSeries, checkTime, checkTrace } from './traceConsistency';
import { WEIGHT_BINS } from './weightBins';

/**
 * What a schema cannot say, for each kind of bundle: that the parts of it agree about T, H, I, E, and
 * that every name and index points at something. Each throws a BundleError that names the first part
 * that disagrees.
 */
export const consistencyChecks: ConsistencyChecks = {
  trace: checkTrace,
  comparison: checkComparison,
  history: checkHistory,
  gradientFlow: checkGradientFlow,
  weights: checkWeights,
  attention: checkAttention,
  prediction: checkPrediction,
  predictions: checkPredictions,
  check: checkReport,
  questions: checkQuestions,
  search: checkSearch,
  claim: checkClaim,
  race: checkRace
};

function checkSearch({ parameters, rows }: Search, place: string): void {
  unique(parameters, `${place}.parameters`);
  rows.forEach((row, index) => {
    const { scores } = rows[0];
    counted(
      row.values.length,
      parameters.length,
      `${place}.rows[${index}].values`
    );
    shaped(row.scores, scores.shape, `${place}.rows[${index}].scores`);
  });
}

function checkClaim(claim: Claim, place: string): void {
  const { rows, seeds, rates, budgets, places, opens, sizes = [0] } = claim;
  unique(rows, `${place}.rows`);
  counted(
    places.length,
    sizes.length * (rates.length + 1) * budgets.length,
    `${place}.places`
  );
  places.forEach((each, index) => {
    const here = `${place}.places[${index}]`;
    shaped(each.scores, [rows.length, seeds.length], `${here}.scores`);
    if (each.rates) {
      counted(each.rates.length, rows.length, `${here}.rates`);
    }
  });
  below(opens.size, sizes.length, `${place}.opens.size`);
  below(opens.rate, rates.length + 1, `${place}.opens.rate`);
  below(opens.budget, budgets.length, `${place}.opens.budget`);
}

function checkRace(race: Race, place: string): void {
  const { epochs, groups, baseline, best, metric, networks } = race;
  below(epochs.done, epochs.planned + 1, `${place}.epochs.done`);
  below(epochs.planned, RACE_EPOCHS + 1, `${place}.epochs.planned`);
  below(
    epochs.planned * groups.length * networks.length,
    RACE_SCORES + 1,
    `${place}.epochs.planned times groups times networks`
  );
  groups
    .slice(1)
    .forEach((group, at) =>
      rising([groups[at], group], `${place}.groups[${at + 1}]`)
    );
  rising(
    metric.greaterIsBetter ? [baseline.value, best] : [best, baseline.value],
    `${place}.baseline`
  );
  unique(
    networks.map(({ name }) => name),
    `${place}.networks`
  );
  networks.forEach(({ scores }, index) =>
    shaped(
      scores,
      [epochs.done, groups.length],
      `${place}.networks[${index}].scores`
    )
  );
}

function checkComparison({ traces, rows }: Comparison, place: string): void {
  counted(rows.length, traces.length, `${place}.rows`);
  traces.forEach((trace, index) =>
    checkTrace(trace, `${place}.traces[${index}]`)
  );
  rows.forEach((row, index) => {
    if (row.training) {
      checkMetric(row.training, undefined, `${place}.rows[${index}].training`);
    }
  });
}

function checkHistory(history: History, place: string): void {
  const { done, planned } = history.epochs;
  below(done, planned + 1, `${place}.epochs.done`);
  history.metrics.forEach((metric, index) =>
    checkMetric(metric, done, `${place}.metrics[${index}]`)
  );
  const ofEpochs = (array: NumericArray | undefined, where: string) => {
    if (array) {
      shaped(array, [done], `${place}.${where}`);
    }
  };
  ofEpochs(history.learningRate, 'learningRate');
  ofEpochs(history.gradientNorm, 'gradientNorm');
  if (history.bestEpoch !== undefined) {
    below(history.bestEpoch, Math.max(done, 1), `${place}.bestEpoch`);
  }
  if (history.usedEpoch !== undefined) {
    below(history.usedEpoch, Math.max(done, 1), `${place}.usedEpoch`);
  }
  history.gates?.forEach((gate, index) => {
    ofEpochs(gate.mean, `gates[${index}].mean`);
    ofEpochs(gate.saturatedLow, `gates[${index}].saturatedLow`);
    ofEpochs(gate.saturatedHigh, `gates[${index}].saturatedHigh`);
    if (gate.histogram) {
      shaped(gate.histogram, [done, 20], `${place}.gates[${index}].histogram`);
    }
  });
  history.snapshots?.forEach(({ trace }, index) =>
    checkTrace(trace, `${place}.snapshots[${index}].trace`)
  );
}

function checkMetric(
  metric: Metric,
  epochs: number | undefined,
  place: string
): void {
  const expected = epochs ?? metric.training.values.length;
  shaped(metric.training, [expected], `${place}.training`);
  if (metric.validation) {
    shaped(metric.validation, [expected], `${place}.validation`);
  }
}

function checkGradientFlow(flow: GradientFlow, place: string): void {
  const { steps } = flow.time;
  checkTime(flow.time, `${place}.time`);
  below(flow.lossStep, steps, `${place}.lossStep`);
  flow.networks.forEach((network, index) => {
    if (network.lossStep !== undefined) {
      below(network.lossStep, steps, `${place}.networks[${index}].lossStep`);
    }
    if (network.mask) {
      shaped(network.mask, [steps], `${place}.networks[${index}].mask`);
    }
    for (const key of [
      'hidden',
      'cellState',
      'wholeLoss',
      'factors',
      'radii',
      'product',
      'direct'
    ] as const) {
      const array = network[key];
      if (array) {
        shaped(array, [steps], `${place}.networks[${index}].${key}`);
      }
    }
  });
}

function checkWeights(
  { layers, epochs = 0, time, batch }: Weights,
  place: string
): void {
  if (batch) {
    below(batch.sequence, batch.size, `${place}.batch.sequence`);
  }
  unique(
    layers.map(({ name }) => name),
    `${place}.layers`
  );
  layers.forEach(({ parameters, inputs, inputSize, entering }, index) => {
    const here = `${place}.layers[${index}]`;
    if (inputs) {
      counted(inputs.length, inputSize, `${here}.inputs`);
    }
    unique(
      parameters.map(({ name }) => name),
      `${here}.parameters`
    );
    parameters.forEach((parameter, at) => {
      const { shape, weights, gradient } = parameter;
      for (const key of ['norms', 'gradientNorms'] as const) {
        const array = parameter[key];
        if (array) {
          shaped(array, [epochs], `${here}.parameters[${at}].${key}`);
        }
      }
      const numbers = (of: WeightNumbers, where: string): void => {
        const path = `${here}.parameters[${at}].${where}`;
        shaped(of.histogram, [WEIGHT_BINS], `${path}.histogram`);
        below(of.notFinite, shape[0] * shape[1] + 1, `${path}.notFinite`);
        if (of.array) {
          shaped(of.array, shape, `${path}.array`);
        }
      };
      numbers(weights, 'weights');
      if (gradient) {
        numbers(gradient, 'gradient');
      }
    });
    entering?.forEach(({ parameters: names, array, spread }, at) => {
      const path = `${here}.entering[${at}]`;
      names.forEach((name, nth) => {
        const parameter = parameters.find(each => each.name === name);
        among(
          name,
          parameters.map(each => each.name),
          `${path}.parameters[${nth}]`
        );
        const rows = [time?.steps ?? 0, parameter?.shape[0] ?? 0];
        shaped(array, rows, `${path}.array`);
        for (const [key, each] of Object.entries(spread)) {
          shaped(each, rows, `${path}.spread.${key}`);
        }
      });
    });
  });
}

function checkAttention({ source, decodings }: Attention, place: string): void {
  decodings.forEach((decoding, index) => {
    const here = `${place}.decodings[${index}]`;
    const written = decoding.target.length;
    for (const side of ['sourceStates', 'targetStates'] as const) {
      const [, units = 0] = decoding[side]?.shape ?? [];
      below(units, ATTENTION_UNITS + 1, `${here}.${side}'s units`);
    }
    shaped(decoding.weights, [written, source.length], `${here}.weights`);
    if (decoding.sourceStates) {
      shaped(
        decoding.sourceStates,
        [source.length, null],
        `${here}.sourceStates`
      );
    }
    if (decoding.targetStates) {
      shaped(decoding.targetStates, [written, null], `${here}.targetStates`);
    }
    if (decoding.context) {
      shaped(decoding.context, [written, null], `${here}.context`);
    }
    if (decoding.probabilities) {
      shaped(decoding.probabilities, [written], `${here}.probabilities`);
    }
    const { look } = decoding;
    const steps = source.length;
    for (const [name, array] of Object.entries(look ?? {})) {
      const isOfPairs = /scores|own|visible/.test(name);
      const size = isOfPairs ? steps : look!.queries.shape[1];
      shaped(array, [steps, size], `${here}.look.${name}`);
    }
  });
}

function checkPrediction(prediction: Prediction, place: string): void {
  const { count, labels } = prediction.axis;
  shaped(prediction.truth, [count], `${place}.truth`);
  if (prediction.given) {
    shaped(prediction.given, [count], `${place}.given`);
  }
  if (labels) {
    counted(labels.length, count, `${place}.axis.labels`);
  }
  rising(prediction.quantity.range, `${place}.quantity.range`);
  if (prediction.factor?.range) {
    rising(prediction.factor.range, `${place}.factor.range`);
  }
  prediction.rivals?.forEach(({ values }, index) => {
    if (values) {
      shaped(values, [count], `${place}.rivals[${index}].values`);
    }
  });
}

function checkPredictions({ content }: Predictions, place: string): void {
  const here = `${place}.content`;
  switch (content.form) {
    case 'forecast': {
      const { steps } = content.time;
      checkTime(content.time, `${here}.time`);
      checkSeries([content.truth], steps, `${here}.truth`);
      checkSeries(content.forecasts, steps, `${here}.forecasts`);
      content.forecasts.forEach(({ band }, index) => {
        if (band) {
          const edge = `${here}.forecasts[${index}].band`;
          shaped(band.lower, [steps], `${edge}.lower`);
          shaped(band.upper, [steps], `${edge}.upper`);
        }
      });
      return;
    }
    case 'confusion': {
      const classes = content.classes.length;
      shaped(content.counts, [classes, classes], `${here}.counts`);
      content.examples?.forEach(({ truth, answer }, index) => {
        below(truth, classes, `${here}.examples[${index}].truth`);
        below(answer, classes, `${here}.examples[${index}].answer`);
      });
      return;
    }
    case 'text': {
      const tokens = content.tokens.length;
      below(content.promptLength, tokens + 1, `${here}.promptLength`);
      shaped(content.probabilities, [tokens], `${here}.probabilities`);
      if (content.hidden) {
        shaped(content.hidden, [tokens, null], `${here}.hidden`);
      }
      if (content.likely) {
        counted(content.likely.length, tokens, `${here}.likely`);
      }
    }
  }
}

function checkReport(report: CheckReport, place: string): void {
  if (report.points > report.maxPoints) {
    throw new BundleError(
      'invalid',
      `${place}.points`,
      `at most ${report.maxPoints}`,
      String(report.points)
    );
  }
  report.channels?.forEach((channel, index) => {
    const here = `${place}.channels[${index}]`;
    rising(channel.range, `${here}.range`);
    if (channel.expected && channel.got) {
      shaped(channel.got, channel.expected.shape, `${here}.got`);
    }
    const steps = channel.expected?.shape[0];
    if (channel.firstDifference !== null && steps !== undefined) {
      below(channel.firstDifference, steps, `${here}.firstDifference`);
    }
  });
  if (report.run) {
    checkTrace(report.run, `${place}.run`);
  }
}
