import { type Entry, entries, ownPage, sharedPage, type Written } from './entry.ts'

const entrywise = '(…) → (…)'
const oneNumber = 'input and target of one shape → (), or that shape for reduction="none"'
const classes = '(n, classes), (n,) → ()'

const layers: readonly Written[] = [
  [
    'Module()',
    'What every network inherits from: it knows its parameters and the modules in it. Write __init__ and forward.',
  ],
  [
    'Linear(in_features, out_features, bias=True, dtype=None)',
    'y = x @ weight.T + bias, with weight and bias to learn.',
    '(…, in) → (…, out)',
  ],
  ['Identity(*args)', 'Passes its input on.', entrywise],
  ['Flatten(start_dim=1, end_dim=-1)', 'Joins all dimensions but the first.', '(n, a, b) → (n, a·b)'],
  ['Unflatten(dim, unflattened_size)', 'Splits one dimension into several.', '(n, a·b) → (n, a, b)'],
  [
    'Embedding(num_embeddings, embedding_dim, padding_idx=None, dtype=None)',
    'A table to learn: a row for each index.',
    '(…) → (…, embedding_dim)',
  ],
  [
    'Dropout(p=0.5, inplace=False)',
    'While training, makes numbers 0 with probability p and scales the rest by 1 / (1 − p).',
    entrywise,
  ],
  [
    'LayerNorm(normalized_shape, eps=1e-05, elementwise_affine=True, bias=True, dtype=None)',
    'Mean 0 and variance 1 over the last dimensions, then scaled and shifted.',
    entrywise,
  ],
  [
    'BatchNorm1d(num_features, eps=1e-05, momentum=0.1, affine=True, track_running_stats=True, dtype=None)',
    'Mean 0 and variance 1 of each feature over the batch, then scaled and shifted.',
    '(n, features) → (n, features)',
  ],
  ['CosineSimilarity(dim=1, eps=1e-08)', 'The cosine of the angle between vectors along dim.', '(n, d), (n, d) → (n,)'],
  ['Parameter(data=None, requires_grad=True)', 'A tensor that a module counts among what it learns.', 'shape of data'],
  ['Sequential(*args)', 'Modules one after the other: each gets the result of the one before.'],
  ['ModuleList(modules=None)', 'A list of modules whose parameters count.'],
  ['ModuleDict(modules=None)', 'A dictionary of modules whose parameters count.'],
  ['ParameterList(values=None)', 'A list of parameters that count.'],
]

const activations: readonly Written[] = [
  ['ReLU(inplace=False)', 'max(0, x).', entrywise],
  ['ReLU6(inplace=False)', 'min(max(0, x), 6).', entrywise],
  ['LeakyReLU(negative_slope=0.01, inplace=False)', 'x above 0, negative_slope · x below.', entrywise],
  ['PReLU(num_parameters=1, init=0.25, *, dtype=None)', 'Like LeakyReLU, with the slope to learn.', entrywise],
  ['ELU(alpha=1.0, inplace=False)', 'x above 0, alpha · (exp(x) − 1) below.', entrywise],
  ['SELU(inplace=False)', 'ELU, scaled so that mean and variance settle.', entrywise],
  ['CELU(alpha=1.0, inplace=False)', 'A smooth ELU.', entrywise],
  ['GELU(approximate="none")', 'x · Φ(x), with Φ the normal distribution.', entrywise],
  ['SiLU(inplace=False)', 'x · sigmoid(x).', entrywise],
  ['Mish(inplace=False)', 'x · tanh(softplus(x)).', entrywise],
  ['Sigmoid()', '1 / (1 + exp(−x)): an S from 0 to 1.', entrywise],
  ['LogSigmoid()', 'log(sigmoid(x)), without overflow.', entrywise],
  ['Tanh()', 'The hyperbolic tangent: an S from −1 to 1.', entrywise],
  ['Hardtanh(min_val=-1.0, max_val=1.0, inplace=False)', 'x, cut off at two bounds.', entrywise],
  ['Hardsigmoid(inplace=False)', 'A sigmoid of three straight lines.', entrywise],
  ['Hardswish(inplace=False)', 'x · Hardsigmoid(x).', entrywise],
  ['Softplus(beta=1, threshold=20)', 'log(1 + exp(x)): a smooth ReLU.', entrywise],
  ['Softsign()', 'x / (1 + |x|).', entrywise],
  ['Tanhshrink()', 'x − tanh(x).', entrywise],
  ['Softshrink(lambd=0.5)', 'Moves numbers towards 0 by lambd.', entrywise],
  ['Hardshrink(lambd=0.5)', 'Makes numbers within ± lambd 0.', entrywise],
  ['Threshold(threshold, value, inplace=False)', 'value where x is not above threshold.', entrywise],
  ['GLU(dim=-1)', 'The first half times the sigmoid of the second.', '(…, 2n) → (…, n)'],
  ['Softmax(dim=None)', 'Numbers from 0 to 1 that add up to 1 along dim.', entrywise],
  ['LogSoftmax(dim=None)', 'The logarithm of Softmax, without overflow.', entrywise],
  ['Softmin(dim=None)', 'Softmax of −x.', entrywise],
]

