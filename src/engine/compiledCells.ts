// Importing this module gives cells the compiler: their runs and clamps are then computed by what is
// compiled of their steps.
import { runCellsBy } from './run/recordedCell';
import { recordedLayer } from './run/recordedLayer';

runCellsBy(recordedLayer);
