import type { Written } from './entry.ts'

/** What turns the recording of operations off and on. */
export const gradModes: readonly Written[] = [
  ['no_grad()', 'In "with torch.no_grad():" nothing is recorded, so nothing gets a gradient.'],
  ['enable_grad()', 'Records again inside a no_grad() block.'],
  ['inference_mode(mode=True)', 'Like no_grad(): nothing is recorded.'],
  ['set_grad_enabled(mode)', 'Records or not, as mode says.'],
  ['is_grad_enabled()', 'Whether operations are recorded just now.', '→ bool'],
]

/** What `torch` has for gradients, randomness and printing. */
export const settings: readonly Written[] = [
  ...gradModes,
  ['manual_seed(seed)', 'Starts the random numbers anew: the same seed, the same numbers.'],
  ['seed()', 'Starts the random numbers at a random place.', '→ int'],
  ['initial_seed()', 'The seed that the random numbers began with.', '→ int'],
  [
    'set_printoptions(precision=None, threshold=None, edgeitems=None, linewidth=None, profile=None, sci_mode=None)',
    'How tensors are printed.',
  ],
  ['set_default_dtype(d)', 'The element type of new float tensors.'],
  ['get_default_dtype()', 'The element type of new float tensors.', '→ dtype'],
  ['promote_types(type1, type2)', 'The element type that holds numbers of both.', '→ dtype'],
  ['Size(sizes)', 'A shape: a tuple of whole numbers.'],
  ['is_complex(input)', 'Whether its numbers are complex.', '→ bool'],
  ['set_num_threads(n)', 'How many processors are used; here it is one.'],
  ['use_deterministic_algorithms(mode, *, warn_only=False)', 'The same numbers at every run: here they always are.'],
]

/** Its element types. */
export const types: readonly Written[] = [
  ['float32', 'Numbers with about 7 digits: what PyTorch takes unless told otherwise.'],
  ['float', 'Another name of float32.'],
  ['float64', 'Numbers with about 16 digits.'],
  ['double', 'Another name of float64.'],
  ['int64', 'Whole numbers; they have no gradient.'],
  ['long', 'Another name of int64.'],
  ['bool', 'True or False.'],
]

/** Its constants. */
export const constants: readonly Written[] = [
  ['pi', 'π = 3.14159…'],
  ['e', 'e = 2.71828…'],
  ['inf', 'Infinity.'],
  ['nan', 'Not a number.'],
]

/** Where numbers can be: here on the processor alone. */
export const cuda: readonly Written[] = [
  ['is_available()', 'Whether there is a graphics card to compute on: here there is none.', '→ bool'],
  ['device_count()', 'How many there are.', '→ int'],
  ['manual_seed(seed)', 'Starts the random numbers of the graphics card anew.'],
  ['manual_seed_all(seed)', 'Starts the random numbers of all graphics cards anew.'],
  ['empty_cache()', 'Gives memory back.'],
  ['synchronize(device=None)', 'Waits until all is computed.'],
]

/** The old classes with the element type in their name. */
export const typedClasses: readonly Written[] = [
  ['FloatTensor(data)', 'A float32 tensor: write torch.tensor instead.', 'shape of the lists'],
  ['DoubleTensor(data)', 'A float64 tensor: write torch.tensor instead.', 'shape of the lists'],
  ['LongTensor(data)', 'An int64 tensor: write torch.tensor instead.', 'shape of the lists'],
  ['BoolTensor(data)', 'A tensor of truth values: write torch.tensor instead.', 'shape of the lists'],
]
