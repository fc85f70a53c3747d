import type { Race } from '../../trace';
import { raceView } from '../../views/race/raceView';
import type { ViewFactory } from '../context';
import { createDefinedView } from '../scene/createDefinedView';
import { createProgressBar } from '../training/progressBar';
import { runRequests } from '../training/runRequests';
import { runTools } from '../training/trainingTools';

/** A race goes on while it is looked at, and can be stopped. */
export const createRaceView: ViewFactory<Race> = createDefinedView(
  raceView,
  ({ now, take, base, context }) => {
    const { frame } = base;
    const { translate } = context;
    const progress = createProgressBar(frame, translate);
    const isLive = (): boolean => frame.status.state === 'live';
    const requests = runRequests(frame, context, {
      id: base.bundle.id,
      kind: 'race',
      take: (race = now().bundle) => take(race)
    });
    requests.attach();
    return {
      tools() {
        const { bundle } = now();
        const stopping = requests.isStopping(bundle);
        return runTools(
          { ...bundle, live: isLive(), stopping, parts: false },
          requests,
          translate
        );
      },
      drawn() {
        const { bundle } = now();
        const isLearning = bundle.status === 'running' && isLive();
        frame.status.override(isLearning ? 'training' : null);
        progress.show(bundle, isLive());
      },
      onStatus() {
        requests.attach();
        base.draw();
      },
      dispose: requests.dispose
    };
  }
);
