import { describe, expect, test } from 'vitest'
import { attributeNames } from '../torch/attributes.ts'
import { member } from '../torch/classes.ts'
import type { Entry } from '../torch/documentation/entry.ts'
import { parametersIn } from '../torch/documentation/entry.ts'
import { canonical, documentation, memberOf } from '../torch/documentation/index.ts'
import { methods } from '../torch/methods.ts'
import type { Parameter } from '../torch/signature.ts'
import { list, str, tuple, type Value } from '../torch/value.ts'
import { getAttribute } from './attribute.ts'
import { Budget } from './budget.ts'
import { builtinsOf } from './builtins.ts'
import { importModule, libraryNames } from './importing.ts'
import { run } from './interpret.ts'
import { createMachine } from './machine.ts'

/** A name that a program can use, and what it is called with where the engine says so. */
interface Offered {
  readonly path: string
  readonly parameters: readonly Parameter[] | null
}

const machine = createMachine(new Budget({ timeLimitMs: 1000, now: () => 0, start: 0 }), () => undefined)

/** Names of Python that are known only to be refused with a sentence. */
const refused = new Set(['input', 'open', 'exec', 'eval', 'compile', 'breakpoint'])

const isPublic = (name: string): boolean => !name.startsWith('_')

/** What a value and all that stands in it offer. */
function offeredBy(path: string, value: Value): Offered[] {
  switch (value.kind) {
    case 'module':
      return [
        { path, parameters: null },
        ...[...value.members]
          .filter(([name]) => isPublic(name))
          .flatMap(([name, each]) => offeredBy(`${path}.${name}`, each)),
      ]
    case 'type': {
      const init = member(value, '__init__')
      return [
        { path, parameters: init?.kind === 'function' ? (init.parameters?.slice(1) ?? null) : null },
        ...[...value.members]
          .filter(([name]) => isPublic(name))
          .flatMap(([name, each]) => ofClass(`${path}.${name}`, each)),
      ]
    }
    case 'function':
      return [{ path, parameters: value.parameters ?? null }]
    default:
      return [{ path, parameters: null }]
  }
}

const ofClass = (path: string, value: Value): Offered[] =>
  value.kind === 'function' ? [{ path, parameters: value.parameters?.slice(1) ?? null }] : [{ path, parameters: null }]

const offered: readonly Offered[] = [
  ...offeredBy('torch', machine.modules.torch),
  ...[...methods.values()]
    .filter(({ name }) => isPublic(name))
    .map(({ name, parameters }) => ({
      path: `torch.Tensor.${name}`,
      parameters: parameters.slice(1),
    })),
  ...attributeNames.map((name) => ({ path: `torch.Tensor.${name}`, parameters: null })),
  ...[...builtinsOf(machine)]
    .filter(([name]) => isPublic(name) && !refused.has(name))
    .map(([path]) => ({ path, parameters: null })),
  ...libraryNames.filter(isPublic).flatMap((name) => offeredBy(name, importModule(machine, name, null))),
]

/** The text of a name; what a class inherits has its text there. */
const textOf = (name: string): Entry | null => {
  const path = canonical(name)
  const at = path.lastIndexOf('.')
  return documentation.get(path) ?? (at < 0 ? null : memberOf(path.slice(0, at), path.slice(at + 1)))
}

/** Parameters as a signature has them: which may be left out, and which need their name. */
function shown(parameters: readonly Parameter[]): string[] {
  const parts: string[] = []
  let named = false
  for (const { name, needed, variadic, keywordOnly } of parameters) {
    if (keywordOnly && !named && !parts.some((part) => part.startsWith('*'))) parts.push('*')
    named ||= keywordOnly
    parts.push(variadic ? `*${name}` : needed ? name : `${name}=`)
  }
  return parts
}

/** Parameters that change nothing here: a text may leave them out. */
const withoutEffect = new Set(
  'out memory_format layout device pin_memory names non_blocking copy size_average reduce foreach maximize capturable differentiable fused verbose orig_func grad_variables only_inputs is_grads_batched _stacklevel num_workers timeout worker_init_fn multiprocessing_context prefetch_factor persistent_workers pin_memory_device'.split(
    ' ',
  ),
)

/** Functions that can be called in several ways, of which the text shows one. */
const severalWays = new Set(
  'torch.randint torch.randint_like torch.arange torch.normal torch.Tensor.to torch.max torch.min torch.Tensor.max torch.Tensor.min torch.einsum torch.Tensor.view torch.reshape'.split(
    ' ',
  ),
)

const sgd = 'torch.optim.SGD([torch.ones(1, requires_grad=True)], lr=1)'

/** Objects of classes whose members are partly their objects' own. */
const objects: ReadonlyMap<string, string> = new Map([
  ['torch.nn.Module', 'torch.nn.Linear(1, 1)'],
  ['torch.nn.Linear', 'torch.nn.Linear(1, 1)'],
  ['torch.optim.Optimizer', sgd],
  ['torch.optim.lr_scheduler.LRScheduler', `torch.optim.lr_scheduler.StepLR(${sgd}, 1)`],
  ['torch.autograd.Function', 'torch.autograd.Function'],
])

describe('every name has a text', () => {
  test('no name that a program can use is without one', () => {
    expect(offered.map(({ path }) => path).filter((path) => textOf(path) === null)).toEqual([])
  })

  test('no text is about a name that a program cannot use', () => {
    const known = new Set(offered.map(({ path }) => path))
    const containers: ReadonlyMap<string, Value> = new Map([
      ['list', list([])],
      ['tuple', tuple([])],
      ['dict', { kind: 'dict', entries: new Map() }],
      ['str', str('')],
    ])
    const has = ({ path, name }: Entry): boolean => {
      const object = objects.get(path.slice(0, -name.length - 1))
      if (object !== undefined) return run(`import torch\nprint(hasattr(${object}, '${name}'))`).stdout === 'True\n'
      const value = containers.get(path.slice(0, -name.length - 1))
      return value === undefined ? known.has(path) : getAttribute(machine, value, name).kind === 'function'
    }
    const unknown = [...documentation.values()].filter((entry) => entry.kind !== 'keyword' && !has(entry))
    expect(unknown.map(({ path }) => path)).toEqual([])
  })

  test('a signature has the parameters of the function that runs', () => {
    const wrong = offered.flatMap(({ path, parameters }) => {
      const text = documentation.get(path)
      if (text === undefined || parameters === null || severalWays.has(path)) return []
      const written = parametersIn(text.signature).map((part) => part.replace(/=.*$/s, '='))
      const mentioned = new Set(written.map((part) => part.replace('=', '')))
      const told = shown(parameters.filter(({ name }) => !withoutEffect.has(name) || mentioned.has(name)))
      return written.join(', ') === told.join(', ') ? [] : [`${text.path}(${told.join(', ')})`]
    })
    expect(wrong).toEqual([])
  })
})

test('a text is one sentence or two, and its page is an address of the documentation', () => {
  for (const { says, page, signature, name } of documentation.values()) {
    expect(says).toMatch(/^\S.*[.…:]$/)
    expect(says.length).toBeLessThan(130)
    expect(page).toMatch(/^(docs\.(pytorch|python)\.org\/|tqdm\.github\.io)[\w./#-]*$/)
    expect(signature.startsWith(name)).toBe(true)
  }
})
