/** Python that makes a small PyTorch network, `model`, with a sine `x` and what follows it, `y`. */
export const sineModel = (steps: number): string => `import torch, gatescope
from torch import nn

torch.manual_seed(7)
class Forecast(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(1, 4, batch_first=True)
        self.out = nn.Linear(4, 1)
    def forward(self, x):
        return self.out(self.lstm(x)[0])
model = Forecast()
x = torch.sin(torch.arange(${steps}) / 4)[None, :, None]
y = torch.sin(torch.arange(1, ${steps + 1}) / 4)[None, :, None]`;
