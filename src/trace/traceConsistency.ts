import type {
  Clamp,
  InputEdit,
  LayerTrace,
  Series,
  TimeAxis,
  Trace
} from './generated/types';
import {
  among,
  below,
  counted,
  rising,
  shaped,
  unique
} from './consistencyRules';

/** What a schema cannot say of one traced sequence. */
export function checkTrace(trace: Trace, place: string): void {
  const { steps } = trace.time;
  const features = trace.input.names.length;
  const { batch } = trace;
  if (batch) {
    below(batch.sequence, batch.size, `${place}.batch.sequence`);
  }
  checkTime(trace.time, `${place}.time`);
  shaped(trace.input.array, [steps, features], `${place}.input.array`);
  unique(
    trace.layers.map(layer => layer.name),
    `${place}.layers`
  );
  trace.layers.forEach((layer, index) =>
    checkLayer(layer, steps, `${place}.layers[${index}]`)
  );
  checkSeries(trace.outputs, steps, `${place}.outputs`);
  checkSeries(trace.targets ?? [], steps, `${place}.targets`);
  trace.clamps.forEach((clamp, index) =>
    checkClamp(clamp, trace, `${place}.clamps[${index}]`)
  );
  trace.edits.forEach((edit, index) =>
    checkEdit(edit, steps, features, `${place}.edits[${index}]`)
  );
}

function checkLayer(layer: LayerTrace, steps: number, place: string): void {
  const names = layer.channels.map(channel => channel.name);
  unique(
    layer.channels.map(({ name, role, of }) =>
      role === 'term' || role === 'gradient' ? `${name} of ${of ?? ''}` : name
    ),
    `${place}.channels`
  );
  for (const key of ['entering', 'enteringGradient'] as const) {
    const array = layer[key];
    if (array) {
      shaped(array, [steps, layer.inputSize], `${place}.${key}`);
    }
  }
  layer.channels.forEach((channel, index) => {
    const here = `${place}.channels[${index}]`;
    shaped(channel.array, [steps, layer.units], `${here}.array`);
    rising(channel.range, `${here}.range`);
    for (const [key, array] of Object.entries(channel.spread ?? {})) {
      shaped(array, [steps, layer.units], `${here}.spread.${key}`);
    }
    if (channel.initial) {
      shaped(channel.initial, [layer.units], `${here}.initial`);
    }
    // A gradient may also belong to what enters or is carried: x, or a state without a channel.
    if (channel.role === 'term') {
      among(channel.of, names, `${here}.of`);
    }
  });
  if (layer.source) {
    const lines = layer.source.code.split('\n').length;
    for (const [channel, line] of Object.entries(layer.source.lines)) {
      below(line, lines, `${place}.source.lines.${channel}`);
    }
  }
}

function checkClamp(clamp: Clamp, trace: Trace, place: string): void {
  const layer = trace.layers.find(({ name }) => name === clamp.layer);
  among(
    clamp.layer,
    trace.layers.map(({ name }) => name),
    `${place}.layer`
  );
  if (layer) {
    among(
      clamp.channel,
      layer.channels.map(({ name }) => name),
      `${place}.channel`
    );
    clamp.units?.forEach(unit => below(unit, layer.units, `${place}.units`));
  }
  clamp.steps?.forEach(step => below(step, trace.time.steps, `${place}.steps`));
}

function checkEdit(
  edit: InputEdit,
  steps: number,
  features: number,
  place: string
): void {
  below(edit.step, steps, `${place}.step`);
  below(edit.feature, features, `${place}.feature`);
}

/** Labels, padding and the steps of a thinned copy are as many as its steps. */
export function checkTime(time: TimeAxis, place: string): void {
  if (time.labels) {
    counted(time.labels.length, time.steps, `${place}.labels`);
  }
  if (time.mask) {
    shaped(time.mask, [time.steps], `${place}.mask`);
  }
  time.marks?.forEach((mark, index) =>
    below(mark.step, time.steps, `${place}.marks[${index}].step`)
  );
}

/** Each series has a value for every step. */
export function checkSeries(
  series: readonly Series[],
  steps: number,
  place: string
): void {
  series.forEach(({ values, range }, index) => {
    shaped(values, [steps], `${place}[${index}].values`);
    if (range) {
      rising(range, `${place}[${index}].range`);
    }
  });
}
