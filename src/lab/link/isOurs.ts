import type { Kernel } from '@jupyterlab/services';

/** Whether a kernel speaks our protocol; one that never answers `kernel_info` is asked by its name alone. */
export async function isOurs(
  kernel: Kernel.IKernelConnection
): Promise<boolean> {
  if (kernel.name === 'gatescope') {
    return true;
  }
  try {
    return (await kernel.info).implementation === 'gatescope';
  } catch {
    return false;
  }
}
