import { raise } from '../torch/raised.ts'
import type { ModuleValue, Value } from '../torch/value.ts'
import type { Machine } from './machine.ts'
import { mathModule } from './mathematics.ts'

function moduleNamed(machine: Machine, path: string): ModuleValue {
  const [first = '', ...rest] = path.split('.')
  const root = first === 'torch' ? machine.modules.torch : first === 'math' ? mathModule(machine.session) : null
  if (root === null)
    return raise('ModuleNotFoundError', `No module named '${first}'`, 'Here a program can import torch and math.')
  let module: ModuleValue = root
  for (const name of rest) {
    const member = module.members.get(name)
    if (member?.kind !== 'module')
      return raise(
        'ModuleNotFoundError',
        `No module named '${path}'`,
        'Here a program can import torch, torch.nn.functional and math.',
      )
    module = member
  }
  return module
}

/** What `import path` or `from path import member` gives. */
export function importModule(machine: Machine, path: string, member: string | null): Value {
  const module = moduleNamed(machine, path)
  if (member === null) return module
  return (
    module.members.get(member) ??
    raise(
      'ImportError',
      `cannot import name '${member}' from '${module.name}'`,
      'This app has a part of PyTorch; check the spelling.',
    )
  )
}
