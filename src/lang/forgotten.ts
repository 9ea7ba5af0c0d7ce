/** What to do without a module that is not here. */
export const instead: ReadonlyMap<string, string> = new Map([
  [
    'numpy',
    'NumPy is not here: torch.tensor, torch.linspace, torch.randn and the like make arrays, and math has the functions.',
  ],
  ['matplotlib', 'Nothing is plotted from the program here: print the numbers; the page draws the graph.'],
  ['pandas', 'Tables are not here: write the numbers into torch.tensor.'],
  ['sklearn', 'Data sets are not here: make data with torch.randn or write it into torch.tensor.'],
  ['torchvision', 'Pictures are not here: make data with torch.randn or write it into torch.tensor.'],
  ['os', 'There are no files here: leave it out.'],
  ['sys', 'Leave it out: print writes to the page.'],
])

/** What programs usually call a module that is not here. */
const usualNames: ReadonlyMap<string, string> = new Map([
  ['np', 'numpy'],
  ['plt', 'matplotlib'],
  ['pd', 'pandas'],
  ['transforms', 'torchvision'],
  ['datasets', 'torchvision'],
])

/** What to write for the names that programs usually import. */
export const usualImports: ReadonlyMap<string, string> = new Map([
  ['torch', 'import torch'],
  ['nn', 'from torch import nn'],
  ['F', 'import torch.nn.functional as F'],
  ['optim', 'from torch import optim'],
  ...[
    'math',
    'random',
    'time',
    'copy',
    'itertools',
    'functools',
    'collections',
    'operator',
    'string',
    'typing',
    'dataclasses',
    'warnings',
  ].map((name) => [name, `import ${name}`] as const),
  ...Object.entries({
    torch: ['Tensor'],
    'torch.nn': [
      'Module',
      'Linear',
      'Sequential',
      'Parameter',
      'ReLU',
      'Sigmoid',
      'Tanh',
      'MSELoss',
      'CrossEntropyLoss',
    ],
    'torch.optim': ['SGD', 'Adam', 'AdamW'],
    'torch.utils.data': ['DataLoader', 'TensorDataset', 'Dataset', 'random_split'],
    collections: ['defaultdict', 'Counter', 'deque', 'namedtuple', 'OrderedDict'],
    functools: ['partial', 'reduce'],
    itertools: ['product', 'chain', 'combinations', 'permutations'],
    copy: ['deepcopy'],
    dataclasses: ['dataclass'],
    math: ['sqrt', 'exp', 'log', 'sin', 'cos', 'tanh', 'pi'],
    tqdm: ['tqdm'],
    typing: ['List', 'Dict', 'Tuple', 'Optional', 'Callable'],
  }).flatMap(([module, names]) => names.map((name) => [name, `from ${module} import ${name}`] as const)),
])

/** What to do about a name without a value that programs usually import; null where it is none. */
export function forgotten(name: string): string | null {
  const absent = instead.get(usualNames.get(name) ?? name)
  if (absent !== undefined) return absent
  const line = usualImports.get(name)
  return line === undefined ? null : `Import it first: ${line}.`
}
