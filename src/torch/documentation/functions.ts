import { type Entry, entries, onePage, ownPage, sharedPage, type Written } from './entry.ts'
import { entrywiseTexts } from './entrywise.ts'
import { sharedActivationTexts, specialTexts } from './more-entrywise.ts'
import { constants, cuda, settings, typedClasses, types } from './settings.ts'
import { shapingTexts } from './shaping.ts'

const likeRow = 'shape of input'

/** Functions of `torch` that are no methods. */
const alone: readonly Written[] = [
  ['broadcast_shapes(*shapes)', 'The shape that several shapes broadcast to.', '→ torch.Size'],
  ['broadcast_tensors(*tensors)', 'The tensors, expanded to the shape they broadcast to.', 'a tuple of tensors'],
  ['row_stack(tensors)', 'Another name of vstack.', '(a, c), (b, c) → (a + b, c)'],
  [
    'std_mean(input, dim=None, unbiased=True, keepdim=False, *, correction=1)',
    'The standard deviation and the mean.',
    'a tuple of tensors',
  ],
  [
    'var_mean(input, dim=None, unbiased=True, keepdim=False, *, correction=1)',
    'The variance and the mean.',
    'a tuple of tensors',
  ],
  [
    'tensordot(a, b, dims=2)',
    'Sums of products along the last dimensions of a and the first of b.',
    'the dimensions that are left',
  ],
  [
    'tensor(data, *, dtype=None, requires_grad=False)',
    'A new tensor with the numbers of a number or nested lists.',
    'shape of the lists',
  ],
  ['as_tensor(data, dtype=None)', 'A tensor of data; a tensor stays what it is.', 'shape of data'],
  ['zeros(*size, dtype=None, requires_grad=False)', 'A tensor full of 0.', '→ size'],
  ['ones(*size, dtype=None, requires_grad=False)', 'A tensor full of 1.', '→ size'],
  ['empty(*size, dtype=None, requires_grad=False)', 'A tensor whose numbers are still to be written.', '→ size'],
  ['full(size, fill_value, *, dtype=None, requires_grad=False)', 'A tensor full of one number.', '→ size'],
  ['zeros_like(input, *, dtype=None, requires_grad=False)', 'A tensor full of 0, of the same shape.', likeRow],
  ['ones_like(input, *, dtype=None, requires_grad=False)', 'A tensor full of 1, of the same shape.', likeRow],
  [
    'empty_like(input, *, dtype=None, requires_grad=False)',
    'A tensor of the same shape, still to be written.',
    likeRow,
  ],
  [
    'full_like(input, fill_value, *, dtype=None, requires_grad=False)',
    'A tensor full of one number, of the same shape.',
    likeRow,
  ],
  [
    'arange(start, end=None, step=1, *, dtype=None, requires_grad=False)',
    'Numbers from start to before end; arange(n) counts from 0.',
    '→ (n,)',
  ],
  [
    'linspace(start, end, steps, *, dtype=None, requires_grad=False)',
    'Equally spaced numbers from start to end, both included.',
    '→ (steps,)',
  ],
  [
    'logspace(start, end, steps, base=10.0, *, dtype=None, requires_grad=False)',
    'Powers of base with equally spaced exponents.',
    '→ (steps,)',
  ],
  [
    'eye(n, m=None, *, dtype=None, requires_grad=False)',
    'The unit matrix: 1 on the diagonal, 0 elsewhere.',
    '→ (n, m)',
  ],
  [
    'rand(*size, generator=None, dtype=None, requires_grad=False)',
    'Random numbers, equally likely from 0 to 1.',
    '→ size',
  ],
  [
    'randn(*size, generator=None, dtype=None, requires_grad=False)',
    'Random numbers of the standard normal distribution.',
    '→ size',
  ],
  [
    'randint(low, high=None, size=None, *, generator=None, dtype=None, requires_grad=False)',
    'Random whole numbers from low to before high.',
    '→ size',
  ],
  ['randperm(n, *, generator=None, dtype=None, requires_grad=False)', '0 to n − 1 in random order.', '→ (n,)'],
  ['rand_like(input, *, dtype=None, requires_grad=False)', 'Random numbers from 0 to 1, of the same shape.', likeRow],
  ['randn_like(input, *, dtype=None, requires_grad=False)', 'Normal random numbers, of the same shape.', likeRow],
  [
    'randint_like(input, low, high=None, *, dtype=None, requires_grad=False)',
    'Random whole numbers, of the same shape.',
    likeRow,
  ],
  [
    'normal(mean, std, size=None, *, generator=None)',
    'Normal random numbers with this mean and standard deviation.',
    '→ size',
  ],
  ['bernoulli(input, p=None, *, generator=None)', '1 with the probability that input gives, else 0.', likeRow],
  [
    'multinomial(input, num_samples, replacement=False, *, generator=None)',
    'Draws indices with the probabilities that input gives.',
    '(n,) → (num_samples,)',
  ],
  ['stack(tensors, dim=0)', 'Joins tensors of one shape along a new dimension.', 'n of (a, b) → (n, a, b)'],
  ['cat(tensors, dim=0)', 'Joins tensors along a dimension they have.', '(a, c), (b, c) → (a + b, c)'],
  ['concat(tensors, dim=0)', 'Another name of cat.', '(a, c), (b, c) → (a + b, c)'],
  ['concatenate(tensors, dim=0)', 'Another name of cat.', '(a, c), (b, c) → (a + b, c)'],
  ['hstack(tensors)', 'Joins tensors side by side.', '(a, b), (a, c) → (a, b + c)'],
  ['vstack(tensors)', 'Joins tensors one below the other.', '(a, c), (b, c) → (a + b, c)'],
  ['column_stack(tensors)', 'Puts vectors side by side as columns.', '(n,), (n,) → (n, 2)'],
  ['meshgrid(*tensors, indexing=None)', 'All pairs of coordinates as a grid.', '(n,), (m,) → two of (n, m)'],
  [
    'einsum(equation, *operands)',
    'Sums of products, with a letter for each dimension: "ij,jk->ik".',
    'as the equation says',
  ],
  ['is_tensor(obj)', 'Whether it is a tensor.', '→ bool'],
  ['is_floating_point(input)', 'Whether its numbers are floats.', '→ bool'],
]

