import type { SiteKernel } from './siteKernel';

/** The kernels of this page, by their ids. */
export const runningKernels = new Map<string, SiteKernel>();
