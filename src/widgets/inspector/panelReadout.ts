import { withSequences } from '../base/sequences';
import { withSlid } from '../base/slider';
import { withUnitOfTime } from '../base/unitOfTime';
import { withWhole } from '../base/wholeBundle';
import { createReadout } from './createReadout';

/** The readout as the panel shows it: in the run's word for a step, of what its reader slides, opens or picks. */
export const createPanelReadout = withUnitOfTime(
  withSlid(withWhole(withSequences(createReadout)))
);
