import { type Entry, entries, onePage } from './entry.ts'

const module = (path: string, page: string, says: string): Entry[] => {
  const at = path.lastIndexOf('.')
  const [within, name] = [path.slice(0, Math.max(at, 0)), path.slice(at + 1)]
  return entries({ within, kind: 'module', page: page.startsWith('docs.') ? () => page : onePage(page) }, [
    [name, says],
  ])
}

/** Texts for the modules themselves. */
export const moduleTexts: readonly Entry[] = [
  ...module('torch', 'torch.html', 'PyTorch: tensors, functions of tensors, gradients.'),
  ...module('torch.nn', 'nn.html', 'Layers, activations and losses that know their parameters.'),
  ...module('torch.nn.functional', 'nn.functional.html', 'The same as plain functions; usually called F.'),
  ...module('torch.nn.init', 'nn.init.html', 'First values for parameters.'),
  ...module('torch.nn.utils', 'nn.html#utilities', 'Helpers for parameters and their gradients.'),
  ...module('torch.nn.parameter', 'nn.html', 'Where torch.nn.Parameter is.'),
  ...module('torch.nn.modules', 'nn.html', 'Where the classes of torch.nn are.'),
  ...module('torch.optim', 'optim.html', 'Optimizers: they change parameters by their gradients.'),
  ...module(
    'torch.optim.lr_scheduler',
    'optim.html#how-to-adjust-learning-rate',
    'Learning rates that change while training.',
  ),
  ...module('torch.utils', 'data.html', 'Where torch.utils.data is.'),
  ...module('torch.utils.data', 'data.html', 'Data sets and batches.'),
  ...module('torch.autograd', 'autograd.html', 'Gradients without .grad, and ops of your own.'),
  ...module(
    'torch.autograd.functional',
    'autograd.html#functional-higher-level-api',
    'Derivatives of functions: Jacobians, Hessians, and their products with vectors.',
  ),
  ...module('torch.autograd.forward_ad', 'autograd.html#forward-mode-automatic-differentiation', 'Forward mode.'),
  ...module(
    'torch.autograd.grad_mode',
    'autograd.html#locally-disabling-gradient-computation',
    'Where torch.no_grad is.',
  ),
  ...module('torch.func', 'func.html', 'Functions made from functions: their gradients, Jacobians and Hessians.'),
  ...module('torch.autograd.function', 'autograd.html#function', 'Where torch.autograd.Function is.'),
  ...module('torch.autograd.grad_mode', 'torch.html#locally-disabling-gradient-computation', 'Where torch.no_grad is.'),
  ...module(
    'torch.autograd.functional',
    'autograd.html#functional-higher-level-api',
    'Jacobians and Hessians of functions.',
  ),
  ...module(
    'torch.autograd.forward_ad',
    'autograd.html#forward-mode-automatic-differentiation',
    'Forward mode: tangents along with values.',
  ),
  ...module('torch.func', 'func.api.html', 'Functions that give derivatives of functions.'),
  ...module('torch.linalg', 'linalg.html', 'Functions of vectors and matrices.'),
  ...module('torch.cuda', 'cuda.html', 'Graphics cards: here there are none.'),
  ...module('torch.special', 'special.html', 'Rarer functions of numbers.'),
  ...module('torch.backends', 'backends.html', 'What PyTorch computes with.'),
  ...module('torch.backends.mps', 'backends.html#torch-backends-mps', 'Graphics cards of Apple: here there are none.'),
  ...module('math', 'docs.python.org/3/library/math.html', 'Functions of single numbers.'),
]
