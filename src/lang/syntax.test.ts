import { expect, test } from 'vitest'
import { run } from './interpret.ts'

/** Programs that CPython 3.11 refuses before it starts, with its sentence and line. */
const refused: readonly (readonly [string, string, number?])[] = [
  ['3 = x', "SyntaxError: cannot assign to literal here. Maybe you meant '==' instead of '='?"],
  ['f(a=1, 2)', 'SyntaxError: positional argument follows keyword argument'],
  ['f() = 3', "SyntaxError: cannot assign to function call here. Maybe you meant '==' instead of '='?"],
  ['x + 1 = 2', "SyntaxError: cannot assign to expression here. Maybe you meant '==' instead of '='?"],
  ['-x = 3', "SyntaxError: cannot assign to expression here. Maybe you meant '==' instead of '='?"],
  ['None = 1', 'SyntaxError: cannot assign to None'],
  ['3 += 1', "SyntaxError: 'literal' is an illegal expression for augmented assignment"],
  ['(a, b) += 1', "SyntaxError: 'tuple' is an illegal expression for augmented assignment"],
  ['x = y = 3 = 2', 'SyntaxError: cannot assign to literal'],
  ['[a, 1] = 2', 'SyntaxError: cannot assign to literal'],
  ['a < b = 3', 'SyntaxError: cannot assign to comparison'],
  ['*a = 3', 'SyntaxError: starred assignment target must be in a list or tuple'],
  ['*a, *b = 3', 'SyntaxError: multiple starred expressions in assignment'],
  ['a = *b', "SyntaxError: can't use starred expression here"],
  ['for 3 in x: pass', 'SyntaxError: cannot assign to literal'],
  ['del f()', 'SyntaxError: cannot delete function call'],
  ['x = ', 'SyntaxError: invalid syntax'],
  ['x = 1 +', 'SyntaxError: invalid syntax'],
  ['a b', 'SyntaxError: invalid syntax'],
  ['x ++', 'SyntaxError: invalid syntax'],
  ['x <> y', 'SyntaxError: invalid syntax'],
  ['x[]', 'SyntaxError: invalid syntax'],
  ['a == not b', 'SyntaxError: invalid syntax'],
  ['x := 3', 'SyntaxError: invalid syntax'],
  ['if x = 3: pass', "SyntaxError: invalid syntax. Maybe you meant '==' or ':=' instead of '='?"],
  ['if x\n  y', "SyntaxError: expected ':'"],
  ['for i in range(3)\n  y', "SyntaxError: expected ':'"],
  ['def f()\n  return 1', "SyntaxError: expected ':'"],
  ['for i in 3:\ny', "IndentationError: expected an indented block after 'for' statement on line 1", 2],
  ['while True:', "IndentationError: expected an indented block after 'while' statement on line 1"],
  ['def f():\nreturn 1', 'IndentationError: expected an indented block after function definition on line 1', 2],
  ['x = 5\n  y = 6', 'IndentationError: unexpected indent', 2],
  ['if x:\n    a\n  b', 'IndentationError: unindent does not match any outer indentation level', 3],
  ['def f(a=1, b): pass', 'SyntaxError: non-default argument follows default argument'],
  ['def f(a, a): pass', "SyntaxError: duplicate argument 'a' in function definition"],
  ['f(x=1, x=2)', 'SyntaxError: keyword argument repeated: x'],
  ['f(3=4)', 'SyntaxError: expression cannot contain assignment, perhaps you meant "=="?'],
  ['x = 1\nreturn 3', "SyntaxError: 'return' outside function", 2],
  ['break', "SyntaxError: 'break' outside loop"],
  ['continue', "SyntaxError: 'continue' not properly in loop"],
  ['print x', "SyntaxError: Missing parentheses in call to 'print'. Did you mean print(...)?"],
  ['(1, 2', "SyntaxError: '(' was never closed"],
  ["print(\n'a'\nx = 3", "SyntaxError: '(' was never closed"],
  ['[1)', "SyntaxError: closing parenthesis ')' does not match opening parenthesis '['"],
  ['x)', "SyntaxError: unmatched ')'"],
  ["x = 1\n'abc", 'SyntaxError: unterminated string literal (detected at line 2)', 2],
  ["'''abc", 'SyntaxError: unterminated triple-quoted string literal (detected at line 1)'],
  [
    'x = 08',
    'SyntaxError: leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers',
  ],
  ['x = “a”', "SyntaxError: invalid character '“' (U+201C)"],
  ["f'{}'", 'SyntaxError: f-string: empty expression not allowed'],
  [`${'('.repeat(201)}1${')'.repeat(201)}`, 'SyntaxError: too many nested parentheses'],
]

test.each(refused)('%s', (source, sentence, line = 1) => {
  const { error, stdout } = run(`${source}\n`)
  expect(`${error?.type}: ${error?.message}`).toBe(sentence)
  expect(error?.line).toBe(line)
  expect(stdout).toBe('')
})

/** Python that exists but is not understood here: said when it is reached, with what to do instead. */
const unsupported: readonly (readonly [string, string])[] = [
  ['match 3:\n    case 3:\n        pass', 'NotImplementedError: match is not supported here'],
  ['async def f():\n    pass', 'NotImplementedError: asynchronous functions are not supported here'],
  ['class A(list):\n    pass', 'NotImplementedError: classes that inherit from list are not supported here'],
  ['class A(metaclass=type):\n    pass', 'NotImplementedError: metaclasses are not supported here'],
  ['eval("1")', 'NotImplementedError: eval() is not supported here'],
  ['input()', 'NotImplementedError: input() is not supported here'],
  ['import numpy as np', "ModuleNotFoundError: No module named 'numpy'"],
  ['import os', "ModuleNotFoundError: No module named 'os'"],
  ['from torch import nothing', "ImportError: cannot import name 'nothing' from 'torch'"],
  ['with open("f") as f: pass', 'NotImplementedError: open() is not supported here'],
]

test.each(unsupported)('%s', (source, sentence) => {
  const { error, stdout } = run(`print("before")\n${source}\n`)
  expect(`${error?.type}: ${error?.message}`).toBe(sentence)
  expect(error?.hint).toMatch(/\w.*\.$/)
  expect(stdout).toBe('before\n')
})

test('line breaks of Windows do not matter', () => {
  expect(run('x = 1\r\nif x:\r\n    print(x)\r\n').stdout).toBe('1\n')
})
