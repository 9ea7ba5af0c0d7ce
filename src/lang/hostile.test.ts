import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { run } from './interpret.ts'

const errorOf = (source: string, timeLimitMs = 2000): string => {
  const { error } = run(source, { timeLimitMs })
  return error === null ? 'none' : `${error.type}: ${error.message}`
}

const names = [
  'constructor',
  '__proto__',
  'prototype',
  '__class__',
  'toString',
  'hasOwnProperty',
  '__globals__',
  '__defineGetter__',
]
const objects = [
  '1',
  '1.5',
  '"a"',
  '[1]',
  '(1,)',
  '{"a": 1}',
  'None',
  'print',
  'range(3)',
  'torch',
  'math',
  'torch.ones(1)',
  '(lambda: 0)',
  'float',
  'torch.float32',
  'torch.ones(1).sum',
  'zip([1])',
  'torch.ones(1, requires_grad=True).sum().grad_fn',
]

describe('nothing of the host can be reached', () => {
  test.each(names)('.%s', (name) => {
    for (const object of objects)
      expect(errorOf(`import torch, math\nx = ${object}\nx.${name}\n`), object).toMatch(
        name === '__class__' ? /^none$|^AttributeError: module/ : /^AttributeError: .*has no attribute/,
      )
    for (const object of objects) {
      // A function of the program and a class take any attribute, as in Python; it is nothing of the host's.
      const own = object === '(lambda: 0)' ? /^none$/ : object === 'float' ? /^TypeError: / : /^AttributeError: /
      expect(errorOf(`import torch, math\nx = ${object}\nx.${name} = 1\n`), object).toMatch(own)
    }
  })

  test.each(names)('an object of a class has no .%s of the host', (name) => {
    const head = 'class A:\n    pass\na = A()\n'
    expect(errorOf(`${head}a.${name}\n`)).toMatch(name === '__class__' ? /^none$/ : /has no attribute/)
    if (name !== '__class__') expect(errorOf(`${head}a.${name} = 1\nassert a.${name} == 1\n`)).toBe('none')
    expect(errorOf(`${head}A.${name} = 1\nassert A.${name} == 1\n`)).toBe('none')
    expect(errorOf(`${head}getattr(a, "${name}", 7)\nassert not hasattr(print, "${name}x")\n`)).toBe('none')
  })

  test.each(names)('["%s"]', (name) => {
    expect(errorOf(`{}["${name}"]\n`)).toBe(`KeyError: '${name}'`)
    expect(errorOf(`[1]["${name}"]\n`)).toMatch(/^TypeError: /)
    expect(errorOf(`import torch\ntorch.ones(1)["${name}"]\n`)).toMatch(/^TypeError: /)
    expect(errorOf(`${name}\n`)).toBe(`NameError: name '${name}' is not defined`)
    expect(errorOf(`print(${name}=1)\n`)).toMatch(/^TypeError: /)
    expect(
      errorOf(`d = {"${name}": 1}\nd["${name}"] = 2\nassert d == {"${name}": 2}\n${name} = 3\nassert ${name} == 3\n`),
    ).toBe('none')
    expect(errorOf(`import torch\ntorch.${name}\n`)).toBe(`AttributeError: module 'torch' has no attribute '${name}'`)
    expect(errorOf(`import ${name}\n`)).toMatch(/^ModuleNotFoundError: /)
    expect(errorOf(`f"{1:${name}}"\n`)).toMatch(/^ValueError: /)
  })
})

/** Time enough on a machine that is busy with other things. */
const patient = { timeLimitMs: 60_000 }

