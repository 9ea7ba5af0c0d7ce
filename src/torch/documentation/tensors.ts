import { type Entry, entries, nameIn, ownPage, parametersIn, type Written } from './entry.ts'
import { entrywiseTexts } from './entrywise.ts'
import { shapingTexts } from './shaping.ts'

const entrywise = '(…) → (…)'
const changes = 'stays as it is'

/** A function's text as the text of the method: the tensor itself is the first argument. */
const asMethod = ([signature, says, shape]: Written): Written => {
  const [, ...rest] = parametersIn(signature)
  const call = `${nameIn(signature)}(${rest.join(', ')})`
  return shape === undefined ? [call, says] : [call, says, shape]
}

/** What `torch` and its tensors call alike, but a tensor takes otherwise. */
const different: ReadonlyMap<string, Written> = new Map([
  [
    'where',
    ['where(condition, other)', 'The tensor where the condition is True, other elsewhere.', 'shapes broadcast'],
  ],
  ['permute', ['permute(*dims)', 'Puts the dimensions in another order.', '(a, b, c) → (c, a, b) for 2, 0, 1']],
  ['reshape', ['reshape(*shape)', 'The same numbers in another shape; −1 is worked out.', '(…) → shape, equally many']],
  ['broadcast_to', ['broadcast_to(*size)', 'Repeats dimensions of size 1 until the shape is size.', '→ size']],
  ['flip', ['flip(*dims)', 'Turns the order around along dims.', entrywise]],
  ['reshape', ['reshape(*shape)', 'The same numbers in another shape; −1 is worked out.', '(…) → shape, equally many']],
  ['broadcast_to', ['broadcast_to(*size)', 'Repeats dimensions of size 1 until the shape is size.', '→ size']],
  ['tile', ['tile(*dims)', 'Repeats the tensor as tiles.', 'each size times its entry of dims']],
])

/** What only a tensor has. */
const own: readonly Written[] = [
  [
    'backward(gradient=None, retain_graph=None, create_graph=False, inputs=None)',
    'Computes the gradient of this number by every leaf before it, and adds it to their .grad.',
    '() → a .grad as large as each leaf',
  ],
  ['item()', 'The single number as a Python number.', '() → number'],
  ['tolist()', 'The numbers as nested Python lists.'],
  ['numpy(*, force=False)', 'The numbers as a NumPy array.'],
  ['retain_grad()', 'Keeps the gradient of this intermediate result, so that .grad can be read after backward().'],
  ['requires_grad_(requires_grad=True)', 'Makes the tensor a leaf that learns, or no longer.', changes],
  ['register_hook(hook)', 'Calls hook with the gradient when it arrives.'],
  ['detach()', 'The same numbers without their history: no gradient flows through it.', entrywise],
  ['detach_()', 'Cuts the tensor from its history.', changes],
  ['size(dim=None)', 'The shape, or the size of one dimension.', '→ torch.Size or int'],
  ['dim()', 'How many dimensions there are.', '→ int'],
  ['ndimension()', 'Another name of dim.', '→ int'],
  ['nelement()', 'Another name of numel.', '→ int'],
  ['stride(dim=None)', 'How many numbers further the next entry of a dimension is.'],
  ['is_contiguous()', 'Whether the numbers lie in memory as the shape reads them.', '→ bool'],
  ['contiguous()', 'The same numbers, in memory as the shape reads them.', entrywise],
  ['is_floating_point()', 'Whether the numbers are floats.', '→ bool'],
  ['element_size()', 'Bytes of one number.', '→ int'],
  ['to(dtype)', 'The numbers as another element type.', entrywise],
  ['type(dtype=None)', 'The numbers as another element type, or the name of this one.', entrywise],
  ['type_as(other)', 'The numbers as the element type of other.', entrywise],
  ['float()', 'The numbers as float32.', entrywise],
  ['double()', 'The numbers as float64.', entrywise],
  ['long()', 'Whole numbers: what is behind the point is cut off.', entrywise],
  ['int()', 'Whole numbers of 32 bits.', entrywise],
  ['bool()', 'False for 0, True for all else.', entrywise],
  ['short()', 'Whole numbers of 16 bits.', entrywise],
  ['byte()', 'Whole numbers of 8 bits.', entrywise],
  ['half()', 'Numbers with about 3 digits.', entrywise],
  ['bfloat16()', 'Numbers with about 2 digits.', entrywise],
  ['cuda(device=None)', 'The tensor on a graphics card.', entrywise],
  ['is_complex()', 'Whether the numbers are complex.', '→ bool'],
  ['bernoulli(p=None, *, generator=None)', '1 with the probability that the tensor gives, else 0.', entrywise],
  [
    'multinomial(num_samples, replacement=False, *, generator=None)',
    'Draws indices with the probabilities that the tensor gives.',
    '(n,) → (num_samples,)',
  ],
  ['cpu()', 'The tensor in the memory of the processor.', entrywise],
  ['view(*shape)', 'The same numbers in another shape; both share them.', '(…) → shape, equally many'],
  ['view_as(other)', 'The same numbers in the shape of other.', 'shape of other'],
  ['reshape_as(other)', 'The same numbers in the shape of other.', 'shape of other'],
  ['expand(*size)', 'Repeats dimensions of size 1 without copying; −1 keeps one.', '(1, b) → (a, b)'],
  ['expand_as(other)', 'Expands to the shape of other.', 'shape of other'],
  ['repeat(*sizes)', 'Repeats the whole tensor along each dimension.', 'each size times its entry of sizes'],
  ['new_tensor(data, *, dtype=None, requires_grad=False)', 'A new tensor of the same element type.', 'shape of data'],
  ['new_zeros(*size, dtype=None, requires_grad=False)', 'A tensor full of 0, of the same element type.', '→ size'],
  ['new_ones(*size, dtype=None, requires_grad=False)', 'A tensor full of 1, of the same element type.', '→ size'],
  [
    'new_full(size, fill_value, *, dtype=None, requires_grad=False)',
    'A tensor full of one number, of the same element type.',
    '→ size',
  ],
  [
    'new_empty(*size, dtype=None, requires_grad=False)',
    'A tensor still to be written, of the same element type.',
    '→ size',
  ],
]