const linalg: readonly Written[] = [
  [
    'norm(A, ord=None, dim=None, keepdim=False, *, dtype=None)',
    'The length of a vector, or a norm of a matrix.',
    '(…) → (), or without dim; keepdim keeps it as 1',
  ],
  [
    'vector_norm(x, ord=2, dim=None, keepdim=False, *, dtype=None)',
    'The length of a tensor as a vector.',
    '(…) → (), or without dim; keepdim keeps it as 1',
  ],
  ['matmul(input, other)', 'The matrix product: what @ does.', '(…, n, k) @ (…, k, m) → (…, n, m)'],
  ['cross(input, other, *, dim=-1)', 'The vector product of vectors with three entries.', '(…, 3) → (…, 3)'],
  ['inv(A)', 'The inverse of a square matrix.', '(n, n) → (n, n)'],
  ['det(A)', 'The determinant of a square matrix.', '(n, n) → ()'],
  ['solve(A, B)', 'The X with A @ X = B.', '(n, n), (n, k) → (n, k)'],
]

const within = 'torch'

/** Texts for the names of `torch`. */
export const functionTexts: readonly Entry[] = [
  ...entries({ within, kind: 'function', page: ownPage(within) }, [
    ...entrywiseTexts,
    ...shapingTexts,
    ...alone,
    ...settings,
    ...sharedActivationTexts,
  ]),
  ...entries({ within, kind: 'constant', page: onePage('tensor_attributes.html#torch.dtype') }, types),
  ...entries({ within, kind: 'constant', page: onePage('torch.html#constants') }, constants),
  ...entries({ within, kind: 'class', page: onePage('tensors.html') }, [
    ['Tensor', 'Numbers in a grid of any number of dimensions, with gradients.'],
  ]),
  ...entries({ within, kind: 'class', page: sharedPage('generated/torch.Generator', 'torch') }, [
    ['Generator(device="cpu")', 'A source of random numbers of its own.'],
  ]),
  ...entries({ within, kind: 'class', page: onePage('tensors.html') }, typedClasses),
  ...entries({ within, kind: 'class', page: onePage('tensor_attributes.html#torch.device') }, [
    ['device(type, index=None)', 'Where numbers are: torch.device("cpu").'],
  ]),
  ...entries({ within, kind: 'function', page: onePage('type_info.html#torch.torch.finfo') }, [
    ['finfo(type=None)', 'The smallest, largest and finest number of a float type.'],
  ]),
  ...entries({ within, kind: 'constant', page: onePage('torch.html#random-sampling') }, [
    ['default_generator', 'The source of random numbers that is used unless another is given.'],
  ]),
  ...entries({ within: 'torch.special', kind: 'function', page: sharedPage('special', 'torch.special') }, specialTexts),
  ...entries({ within: 'torch.linalg', kind: 'function', page: ownPage('torch.linalg') }, linalg),
  ...entries({ within: 'torch.cuda', kind: 'function', page: ownPage('torch.cuda') }, cuda),
  ...entries({ within: 'torch.backends.mps', kind: 'function', page: onePage('backends.html#torch-backends-mps') }, [
    ['is_available()', 'Whether there is a graphics card of that kind: here there is none.', '→ bool'],
    ['is_built()', 'Whether PyTorch could use one.', '→ bool'],
  ]),
  ...entries(
    { within: 'torch.Generator', kind: 'method', page: sharedPage('generated/torch.Generator', 'torch.Generator') },
    [
      ['manual_seed(seed)', 'Starts this source anew: the same seed, the same numbers.'],
      ['seed()', 'Starts this source at a random place.', '→ int'],
      ['initial_seed()', 'The seed that it began with.', '→ int'],
    ],
  ),
]
