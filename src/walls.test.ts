import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path/posix'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

/** A layer imports itself and those before it. */
const layers = ['core', 'torch', 'lang', 'scene', 'lessons', 'state', 'views', 'app']

/** Path below src/ to text. */
type Sources = ReadonlyMap<string, string>

interface Import {
  readonly from: string
  /** A path below src/, or the name of a package. */
  readonly target: string
  readonly kind: 'file' | 'package'
  /** False for `import type`, which is gone when the program runs. */
  readonly runtime: boolean
}

const isTest = (path: string): boolean => /\.test\.tsx?$|(^|\/)testing\//.test(path)
const layerOf = (path: string): number => layers.indexOf(path.split('/')[0] ?? '')

/** The text without its comments; strings are stepped over, because `//` in a string starts none. */
const withoutComments = (text: string): string =>
  text.replace(
    /("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`)|\/\/.*|\/\*[\s\S]*?\*\//g,
    (_, kept?: string) => kept ?? ' ',
  )

const forms = [
  /\b(?:import|export)(\s+type\b(?!\s+from\b))?\s*[\w*{}\s,$]*?\bfrom\s*['"]([^'"]+)['"]/g,
  /\bimport()\s*['"]([^'"]+)['"]/g,
  /\bimport()\s*\(\s*['"]([^'"]+)['"]/g,
  /\bimport\.meta\.glob()[^(]*\(\s*\[?\s*['"]([^'"]+)['"]/g,
  /\bnew\s+URL()\(\s*['"](\.[^'"]+)['"]\s*,\s*import\.meta\.url/g,
]

function importsOf(from: string, text: string): Import[] {
  const code = withoutComments(text)
  return forms.flatMap((form) =>
    Array.from(code.matchAll(form), ([, type, written = '']): Import => {
      const runtime = type === undefined || type === ''
      const path = written.replace(/\?.*$/, '')
      if (path.startsWith('.')) return { from, target: join(dirname(from), path), kind: 'file', runtime }
      return { from, target: path, kind: 'package', runtime }
    }),
  )
}

function wrongWays(imports: readonly Import[]): string[] {
  return imports.flatMap(({ from, target, kind }) => {
    if (kind === 'package' || layerOf(from) < 0) return []
    if (!isTest(from) && isTest(target)) return [`${from} imports ${target}, which is for tests`]
    if (target.startsWith('..')) return isTest(from) ? [] : [`${from} imports ${target} from outside src/`]
    if (layerOf(target) <= layerOf(from) && layerOf(target) >= 0) return []
    return [`${from} imports ${target}, which is to its right in ${layers.join(' ← ')}`]
  })
}

/** Circles of imports that exist when the program runs, each once, starting at its first file. */
function circles(imports: readonly Import[]): string[] {
  const next = new Map<string, string[]>()
  for (const { from, target, kind, runtime } of imports)
    if (kind === 'file' && runtime) next.set(from, [...(next.get(from) ?? []), target])
  const found = new Set<string>()
  const done = new Set<string>()
  const visit = (file: string, path: readonly string[]): void => {
    const start = path.indexOf(file)
    if (start >= 0) {
      const circle = path.slice(start)
      const first = circle.indexOf([...circle].sort()[0] ?? file)
      found.add([...circle.slice(first), ...circle.slice(0, first), circle[first]].join(' → '))
    } else if (!done.has(file)) {
      for (const target of next.get(file) ?? []) visit(target, [...path, file])
      done.add(file)
    }
  }
  for (const file of next.keys()) visit(file, [])
  return [...found].map((circle) => `circle: ${circle}`)
}

const isPackage = (target: string, names: readonly string[]): boolean =>
  names.some((name) => target === name || target.startsWith(`${name}/`))

function misplacedPackages(imports: readonly Import[]): string[] {
  const uses = imports.filter(({ from, kind }) => kind === 'package' && !isTest(from))
  const outside = (names: readonly string[], ...allowed: readonly string[]): string[] =>
    uses
      .filter(({ from, target }) => isPackage(target, names) && !allowed.includes(from.split('/')[0] ?? ''))
      .map(({ from, target }) => `${from} imports ${target}, which belongs in ${allowed.join(' and ')}`)
  const moreThanOne = (name: string, files: readonly string[]): string[] =>
    files.length > 1 ? [`${name} is imported by more than one file: ${files.join(', ')}`] : []
  const filesOf = (name: string): string[] => [
    ...new Set(uses.filter(({ target }) => isPackage(target, [name])).map(({ from }) => from)),
  ]
  const hooks = filesOf('zustand').filter((file) => !file.startsWith('state/') && /\/use[A-Z]\w*\.tsx?$/.test(file))
  return [
    ...outside(['react', 'react-dom'], 'views', 'app'),
    ...outside(['d3-selection', 'd3-zoom', 'd3-drag', 'd3-transition'], 'views'),
    ...outside(['zustand'], 'state').filter((problem) => !hooks.some((hook) => problem.startsWith(hook))),
    ...moreThanOne('zustand outside state', hooks),
    ...moreThanOne('katex', filesOf('katex')),
  ]
}

/** Ways to turn text into markup or code. */
const forbidden =
  /\b(?:inner|outer)HTML\b|dangerouslySetInnerHTML|insertAdjacentHTML|setHTMLUnsafe|createContextualFragment|\bsrcdoc\b|\bdocument\.write|(?<![.\w])eval\s*\(|\b(?:window|self|globalThis)\.eval\b|\bnew\s+Function\b|\.html\s*\(/g

function forbiddenWords(sources: Sources): string[] {
  return [...sources].flatMap(([path, text]) =>
    isTest(path) ? [] : Array.from(withoutComments(text).matchAll(forbidden), ([word]) => `${path} uses ${word}`),
  )
}

function homeless(sources: Sources): string[] {
  const lost = [...sources.keys()].filter((path) => layerOf(path) < 0 && !isTest(path) && !path.endsWith('.d.ts'))
  return lost.map((path) => `${path} is in no layer`)
}

/** All that is wrong with the walls between these files. */
function problemsIn(sources: Sources): string[] {
  const imports = [...sources].flatMap(([path, text]) => importsOf(path, text))
  return [
    wrongWays(imports),
    circles(imports),
    misplacedPackages(imports),
    forbiddenWords(sources),
    homeless(sources),
  ].flat()
}

function readSources(): Sources {
  const src = fileURLToPath(new URL('.', import.meta.url))
  const names = readdirSync(src, { recursive: true, encoding: 'utf8' }).map((name) => name.replaceAll('\\', '/'))
  return new Map(
    names.filter((name) => /\.tsx?$/.test(name)).map((name) => [name, readFileSync(join(src, name), 'utf8')]),
  )
}

test('the walls between the layers stand', () => {
  expect(problemsIn(readSources())).toEqual([])
})

describe('a hole in a wall is noticed', () => {
  const planted: readonly (readonly [string, Record<string, string>, RegExp])[] = [
    ['an import to the right', { 'core/a.ts': "import { b } from '../lang/b.ts'" }, /core\/a\.ts imports lang\/b\.ts/],
    [
      'a type from the right',
      { 'core/a.ts': "import type { B } from '../app/b.ts'" },
      /core\/a\.ts imports app\/b\.ts/,
    ],
    ['a re-export from the right', { 'scene/a.ts': "export {\n  b,\n} from '../state/b.ts'" }, /scene\/a\.ts imports/],
    [
      'a lazy import from the right',
      { 'state/a.ts': "const b = () => import('../views/b.tsx')" },
      /state\/a\.ts imports/,
    ],
    ['an import for its effect', { 'state/a.ts': "import '../views/b.css'" }, /state\/a\.ts imports/],
    ['a glob to the right', { 'core/a.ts': "import.meta.glob<string>(['../lessons/*.py'])" }, /core\/a\.ts imports/],
    ['a worker from the right', { 'lang/a.ts': "new URL('../state/w.ts', import.meta.url)" }, /lang\/a\.ts imports/],
    ['test code in the program', { 'core/a.ts': "import { r } from './testing/r.ts'" }, /which is for tests/],
    [
      'a circle of three',
      {
        'core/a.ts': "import { b } from './b.ts'",
        'core/b.ts': "import { c } from './c.ts'",
        'core/c.ts': "export * from './a.ts'",
      },
      /^circle: core\/a\.ts → core\/b\.ts → core\/c\.ts → core\/a\.ts$/,
    ],
    ['react in the state', { 'state/a.ts': "import { useState } from 'react'" }, /state\/a\.ts imports react/],
    ['react-dom in a scene', { 'scene/a.ts': "import { createRoot } from 'react-dom/client'" }, /imports react-dom/],
    [
      'katex twice',
      { 'views/a.ts': "import katex from 'katex'", 'views/b.ts': "const k = await import('katex')" },
      /katex is imported by more than one file: views\/a\.ts, views\/b\.ts/,
    ],
    [
      'zustand in a view',
      { 'views/Graph.tsx': "import { useStore } from 'zustand'" },
      /views\/Graph\.tsx imports zustand/,
    ],
    [
      'two hooks on the store',
      { 'views/useA.ts': "import { useStore } from 'zustand'", 'app/useB.ts': "import { useStore } from 'zustand'" },
      /zustand outside state/,
    ],
    ['a d3 selection in a scene', { 'scene/a.ts': "import { select } from 'd3-selection'" }, /imports d3-selection/],
    ['d3-zoom in the state', { 'state/a.ts': "import type { ZoomTransform } from 'd3-zoom'" }, /imports d3-zoom/],
    ['markup from text', { 'views/a.ts': 'element.innerHTML = text' }, /uses innerHTML/],
    ['markup through React', { 'views/a.tsx': '<p dangerouslySetInnerHTML={x} />' }, /uses dangerouslySetInnerHTML/],
    ['markup through D3', { 'views/a.ts': 'select(e).html(text)' }, /uses \.html\(/],
    ['code from text', { 'lang/a.ts': 'const f = eval(text)' }, /uses eval\(/],
    ['a function from text', { 'lang/a.ts': 'const f = new Function(text)' }, /uses new Function/],
    ['a file in no layer', { 'utils.ts': '' }, /utils\.ts is in no layer/],
  ]
  test.each(planted)('%s', (_, files, problem) => {
    const problems = problemsIn(new Map(Object.entries(files)))
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatch(problem)
  })
})

test('what is allowed is not complained about', () => {
  const files = {
    'core/a.ts': "import type { B } from './b.ts'\nimport { x } from './x.ts'",
    'core/b.ts': "import { a } from './a.ts' // innerHTML",
    'core/x.ts': "/* import { z } from '../app/z.ts' */ export const url = 'https://example.org'",
    'torch/module.ts': 'model.eval()',
    'lessons/all.ts': "import.meta.glob('./*.py', { query: '?raw' })",
    'views/useApp.ts': "import { useStore } from 'zustand'",
    'views/Graph.tsx':
      "import { select } from 'd3-selection'\nimport { memo } from 'react'\nimport { a } from '../core/a.ts'",
    'core/a.test.ts': "import { r } from './testing/r.ts'\nexpect(container.innerHTML).toBe('')",
  }
  expect(problemsIn(new Map(Object.entries(files)))).toEqual([])
})