/** Methods that change their tensor: a name with an underscore at its end. */
const inPlace: readonly Written[] = [
  ['add_(other, *, alpha=1)', 'Adds alpha · other, in place: what += does.', changes],
  ['sub_(other, *, alpha=1)', 'Takes away alpha · other, in place: what -= does.', changes],
  ['mul_(other)', 'Multiplies by other, in place.', changes],
  ['div_(other, *, rounding_mode=None)', 'Divides by other, in place.', changes],
  ['pow_(exponent)', 'Raises to a power, in place.', changes],
  ['neg_()', 'Turns the signs, in place.', changes],
  ['abs_()', 'Takes the sizes, in place.', changes],
  ['sqrt_()', 'Takes the square roots, in place.', changes],
  ['exp_()', 'Takes the exponentials, in place.', changes],
  ['log_()', 'Takes the logarithms, in place.', changes],
  ['sin_()', 'Takes the sines, in place.', changes],
  ['cos_()', 'Takes the cosines, in place.', changes],
  ['square_()', 'Squares, in place.', changes],
  ['reciprocal_()', '1 / x, in place.', changes],
  ['floor_()', 'Rounds down, in place.', changes],
  ['ceil_()', 'Rounds up, in place.', changes],
  ['round_(*, decimals=0)', 'Rounds, in place.', changes],
  ['sign_()', '−1, 0 or 1, in place.', changes],
  ['relu_()', 'Makes negative numbers 0, in place.', changes],
  ['sigmoid_()', 'Takes the sigmoid, in place.', changes],
  ['tanh_()', 'Takes the hyperbolic tangent, in place.', changes],
  ['clamp_(min=None, max=None)', 'Moves numbers outside to the nearer bound, in place.', changes],
  ['clamp_min_(min)', 'Moves numbers below to the bound, in place.', changes],
  ['clamp_max_(max)', 'Moves numbers above to the bound, in place.', changes],
  ['clip_(min=None, max=None)', 'Another name of clamp_.', changes],
  ['lerp_(end, weight)', 'Goes a part of the way to end, in place.', changes],
  ['addcmul_(tensor1, tensor2, *, value=1)', 'Adds value · tensor1 · tensor2, in place.', changes],
  ['addcdiv_(tensor1, tensor2, *, value=1)', 'Adds value · tensor1 / tensor2, in place.', changes],
  ['zero_()', 'Makes all numbers 0, in place.', changes],
  ['fill_(value)', 'Makes all numbers value, in place.', changes],
  ['copy_(src)', 'Copies the numbers of src, in place.', changes],
  ['masked_fill_(mask, value)', 'Writes value where mask is True, in place.', changes],
  ['scatter_(dim, index, src=None, *, value=None)', 'Writes src to the places that index names along dim.', changes],
  ['scatter_add_(dim, index, src)', 'Adds src at the places that index names along dim.', changes],
  ['index_add_(dim, index, source, *, alpha=1)', 'Adds source at the entries of dim that index names.', changes],
  ['index_copy_(dim, index, source)', 'Writes source to the entries of dim that index names.', changes],
  ['index_fill_(dim, index, value)', 'Writes value to the entries of dim that index names.', changes],
  ['normal_(mean=0, std=1, *, generator=None)', 'Normal random numbers, in place.', changes],
  ['uniform_(from=0, to=1, *, generator=None)', 'Equally likely random numbers between two bounds, in place.', changes],
  ['random_(from=0, to=None, *, generator=None)', 'Random whole numbers, in place.', changes],
  ['bernoulli_(p=0.5, *, generator=None)', '1 with probability p, else 0, in place.', changes],
  ['exponential_(lambd=1, *, generator=None)', 'Exponentially distributed random numbers, in place.', changes],
]

