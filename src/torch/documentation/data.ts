import { type Entry, entries, ownPage, sharedPage, type Written } from './entry.ts'
import { gradModes } from './settings.ts'

const sets: readonly Written[] = [
  ['Dataset()', 'What every data set inherits from: write __len__ and __getitem__.'],
  ['TensorDataset(*tensors)', 'Samples from tensors: entry i is entry i of each.', '(n, …), (n, …) → n samples'],
  [
    'DataLoader(dataset, batch_size=1, shuffle=False, sampler=None, batch_sampler=None, collate_fn=None, drop_last=False, generator=None)',
    'The samples in batches, to be walked through with for.',
    'n samples → (batch_size, …)',
  ],
  ['Subset(dataset, indices)', 'Some samples of a data set.'],
  ['ConcatDataset(datasets)', 'Data sets one after the other.'],
  ['Sampler(data_source)', 'What gives the order of the samples.'],
  ['SequentialSampler(data_source)', 'The samples in their order.'],
  ['RandomSampler(data_source, replacement=False, num_samples=None, generator=None)', 'The samples in random order.'],
  ['SubsetRandomSampler(indices, generator=None)', 'Some samples in random order.'],
]

const functions: readonly Written[] = [
  ['random_split(dataset, lengths, generator=None)', 'Cuts a data set into random parts of given lengths.'],
  ['default_collate(batch)', 'Puts samples together to a batch: tensors are stacked.', 'n of (…) → (n, …)'],
]

const gradients: readonly Written[] = [
  [
    'grad(outputs, inputs, grad_outputs=None, retain_graph=None, create_graph=False, allow_unused=None, materialize_grads=False)',
    'The gradients of outputs by inputs, as a tuple; .grad stays as it is.',
    'one of the shape of each input',
  ],
  [
    'backward(tensors, grad_tensors=None, retain_graph=None, create_graph=False, inputs=None)',
    'Like tensor.backward(), for several tensors.',
  ],
]

const grads = 'torch.autograd'
const within = 'torch.utils.data'

/** Texts for the names of `torch.utils.data`. */
export const dataTexts: readonly Entry[] = [
  ...entries({ within, kind: 'class', page: sharedPage('data', within) }, sets),
  ...entries({ within, kind: 'function', page: sharedPage('data', within) }, functions),
]

/** Texts for the names of `torch.autograd`. */
export const autogradTexts: readonly Entry[] = [
  ...entries({ within: grads, kind: 'function', page: ownPage(grads) }, gradients),
  ...entries({ within: grads, kind: 'class', page: () => 'docs.pytorch.org/docs/stable/autograd.html#function' }, [
    [
      'Function()',
      'What an op of your own inherits from: write the static methods forward and backward, and call apply.',
    ],
  ]),
  ...entries({ within: grads, kind: 'function', page: sharedPage('torch', 'torch') }, gradModes),
  ...entries({ within: grads, kind: 'function', page: sharedPage('autograd', 'torch.autograd') }, [
    [
      'detect_anomaly(check_nan=True)',
      'In "with torch.autograd.detect_anomaly():" a backward pass stops where a nan comes about.',
    ],
    ['set_detect_anomaly(mode, check_nan=True)', 'Stops a backward pass where a nan comes about, or no longer.'],
  ]),
  ...entries({ within: 'torch.autograd.Function', kind: 'method', page: ownPage('torch.autograd.Function') }, [
    ['apply(*args)', 'Calls forward, and records that backward belongs to it.'],
    ['forward(ctx, *args)', 'What it computes; ctx keeps what backward needs.'],
    ['backward(ctx, *grad_outputs)', 'The gradients of the inputs from those of the outputs.'],
  ]),
]
