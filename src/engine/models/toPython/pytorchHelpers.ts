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
`,
  with_sines: `def with_sines(x):
    """x plus sines and cosines of many wavelengths, which tell the place of each step."""
    steps, size = x.shape[-2:]
    columns = torch.arange(size, dtype=torch.float64)
    places = torch.arange(steps, dtype=torch.float64)[:, None]
    angles = places / 10000 ** ((columns - columns % 2) / size)
    return x + torch.where(columns % 2 == 0, angles.sin(), angles.cos()).to(x)
`,
  turned: `def turned(x):
    """Each pair of numbers turned by an angle that grows with the place of its step (rotary)."""
    steps, size = x.shape[-2:]
    places = torch.arange(steps, dtype=torch.float64)[:, None]
    angles = places / 10000 ** (torch.arange(0, size, 2, dtype=torch.float64) / size)
    cos, sin = angles.cos().to(x), angles.sin().to(x)
    a, b = x[..., 0::2], x[..., 1::2]
    return torch.stack([a * cos - b * sin, a * sin + b * cos], -1).flatten(-2)
`,
  SelfAttention: `class SelfAttention(nn.Module):
    """Each step looks at all steps, or at those up to its own: softmax(Q Kᵀ / √d) V, for each head."""

    def __init__(self, size, heads, key_dim, causal=False, rotary=False, bias=True):
        super().__init__()
        self.heads, self.key_dim, self.causal, self.rotary = heads, key_dim, causal, rotary
        self.query = nn.Linear(size, heads * key_dim, bias=bias)
        self.key = nn.Linear(size, heads * key_dim, bias=bias)
        self.value = nn.Linear(size, heads * key_dim, bias=bias)
        self.output = nn.Linear(heads * key_dim, size, bias=bias)

    def forward(self, x, mask=None):
        q, k, v = (
            each(x).unflatten(-1, (self.heads, self.key_dim)).transpose(1, 2)
            for each in (self.query, self.key, self.value)
        )
        if self.rotary:
            q, k = turned(q), turned(k)
        scores = q @ k.transpose(-2, -1) / self.key_dim**0.5
        seen = torch.ones(scores.shape[-2:], dtype=torch.bool, device=x.device)
        if self.causal:
            seen = seen.tril()
        if mask is not None:
            seen = seen & mask[:, None, None, :]
        weights = scores.masked_fill(~seen, -1e30).softmax(-1)
        return self.output((weights @ v).transpose(1, 2).flatten(2))
`
} as const;

export type HelperName = keyof typeof pytorchHelpers;
