// The whole engine. The kernels are named here, too, since a bundler may pass over an index that only
// hands on what others export.
import '../../engine/cellsByKernels';

export * from '../../engine';
