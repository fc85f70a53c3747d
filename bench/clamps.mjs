// How long a clamp takes until it is drawn: of the lab's kernel and of the page's.

/** A network as students train it, which is of f32. */
export const trained = (
  steps,
  units
) => `import { layers, sequential, show } from 'gatescope';
const x = [Array.from({ length: ${steps} }, (_, t) => [Math.sin(t / 4)])];
const y = [[0.5]];
const model = sequential([layers.lstm({ units: ${units}, inputShape: [null, 1] }), layers.dense({ units: 1 })], { seed: 7 });
model.compile({ optimizer: 'adam', loss: 'meanSquaredError' });
await model.fit(x, y, { epochs: 3, verbose: 0 });
show(model.trace(x[0], { target: y[0] }));`;

/** The like in a Python notebook, where PyTorch computes what follows. */
export const ofPyTorch = (steps, units) => `import torch, gatescope
from torch import nn
torch.manual_seed(7)
class Network(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(1, ${units}, batch_first=True)
        self.out = nn.Linear(${units}, 1)
    def forward(self, x):
        return self.out(self.lstm(x)[0][:, -1])
x = torch.sin(torch.arange(${steps}) / 4)[None, :, None]
run = gatescope.show(Network(), x, target=torch.tensor([[0.5]]), loss=nn.MSELoss())`;

/**
 * Opens What if in the view of the page, and presses the tools that hold the forget gate.
 *
 * @returns Milliseconds of each press until the frame with loss and gradients is on the screen.
 */
export async function clampTimes(page) {
  await page.getByRole('button', { name: 'What if' }).click();
  await page.getByRole('button', { name: 'hold f at 1' }).waitFor();
  return page.evaluate(async () => {
    const view = document.querySelector(
      '.jp-gatescope-view:has([data-tool="one"])'
    );
    const frame = () => new Promise(requestAnimationFrame);
    const changed = () =>
      view.querySelector('.jp-gatescope-changed').textContent;
    /** When the words have become others: what is drawn with them is painted in that very frame. */
    const drawn = before =>
      new Promise((resolve, reject) => {
        const late = setTimeout(() => reject(new Error('nothing drawn')), 5000);
        const observer = new MutationObserver(() => {
          if (changed() !== before) {
            clearTimeout(late);
            observer.disconnect();
            resolve();
          }
        });
        observer.observe(view, {
          subtree: true,
          childList: true,
          characterData: true
        });
      });
    const times = [];
    for (let turn = 0; turn < 64; turn += 1) {
      const before = changed();
      const tool = view.querySelector(
        `[data-tool="${turn % 2 === 0 ? 'one' : 'zero'}"]`
      );
      const waiting = drawn(before);
      const begun = performance.now();
      tool.click();
      await waiting;
      // The frame in which it is painted begins, and ends before whatever is posted to its end.
      await frame();
      await new Promise(resolve => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = resolve;
        port2.postMessage(null);
      });
      times.push(performance.now() - begun);
      await new Promise(resolve => setTimeout(resolve, 120));
    }
    return times.slice(4);
  });
}
