import { parser } from '@lezer/python'
import { describe, expect, test } from 'vitest'
import { callAt } from './call.ts'
import type { Program } from './program.ts'
import { suggestionsAt } from './suggest.ts'
import { toldAt } from './told.ts'

/** A program whose caret is written `|`. */
function written(marked: string, tensors: Readonly<Record<string, string>> = {}): { program: Program; at: number } {
  const at = marked.indexOf('|')
  const text = marked.replace('|', '')
  return { program: { text, tree: parser.parse(text), tensors: new Map(Object.entries(tensors)) }, at }
}

const suggested = (marked: string, tensors?: Readonly<Record<string, string>>): string[] => {
  const { program, at } = written(marked, tensors)
  return suggestionsAt(program, at)?.names.map(({ name }) => name) ?? []
}

const network = [
  'import torch',
  'from torch import nn',
  'class Net(nn.Module):',
  '    def __init__(self, width: int):',
  '        super().__init__()',
  '        self.hidden = nn.Linear(2, width)',
  '        self.count = 0',
  '    def forward(self, x):',
  '        h = torch.relu(self.hidden(x))',
  '        return @',
  'net = Net(3)',
  'y = net(torch.ones(4, 2))',
  '',
].join('\n')

describe('what stands behind a dot', () => {
  test.each([
    ['import torch\ntorch.|', ['sum', 'tensor', 'no_grad', 'nn', 'pi'], ['backward', 'Linear', 'item']],
    ['import torch\ntorch.nn.|', ['Linear', 'functional', 'MSELoss'], ['relu', 'sum']],
    ['from torch import nn\nnn.Li|', ['Linear'], ['sum']],
    ['import torch.nn.functional as G\nG.|', ['relu', 'mse_loss'], ['Linear']],
    ['F.|', ['relu'], ['Linear']],
    ['import math\nmath.|', ['sqrt', 'pi'], ['relu']],
    ['import torch\nx = torch.ones(2)\nx.|', ['backward', 'sum', 'grad', 'shape'], ['Linear', 'tensor']],
    ['import torch\nx = torch.ones(2)\ny = 2 * x\n(y + 1).|\nz = 1', ['backward'], ['Linear']],
    ['import torch\nx = torch.ones(2)\nx.grad.|', ['zero_'], ['tensor']],
    ['import torch\nx = torch.ones(2)\nx.sum().|', ['backward'], ['tensor']],
    ['import torch\nx = torch.ones(2)[0].|', ['item'], ['tensor']],
    ['def f(x: torch.Tensor):\n    x.|', ['sum'], ['tensor']],
    ['names = []\nnames.|', ['append'], ['sum']],
    ['"a".|', ['upper'], ['sum']],
    [`${network}net.|`, ['hidden', 'parameters', 'forward', 'zero_grad'], ['sum', '__init__']],
    [`${network}net.hidden.|`, ['weight', 'parameters'], ['sum']],
    [`${network}net.hidden.weight.|`, ['grad'], ['parameters']],
    [`${network}y.|`, ['backward'], ['parameters']],
    [network.replace('@', 'self.|'), ['hidden', 'count', 'forward', 'parameters'], ['sum', 'width']],
    [network.replace('@', 'h.|'), ['sum'], ['parameters']],
    [network.replace('@', 'x.|'), ['sum'], ['parameters']],
    ['from torch.nn.parameter import Parameter\np = Parameter(1)\np.|', ['grad'], ['parameters']],
    ['import torch\nopt = torch.optim.SGD([], lr=1)\nopt.|', ['step', 'zero_grad'], ['sum']],
  ])('%j', (marked, present, absent) => {
    const names = suggested(marked)
    expect(present.filter((name) => !names.includes(name))).toEqual([])
    expect(absent.filter((name) => names.includes(name))).toEqual([])
  })

  test('a variable that the last run left as a tensor has what tensors have', () => {
    expect(suggested('for x, y in rows:\n    pass\ny.|')).toEqual([])
    expect(suggested('for x, y in rows:\n    pass\ny.|', { y: '(2,)' })).toContain('backward')
  })

  test('nothing is suggested in comments, texts and numbers', () => {
    for (const marked of ['# torch.|', '"torch.|"', 'x = 1.|', 'x = 12|', 'f"a torch.|"'])
      expect(suggested(marked)).toEqual([])
  })

  test('in the braces of an f-string names are suggested', () => {
    expect(suggested('import torch\nx = torch.ones(2)\nf"{x.|}"')).toContain('item')
  })
})

