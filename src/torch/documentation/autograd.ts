import { type Entry, entries, ownPage, sharedPage, type Written } from './entry.ts'
import { gradModes } from './settings.ts'

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

const products: readonly Written[] = [
  [
    'jvp(func, inputs, v=None, create_graph=False, strict=False)',
    'The output, and the Jacobian times a vector v of the inputs.',
    'shape of the output, twice',
  ],
  [
    'vjp(func, inputs, v=None, create_graph=False, strict=False)',
    'The output, and a vector v of the output times the Jacobian.',
    'shape of the output and of the inputs',
  ],
  [
    'jacobian(func, inputs, create_graph=False, strict=False, vectorize=False, strategy="reverse-mode")',
    'All derivatives of each output by each input.',
    '(out), (in) → (out, in)',
  ],
  [
    'hessian(func, inputs, create_graph=False, strict=False, vectorize=False, outer_jacobian_strategy="reverse-mode")',
    'All second derivatives of a function that gives one number.',
    '(in) → (in, in)',
  ],
  [
    'hvp(func, inputs, v=None, create_graph=False, strict=False)',
    'The output, and the Hessian times a vector v.',
    '() and shape of the inputs',
  ],
  [
    'vhp(func, inputs, v=None, create_graph=False, strict=False)',
    'The output, and a vector v times the Hessian.',
    '() and shape of the inputs',
  ],
]

const duals: readonly Written[] = [
  ['dual_level()', 'In "with dual_level():" tangents flow forward along with the values.'],
  ['make_dual(tensor, tangent, *, level=None)', 'A tensor with a tangent: how it moves.', 'shape of the tensor'],
  ['unpack_dual(tensor, *, level=None)', 'The tensor and its tangent: .primal and .tangent.'],
  ['enter_dual_level()', 'Begins what dual_level() does.'],
  ['exit_dual_level(*, level=None)', 'Ends what dual_level() does.'],
]

const transforms: readonly Written[] = [
  ['grad(func, argnums=0, has_aux=False)', 'The function that gives the gradient of func.', 'shape of the argument'],
  ['grad_and_value(func, argnums=0, has_aux=False)', 'The function that gives the gradient of func and its value.'],
  ['jvp(func, primals, tangents, *, strict=False, has_aux=False)', 'The output, and the Jacobian times the tangents.'],
  ['vjp(func, *primals)', 'The output, and a function that gives a vector times the Jacobian.'],
  [
    'jacrev(func, argnums=0, *, has_aux=False)',
    'The function that gives the Jacobian, in reverse mode.',
    '(in) → (out, in)',
  ],
  [
    'jacfwd(func, argnums=0, has_aux=False, *, randomness="error")',
    'The function that gives the Jacobian, in forward mode.',
    '(in) → (out, in)',
  ],
  ['hessian(func, argnums=0)', 'The function that gives all second derivatives.', '(in) → (in, in)'],
  ['vmap(func, in_dims=0, out_dims=0, randomness="error")', 'Not here: write a loop, and torch.stack the results.'],
]

const grads = 'torch.autograd'

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
  ]),
  ...entries(
    { within: grads, kind: 'function', page: () => 'docs.pytorch.org/docs/stable/autograd.html#variable-deprecated' },
    [['Variable(data, requires_grad=False)', 'The tensor itself: what old programs wrapped tensors in.']],
  ),
  ...entries({ within: grads, kind: 'function', page: ownPage('torch.autograd.gradcheck') }, [
    [
      'gradcheck(func, inputs, *, eps=1e-06, atol=1e-05, rtol=0.001, raise_exception=True, check_undefined_grad=True, fast_mode=False)',
      'Compares the gradients with small differences; give float64.',
      '→ bool',
    ],
  ]),
  ...entries(
    { within: 'torch.autograd.functional', kind: 'function', page: ownPage('torch.autograd.functional') },
    products,
  ),
  ...entries(
    { within: 'torch.autograd.forward_ad', kind: 'function', page: ownPage('torch.autograd.forward_ad') },
    duals,
  ),
  ...entries({ within: 'torch.func', kind: 'function', page: ownPage('torch.func') }, transforms),
]
