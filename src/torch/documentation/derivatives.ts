import { type Entry, entries, ownPage, sharedPage, type Written } from './entry.ts'
import { gradModes } from './settings.ts'

const functional: readonly Written[] = [
  [
    'jvp(func, inputs, v=None, create_graph=False, strict=False)',
    'What a function gives, and how fast that moves when the inputs move along v.',
    'v of the shape of the inputs → one of the shape of the outputs',
  ],
  [
    'vjp(func, inputs, v=None, create_graph=False, strict=False)',
    'What a function gives, and the gradient of its outputs weighted with v.',
    'v of the shape of the outputs → one of the shape of the inputs',
  ],
  [
    "jacobian(func, inputs, create_graph=False, strict=False, vectorize=False, strategy='reverse-mode')",
    'All slopes of a function: how fast each output moves with each input.',
    'outputs × inputs',
  ],
  [
    "hessian(func, inputs, create_graph=False, strict=False, vectorize=False, outer_jacobian_strategy='reverse-mode')",
    'All second derivatives of a function that gives one number.',
    'inputs × inputs',
  ],
  ['hvp(func, inputs, v=None, create_graph=False, strict=False)', 'The Hessian times a vector, without the Hessian.'],
  ['vhp(func, inputs, v=None, create_graph=False, strict=False)', 'A vector times the Hessian, without the Hessian.'],
]

const dual: readonly Written[] = [
  ['make_dual(tensor, tangent, *, level=None)', 'A tensor that carries how fast it moves.'],
  ['unpack_dual(tensor, *, level=None)', 'The value and the tangent of such a tensor, None where it stands still.'],
  ['enter_dual_level()', 'Begins to follow tangents; dual_level() in a with ends it by itself.'],
  ['exit_dual_level(*, level=None)', 'Ends what enter_dual_level() began.'],
]

const functions: readonly Written[] = [
  [
    'grad(func, argnums=0, has_aux=False)',
    'From a function that gives one number the function that gives its gradient.',
  ],
  ['grad_and_value(func, argnums=0, has_aux=False)', 'The same, with the value after the gradient.'],
  [
    'jvp(func, primals, tangents, *, strict=False, has_aux=False)',
    'What a function gives, and how fast that moves when its inputs move so: forward mode.',
  ],
  [
    'vjp(func, *primals)',
    'What a function gives, and a function that pulls weights of its outputs back to its inputs.',
  ],
  ['jacrev(func, argnums=0, *, has_aux=False)', 'The function that gives the Jacobian, row by row, by reverse mode.'],
  [
    "jacfwd(func, argnums=0, has_aux=False, *, randomness='error')",
    'The function that gives the Jacobian, column by column, by forward mode.',
  ],
  ['hessian(func, argnums=0)', 'The function that gives all second derivatives.'],
]

const within = 'torch.autograd'

/** Texts for functions of functions, dual numbers and the check of gradients. */
export const derivativeTexts: readonly Entry[] = [
  ...entries(
    {
      within,
      kind: 'function',
      page: () => 'docs.pytorch.org/docs/stable/generated/torch.autograd.gradcheck.gradcheck.html',
    },
    [
      [
        'gradcheck(func, inputs, *, eps=1e-06, atol=1e-05, rtol=0.001, raise_exception=True, check_undefined_grad=True, fast_mode=False)',
        'Whether gradients agree with central differences; give float64.',
      ],
    ],
  ),
  ...entries(
    { within: 'torch.autograd.functional', kind: 'function', page: ownPage('torch.autograd.functional') },
    functional,
  ),
  ...entries(
    { within: 'torch.autograd.forward_ad', kind: 'function', page: ownPage('torch.autograd.forward_ad') },
    dual,
  ),
  ...entries({ within: 'torch.autograd.forward_ad', kind: 'class', page: ownPage('torch.autograd.forward_ad') }, [
    ['dual_level()', 'In "with dual_level():" tensors can carry how fast they move.'],
  ]),
  ...entries({ within: 'torch.autograd.grad_mode', kind: 'function', page: sharedPage('torch', 'torch') }, gradModes),
  ...entries({ within: 'torch.func', kind: 'function', page: ownPage('torch.func') }, functions),
]