/** The forms of functions that change their tensor, where they have no text of their own. */
const otherInPlace = (names: ReadonlySet<string>): readonly Written[] =>
  entrywiseTexts.map(asMethod).flatMap(([signature]): Written[] => {
    const name = nameIn(signature)
    if (names.has(`${name}_`) || withoutForm.has(name)) return []
    return [[signature.replace(name, `${name}_`), `What ${name} does, in place.`, changes]]
  })

/** Functions that give truth values, numbers of another type or the tensor itself. */
const withoutForm: ReadonlySet<string> = new Set(
  'maximum minimum isnan isinf isfinite isclose allclose equal signbit positive rsub fmax fmin hypot float_power logaddexp'.split(
    ' ',
  ),
)

const attributes: readonly Written[] = [
  [
    'grad',
    'The gradient that backward() has added up here; None before it, and for tensors that are no leaves.',
    'shape of the tensor',
  ],
  ['requires_grad', 'Whether gradients are computed for it.', '→ bool'],
  ['is_leaf', 'Whether it was made by hand and not computed from tensors that require grad.', '→ bool'],
  ['retains_grad', 'Whether retain_grad() was called on it.', '→ bool'],
  ['grad_fn', 'The op of the backward pass that made it; None for a leaf.'],
  ['shape', 'The sizes of its dimensions.', '→ torch.Size'],
  ['ndim', 'How many dimensions there are.', '→ int'],
  ['dtype', 'Its element type.'],
  ['device', 'Where its numbers are: the processor.'],
  ['data', 'The same numbers without their history: changes are not recorded.', entrywise],
  ['T', 'Rows become columns: the dimensions in reverse order.', '(a, b) → (b, a)'],
  ['mT', 'The last two dimensions exchanged.', '(…, a, b) → (…, b, a)'],
  ['is_cuda', 'Whether it is on a graphics card.', '→ bool'],
  ['itemsize', 'Bytes of one number.', '→ int'],
  ['output_nr', 'Which result of its op it is.', '→ int'],
  ['_version', 'How often it was changed in place.', '→ int'],
]

const within = 'torch.Tensor'
const page = ownPage(within)

/** Texts for the methods and attributes of a tensor. */
export const tensorTexts: readonly Entry[] = [
  ...entries({ within, kind: 'method', page }, [
    ...[...entrywiseTexts, ...shapingTexts].map((each) => different.get(nameIn(each[0])) ?? asMethod(each)),
    ...own,
    ...inPlace,
    ...otherInPlace(new Set(inPlace.map(([signature]) => nameIn(signature)))),
  ]),
  ...entries({ within, kind: 'attribute', page }, attributes),
]