describe('names by themselves', () => {
  test('names of the program come first, each once, then Python’s', () => {
    const names = suggested('rate = 1\ndef pace(a):\n    b = 2\n    return |', { loss: '()' })
    expect(names.slice(0, 4).sort()).toEqual(['a', 'b', 'pace', 'rate'])
    expect(names).toEqual([...new Set(names)])
    for (const name of ['loss', 'print', 'lambda', 'range']) expect(names).toContain(name)
  })

  test('a name of a function is not suggested outside it, nor the word that is being written', () => {
    const names = suggested('def f(a):\n    b = 2\nne|')
    expect(names.filter((name) => ['a', 'b', 'ne'].includes(name))).toEqual([])
  })

  test('in brackets the parameters that can be named come first', () => {
    const names = suggested('import torch\ntorch.ones(2).sum(|)')
    expect(names.slice(0, 2)).toEqual(['dim=', 'keepdim='])
  })

  test('what can be imported', () => {
    expect(suggested('from torch import n|')).toContain('nn')
    expect(suggested('import t|').slice(0, 2)).toEqual(['torch', 'math'])
    expect(suggested('from torch.nn import L|')).toContain('Linear')
  })
})

describe('what is told of a name', () => {
  const told = (marked: string, tensors?: Readonly<Record<string, string>>) => {
    const { program, at } = written(marked, tensors)
    return toldAt(program, at, 1)
  }

  test.each([
    ['import torch\ntorch.|sum(x)', 'torch.sum'],
    ['import torch\nx = torch.ones(2)\nx.|sum()', 'torch.Tensor.sum'],
    ['from torch import |nn', 'torch.nn'],
    ['import torch.nn.|functional as F', 'torch.nn.functional'],
    ['from torch import nn\nnn.|Linear(1, 2)', 'torch.nn.Linear'],
    ['import torch\nx = torch.ones(2, |requires_grad=True)', 'torch.ones'],
    ['|for i in range(2): pass', 'for'],
    ['for i in |range(2): pass', 'range'],
    [`${network}net.|parameters()`, 'torch.nn.Module.parameters'],
  ])('%j is %s', (marked, path) => {
    expect(told(marked)?.entry?.path).toBe(path)
  })

  test('a variable is told with its class and shape, a function with its signature', () => {
    expect(told('import torch\nw = torch.ones(2)\n|w', { w: '(2,)' })?.text).toBe('w: torch.Tensor of shape (2,)')
    expect(told('def f(a, b=1):\n    return a\n|f(2)')?.text).toBe('f(a, b=1)')
  })

  test('a name that the program takes for itself is not told as Python’s', () => {
    expect(told('sum = 1\n|sum')).toBe(null)
  })
})

describe('the call that is being written', () => {
  const call = (marked: string) => {
    const { program, at } = written(marked)
    return callAt(program, at)
  }

  test('its signature and the argument', () => {
    expect(call('torch.linspace(0, |')).toMatchObject({ entry: { path: 'torch.linspace' }, argument: 1 })
    expect(call('torch.sum(x, dim=|)')).toMatchObject({ entry: { path: 'torch.sum' }, keyword: 'dim' })
    expect(call('torch.sum(torch.exp(|')).toMatchObject({ entry: { path: 'torch.exp' }, argument: 0 })
    expect(call('torch.sum(torch.exp(x), |')).toMatchObject({ entry: { path: 'torch.sum' }, argument: 1 })
    expect(call('torch.sum(x) |')).toBe(null)
    expect(call(`${network}Net(|`)?.signature).toBe('Net(width: int)')
  })
})
