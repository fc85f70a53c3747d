import type { Race } from '../../trace';
import { html } from '../base/dom';
import { createFrame, type Frame } from '../base/frame';
import type { KeyAction } from '../../scene/words/keyAction';
import { createPainter } from '../base/painter';
import { sentenceTeller } from '../base/sentenceTeller';
import type { ViewContext, ViewFactory } from '../context';
import type { Translate } from '../../scene/words/translate';
import { createProgressBar } from '../training/progressBar';
import { runTools } from '../training/trainingTools';
import { createHorizonPlot } from './horizonPlot';
import { raceRows } from '../../views/race/raceShares';
import {
  failureSentences,
  heldSentence,
  placeSentence,
  raceCsv,
  raceEnds,
  raceReading,
  raceSentences,
  raceTable,
  type RacePlace
} from './raceWords';

const LEAST_WIDTH = 140;

/** Which groups of held-out sequences each network holds, epoch by epoch, while they learn. */
export const createRaceView: ViewFactory<Race> = (element, bundle, context) => {
  const { translate } = context;
  let race = bundle;
  /** The epoch and the group that are looked at; the newest epoch where none was chosen. */
  let chosen: number | null = null;
  let group = race.groups.length - 1;
  let width = 0;
  const place = (): RacePlace => ({
    epoch: Math.max(0, Math.min(chosen ?? Infinity, race.epochs.done - 1)),
    group: Math.min(group, race.groups.length - 1)
  });
  const lookAt = (epoch: number, next: number): true => {
    const last = race.epochs.done - 1;
    const at = Math.max(0, Math.min(last, epoch));
    // Whoever looks at the newest epoch follows it.
    chosen = at >= last ? null : at;
    group = Math.max(0, Math.min(race.groups.length - 1, next));
    painter.schedule();
    say();
    return true;
  };
  const say = (): void => {
    if (race.epochs.done > 0) {
      frame.tell('');
      frame.announceStep(
        placeSentence(race, place(), translate),
        performance.now()
      );
    }
  };
  const tellNext = sentenceTeller(
    () => frame,
    () => raceSentences(race, place().epoch, translate),
    translate
  );
  const frame: Frame = createFrame(element, {
    bundle,
    context,
    pins: null,
    title: translate('Race'),
    describes: 'words',
    keyWords: {
      '← →': race.groupName,
      '↑ ↓': translate('epoch'),
      'Home End': translate('first, last %1', race.groupName)
    },
    onKey(action) {
      const to = targetOf(action, place(), race);
      return (to !== null && lookAt(to.epoch, to.group)) || tellNext(action);
    },
    table: () => raceTable(race, place().epoch, translate),
    csv: () => raceCsv(race, translate),
    onStatus() {
      requests.attach();
      painter.schedule();
    }
  });
  const plot = createHorizonPlot(lookAt);
  frame.picture.append(plot.element);
  const progress = createProgressBar(frame, translate);
  const draw = (): void => {
    if (width === 0) {
      return;
    }
    const at = place();
    const { networks, groups, groupName, epochs } = race;
    plot.draw(
      {
        names: networks.map(({ name }) => name),
        groups,
        planned: epochs.planned,
        across: groupName,
        ends: raceEnds(race, translate),
        epochWord: translate('epoch'),
        rows: raceRows(race),
        at
      },
      width
    );
    describe(frame, race, at, translate);
    const live = frame.status.state === 'live';
    frame.setTools(
      runTools(
        { ...race, live, stopping: requests.isStopping(race), parts: false },
        requests,
        translate
      )
    );
    progress.show(race, live);
    frame.refreshTable();
  };
  const painter = createPainter(frame.element, draw);
  const take = (next: Race): void => {
    race = next;
    painter.schedule();
  };
  const requests = raceRequests(bundle.id, frame, context, take, painter);
  requests.attach();
  return {
    update(next) {
      if (next.kind === 'race') {
        frame.setBundle(next);
        take(next);
      }
    },
    resize(next) {
      frame.resize(next);
      width = Math.max(LEAST_WIDTH, frame.picture.clientWidth || next);
      draw();
    },
    themeChanged: draw,
    dispose() {
      requests.dispose();
      painter.dispose();
      plot.dispose();
      frame.dispose();
    }
  };
};

/** Everything around the plots that is words. */
function describe(
  frame: Frame,
  race: Race,
  at: RacePlace,
  translate: Translate
): void {
  const live = frame.status.state === 'live';
  frame.status.override(race.status === 'running' && live ? 'training' : null);
  frame.setMeta(
    [race.metric.name, race.title ?? ''].filter(Boolean).join(' · ')
  );
  frame.setReading(raceReading(race, translate));
  frame.setNotice(failureSentences(race, translate).join(' '));
  frame.setChanged(
    race.epochs.done === 0
      ? ''
      : html(
          'span',
          {},
          html('b', {}, placeSentence(race, at, translate)),
          ' ',
          heldSentence(race, at.epoch, translate)
        )
  );
}

/** What the view asks of the kernel that trains. */
function raceRequests(
  id: string,
  frame: Frame,
  { link }: ViewContext,
  take: (race: Race) => void,
  painter: { schedule(): void }
) {
  let stopping = false;
  const ask = (request: Promise<unknown>): void => {
    request.catch((reason: unknown) => {
      stopping = false;
      frame.warn(reason instanceof Error ? reason.message : String(reason));
    });
  };
  return {
    stop() {
      // A busy machine may take its time; the press is answered at once.
      stopping = true;
      painter.schedule();
      ask(link.request('stop', { id }));
    },
    isStopping({ status }: Race) {
      stopping &&= status === 'running';
      return stopping;
    },
    resume: ({ epochs }: { epochs?: number } = {}) =>
      ask(link.request('resume', { id, ...(epochs && { epochs }) })),
    /** A saved picture of a running race is of the past: asks where it is now. */
    attach() {
      if (frame.status.state === 'live') {
        link.request('race', { id }).then(
          ({ race }) => take(race),
          () => undefined
        );
      }
    },
    dispose: link.onEvent('race', event => {
      if (event.id === id) {
        take(event.race);
      }
    })
  };
}

/** The place that a key leads to; null for a key of others. */
function targetOf(
  action: KeyAction,
  { epoch, group }: RacePlace,
  { groups }: Race
): RacePlace | null {
  switch (action) {
    case 'nextStep':
      return { epoch, group: group + 1 };
    case 'previousStep':
      return { epoch, group: group - 1 };
    case 'previousUnit':
      return { epoch: epoch + 1, group };
    case 'nextUnit':
      return { epoch: epoch - 1, group };
    case 'firstStep':
      return { epoch, group: 0 };
    case 'lastStep':
      return { epoch, group: groups.length - 1 };
    default:
      return null;
  }
}
