// Importing this module gives cells the compiler: their runs and clamps are then computed by what is
// compiled of their steps, and Jacobians and the way back are read off these.
import { jacobiansByGraph } from './analysis/jacobiansByGraph';
import { readJacobiansBy } from './analysis/stepJacobian';
import { adjoints } from './run/adjoints';
import { runCellsBy } from './run/recordedCell';
import { recordedLayer } from './run/recordedLayer';
import { readAdjointsBy } from './run/traceBundle';

runCellsBy(recordedLayer);
readJacobiansBy(jacobiansByGraph);
readAdjointsBy(adjoints);
