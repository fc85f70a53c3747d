// Cells run by the kernels from the moment that this is imported; by themselves they know the tape alone.
import { cellKernels } from './fused/cellKernels';
import { runCellsBy } from './run/cellByKernels';

runCellsBy(cellKernels);
