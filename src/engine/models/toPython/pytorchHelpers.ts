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
  BothWays: `class BothWays(nn.Module):
    """One layer forward and one backward in time: nn.GRU's bidirectional=True for layers of one's own."""

    def __init__(self, ahead, back):
        super().__init__()
        self.ahead = ahead
        self.back = back

    def forward(self, x, mask=None):
        ahead, last = self.ahead(x, mask)
        back, first = self.back(x.flip(1), None if mask is None else mask.flip(1))
        return torch.cat([ahead, back.flip(1)], -1), torch.cat([last, first])
`
} as const;

export type HelperName = keyof typeof pytorchHelpers;