describe('every budget ends in a sentence', () => {
  /** A clock that moves by a millisecond each time it is read, so that the tests do not wait. */
  const clock = () => {
    let ms = 0
    return { timeLimitMs: 50, now: () => ms++ }
  }

  test.each([
    'while True: pass',
    'while True:\n    x = 1',
    'for i in range(10 ** 15): pass',
    'sum(range(10 ** 12))',
    'max(range(10 ** 12))',
    'list(zip(range(10 ** 12)))',
    'def f():\n    while 1: continue\nf()',
    'import torch\nx = torch.ones(256, 256)\nwhile True: y = torch.ones(2)',
    '[0 for i in range(10 ** 9) if False]',
    'any(0 for i in range(10 ** 9))',
    'x = []\nfor i in [0]:\n    while True: x = [x]',
    'while True:\n    try:\n        while True: pass\n    except: pass',
    'while True:\n    try:\n        x = 1 / 0\n    except BaseException: continue\n    finally: pass',
    'class A:\n    def __enter__(self): pass\n    def __exit__(self, *a): return True\nwhile True:\n    with A():\n        while True: pass',
  ])('%s', (source) => {
    const { error } = run(source, clock())
    expect(error?.type).toMatch(/TimeoutError|MemoryError/)
    expect(error?.message).toMatch(/ran longer than 0.05 seconds and was stopped|than fit here/)
    expect(error?.line).toBeGreaterThan(0)
  })

  test('the time limit is told in seconds', () => {
    expect(
      run('while True: pass', {
        timeLimitMs: 2000,
        now: (() => {
          let ms = 0
          return () => (ms += 500)
        })(),
      }).error?.message,
    ).toBe('the program ran longer than 2 seconds and was stopped')
  })

  const programs: readonly (readonly [string, RegExp])[] = [
    ['x = 10 ** 400', /^OverflowError: integers beyond 2\*\*53/],
    ['x = 2 ** 53', /^OverflowError: integers beyond/],
    ['x = 9007199254740993', /^OverflowError: integers beyond/],
    ['x = 10.0 ** 400', /^OverflowError: \(34, 'Numerical result out of range'\)/],
    ['x = "a" * 10 ** 9', /^MemoryError: /],
    ['x = [0] * 10 ** 9', /^MemoryError: /],
    ['list(range(10 ** 9))', /^MemoryError: /],
    ['x = "a"\nwhile True: x = x + x', /^MemoryError: /],
    ['x = [1]\nwhile True: x += x', /^MemoryError: /],
    ['x = [1]\nfor i in x: x.append(i)', /^(MemoryError|TimeoutError): /],
    ['f"{1:1000000000}"', /^ValueError: Too many/],
    ['import torch\ntorch.ones(3000, 3000)', /^MemoryError: a tensor of 9000000 elements/],
    ['import torch\ntorch.zeros(10 ** 15)', /^MemoryError: /],
    ['import torch\ntorch.arange(10 ** 12)', /^MemoryError: /],
    ['import torch\ntorch.eye(10 ** 7)', /^MemoryError: /],
    ['import torch\ntorch.linspace(0, 1, 10 ** 12)', /^MemoryError: /],
    ['import torch\ntorch.tensor(range(10 ** 12))', /^MemoryError: /],
    ['import torch\ntorch.ones(1).expand(10 ** 9)', /^MemoryError: /],
    ['import torch\ntorch.ones(3000, 1) @ torch.ones(1, 3000)', /^MemoryError: /],
    ['import torch\ntorch.ones(3000, 1) * torch.ones(3000)', /^MemoryError: /],
    ['import torch\nx = torch.ones(60000)\nwhile True: x = x + 1', /^TimeoutError: /],
    ['import torch\nx = []\nwhile True: x.append(torch.ones(4000000))', /^MemoryError: the program holds more tensors/],
    ['import torch\nfor i in range(100): x = torch.ones(4000000)', /^none$/],
    [
      'import torch\ndef f():\n    x = []\n    while True: x.append(torch.ones(4000000))\nf()',
      /^MemoryError: the program holds more tensors/,
    ],
    [
      'import torch\nx = torch.tensor(1.0, requires_grad=True)\ny = x\nfor i in range(11000): y = y + x\ny.backward()\nassert x.grad == 11001',
      /^none$/,
    ],
    ['def f(): return f()\nf()', /^RecursionError: maximum recursion depth exceeded/],
    ['f = lambda: f()\nf()', /^RecursionError: maximum recursion depth exceeded/],
    [`x = 1 ${'+ 1 '.repeat(400)}\nassert x == 401`, /^none$/],
    [`x = ${'-'.repeat(500)}1`, /^SyntaxError: too many nested expressions/],
    [`x = ${'not '.repeat(500)}1`, /^SyntaxError: too many nested expressions/],
    [`x = ${'2 ** '.repeat(500)}1`, /^SyntaxError: too many nested expressions/],
    [`x = ${'['.repeat(150)}${']'.repeat(150)}\nprint(x)`, /^none$/],
    [`x = a${'.b'.repeat(500)}`, /^SyntaxError: too many nested expressions/],
    [`x = ${'lambda: '.repeat(500)}1`, /^SyntaxError: too many nested expressions/],
    [`x = ${'1 if 1 else '.repeat(500)}1`, /^SyntaxError: too many nested expressions/],
    [
      Array.from({ length: 120 }, (_, i) => `${' '.repeat(i)}if 1:`).join('\n'),
      /^IndentationError: too many levels of indentation/,
    ],
    [`x = ${'-'.repeat(19_000)}1`, /^SyntaxError: /],
    [`x = ${'(-'.repeat(6000)}1`, /^SyntaxError: /],
    [`x = ${'f('.repeat(190)}${')'.repeat(190)}`, /^NameError|^SyntaxError: too many/],
    [`x = 1 # ${'a'.repeat(20_000)}`, /^SyntaxError: the program has 20008 characters/],
    ['x = []\nx.append(x)\nprint(x)', /^none$/],
    ['try:\n    x = [0] * 10 ** 9\nexcept MemoryError:\n    print("caught")', /^MemoryError: /],
    ['try:\n    while True: pass\nfinally:\n    while True: pass', /^TimeoutError: /],
    ['def f():\n    try:\n        return f()\n    finally:\n        pass\nf()', /^RecursionError: /],
    [
      'def f():\n    try:\n        f()\n    except RecursionError:\n        raise ValueError("deep")\nf()',
      /^ValueError: deep/,
    ],
    [
      'class A:\n    def __getattr__(self, n): return getattr(self, n + "x")\nA().y',
      /^RecursionError: |^MemoryError: /,
    ],
    ['class A:\n    def __repr__(self): return repr(self)\nprint(A())', /^RecursionError: /],
    ['class A:\n    def __eq__(self, o): return self == o\nA() == 1', /^RecursionError: /],
    [
      'class A:\n    def __iter__(self): return self\n    def __next__(self): return 1\nlist(A())',
      /^(MemoryError|TimeoutError): /,
    ],
    ['def g():\n    while True: yield 1\nsum(g())', /^TimeoutError: /],
    ['def g():\n    yield from g()\nlist(g())', /^RecursionError: /],
    ['g = (x for x in g2())\n', /^NameError: /],
    ['def g():\n    next(it)\n    yield 1\nit = g()\nnext(it)', /^ValueError: generator already executing/],
    ['class A(A): pass', /^NameError: /],
    [
      'class A: pass\nclass B(A): pass\nclass C(A, B): pass',
      /^TypeError: Cannot create a consistent method resolution/,
    ],
    ['import itertools\nlist(itertools.count())', /^(MemoryError|TimeoutError): /],
    ['import itertools\nlist(itertools.product(range(100), repeat=10))', /^(MemoryError|TimeoutError): /],
    ['import itertools\nmax(itertools.cycle([1]))', /^TimeoutError: /],
    ['import math\nmath.factorial(10 ** 9)', /^OverflowError: /],
    ['import math\nmath.comb(10 ** 9, 10 ** 8)', /^OverflowError: /],
    ['import math\nmath.perm(10 ** 9)', /^OverflowError: /],
    ['import random\nrandom.choices([1], k=10 ** 9)', /^MemoryError: /],
    ['from collections import Counter\nlist(Counter(a=10 ** 9).elements())', /^MemoryError: /],
    ['"a\\t".expandtabs(10 ** 9)', /^MemoryError: /],
    ['"x".center(10 ** 9)', /^MemoryError: /],
    ['"%1000000000d" % 1', /^ValueError: /],
    ['"{:>1000000000}".format(1)', /^ValueError: /],
    ['import copy\nx = []\nfor i in range(20000): x = [x]\ncopy.deepcopy(x)', /^RecursionError: /],
    ['s = {1}\nfor x in s: s.add(x + 1)', /^RuntimeError: Set changed size/],
    ['x = []\nx.append(x)\ny = []\ny.append(y)\nprint(x == y)', /^none$/],
  ]
  const sources = programs.map(([source, sentence]) => ({ label: source.slice(0, 60), source, sentence }))

  test.each(sources)('$label', ({ source, sentence }) => {
    expect(errorOf(source, /Timeout/.test(String(sentence)) ? 400 : 60_000)).toMatch(sentence)
  })

  test('recursion inside deep expressions ends too', () => {
    const deep = `def f(n): return ${'('.repeat(90)}f(n)${')'.repeat(90)}\nf(0)`
    expect(errorOf(deep)).toBe('RecursionError: maximum recursion depth exceeded')
  })

  test('100,000 printed lines are kept, and one more ends the program with the line', () => {
    const printing = (count: number): string => `for i in range(${count}):\n    print(i)`
    const most = run(printing(100_000), patient)
    expect([most.error, most.prints.length, most.prints.at(-1)]).toEqual([
      null,
      100_000,
      { line: 2, text: '99999\n', backwards: 0 },
    ])
    const more = run(printing(100_001), patient)
    expect(more.error).toMatchObject({
      type: 'MemoryError',
      message: 'the program printed more than 100000 lines and was stopped',
      line: 2,
    })
    expect(more.prints).toHaveLength(100_000)
  })

  test('4,000,000 printed characters are the most, however few the lines', () => {
    const { error, stdout } = run('x = "x" * 999999\nfor i in range(5): print(x)', patient)
    expect(error?.message).toBe('the program printed more than 4000000 characters and was stopped')
    expect(stdout).toHaveLength(4_000_000)
  })
})

