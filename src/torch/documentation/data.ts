import { type Entry, entries, sharedPage, type Written } from './entry.ts'

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

const within = 'torch.utils.data'

/** Texts for the names of `torch.utils.data`. */
export const dataTexts: readonly Entry[] = [
  ...entries({ within, kind: 'class', page: sharedPage('data', within) }, sets),
  ...entries({ within, kind: 'function', page: sharedPage('data', within) }, functions),
]
