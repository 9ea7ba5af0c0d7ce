import { type Entry, entries, ownPage, type Written } from './entry.ts'

const optimizers: readonly Written[] = [
  ['Optimizer(params, defaults)', 'What every optimizer inherits from.'],
  [
    'SGD(params, lr=0.001, momentum=0, dampening=0, weight_decay=0, nesterov=False)',
    'Gradient descent: p ← p − lr · gradient, with momentum where you like.',
  ],
  [
    'Adam(params, lr=0.001, betas=(0.9, 0.999), eps=1e-08, weight_decay=0, amsgrad=False)',
    'Steps of about lr, from running means of the gradient and of its square.',
  ],
  [
    'AdamW(params, lr=0.001, betas=(0.9, 0.999), eps=1e-08, weight_decay=0.01, amsgrad=False)',
    'Adam that shrinks the weights by themselves.',
  ],
  [
    'RMSprop(params, lr=0.01, alpha=0.99, eps=1e-08, weight_decay=0, momentum=0, centered=False)',
    'The gradient divided by the root of its running mean square.',
  ],
  [
    'Adagrad(params, lr=0.01, lr_decay=0, weight_decay=0, initial_accumulator_value=0, eps=1e-10)',
    'The gradient divided by the root of the sum of all squares so far.',
  ],
  ['Adadelta(params, lr=1.0, rho=0.9, eps=1e-06, weight_decay=0)', 'Steps as large as the steps before.'],
]

const ofOptimizers: readonly Written[] = [
  ['step(closure=None)', 'Changes every parameter by its gradient.'],
  [
    'zero_grad(set_to_none=True)',
    'Takes the gradients of all parameters away, so that the next backward() starts anew.',
  ],
  ['state_dict()', 'What it remembers, as a dictionary.'],
  ['load_state_dict(state_dict)', 'Takes over what state_dict() gave.'],
  ['add_param_group(param_group)', 'Takes on more parameters, with settings of their own.'],
]

const schedulers: readonly Written[] = [
  ['StepLR(optimizer, step_size, gamma=0.1, last_epoch=-1)', 'The learning rate times gamma every step_size epochs.'],
  ['MultiStepLR(optimizer, milestones, gamma=0.1, last_epoch=-1)', 'The learning rate times gamma at given epochs.'],
  ['ExponentialLR(optimizer, gamma, last_epoch=-1)', 'The learning rate times gamma every epoch.'],
  ['LambdaLR(optimizer, lr_lambda, last_epoch=-1)', 'The first learning rate times a function of the epoch.'],
  [
    'LinearLR(optimizer, start_factor=0.3333333333333333, end_factor=1.0, total_iters=5, last_epoch=-1)',
    'The learning rate grows along a line.',
  ],
  ['CosineAnnealingLR(optimizer, T_max, eta_min=0, last_epoch=-1)', 'The learning rate falls along half a cosine.'],
  [
    'ReduceLROnPlateau(optimizer, mode="min", factor=0.1, patience=10, threshold=0.0001, threshold_mode="rel", cooldown=0, min_lr=0, eps=1e-08)',
    'A smaller learning rate where the loss no longer falls: call step(loss).',
  ],
  ['LRScheduler(optimizer, last_epoch=-1)', 'What every schedule inherits from.'],
]

const ofSchedulers: readonly Written[] = [
  ['step(epoch=None)', 'Sets the learning rate of the next epoch.'],
  ['get_last_lr()', 'The learning rates just now, one for each group of parameters.', '→ list of float'],
]

const within = 'torch.optim'
const schedules = 'torch.optim.lr_scheduler'

/** Texts for the names of `torch.optim`, its schedules, and what every optimizer and schedule has. */
export const optimTexts: readonly Entry[] = [
  ...entries({ within, kind: 'class', page: ownPage(within) }, optimizers),
  ...entries({ within: 'torch.optim.Optimizer', kind: 'method', page: ownPage('torch.optim.Optimizer') }, ofOptimizers),
  ...entries(
    { within: 'torch.optim.Optimizer', kind: 'attribute', page: () => 'docs.pytorch.org/docs/stable/optim.html' },
    [
      ['param_groups', 'The parameters with their settings, such as lr.', '→ list of dict'],
      ['defaults', 'The settings it was made with.', '→ dict'],
    ],
  ),
  ...entries({ within: schedules, kind: 'class', page: ownPage(schedules) }, schedulers),
  ...entries(
    {
      within: 'torch.optim.lr_scheduler.LRScheduler',
      kind: 'method',
      page: ownPage('torch.optim.lr_scheduler.LRScheduler'),
    },
    ofSchedulers,
  ),
]