const losses: readonly Written[] = [
  ['MSELoss(reduction="mean")', 'The mean of (input − target)².', oneNumber],
  ['L1Loss(reduction="mean")', 'The mean of |input − target|.', oneNumber],
  ['SmoothL1Loss(reduction="mean", beta=1.0)', 'Squared near 0, straight beyond beta.', oneNumber],
  ['HuberLoss(reduction="mean", delta=1.0)', 'Squared near 0, straight beyond delta.', oneNumber],
  ['BCELoss(weight=None, reduction="mean")', 'Cross-entropy of probabilities and targets from 0 to 1.', oneNumber],
  [
    'BCEWithLogitsLoss(weight=None, reduction="mean", pos_weight=None)',
    'BCELoss of sigmoid(input), without overflow.',
    oneNumber,
  ],
  [
    'CrossEntropyLoss(weight=None, ignore_index=-100, reduction="mean", label_smoothing=0.0)',
    'Cross-entropy of scores before softmax and the right class of each row.',
    classes,
  ],
  [
    'NLLLoss(weight=None, ignore_index=-100, reduction="mean")',
    'Minus the logarithmic probability of the right class of each row.',
    classes,
  ],
  ['KLDivLoss(reduction="mean", log_target=False)', 'How far the target distribution is from exp(input).', oneNumber],
  [
    'HingeEmbeddingLoss(margin=1.0, reduction="mean")',
    'x where the target is 1, max(0, margin − x) where it is −1.',
    oneNumber,
  ],
]

/** A name that is called with nothing; no file may call the host's function of the same name, nor look as if it did. */
const bare = (name: string): string => `${name}()`

const ofModules: readonly Written[] = [
  ['forward(*input)', 'What the module computes; call the module itself, not this.'],
  ['parameters(recurse=True)', 'All tensors that it learns: give them to an optimizer.'],
  ['named_parameters(prefix="", recurse=True)', 'All tensors that it learns, with their names.'],
  ['buffers(recurse=True)', 'The tensors that it keeps but does not learn.'],
  ['named_buffers(prefix="", recurse=True)', 'The tensors that it keeps but does not learn, with their names.'],
  ['children()', 'The modules directly in it.'],
  ['named_children()', 'The modules directly in it, with their names.'],
  ['modules()', 'It and all modules in it.'],
  ['named_modules(memo=None, prefix="")', 'It and all modules in it, with their names.'],
  ['zero_grad(set_to_none=True)', 'Takes the gradients of all its parameters away.'],
  ['train(mode=True)', 'Dropout and the like work as in training.'],
  [bare('eval'), 'Dropout and the like pass their input on.'],
  ['requires_grad_(requires_grad=True)', 'Lets all its parameters learn, or none.'],
  ['state_dict(*, prefix="", keep_vars=False)', 'Its parameters and buffers as a dictionary.'],
  ['load_state_dict(state_dict, strict=True, assign=False)', 'Takes parameters and buffers over from a dictionary.'],
  ['apply(fn)', 'Calls fn with it and every module in it.'],
  ['register_buffer(name, tensor, persistent=True)', 'Keeps a tensor that is not learnt.'],
  ['register_parameter(name, param)', 'Keeps a tensor to learn.'],
  ['register_module(name, module)', 'Keeps a module.'],
  ['add_module(name, module)', 'Keeps a module.'],
  ['get_parameter(target)', 'A parameter by its name.'],
  ['get_submodule(target)', 'A module in it by its name.'],
  ['register_forward_hook(hook)', 'Calls hook after each forward.'],
  ['register_forward_pre_hook(hook)', 'Calls hook before each forward.'],
  ['to(*args, dtype=None)', 'Its parameters as another element type.'],
  ['float()', 'Its parameters as float32.'],
  ['double()', 'Its parameters as float64.'],
  ['cpu()', 'Its parameters in the memory of the processor.'],
  ['cuda(device=None)', 'Its parameters on a graphics card.'],
  ['half()', 'Its parameters with about 3 digits.'],
  ['type(dst_type)', 'Its parameters as another element type.'],
  ['extra_repr()', 'What print shows in its brackets.'],
]