describe('no program makes run throw', () => {
  const word = fc.constantFrom(
    ...'x y w f import torch def if else elif for while in range return lambda with as pass break print not and or None True [ ] ( ) { } : , . = == += -= * ** @ / // % + - < > 1 2.0 0 "a" f"{x}" \n'.split(
      ' ',
    ),
    '\n',
    '\n    ',
    'torch.tensor(',
    'torch.ones(2, 3)',
    'requires_grad=True',
    '.backward()',
    '.grad',
    '.sum()',
    '[0]',
    '[:, 1]',
    'torch.no_grad()',
    'F.relu',
  )
  const settings = { seed: 20260, numRuns: 1500 }

  test('random words', () => {
    fc.assert(
      fc.property(fc.array(word, { maxLength: 40 }), (words) => {
        const { error } = run(words.join(' ').replaceAll(' \n ', '\n'), { timeLimitMs: 200 })
        expect(error?.type).not.toBe('SystemError')
      }),
      settings,
    )
  })

  test('random characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (source) => {
        expect(run(source, { timeLimitMs: 200 }).error?.type).not.toBe('SystemError')
      }),
      settings,
    )
  })

  test('random expressions of tensors', () => {
    const value = fc.constantFrom(
      'x',
      'w',
      'b',
      'i',
      '2',
      '0.5',
      'None',
      '[1, 2]',
      'torch.ones(2)',
      '(1, 0)',
      '-1',
      'True',
      '"a"',
      'torch.float64',
    )
    const method = fc.constantFrom(
      'sum',
      'mean',
      'reshape',
      'view',
      't',
      'transpose',
      'exp',
      'log',
      'softmax',
      'max',
      'item',
      'tolist',
      'detach',
      'clone',
      'squeeze',
      'unsqueeze',
      'flatten',
      'add_',
      'mul_',
      'zero_',
      'copy_',
      'backward',
      'expand',
      'matmul',
      'dot',
      'mv',
      'requires_grad_',
      'double',
      'long',
      'float',
      'size',
      'clamp',
      'pow',
      'retain_grad',
    )
    const expression = fc.letrec<{ all: string }>((tie) => ({
      all: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        value,
        fc
          .tuple(
            tie('all'),
            fc.constantFrom('+', '-', '*', '/', '**', '@', '//', '%', '<', '==', '&', 'and', 'in'),
            tie('all'),
          )
          .map(([a, o, b]) => `(${a} ${o} ${b})`),
        fc
          .tuple(tie('all'), method, fc.array(tie('all'), { maxLength: 2 }))
          .map(([a, m, args]) => `(${a}).${m}(${args.join(', ')})`),
        fc.tuple(tie('all'), tie('all')).map(([a, b]) => `(${a})[${b}]`),
        fc
          .tuple(
            fc.constantFrom(
              'stack',
              'where',
              'sigmoid',
              'maximum',
              'sum',
              'softmax',
              'tensor',
              'cat',
              'zeros',
              'full',
              'arange',
              'matmul',
            ),
            fc.array(tie('all'), { maxLength: 3 }),
          )
          .map(([f, args]) => `torch.${f}(${args.join(', ')})`),
      ),
    })).all
    const head =
      'import torch\nx = torch.ones(2, 3)\nw = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)\nb = torch.tensor(2.0, requires_grad=True)\ni = torch.tensor([0, 1])\n'
    fc.assert(
      fc.property(fc.array(expression, { minLength: 1, maxLength: 3 }), (expressions) => {
        const { error } = run(`${head}${expressions.map((e) => `print(${e})`).join('\n')}\n`, { timeLimitMs: 500 })
        expect(error?.type === 'SystemError' ? error.message : '').toBe('')
      }),
      settings,
    )
  })
})
