import { type Entry, entries, ownPage, type Written } from './entry.ts'

const entrywise = '(…) → (…)'
const oneNumber = 'input and target of one shape → (), or that shape for reduction="none"'
const classes = '(n, classes), (n,) → ()'

const texts: readonly Written[] = [
  ['linear(input, weight, bias=None)', 'input @ weight.T + bias.', '(…, in), (out, in) → (…, out)'],
  ['embedding(input, weight)', 'The rows of weight that the indices name.', '(…) → (…, width)'],
  ['one_hot(tensor, num_classes=-1)', 'A row of 0 with a single 1 for each index.', '(…) → (…, classes)'],
  ['relu(input, inplace=False)', 'max(0, x).', entrywise],
  ['relu6(input, inplace=False)', 'min(max(0, x), 6).', entrywise],
  ['leaky_relu(input, negative_slope=0.01, inplace=False)', 'x above 0, negative_slope · x below.', entrywise],
  ['prelu(input, weight)', 'x above 0, weight · x below.', entrywise],
  ['elu(input, alpha=1.0, inplace=False)', 'x above 0, alpha · (exp(x) − 1) below.', entrywise],
  ['selu(input, inplace=False)', 'elu, scaled so that mean and variance settle.', entrywise],
  ['celu(input, alpha=1.0, inplace=False)', 'A smooth elu.', entrywise],
  ['gelu(input, *, approximate="none")', 'x · Φ(x), with Φ the normal distribution.', entrywise],
  ['silu(input, inplace=False)', 'x · sigmoid(x).', entrywise],
  ['mish(input, inplace=False)', 'x · tanh(softplus(x)).', entrywise],
  ['sigmoid(input)', '1 / (1 + exp(−x)): an S from 0 to 1.', entrywise],
  ['softshrink(input, lambd=0.5)', 'Moves numbers towards 0 by lambd.', entrywise],
  ['hardshrink(input, lambd=0.5)', 'Makes numbers within ± lambd 0.', entrywise],
  ['threshold(input, threshold, value, inplace=False)', 'value where x is not above threshold.', entrywise],
  ['glu(input, dim=-1)', 'The first half times the sigmoid of the second.', '(…, 2n) → (…, n)'],
  ['logsigmoid(input)', 'log(sigmoid(x)), without overflow.', entrywise],
  ['tanh(input)', 'The hyperbolic tangent: an S from −1 to 1.', entrywise],
  ['hardtanh(input, min_val=-1.0, max_val=1.0, inplace=False)', 'x, cut off at two bounds.', entrywise],
  ['hardsigmoid(input, inplace=False)', 'A sigmoid of three straight lines.', entrywise],
  ['hardswish(input, inplace=False)', 'x · hardsigmoid(x).', entrywise],
  ['softplus(input, beta=1, threshold=20)', 'log(1 + exp(x)): a smooth ReLU.', entrywise],
  ['softsign(input)', 'x / (1 + |x|).', entrywise],
  ['tanhshrink(input)', 'x − tanh(x).', entrywise],
  [
    'softmax(input, dim=None, dtype=None)',
    'exp(x) / Σ exp(x) along dim: numbers from 0 to 1 that add up to 1.',
    entrywise,
  ],
  ['log_softmax(input, dim=None, dtype=None)', 'The logarithm of softmax, without overflow.', entrywise],
  ['softmin(input, dim=None, dtype=None)', 'softmax of −x.', entrywise],
  [
    'dropout(input, p=0.5, training=True, inplace=False)',
    'Makes numbers 0 with probability p and scales the rest by 1 / (1 − p).',
    entrywise,
  ],
  ['normalize(input, p=2.0, dim=1, eps=1e-12)', 'Vectors along dim of length 1.', entrywise],
  [
    'layer_norm(input, normalized_shape, weight=None, bias=None, eps=1e-05)',
    'Mean 0 and variance 1 over the last dimensions.',
    entrywise,
  ],
  [
    'cosine_similarity(x1, x2, dim=1, eps=1e-08)',
    'The cosine of the angle between vectors along dim.',
    '(n, d), (n, d) → (n,)',
  ],
  ['mse_loss(input, target, reduction="mean")', 'The mean of (input − target)².', oneNumber],
  ['l1_loss(input, target, reduction="mean")', 'The mean of |input − target|.', oneNumber],
  ['smooth_l1_loss(input, target, reduction="mean", beta=1.0)', 'Squared near 0, straight beyond beta.', oneNumber],
  ['huber_loss(input, target, reduction="mean", delta=1.0)', 'Squared near 0, straight beyond delta.', oneNumber],
  [
    'binary_cross_entropy(input, target, weight=None, reduction="mean")',
    'Cross-entropy of probabilities and targets from 0 to 1.',
    oneNumber,
  ],
  [
    'binary_cross_entropy_with_logits(input, target, weight=None, reduction="mean", pos_weight=None)',
    'The same of sigmoid(input), without overflow.',
    oneNumber,
  ],
  [
    'cross_entropy(input, target, weight=None, ignore_index=-100, reduction="mean", label_smoothing=0.0)',
    'Cross-entropy of scores before softmax and the right class of each row.',
    classes,
  ],
  [
    'nll_loss(input, target, weight=None, ignore_index=-100, reduction="mean")',
    'Minus the logarithmic probability of the right class of each row.',
    classes,
  ],
  [
    'kl_div(input, target, reduction="mean", log_target=False)',
    'How far the target distribution is from exp(input).',
    oneNumber,
  ],
  [
    'hinge_embedding_loss(input, target, margin=1.0, reduction="mean")',
    'x where the target is 1, max(0, margin − x) where it is −1.',
    oneNumber,
  ],
]

const within = 'torch.nn.functional'

/** Texts for the names of `torch.nn.functional`. */
export const functionalTexts: readonly Entry[] = entries({ within, kind: 'function', page: ownPage(within) }, texts)
