/** Functions and classes that the written code brings along where PyTorch has none. */
export const pytorchHelpers = {
  over_valid: `def over_valid(layer, x, mask):
    """Outputs and last h of a recurrent layer over the steps that the mask keeps, wherever they are.

    Outputs of the other steps are zero.
    """
    order = torch.argsort((~mask).to(torch.uint8), dim=1, stable=True)
    counts = mask.sum(1)
    packed = nn.utils.rnn.pack_padded_sequence(
        x.gather(1, order[:, :, None].expand_as(x)),
        counts.clamp(min=1).cpu(),
        batch_first=True,
        enforce_sorted=False,
    )
    output, state = layer(packed)
    h = state[0] if isinstance(state, tuple) else state
    output, _ = nn.utils.rnn.pad_packed_sequence(
        output, batch_first=True, total_length=x.shape[1]
    )
    back = torch.argsort(order, dim=1)[:, :, None].expand_as(output)
    return output.gather(1, back) * mask[:, :, None], h * (counts > 0)[None, :, None]
`,
  repeated: `def repeated(x, mask):
    """At each masked step the output before it, as Keras has it."""
    steps = torch.arange(mask.shape[1], device=mask.device)
    last = torch.where(mask, steps, -1).cummax(1).values[:, :, None].expand_as(x)
    return torch.where(last < 0, torch.zeros_like(x), x.gather(1, last.clamp(min=0)))
`,
  ResetBeforeGRU: `class ResetBeforeGRU(nn.Module):
    """A GRU whose reset gate acts on h itself, before the product with U: nn.GRU has none."""

    def __init__(self, input_size, hidden_size):
        super().__init__()
        self.kernel = nn.Parameter(torch.empty(input_size, 3 * hidden_size))
        self.recurrent_kernel = nn.Parameter(torch.empty(hidden_size, 3 * hidden_size))
        self.bias = nn.Parameter(torch.empty(3 * hidden_size))

    def forward(self, x):
        w_z, w_r, w_n = (x @ self.kernel + self.bias).chunk(3, -1)
        u_z, u_r, u_n = self.recurrent_kernel.chunk(3, 1)
        h = x.new_zeros(x.shape[0], u_n.shape[0])
        outputs = []
        for t in range(x.shape[1]):
            z = torch.sigmoid(w_z[:, t] + h @ u_z)
            r = torch.sigmoid(w_r[:, t] + h @ u_r)
            n = torch.tanh(w_n[:, t] + (r * h) @ u_n)
            h = (1 - z) * n + z * h
            outputs.append(h)
        return torch.stack(outputs, 1), h[None]
`
} as const;

export type HelperName = keyof typeof pytorchHelpers;
