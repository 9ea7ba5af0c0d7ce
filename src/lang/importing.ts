import { didYouMean } from '../torch/nearest.ts'
import { raise } from '../torch/raised.ts'
import type { ModuleValue, Value } from '../torch/value.ts'
import { instead } from './forgotten.ts'
import { abc } from './library/abc.ts'
import { collections } from './library/collections.ts'
import { copy } from './library/copying.ts'
import { dataclasses } from './library/dataclasses.ts'
import { functools } from './library/functools.ts'
import { itertools } from './library/itertools.ts'
import type { Library } from './library/library.ts'
import { math } from './library/math.ts'
import { random } from './library/random.ts'
import { future, operator, string, time, tqdm, typing, warnings } from './library/small.ts'
import type { Machine } from './machine.ts'

/** The modules of Python that a program can import. */
const libraries: ReadonlyMap<string, Library> = new Map([
  ['math', math],
  ['abc', abc],
  ['random', random],
  ['time', time],
  ['collections', collections],
  ['itertools', itertools],
  ['functools', functools],
  ['copy', copy],
  ['typing', typing],
  ['dataclasses', dataclasses],
  ['operator', operator],
  ['string', string],
  ['warnings', warnings],
  ['tqdm', tqdm],
  ['__future__', future],
])

/** The names of these modules. */
export const libraryNames: readonly string[] = [...libraries.keys()]

const usual = `Here a program can import torch, ${[...libraries.keys()].filter((name) => !name.startsWith('_')).join(', ')}.`

function rootNamed(machine: Machine, name: string): ModuleValue {
  if (name === 'torch') return machine.modules.torch
  const before = machine.imported.get(name)
  if (before?.kind === 'module') return before
  const library = libraries.get(name)
  if (library === undefined)
    return raise(
      'ModuleNotFoundError',
      `No module named '${name}'`,
      instead.get(name) ?? didYouMean(name, ['torch', ...libraryNames], usual),
    )
  const made = library(machine)
  machine.imported.set(name, made)
  return made
}

function moduleNamed(machine: Machine, path: string): ModuleValue {
  const [first = '', ...rest] = path.split('.')
  let module = rootNamed(machine, first)
  for (const [i, name] of rest.entries()) {
    const member = module.members.get(name)
    if (member?.kind !== 'module') {
      const part = [first, ...rest.slice(0, i + 1)].join('.')
      const known = libraries.has(first) ? `; '${first}' is not a package` : ''
      return raise(
        'ModuleNotFoundError',
        `No module named '${part}'${known}`,
        instead.get(first) ?? didYouMean(name, module.members.keys(), partOfTorch),
      )
    }
    module = member
  }
  return module
}

const partOfTorch = 'This app has a part of PyTorch; check the spelling.'

/** Modules that are part of Python itself: it says that it knows no file of theirs. */
const unplaced: ReadonlySet<string> = new Set(['math', 'time', 'itertools'])

/** What `import path` or `from path import member` gives. */
export function importModule(machine: Machine, path: string, member: string | null): Value {
  const module = moduleNamed(machine, path)
  if (member === null) return module
  return (
    module.members.get(member) ??
    raise(
      'ImportError',
      `cannot import name '${member}' from '${module.name}'${unplaced.has(module.name) ? ' (unknown location)' : ''}`,
      didYouMean(
        member,
        module.members.keys(),
        module.name.startsWith('torch') ? partOfTorch : `${module.name} has no such name here; check the spelling.`,
      ),
    )
  )
}