/** What modules that hold others have, by their names. */
const ofContainers: Readonly<Record<string, readonly Written[]>> = {
  Sequential: [
    ['append(module)', 'Puts a module at the end.'],
    ['insert(index, module)', 'Puts a module before a place.'],
    ['extend(sequential)', 'Puts several modules at the end.'],
    ['pop(key)', 'Takes a module out.'],
  ],
  ModuleList: [
    ['append(module)', 'Puts a module at the end.'],
    ['insert(index, module)', 'Puts a module before a place.'],
    ['extend(modules)', 'Puts several modules at the end.'],
    ['pop(key)', 'Takes a module out.'],
  ],
  ModuleDict: [
    ['keys()', 'The names.'],
    ['values()', 'The modules.'],
    ['items()', 'Names with their modules.'],
    ['update(modules)', 'Takes modules over from a dictionary.'],
    ['pop(key)', 'Takes a module out.'],
  ],
  ParameterList: [
    ['append(value)', 'Puts a parameter at the end.'],
    ['extend(values)', 'Puts several parameters at the end.'],
  ],
}

const helpers: readonly Written[] = [
  [
    'clip_grad_norm_(parameters, max_norm, norm_type=2.0, error_if_nonfinite=False)',
    'Shortens all gradients together where they are longer than max_norm, and gives their length.',
    '→ ()',
  ],
  ['clip_grad_value_(parameters, clip_value)', 'Cuts every gradient off at ± clip_value.'],
  ['parameters_to_vector(parameters)', 'All parameters in one row.', '→ (n,)'],
  ['vector_to_parameters(vec, parameters)', 'Writes a row of numbers into parameters.'],
]

const initial: readonly Written[] = [
  ['zeros_(tensor)', 'Fills it with 0.', entrywise],
  ['ones_(tensor)', 'Fills it with 1.', entrywise],
  ['constant_(tensor, val)', 'Fills it with one number.', entrywise],
  ['eye_(tensor)', 'Makes it the unit matrix.', entrywise],
  ['uniform_(tensor, a=0.0, b=1.0, generator=None)', 'Random numbers, equally likely from a to b.', entrywise],
  ['normal_(tensor, mean=0.0, std=1.0, generator=None)', 'Normal random numbers.', entrywise],
  [
    'xavier_uniform_(tensor, gain=1.0, generator=None)',
    'Uniform, ± gain · √(6 / (in + out)): for tanh and sigmoid.',
    entrywise,
  ],
  [
    'xavier_normal_(tensor, gain=1.0, generator=None)',
    'Normal, with deviation gain · √(2 / (in + out)): for tanh and sigmoid.',
    entrywise,
  ],
  [
    'kaiming_uniform_(tensor, a=0, mode="fan_in", nonlinearity="leaky_relu", generator=None)',
    'Uniform, as wide as suits ReLU.',
    entrywise,
  ],
  [
    'kaiming_normal_(tensor, a=0, mode="fan_in", nonlinearity="leaky_relu", generator=None)',
    'Normal, as wide as suits ReLU.',
    entrywise,
  ],
  ['calculate_gain(nonlinearity, param=None)', 'The gain that suits an activation.', '→ float'],
]

const within = 'torch.nn'
const moduleMember = sharedPage('generated/torch.nn.Module', 'torch.nn.Module')

/** Texts for the names of `torch.nn` and `torch.nn.init`, and for what every module has. */
export const nnTexts: readonly Entry[] = [
  ...entries({ within, kind: 'class', page: ownPage(within) }, [...layers, ...activations, ...losses]),
  ...entries({ within: 'torch.nn.Module', kind: 'method', page: moduleMember }, ofModules),
  ...entries({ within: 'torch.nn.Module', kind: 'attribute', page: moduleMember }, [
    ['training', 'Whether Dropout and the like work as in training.', '→ bool'],
  ]),
  ...entries({ within: 'torch.nn.Linear', kind: 'attribute', page: () => ownPage(within)('Linear') }, [
    ['weight', 'The weights, one row for each output.', '(out, in)'],
    ['bias', 'What is added to each output.', '(out,)'],
    ['in_features', 'How many inputs there are.', '→ int'],
    ['out_features', 'How many outputs there are.', '→ int'],
  ]),
  ...Object.entries(ofContainers).flatMap(([name, texts]) =>
    entries({ within: `torch.nn.${name}`, kind: 'method', page: () => ownPage(within)(name) }, texts),
  ),
  ...entries({ within: 'torch.nn.utils', kind: 'function', page: ownPage('torch.nn.utils') }, helpers),
  ...entries({ within: 'torch.nn.init', kind: 'function', page: sharedPage('nn.init', 'torch.nn.init') }, initial),
]
