import { createMoment, type Moment } from '../../scene/createMoment';
import type { DataTable } from '../../scene/dataTable';
import { dataTable } from '../../scene/table';
import {
  riverPlace,
  type RiverChoice,
  type RiverData
} from '../../views/river/riverNow';
import { riverView } from '../../views/river/riverView';
import {
  riverAnswerWords,
  spokenStep,
  streamTable,
  streamWords,
  type RiverPlace
} from '../../views/river/riverWords';
import type { StepView } from '../base/createStepView';
import { contentText, type Content } from '../base/dom';
import type { ViewContext } from '../context';
import type { ShownLines } from '../describe/line';
import { createRunFocus, type RunFocus } from '../run/runFocus';
import { shownLines } from '../scene/shownLines';
import type { ChangedRun } from '../whatIf/changedRun';
import { felt } from '../whatIf/felt';
import type { WhatIfState } from '../whatIf/whatIfState';
import { arithmeticWords, feltWords } from './riverSentence';
import { riversOf, type Rivers } from './riverState';

/** Which river is shown, and what is said of it. */
export interface RiverScope {
  readonly focus: RunFocus;
  readonly moment: Moment<'trace', RiverChoice, RiverData>;
  /** The outlined stream, by its place; -1: the state before the first step. */
  readonly stream: number | null;
  choose(stream: number | null): void;
  /** Takes the run as it is now, with the reader's changes, and the place of the cursor. */
  renew(): void;
  /** While it is the same, so is the river. */
  name(): string;
  /** What is shown at a step; null where there is no river. */
  placeAt(step: number): RiverPlace | null;
  rivers(): Rivers | null;
  describe(step: number): {
    readonly changed: Content;
    readonly spoken: string;
  };
  table(): DataTable;
  lines(): ShownLines | null;
}

export function createRiverScope(
  context: ViewContext,
  state: WhatIfState,
  page: {
    readonly base: () => StepView<'trace'>;
    readonly run: () => ChangedRun;
  }
): RiverScope {
  const { translate } = context;
  let stream: number | null = null;
  const focus = createRunFocus({
    view: riverView,
    trace: () => state.trace,
    ...{ context, source: {}, step: () => page.base().step },
    changed: () => page.base().draw()
  });
  const moment = createMoment(riverView, state.trace, focus.kept, translate);
  const placeAt = (step: number): RiverPlace | null => {
    const place = riverPlace(moment.now);
    return place && { ...place, step };
  };
  const none = translate('There is no river here.');
  return {
    focus,
    moment,
    get stream() {
      return stream;
    },
    choose(next) {
      if (next !== stream) {
        stream = next;
        page.base().light();
      }
    },
    renew() {
      const { trace } = page.run();
      moment.take(trace);
      moment.know({ was: trace === state.trace ? null : state.trace, stream });
    },
    name: () => `${focus.layer.name} ${focus.unit}`,
    placeAt,
    rivers: () =>
      riversOf(state.trace, page.run().trace, focus.layer.name, focus.unit),
    describe(step) {
      const place = placeAt(step);
      if (!place) {
        return { changed: '', spoken: none };
      }
      const { layer, trace, river } = place;
      const name = river.carry.state;
      const change =
        page.run().operations.length === 0
          ? ''
          : feltWords(felt(focus.layer, layer, name), trace, name, translate);
      const changed = [
        ...[arithmeticWords(place, translate)].flat(),
        change === '' ? '' : ` ${change}`
      ];
      return {
        changed,
        spoken:
          stream === null
            ? `${spokenStep(place, translate)}: ${riverAnswerWords(place, translate)} ${contentText(changed)}`
            : streamWords(place, stream, translate)
      };
    },
    table() {
      const place = placeAt(page.base().step);
      return place
        ? dataTable(streamTable(place, translate))
        : { caption: none, columns: [], rows: [] };
    },
    lines() {
      const place = placeAt(page.base().step);
      const { unit } = focus;
      return (
        place &&
        shownLines(moment, {
          place: () => ({
            layer: place.layer.name,
            ...(unit === 'mean' ? {} : { unit })
          }),
          of: [place.river]
        })
      );
    }
  };
}
