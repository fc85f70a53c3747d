import type { Changing } from '../base/revised';
import { WeightTimeline, type WeightsOwner } from '../training/weightTimeline';
import type { TrainableModel } from './trainable';

const timelines = new WeakMap<object, WeightTimeline>();

/** The timeline of a model's weights, where a training has begun one. */
export function weightTimelineOf(
  model: TrainableModel
): WeightTimeline | undefined {
  return timelines.get(model);
}

/** The timeline of a model's weights, begun where there is none. */
export function beginWeightTimeline(model: TrainableModel): WeightTimeline {
  const known = timelines.get(model);
  const timeline = known ?? new WeightTimeline(ownerOf(model));
  timelines.set(model, timeline);
  return timeline;
}

/**
 * What counts the changes of a model's weights, for what is made from it: of weights that it is given
 * back it is the count that they had.
 */
export function weightsNow(model: Pick<TrainableModel, 'revision'>): Changing {
  const changing = (): Changing => timelines.get(model) ?? model;
  return {
    get revision() {
      return changing().revision;
    },
    get words() {
      return changing().words;
    }
  };
}

function ownerOf(model: TrainableModel): WeightsOwner {
  return {
    get revision() {
      return model.revision;
    },
    read: () => model.variables.map(({ tensor }) => tensor.values.slice()),
    holds: values =>
      values.length === model.variables.length &&
      model.variables.every(({ tensor }, at) =>
        tensor.values.every((value, index) =>
          Object.is(value, values[at][index])
        )
      ),
    write(values) {
      model.variables.forEach(({ tensor }, at) =>
        tensor.values.set(values[at])
      );
      model.changed();
    },
    training: () => model.history?.status === 'running'
  };
}
